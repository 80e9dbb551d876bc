"""Posts sink from a school to a town, all in the browser: filed, checked, argued, decided, issued, on the ledger."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from approvals.models import Case
from quotas import reports
from tests.browser.desk import act, new_case
from tests.cast import make_unit
from tests.stories import Actors, allot, asked, file, give_reserve, kind, line
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)
Window = Callable[..., Page]


@pytest.fixture
def centre(town: Region, district: Region) -> Unit:
    return make_unit(town, "望湖区柳堤镇便民服务中心", category="institution")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "关于下沉编制的申请报告.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def draft(page: Page, bureau: Unit, school: Unit, centre: Unit, count: int) -> None:
    """The filing form as a clerk fills it in."""
    new_case(page, "下沉编制")
    page.locator("[name$=applicant]").fill(bureau.name)
    page.locator("[name=title]").fill(f"向柳堤镇下沉事业编制{count}名")
    page.locator("[name$='-0-quota_type']").select_option("full_funded")
    page.locator("[name$='-0-source_unit']").fill(school.name)
    page.locator("[name$='-0-target_unit']").fill(centre.name)
    page.locator("[name$='-0-applied_count']").fill(str(count))
    page.locator("[name$='-0-purpose']").fill("充实便民服务力量")
    page.locator("[name=reason]").fill("推动编制资源向基层一线倾斜。")
    for name in ("party_leadership", "legality", "fiscal_capacity", "alternatives", "foreseen"):
        page.locator(f"[name$={name}]").fill("已研究，符合规定。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name=f"向柳堤镇下沉事业编制{count}名")).to_be_visible()


def test_a_clerk_files_a_sinking_request_and_the_town_has_its_posts(
    sign_in: Window, shoot: Callable[[Page, str], None], paper: Path, actors: Actors, bureau: Unit, region: Region,
    school: Unit, centre: Unit, clerk: User, director: User,
) -> None:  # fmt: skip
    give_reserve(region, kind("full_funded"), 60, actors)
    allot(school, kind("full_funded"), 40, actors)
    desk = sign_in(clerk)
    draft(desk, bureau, school, centre, 6)
    expect(desk.locator("#gaps")).to_contain_text("申请报告")
    desk.locator("[name$=upload]").set_input_files(paper)
    desk.get_by_role("button", name="上传").click()
    expect(desk.locator("#papers")).to_contain_text("关于下沉编制的申请报告.pdf")
    act(desk, "file", "申报")
    expect(desk.get_by_text("已申报。")).to_be_visible()
    act(desk, "receive", "受理")
    expect(desk.locator("#forecast")).to_contain_text("柳堤镇便民服务中心")
    act(desk, "check", "审核通过", opinion="经核对台账，空编充足。")
    act(desk, "argue", "记录论证", form="seminar", held_on="2026-03-02", conclusion="feasible", opinion="必要可行。")
    expect(desk.get_by_text("论证情况已记录。")).to_be_visible()
    shoot(desk, "case-argued")

    number = Case.objects.latest("id").number
    signing = sign_in(director)
    expect(signing.get_by_text("向柳堤镇下沉事业编制6名").first).to_be_visible()
    signing.get_by_role("link", name=number).first.click()
    expect(signing.locator("#findings")).to_contain_text("各项规则均符合")
    shoot(signing, "case-deciding")
    act(signing, "approve", "同意", opinion="同意下沉。")
    expect(signing.get_by_text("已同意，相应编制已锁定。")).to_be_visible()

    desk.reload()
    act(desk, "issue", "编号发文")
    expect(desk.get_by_text("编办〔").first).to_be_visible()
    desk.goto(desk.url.split("/cases/")[0] + f"/units/{centre.number}/statement/")
    expect(desk.locator("table.ledger")).to_contain_text("澜编办〔")
    expect(desk.get_by_role("row", name="期末余额")).to_contain_text("6")
    shoot(desk, "town-statement")
    assert reports.balances_of_unit(centre)[0].approved == 6
    assert reports.balances_of_unit(school)[0].approved == 34


def test_a_request_for_more_than_there_is_shows_its_reasons_and_cannot_be_agreed_to(
    sign_in: Window, paper: Path, actors: Actors, bureau: Unit, region: Region, school: Unit, centre: Unit,
    clerk: User, director: User,
) -> None:  # fmt: skip
    give_reserve(region, kind("full_funded"), 60, actors)
    allot(school, kind("full_funded"), 4, actors)
    desk = sign_in(clerk)
    draft(desk, bureau, school, centre, 6)
    desk.locator("[name$=upload]").set_input_files(paper)
    desk.get_by_role("button", name="上传").click()
    act(desk, "file", "申报")
    act(desk, "receive", "受理")
    expect(desk.locator("#findings")).to_contain_text("4名")
    act(desk, "check", "审核通过", opinion="空编不足，请主任审定。")
    act(desk, "argue", "记录论证", form="seminar", held_on="2026-03-02", conclusion="partly", opinion="条件不足。")
    signing = sign_in(director)
    signing.goto(desk.url)
    expect(signing.locator("#findings")).to_contain_text("不得通过")
    act(signing, "approve", "同意", opinion="同意。")
    expect(signing.locator("#act_approve")).to_contain_text("没有同意")
    act(signing, "refuse", "不予同意", opinion="划出单位空编只有4名，请按实际空编重新申报。")
    expect(signing.get_by_text("不予同意").first).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("请按实际空编重新申报").first).to_be_visible()
    assert [balance.approved for balance in reports.balances_of_unit(centre)] in ([], [0])
    assert reports.balances_of_unit(school)[0].approved == 4


def test_a_request_is_checked_on_a_phone_without_scripts(
    sign_in: Window, paper: Path, actors: Actors, bureau: Unit, region: Region, school: Unit, centre: Unit, clerk: User
) -> None:
    give_reserve(region, kind("full_funded"), 60, actors)
    allot(school, kind("full_funded"), 40, actors)
    asked_for = asked(line(kind("full_funded"), 6, source=school, target=centre))
    case = file("quota_sink", bureau, asked_for, clerk)
    page = sign_in(clerk, width=390, scripts=False)
    page.goto(page.url.rstrip("/") + case.get_absolute_url())
    page.locator("#act_receive").get_by_role("button", name="受理").click()
    page.locator("#act_check [name$=opinion]").fill("经核对台账，空编充足。")
    page.locator("#act_check").get_by_role("button", name="审核通过").click()
    expect(page.locator(".badge", has_text="已审核").first).to_be_visible()
    case.refresh_from_db()
    assert case.state == "checked"
