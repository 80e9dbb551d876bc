"""Hiring plans (用编进人计划): decided at the monthly meeting, they lock posts; issued, each head is a slot."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from accounts.models import User
from approvals import deciding, filing, issuing, reviewing, workdays
from approvals.models import Case, CaseKind, Document, State
from quotas import verification
from quotas.models import QuotaType
from staffing import enrolment, planning
from staffing.enrolment import Head
from staffing.facts import NewPerson
from staffing.models import HiringPlan, HiringPlanLine, Slot
from tests.api import got
from tests.pages import links, signed_in, words
from tests.people import id_number, new_person
from tests.refusals import refused
from tests.staffing.conftest import Balances
from tests.stories import Actors, approve, file, hold_meeting, ready
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
YEAR = workdays.today().year


@pytest.fixture(autouse=True)
def _papers_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def head(unit: Unit, quota_type: QuotaType, heads: int, channel: str = "teacher_recruitment", **more: Any) -> Any:
    """One line of a plan."""
    return {"unit": unit, "quota_type": quota_type, "channel": channel, "planned_count": heads, **more}


def plan(*lines: Any, **more: Any) -> dict[str, Any]:
    """This year's plan with these lines, good until the end of the year."""
    return {"year": YEAR, "expires_on": dt.date(YEAR, 12, 31), "lines": lines, **more}


@pytest.fixture
def five(school: Unit, post_type: QuotaType, vacancies: Callable[..., None]) -> dict[str, Any]:
    """A plan of five heads for the school, which has eight vacant posts."""
    vacancies(school, post_type, 8)
    return plan(head(school, post_type, 3), head(school, post_type, 2, "graduate", purpose="物理教学"))


@pytest.fixture
def decided(five: dict[str, Any], school: Unit, bureau: Unit, department: User, actors: Actors) -> Case:
    """The plan, filed by the department and agreed at the monthly meeting."""
    case = ready("hiring_plan", school, five, actors, filed_by=department)
    approve(case, actors)
    case.refresh_from_db()
    return case


def test_the_meeting_locks_the_posts_and_the_notice_makes_them_slots(
    decided: Case, school: Unit, post_type: QuotaType, balances: Balances, actors: Actors
) -> None:
    assert decided.state == State.DECIDED
    assert balances(school, post_type) == {"vacant": 3, "locked": 5}
    assert not Slot.objects.exists()
    assert verification.verify() == []
    notice = issuing.issue(decided.pk, actor=actors.clerk, title="核准使用编制通知单")
    assert (notice.kind, notice.number) == (Document.Kind.USE_NOTICE, f"澜编控〔{YEAR}〕1号")
    found = Slot.objects.order_by("id").values_list("number", "channel", "state", "purpose", "expires_on", "notice")
    last = dt.date(YEAR, 12, 31)
    assert list(found) == [
        *((f"N{YEAR}0000{n}", "teacher_recruitment", "open", "", last, notice.pk) for n in (1, 2, 3)),
        *((f"N{YEAR}0000{n}", "graduate", "open", "物理教学", last, notice.pk) for n in (4, 5)),
    ]
    assert balances(school, post_type) == {"vacant": 3, "locked": 5}
    decided.refresh_from_db()
    assert decided.state == State.EXECUTED
    assert verification.verify() == []


def test_a_slot_names_its_line_and_the_line_its_slots(decided: Case, actors: Actors, department: User) -> None:
    issuing.issue(decided.pk, actor=actors.clerk, title="核准使用编制通知单")
    slots = list(Slot.objects.select_related("plan_line").order_by("id"))
    assert [slot.plan_line and slot.plan_line.purpose for slot in slots] == [""] * 3 + ["物理教学"] * 2
    client = signed_in(department)
    assert f"用编号 N{YEAR}00004 至 N{YEAR}00005，已使用 0/2" in words(client.get(decided.get_absolute_url()))
    page = client.get(f"/slots/{slots[4].pk}/")
    assert "2名中的一名" in words(page)
    assert decided.get_absolute_url() in links(page)
    assert got(department, "slots/")["results"][0]["plan_line"] == slots[4].plan_line_id


