"""A post of the pool in the browser: lent, the clock stands two years later, reminded, recovered from a sister."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from approvals import documents
from approvals.models import Case
from quotas import reports, verification
from talentpool.models import Loan
from tests.browser.desk import Clock, act, new_case, say_yes
from tests.cast import make_unit
from tests.people import id_number
from tests.stories import Actors, endow, kind, occupy
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)
Window = Callable[..., Page]
BEGAN, DUE = dt.date(2023, 3, 6), dt.date(2025, 3, 6)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Three years ago, so that the ledger, which counts real days, has all of the loan's life behind it."""
    return Clock(monkeypatch, BEGAN)


@pytest.fixture
def sister(clock: Clock, region: Region, bureau: Unit, education: Unit, school: Unit, actors: Actors) -> Unit:
    """A school with three vacant posts beside one whose two posts are taken; the reserve has ten."""
    full_funded = kind("full_funded")
    paper = documents.register_incoming(
        actor=actors.clerk, region=region, number="省编〔2023〕1号", title="关于下达编制的通知",
        issuer="省委机构编制委员会", issued_on=BEGAN,
    )  # fmt: skip
    endow(region, full_funded, 10, actors, paper, on=BEGAN)
    endow(school, full_funded, 2, actors, paper, on=BEGAN)
    occupy(school, full_funded, 2, actors, paper, on=BEGAN)
    fields = {"institution_class": "public_one", "funding_form": "full", "competent_department": education}
    unit = make_unit(region, "澜川市第二中学", category="institution", **fields)
    endow(unit, full_funded, 3, actors, paper, on=BEGAN)
    return unit


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    found = [tmp_path / "申请报告.pdf", tmp_path / "人才认定材料.pdf"]
    for path in found:
        path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return found


def fill_the_pool(desk: Page, signing: Page, bureau: Unit) -> None:
    """The clerk sets the pool up and asks for ten posts of the reserve; the director agrees."""
    desk.get_by_role("link", name="周转池").first.click()
    desk.locator("#new [name=name]").fill("引进人才周转池")
    desk.get_by_role("button", name="设立").click()
    expect(desk.get_by_text("已设立引进人才周转池")).to_be_visible()
    new_case(desk, "划入周转池")
    desk.locator("[name$=applicant]").fill(bureau.name)
    desk.locator("[name=title]").fill("划入周转池10名")
    desk.locator("[name$=pool]").select_option(label="引进人才周转池")
    desk.locator("[name$='-0-quota_type']").select_option("full_funded")
    desk.locator("[name$='-0-applied_count']").fill("10")
    desk.locator("[name=reason]").fill("统筹盘活空编。")
    desk.get_by_role("button", name="保存草稿").click()
    act(desk, "file", "申报")
    through_the_office(desk, signing)


def through_the_office(desk: Page, signing: Page) -> None:
    """Received and checked by the clerk, agreed to by the director, issued."""
    act(desk, "receive", "受理")
    act(desk, "check", "审核通过", opinion="情况属实，拟同意。")
    signing.goto(desk.url)
    act(signing, "approve", "同意")
    expect(signing.get_by_text("已同意，相应编制已锁定。")).to_be_visible()
    desk.reload()
    act(desk, "issue", "编号发文")
    expect(desk.get_by_text("编办〔").first).to_be_visible()


def ask_for_a_post(page: Page, school: Unit, papers: list[Path]) -> str:
    """The department's case for one talent; its address."""
    new_case(page, "借用周转编制")
    page.locator("[name=title]").fill("市第一中学借用周转编制1名")
    page.locator("[name=pool]").select_option(label="引进人才周转池")
    page.locator("[name=unit]").fill(school.name)
    page.locator("[name=quota_type]").select_option(label="事业编制（全额拨款）")
    page.locator("[name='talents-0-name']").fill("苏明远")
    page.locator("[name='talents-0-talent_class']").select_option("high_level")
    page.locator("[name='talents-0-certification']").fill("澜人才认定〔2023〕11号")
    page.locator("[name=reason]").fill("学科竞赛急需，学校满编。")
    page.get_by_role("button", name="保存草稿").click()
    for path in papers:
        page.locator("[name$=paper]").select_option(path.stem)
        page.locator("[name$=upload]").set_input_files(path)
        page.get_by_role("button", name="上传").click()
        expect(page.locator("#papers")).to_contain_text(path.name)
    act(page, "file", "申报")
    return page.url


def test_a_post_is_lent_and_after_two_years_recovered_from_a_sister(
    sign_in: Window, shoot: Callable[[Page, str], None], clock: Clock, papers: list[Path], sister: Unit, bureau: Unit,
    school: Unit, clerk: User, director: User, department: User, unit_clerk: User,
) -> None:  # fmt: skip
    desk, signing = sign_in(clerk), sign_in(director)
    site = desk.url.rstrip("/")
    fill_the_pool(desk, signing, bureau)
    address = ask_for_a_post(sign_in(department), school, papers)
    desk.goto(address)
    through_the_office(desk, signing)

    clock.day = dt.date(2023, 3, 6)
    desk.goto(f"{site}/pool/loans/")
    desk.get_by_role("link", name="苏明远").click()
    desk.locator("#arrival [name=id_number]").fill(id_number(7, born="19880412"))
    desk.get_by_role("button", name="到岗入编").click()
    expect(desk.get_by_text("苏明远已到岗，周转编制开始计期。")).to_be_visible()
    assert Loan.objects.get().due_on == DUE

    clock.day = DUE - dt.timedelta(days=88)
    run_check(signing, site, "还编提醒")
    told = sign_in(unit_clerk)
    expect(told.get_by_text("还有88天到期，请及时归还")).to_be_visible()
    shoot(told, "reminded")

    clock.day = DUE + dt.timedelta(days=4)
    run_check(signing, site, "逾期周转编制回收")
    signing.goto(f"{site}/pool/")
    expect(signing.get_by_role("row", name="引进人才周转池").last).to_contain_text("1")
    signing.get_by_role("link", name=school.name).first.click()
    expect(signing.locator("[name^=sister_]")).to_contain_text("澜川市第二中学（空编3名）")
    shoot(signing, "recovery")
    signing.get_by_role("button", name="确认收回").click()
    say_yes(signing)
    expect(signing.get_by_text("已收回：澜川市第一中学逾期周转编制。")).to_be_visible()

    signing.goto(f"{site}/pool/")
    expect(signing.get_by_text("待确认的回收方案")).to_have_count(0)
    board = [cell.inner_text() for cell in signing.locator("tbody tr").first.locator("td.num").all()]
    assert board == ["10", "0", "0", "0", "10", "0", "0"]
    shoot(signing, "board")
    assert [(b.approved, b.occupied, b.vacant) for b in reports.balances_of_unit(school)] == [(3, 3, 0)]
    assert [(b.approved, b.occupied, b.vacant) for b in reports.balances_of_unit(sister)] == [(2, 0, 2)]
    assert Case.objects.filter(kind__code="pool_loan").get().state in ("executed", "closed")
    assert verification.verify() == []


def run_check(page: Page, site: str, title: str) -> None:
    """Run a scheduled check now, by right."""
    page.goto(f"{site}/checks/")
    page.get_by_role("row", name=title).get_by_role("button").click()
    expect(page.get_by_text("检查已运行")).to_be_visible()
