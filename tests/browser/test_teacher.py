"""A teacher's whole way in the browser: plan, meeting, slot, notice, application, review, admission, certificate."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from quotas import reports, verification
from staffing.models import Posting, Slip, Slot
from tests.browser.desk import Clock, act, new_case, say_yes
from tests.people import id_number
from tests.stories import Actors, allot, give_reserve, kind
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)
Window = Callable[..., Page]
TITLE = "市教育局2026年度用编进人计划"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A Monday in spring, with four weeks before any holiday."""
    return Clock(monkeypatch, dt.date(2026, 3, 9))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "聘用手续材料.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def plan(page: Page, school: Unit) -> None:
    """The department takes what its school's vacant posts propose, and asks for one teacher."""
    new_case(page, "年度用编进人计划")
    page.locator("[name=title]").fill(TITLE)
    page.get_by_role("button", name="按空编和预计退休生成明细").click()
    expect(page.locator("[name='lines-0-unit']")).to_have_value(f"{school.number} {school.name}")
    page.locator("[name='lines-0-planned_count']").fill("1")
    page.locator("[name='lines-0-post']").fill("高中语文教师")
    page.locator("[name=reason]").fill("高中扩班，学科教师不足。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    act(page, "file", "申报")
    expect(page.get_by_text("已申报。")).to_be_visible()


def decide_at_the_meeting(desk: Page, chair: Page, site: str) -> None:
    """The clerk convenes, the director enters what the meeting decided."""
    desk.goto(f"{site}/meetings/new/")
    desk.locator("[name=kind]").select_option("office_meeting")
    desk.locator("[name=title]").fill("2026年第3次月专题会议")
    desk.locator("[name=planned_on]").fill("2026-03-09")
    desk.get_by_role("button", name="筹备").click()
    expect(desk.locator(".agenda")).to_contain_text(TITLE)
    chair.goto(desk.url)
    chair.locator("[name$=-result]").select_option("approved")
    chair.locator("[name=chair]").fill("主任")
    chair.locator("[name=attendees]").fill("全体室务会成员")
    chair.get_by_role("button", name="录入审议结果").click()
    say_yes(chair)
    expect(chair.get_by_text("审议结果已录入")).to_be_visible()


def name_the_teacher(page: Page, slot: Slot, paper: Path) -> None:
    """The school writes the batch, adds the papers and puts it on public notice."""
    new_case(page, "人员入编")
    page.locator("[name=title]").fill("市第一中学2026年新聘教师入编")
    page.locator("[name='people-0-slot']").select_option(str(slot.pk))
    typed = {"name": "林晚照", "id_number": id_number(2, born="19980615"), "title": "高中语文教师"}
    for name, value in typed.items():
        page.locator(f"[name='people-0-{name}']").fill(value)
    chosen = {
        "ethnicity": "01", "political_status": "01", "education": "21", "post_category": "technical",
        "retirement_category": "female55",
    }  # fmt: skip
    for name, value in chosen.items():
        page.locator(f"[name='people-0-{name}']").select_option(value)
    page.locator("[name=reason]").fill("公开招聘，考察合格。")
    page.get_by_role("button", name="保存草稿").click()
    page.locator("[name$=upload]").set_input_files(paper)
    page.get_by_role("button", name="上传").click()
    act(page, "announce", "公示")
    expect(page.get_by_text("已公示。")).to_be_visible()


def test_a_teacher_comes_from_plan_to_certificate(
    sign_in: Window, chromium: Browser, shoot: Callable[[Page, str], None], paper: Path, clock: Clock, actors: Actors,
    bureau: Unit, region: Region, school: Unit, clerk: User, head: User, director: User, department: User,
    unit_clerk: User,
) -> None:  # fmt: skip
    give_reserve(region, kind("full_funded"), 60, actors)
    allot(school, kind("full_funded"), 3, actors)

    office = sign_in(department)
    plan(office, school)
    desk, site = sign_in(clerk), office.url.split("/cases/")[0]
    desk.goto(office.url)
    act(desk, "receive", "受理")
    act(desk, "check", "审核通过", opinion="空编3名，拟同意使用1名。")
    decide_at_the_meeting(desk, sign_in(director), site)
    desk.goto(office.url)
    act(desk, "issue", "编号发文")
    slot = Slot.objects.get()
    desk.goto(office.url)
    expect(desk.locator("#slots")).to_contain_text(slot.number)
    shoot(desk, "plan-with-slot")

    school_desk = sign_in(unit_clerk)
    name_the_teacher(school_desk, slot, paper)
    stranger = chromium.new_context(locale="zh-CN").new_page()
    stranger.goto(f"{site}/notices/")
    stranger.get_by_role("link", name=school.name).click()
    expect(stranger.locator("table")).to_contain_text("林晚照")
    shoot(stranger, "public-notice")

    clock.day = dt.date(2026, 3, 17)
    school_desk.reload()
    act(school_desk, "file", "申报")
    desk.goto(school_desk.url)
    act(desk, "receive", "审核通过", opinion="公示无异议，材料齐全。")
    signing = sign_in(head)
    signing.goto(school_desk.url)
    act(signing, "approve", "入库")
    expect(signing.get_by_text("已入库，入编通知单已签发。")).to_be_visible()

    slip = Slip.objects.get()
    signing.get_by_role("link", name=slip.number).click()
    shoot(signing, "certificate")
    code = signing.locator(".slip .docno").inner_text()
    stranger.goto(f"{site}/verify/")
    stranger.get_by_label("校验码").fill(code)
    stranger.get_by_role("button", name="核验").click()
    expect(stranger.locator(".panel").first).to_contain_text("林**")
    expect(stranger.locator(".panel").first).to_contain_text("有效：该人员在编")

    signing.goto(f"{site}/units/{school.number}/?tab=people")
    expect(signing.get_by_role("row", name="林晚照")).to_be_visible()
    signing.goto(f"{site}/units/{school.number}/statement/")
    expect(signing.locator("table.ledger")).to_contain_text("入编")
    [balance] = reports.balances_of_unit(school)
    assert (balance.approved, balance.occupied, balance.locked, balance.vacant) == (3, 1, 0, 2)
    assert Posting.objects.active().get(unit=school).slot == slot
    assert verification.verify() == []
    stranger.context.close()
