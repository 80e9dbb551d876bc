"""The plans on pages: filed in the browser, proposed from vacant posts, counted by channel."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from approvals import issuing, reviewing, workdays
from approvals.models import Case
from quotas.models import QuotaType
from staffing import enrolment, slots
from staffing.enrolment import Head
from staffing.models import HiringPlan, HiringPlanLine, Slot
from tests.cast import make_unit
from tests.pages import queries_of, row, rows, signed_in, words
from tests.people import new_person
from tests.refusals import untouched
from tests.sheets import content, table_of
from tests.staffing.test_planning import head, plan
from tests.stories import Actors, approve, file, ready
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
YEAR = workdays.today().year
NEW = "/cases/new/hiring_plan/"


@pytest.fixture(autouse=True)
def _papers_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def posts(school: Unit, post_type: QuotaType, vacancies: Callable[..., None]) -> Unit:
    """The school has eight vacant posts."""
    vacancies(school, post_type, 8)
    return school


def typed(school: Unit, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The filing form as it is sent."""
    sent = {
        "applicant": school.number, "title": "年度计划", "reason": "教师紧缺。", "year": YEAR,
        "expires_on": f"{YEAR}-12-31", "lines-TOTAL_FORMS": len(lines), "lines-INITIAL_FORMS": 0, **more,
    }  # fmt: skip
    for number, line in enumerate(lines):
        sent |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return sent


def line(school: Unit, count: Any = 3, **more: Any) -> dict[str, Any]:
    first = {"unit": school.number, "quota_type": "full_funded", "channel": "graduate", "planned_count": count}
    return {**first, **more}


def test_a_unit_files_its_plan_in_the_browser(posts: Unit, unit_clerk: User) -> None:
    client = signed_in(unit_clerk)
    sent = typed(posts, line(posts, post="物理教师", qualification="硕士", for_grass_roots="on"), {}, contact="张三")
    response = client.post(NEW, sent, follow=True)
    assert "草稿已保存" in words(response)
    [found] = HiringPlanLine.objects.all()
    assert (found.planned_count, found.post, found.for_grass_roots) == (3, "物理教师", True)
    assert not found.one_out_one_in
    assert HiringPlan.objects.get().contact == "张三"
    shown = row(response, posts.name)
    assert shown == ["事业编制（全额拨款） 优秀毕业生引进", "8", "0", "0", "8", "0", "3"]
    case = Case.objects.get()
    edited = client.get(f"/cases/{case.number}/edit/").content.decode()
    assert 'value="物理教师"' in edited


def test_the_form_shows_what_the_unit_can_plan_with_and_proposes_it(
    posts: Unit, post_type: QuotaType, unit_clerk: User
) -> None:
    client = signed_in(unit_clerk)
    assert row(client.get(NEW), posts.name) == ["事业编制（全额拨款）", "8", "0", "0", "8", "0", "0", "0"]
    page = client.post(NEW, typed(posts, {}, redraw="propose")).content.decode()
    assert 'name="lines-0-planned_count" value="8"' in page
    assert f'value="{posts.number} {posts.name}"' in page
    assert not Case.objects.exists()