def test_no_sql_puts_a_slot_on_the_line_of_another(decided: Case, education: Unit, actors: Actors) -> None:
    issuing.issue(decided.pk, actor=actors.clerk, title="核准使用编制通知单")
    first, *_, last = Slot.objects.order_by("id")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
    other = f"'id', s.id + 100, 'number', 'N202699999', 'state', 'waiting', 'unit_id', {education.pk}"
    new = (
        "insert into staffing_slot select (jsonb_populate_record(null::staffing_slot, to_jsonb(s) ||"
        f" jsonb_build_object({other}))).* from staffing_slot s where id = {first.pk}; set constraints all immediate"
    )
    moved = f"update staffing_slot set plan_line_id = {last.plan_line_id} where id = {first.pk}"
    rules = ("a_slot_is_of_a_line_of_its_case", "number_unit_type_and_notice_of_a_slot_are_fixed")
    for attack, rule in zip((new, moved), rules, strict=True):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert getattr(getattr(refusal.value.__cause__, "diag", None), "constraint_name", "") == rule
    assert Slot.objects.count() == 5


def test_what_a_plan_locks_is_compared_once_for_its_account_and_not_for_each_slot(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgname from pg_trigger where tgrelid = 'staffing_slot'::regclass and tgtype & 1 = 0"
            " and tgname like 'touch_locked%' order by 1"
        )
        assert [name for (name,) in cursor.fetchall()] == ["touch_locked_of_changed", "touch_locked_of_new"]


def test_people_come_on_the_slots_of_a_plan(
    decided: Case, school: Unit, post_type: QuotaType, balances: Balances, actors: Actors, paper: Document
) -> None:
    notice = issuing.issue(decided.pk, actor=actors.clerk, title="核准使用编制通知单")
    heads = [Head(slot, new_person()) for slot in Slot.objects.order_by("id")]
    enrolment.enrol(
        actor=actors.clerk, unit=school, heads=heads, started_on=workdays.today(), document=notice, reason="招聘"
    )
    assert balances(school, post_type) == {"vacant": 3, "occupied": 5}
    assert verification.verify() == []


def test_the_office_gives_fewer_heads_than_were_planned(
    five: dict[str, Any], school: Unit, post_type: QuotaType, department: User, balances: Balances, actors: Actors
) -> None:
    case = file("hiring_plan", school, five, department)
    reviewing.receive(case.pk, actor=actors.clerk)
    first, second = HiringPlanLine.objects.order_by("id")
    planning.propose_heads(case.pk, actor=actors.clerk, counts={first.pk: 1, second.pk: 0})
    with refused(says="拟核数须在0与计划数3之间。"):
        planning.propose_heads(case.pk, actor=actors.clerk, counts={first.pk: 4})
    with refused(PermissionDenied):
        planning.propose_heads(case.pk, actor=actors.director, counts={first.pk: 2})
    reviewing.check(case.pk, actor=actors.clerk, opinion="属实。")
    with refused(says="只有已受理、尚未审核的办件可以填写拟核数。"):
        planning.propose_heads(case.pk, actor=actors.clerk, counts={first.pk: 2})
    hold_meeting(case.region, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="核准使用编制通知单")
    assert balances(school, post_type) == {"vacant": 7, "locked": 1}
    assert [slot.channel for slot in Slot.objects.all()] == ["teacher_recruitment"]


def test_a_revoked_plan_gives_its_posts_back(
    decided: Case, school: Unit, post_type: QuotaType, balances: Balances, actors: Actors
) -> None:
    deciding.revoke(decided.pk, actor=actors.director, opinion="财力不足。")
    assert balances(school, post_type) == {"vacant": 8}
    assert verification.verify() == []


def test_the_dry_run_shows_the_locks_and_leaves_no_slot(
    five: dict[str, Any], school: Unit, department: User, actors: Actors, post_type: QuotaType
) -> None:
    case = ready("hiring_plan", school, five, actors, filed_by=department)
    seen = deciding.preview(case, actor=actors.director)
    assert {effect.bucket: (effect.before, effect.after) for effect in seen.effects} == {
        "空编": (8, 3), "锁定": (0, 5),
    }  # fmt: skip
    assert not seen.findings
    assert not Slot.objects.exists()