def test_lines_are_added_and_dropped_without_scripts(posts: Unit, unit_clerk: User) -> None:
    client = signed_in(unit_clerk)
    page = client.post(NEW, typed(posts, line(posts, 3), redraw="add_line")).content.decode()
    assert 'name="lines-TOTAL_FORMS" value="2"' in page
    page = client.post(NEW, typed(posts, line(posts, 3), line(posts, 4), redraw="drop_line:0")).content.decode()
    assert ('value="4"' in page, 'name="lines-TOTAL_FORMS" value="1"' in page) == (True, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": "1999"}, "确保该值大于或等于2000。"), ({"year": ""}, "该字段是必填项。"),
        ({"expires_on": "2026-99-99"}, "请输入日期"),
        ({"expires_on": f"{YEAR - 1}-12-31"}, f"有效期不能早于{YEAR}年度。"),
        ({"lines-0-unit": "nobody"}, "没有找到可以选择的机构"), ({"lines-0-channel": "magic"}, "不在可用的选项中"),
        ({"lines-0-planned_count": "0"}, "确保该值大于或等于1。"), ({"lines-0-planned_count": "1e9"}, "输入整数。"),
        ({"lines-0-quota_type": "leader_131"}, "不在可用的选项中"), ({"lines-0-post": "师" * 61}, "60"),
        ({"lines-TOTAL_FORMS": "x"}, "没有保存"), ({"lines-TOTAL_FORMS": "5000"}, "没有保存"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    change: dict[str, str], sentence: str, posts: Unit, unit_clerk: User
) -> None:
    client = signed_in(unit_clerk)
    with untouched():
        response = client.post(NEW, typed(posts, line(posts)) | change)
    assert (response.status_code, sentence in words(response)) == (422, True), words(response)


def test_the_office_proposes_fewer_heads_on_the_page(
    posts: Unit, post_type: QuotaType, unit_clerk: User, clerk: User
) -> None:
    case = file("hiring_plan", posts, plan(head(posts, post_type, 5)), unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    [found] = HiringPlanLine.objects.all()
    client, address = signed_in(clerk), f"/cases/{case.number}/heads/"
    for text, sentence in (("六", "拟核数须为整数。"), ("6", "拟核数须在0与计划数5之间。")):
        with untouched():
            response = client.post(address, {f"count_{found.pk}": text})
        assert (response.status_code, sentence in words(response)) == (422, True)
    client.post(address, {f"count_{found.pk}": "2"})
    found.refresh_from_db()
    assert found.approved_count == 2
    assert signed_in(unit_clerk).post(address, {f"count_{found.pk}": "2"}).status_code == 403


@pytest.fixture
def a_year(posts: Unit, education: Unit, post_type: QuotaType, bureau: Unit, actors: Actors, paper: Any) -> Case:
    """Of five approved heads one is used, one cancelled; three more are asked for and under way."""
    lines = (head(posts, post_type, 3), head(posts, post_type, 2, "graduate", for_grass_roots=True))
    case = ready("hiring_plan", posts, plan(*lines), actors)
    approve(case, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="核准使用编制通知单")
    first, second = Slot.objects.order_by("id")[:2]
    enrolment.enrol(
        actor=actors.clerk, unit=posts, heads=[Head(first, new_person())], started_on=workdays.today(), document=paper,
        reason="招聘",
    )  # fmt: skip
    slots.cancel(second.pk, actor=actors.clerk, reason="不再招聘")
    file("hiring_plan", education, plan(head(posts, post_type, 3, "veteran")), actors.clerk, title="追加计划")
    return case


def test_the_board_counts_the_year_by_channel(a_year: Case, clerk: User) -> None:
    response = signed_in(clerk).get("/plans/")
    assert row(response, "中小学教师招聘") == ["3", "3", "1", "1", "0", "1", "0", "0", "0.0%"]
    assert row(response, "优秀毕业生引进") == ["2", "2", "0", "2", "0", "0", "0", "2", "100.0%"]
    assert row(response, "退役士兵") == ["3", "0", "0", "0", "0", "0", "0", "0", "—"]
    assert row(response, "合计") == ["8", "5", "1", "3", "0", "1", "0", "2", "40.0%"]
    plans = [found for found in rows(response) if len(found) == 9 and found[1].startswith("澜川市")]
    assert [found[1:] for found in plans] == [
        ["澜川市教育局", "待受理", "3", "0", "0", "0", "0", f"{YEAR}-12-31"],
        ["澜川市第一中学", "已执行", "5", "5", "1", "3", "1", f"{YEAR}-12-31"],
    ]


def test_a_decided_plan_without_its_notice_is_told_apart(
    posts: Unit, post_type: QuotaType, bureau: Unit, actors: Actors, clerk: User
) -> None:
    approve(ready("hiring_plan", posts, plan(head(posts, post_type, 3)), actors), actors)
    assert row(signed_in(clerk).get("/plans/"), "中小学教师招聘") == ["3", "3", "0", "0", "0", "0", "3", "0", "0.0%"]


def test_another_year_or_area_has_its_own_board(
    a_year: Case, clerk: User, outsider: User, unit_clerk: User, education: Unit, district: Region
) -> None:
    client = signed_in(clerk)
    for query in (
        f"?year={YEAR - 1}",
        f"?region={district.code}",
        f"?unit={education.number}&level=own",
        "?type=admin",
    ):
        assert "中小学教师招聘" not in [found[0] for found in rows(client.get(f"/plans/{query}")) if found], query
    assert row(client.get(f"/plans/?unit={education.number}"), "合计")[0] == "8"
    assert row(signed_in(unit_clerk).get("/plans/"), "合计")[0] == "8"
    assert "本年度还没有用编计划" in words(signed_in(outsider).get("/plans/"))
    assert signed_in(outsider).get(f"/plans/?region={district.code}").status_code == 404


def test_a_bad_year_is_said(clerk: User, school: Unit) -> None:
    for query in ("?year=1812", "?year=x", "?year=99999999999999999999"):
        assert "筛选条件有误" in words(signed_in(clerk).get(f"/plans/{query}"))


def test_drafts_and_refused_plans_are_not_counted(
    posts: Unit, post_type: QuotaType, unit_clerk: User, clerk: User
) -> None:
    case = file("hiring_plan", posts, plan(head(posts, post_type, 5)), unit_clerk)
    reviewing.send_back(case.pk, actor=clerk, opinion="请细化。")
    assert "进入方式" not in [cell for found in rows(signed_in(clerk).get("/plans/")) for cell in found]


def test_the_board_and_the_case_cost_the_same_at_any_length(
    a_year: Case, posts: Unit, post_type: QuotaType, actors: Actors, clerk: User, vacancies: Callable[..., None]
) -> None:
    client, pages = signed_in(clerk), ["/plans/", f"/cases/{a_year.number}/"]
    few = queries_of(client, pages)
    for number in range(3):
        other = make_unit(posts.region, f"澜川市第{number + 2}中学", category="institution")
        vacancies(other, post_type, 4)
        case = ready("hiring_plan", other, plan(head(other, post_type, 2), head(other, post_type, 2)), actors)
        approve(case, actors)
        issuing.issue(case.pk, actor=actors.clerk, title="通知单")
    assert queries_of(client, pages) == few


def test_the_notice_says_who_may_use_how_many_posts(
    posts: Unit, post_type: QuotaType, bureau: Unit, actors: Actors, clerk: User
) -> None:
    case = ready("hiring_plan", posts, plan(head(posts, post_type, 3, purpose="物理教学")), actors)
    approve(case, actors)
    page = signed_in(clerk).get(f"/cases/{case.number}/").content.decode()
    assert "关于核准澜川市第一中学使用编制的通知单" in page
    assert "核准澜川市第一中学使用事业编制（全额拨款）3名（中小学教师招聘），用于物理教学。" in page
    assert f"用编号有效期至{YEAR}年12月31日，到期未使用的自动失效。" in page


def test_the_sheets_hold_what_the_pages_show(a_year: Case, clerk: User, unit_clerk: User, outsider: User) -> None:
    _, titles, found = table_of(content(signed_in(clerk).get("/exports/plans/")))
    assert titles[:4] == ["进入方式", "计划", "核准", "已使用"]
    assert [each[:4] for each in found] == [
        ["中小学教师招聘", 3.0, 3.0, 1.0], ["优秀毕业生引进", 2.0, 2.0, 0.0], ["退役士兵", 3.0, 0.0, 0.0],
    ]  # fmt: skip
    _, titles, found = table_of(content(signed_in(unit_clerk).get("/exports/slots/?state=alive")))
    assert (titles[0], len(found)) == ("用编号", 3)
    assert table_of(content(signed_in(outsider).get("/exports/slots/")))[2] == []