def test_heads_in_turn_lock_nothing_and_wait(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any], department: User,
    balances: Balances, actors: Actors,
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    leaver = NewPerson("示例甲", id_number(1, born="19640615"))
    enrolment.register(unit=school, quota_type=post_type, people=[leaver], **basis)
    case = ready("hiring_plan", school, plan(head(school, post_type, 1, one_out_one_in=True)), actors)
    approve(case, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="核准使用编制通知单")
    assert balances(school, post_type) == {"occupied": 1}
    assert [slot.state for slot in Slot.objects.all()] == ["waiting"]
    assert verification.verify() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": None}, "年度须在2000至2100之间。"),
        ({"year": 1999}, "年度须在2000至2100之间。"),
        ({"expires_on": None}, "请填写有效期。"),
        ({"expires_on": dt.date(YEAR - 1, 12, 31)}, f"有效期不能早于{YEAR}年度。"),
        ({"contact": "张" * 41}, "联系人不超过40字。"),
    ],
)
def test_a_plan_says_its_year_and_until_when(
    change: dict[str, Any], sentence: str, five: dict[str, Any], school: Unit, department: User
) -> None:
    with refused(says=sentence):
        _draft(department, school, five | change)


def _draft(actor: User, applicant: Unit, data: dict[str, Any]) -> Case:
    kind = CaseKind.objects.get(code="hiring_plan")
    return filing.draft(actor=actor, kind=kind, applicant=applicant, title="年度计划", reason="需要。", data=data)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": None}, "第1行：请选择用编单位。"),
        ({"quota_type": None}, "第1行：请选择编制类型。"),
        ({"channel": "by_magic"}, "第1行：请选择进入方式。"),
        ({"planned_count": 0}, "第1行：计划数须为1至2000的整数。"),
        ({"planned_count": 2001}, "第1行：计划数须为1至2000的整数。"),
        ({"planned_count": True}, "第1行：计划数须为1至2000的整数。"),
        ({"planned_count": "3"}, "第1行：计划数须为1至2000的整数。"),
        ({"post": "师" * 61}, "第1行：岗位不超过60字。"),
    ],
)
def test_a_line_says_who_what_how_and_how_many(
    change: dict[str, Any], sentence: str, school: Unit, post_type: QuotaType, department: User
) -> None:
    with refused(says=sentence):
        _draft(department, school, plan(head(school, post_type, 1) | change))


def test_a_leadership_post_or_a_group_is_no_type_to_plan_with(school: Unit, chief: QuotaType, department: User) -> None:
    for kind in (chief, QuotaType.objects.get(code="institution")):
        with refused(says="第1行：请选择编制类型。"):
            _draft(department, school, plan(head(school, kind, 1)))


def test_an_empty_expired_or_foreign_plan_is_not_filed(
    school: Unit, bureau: Unit, stranger: Unit, post_type: QuotaType, unit_clerk: User, education: Unit
) -> None:
    empty = _draft(unit_clerk, school, plan())
    with refused(says="请至少填写一行用编明细。"):
        filing.file(empty.pk, actor=unit_clerk)
    foreign = _draft(unit_clerk, school, plan(head(stranger, post_type, 1), head(education, post_type, 1)))
    with refused(says=f"第1行：{stranger.name}不由澜川市编办管理。"):
        filing.file(foreign.pk, actor=unit_clerk)
    with refused(says=f"第2行：{education.name}不是{school.name}或其下属单位。"):
        filing.file(foreign.pk, actor=unit_clerk)
    past = {"year": 2020, "expires_on": dt.date(2020, 12, 31)}
    late = _draft(unit_clerk, school, plan(head(school, post_type, 1)) | past)
    with refused(says="有效期至2020-12-31，已过期。"):
        filing.file(late.pk, actor=unit_clerk)


def test_a_department_plans_for_its_schools_and_the_office_for_all_in_its_charge(
    five: dict[str, Any], education: Unit, bureau: Unit, department: User, clerk: User
) -> None:
    for actor, applicant in ((department, education), (clerk, bureau)):
        case = _draft(actor, applicant, five)
        assert filing.file(case.pk, actor=actor).state == State.FILED


def test_a_changed_plan_replaces_its_lines(
    five: dict[str, Any], school: Unit, post_type: QuotaType, department: User
) -> None:
    case = _draft(department, school, five)
    changed = plan(head(school, post_type, 4, "talent"))
    filing.amend(case.pk, actor=department, title="改", reason="改。", data=changed)
    assert [(line.channel, line.planned_count) for line in HiringPlanLine.objects.all()] == [("talent", 4)]
    assert HiringPlan.objects.count() == 1


def test_another_region_does_not_decide_it(decided: Case, outsider: User, region: Region) -> None:
    assert not Case.objects.visible_to(outsider).filter(pk=decided.pk).exists()
