"""Meetings (室务会、编委会): agenda from the waiting cases, results entered once, the minutes' number to each case."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deciding, meetings
from approvals.meetings import Result
from approvals.models import AgendaItem, Authority, Case, Document, Meeting, State
from demoregion.story import on
from quotas.models import QuotaType
from tests.cast import make_unit, make_user
from tests.refusals import forbidden, refused
from tests.stories import Actors, asked, endow, file, kind, line, ready
from units import mandates
from units.models import Region, Role, Unit

HELD_ON = dt.date(2026, 4, 9)


@pytest.fixture
def other(region: Region) -> Unit:
    return make_unit(region, "澜川市第二中学", category="institution")


@pytest.fixture
def waiting(
    reserve: Document, school: Unit, other: Unit, department: User, full_funded: QuotaType, actors: Actors
) -> list[Case]:
    """Three adjustments that the education bureau asks for, all from the school's ten posts to another school."""
    endow(school, full_funded, 10, actors, reserve)
    return [
        ready(
            "quota_adjust", school, asked(line(full_funded, count, source=school, target=other)), actors,
            title=f"调剂{count}名", filed_by=department,
        )
        for count in (1, 2, 3)
    ]  # fmt: skip


def convene(actor: User, region: Region, authority: str = Authority.OFFICE_MEETING, **more: Any) -> Meeting:
    given: dict[str, Any] = {"title": "第1次室务会", "planned_on": HELD_ON, **more}
    return meetings.convene(actor=actor, region=region, kind=authority, **given)


def record(meeting: Meeting, actor: User, *results: Result, **more: Any) -> Meeting:
    given = {"chair": "沈主任", "attendees": "全体", "body": "纪要。"} | more
    items = meeting.items.filter(result="").order_by("position")
    entered = {item.pk: result for item, result in zip(items, results, strict=False)}
    with on(HELD_ON):
        return meetings.record(meeting.pk, actor=actor, results=entered, **given)


AGREED, DECLINED, DEFERRED = (
    Result("approved", "同意。"),
    Result("refused", "暂无必要。"),
    Result("deferred", "下次再议。"),
)


def test_the_agenda_is_what_waits_in_order_of_the_deadline(waiting: list[Case], region: Region, clerk: User) -> None:
    meeting = convene(clerk, region)
    assert list(meeting.items.values_list("position", "case")) == [(n, c.pk) for n, c in enumerate(waiting, start=1)]
    assert (meeting.state, meeting.convened_by, meeting.minutes) == (Meeting.State.PLANNED, clerk, None)


def test_only_what_is_ready_for_this_kind_of_meeting_of_this_region(
    waiting: list[Case], wanted: dict[str, Any], school: Unit, other: Unit, full_funded: QuotaType, district: Region,
    actors: Actors,
) -> None:  # fmt: skip
    by_committee = ready("quota_increase", school, wanted, actors)
    by_director = ready("quota_allot", other, asked(line(kind("part_funded"), 1, target=other)), actors)
    fresh = file("quota_adjust", school, asked(line(full_funded, 1, source=school, target=other)), actors.clerk)
    fast = ready(
        "quota_adjust", school, asked(line(full_funded, 1, source=school, target=other)), actors, fast_lane=True
    )
    assert set(meetings.waiting(school.region, Authority.OFFICE_MEETING)) == {*waiting, fast}
    assert list(meetings.waiting(school.region, Authority.COMMITTEE)) == [by_committee]
    assert list(meetings.waiting(district, Authority.OFFICE_MEETING)) == []
    assert {by_director, fresh} & set(meetings.waiting(school.region, Authority.OFFICE_MEETING)) == set()


def test_results_are_entered_once_with_minutes_that_reach_every_case(
    waiting: list[Case], region: Region, clerk: User, director: User
) -> None:
    meeting = record(convene(clerk, region), director, AGREED, DECLINED, AGREED)
    assert (meeting.state, meeting.chair) == (Meeting.State.HELD, "沈主任")
    assert meeting.minutes is not None
    assert (meeting.minutes.number, meeting.minutes.kind) == ("澜编纪〔2026〕1号", Document.Kind.MINUTES)
    assert meeting.minutes.title == "第1次室务会纪要"
    for case in waiting:
        case.refresh_from_db()
    assert [case.state for case in waiting] == [State.DECIDED, State.REFUSED, State.DECIDED]
    assert [case.opinions.latest("id").text for case in waiting] == [
        "澜编纪〔2026〕1号审议同意：同意。",
        "澜编纪〔2026〕1号审议不予同意：暂无必要。",
        "澜编纪〔2026〕1号审议同意：同意。",
    ]
    assert {transfer.document for case in waiting for transfer in case.transfers.all()} == {meeting.minutes}
    assert {
        row.document_number for case in waiting for row in case.history.filter(state__in=["decided", "refused"])
    } == {"澜编纪〔2026〕1号"}
    with refused(code="held", says="会议结果已录入，不能再修改。"):
        record(meeting, director, AGREED)


def test_several_cases_on_the_same_posts_are_decided_at_one_meeting(
    waiting: list[Case], region: Region, clerk: User, director: User
) -> None:
    """Each decision moves the base of the next: what the members saw is the base before the first."""
    record(convene(clerk, region), director, AGREED, AGREED, AGREED)
    assert list(Case.objects.filter(state=State.DECIDED)) == waiting[::-1]


def test_figures_that_moved_before_the_meeting_are_confirmed_for_each_item(
    waiting: list[Case], reserve: Document, school: Unit, region: Region, full_funded: QuotaType, actors: Actors
) -> None:
    meeting = convene(actors.clerk, region)
    endow(school, full_funded, 1, actors, reserve)
    with refused(code="base_changed", says="第1项：申报后账面数已发生变化，请核对变化后再次确认。"):
        record(meeting, actors.director, AGREED, DECLINED, DEFERRED)
    seen = AGREED._replace(confirmed_base=deciding.base_token(waiting[0]))
    record(meeting, actors.director, seen, DECLINED, DEFERRED)
    waiting[0].refresh_from_db()
    assert waiting[0].state == State.DECIDED


def test_all_or_nothing(
    waiting: list[Case], school: Unit, other: Unit, full_funded: QuotaType, region: Region, actors: Actors
) -> None:
    """The last item asks for more than is left after the others: nothing is decided, no number is used."""
    data = asked(line(full_funded, 5, source=school, target=other))
    ready("quota_adjust", school, data, actors, title="调剂5名")
    meeting = convene(actors.clerk, region)
    says = "第4项：澜川市第一中学的“事业编制（全额拨款）”空编只有4名，不足以划转5名。"
    with refused(code="blocked", says=says):
        record(meeting, actors.director, AGREED, AGREED, AGREED, AGREED)
    record(meeting, actors.director, AGREED, AGREED, AGREED, DEFERRED)
    assert meeting.region.documents.get(kind=Document.Kind.MINUTES).number == "澜编纪〔2026〕1号"


def test_every_item_has_a_result_and_the_meeting_a_chair(
    waiting: list[Case], region: Region, clerk: User, director: User
) -> None:
    meeting = convene(clerk, region)
    with refused(code="result", says="第3项：未选择审议结果。"):
        record(meeting, director, AGREED, DEFERRED)
    with refused(code="result", says="第1项：未选择审议结果。"):
        record(meeting, director, Result("perhaps", ""), DEFERRED, DEFERRED)
    with refused(code="incomplete", says="请填写主持人；没有议题的会议不能录入结果。"):
        record(meeting, director, AGREED, AGREED, AGREED, chair=" ")


def test_a_meeting_without_items_has_no_results(region: Region, bureau: Unit, clerk: User, director: User) -> None:
    meeting = convene(clerk, region)
    with refused(code="incomplete"):
        record(meeting, director)


def test_what_is_deferred_comes_to_the_next_meeting(
    waiting: list[Case], region: Region, clerk: User, director: User
) -> None:
    first = record(convene(clerk, region), director, AGREED, DEFERRED, DECLINED)
    waiting[1].refresh_from_db()
    assert waiting[1].state == State.ARGUED
    second = convene(clerk, region, title="第2次室务会")
    assert list(second.items.values_list("case", flat=True)) == [waiting[1].pk]
    assert first.items.get(case=waiting[1]).note == "下次再议。"
    record(second, director, AGREED._replace(confirmed_base=deciding.base_token(waiting[1])))
    assert Document.objects.get(meetings=second).number == "澜编纪〔2026〕2号"


def test_a_case_waits_for_one_meeting_at_a_time(waiting: list[Case], region: Region, clerk: User) -> None:
    convene(clerk, region)
    assert not convene(clerk, region, title="第2次室务会").items.exists()


def test_items_are_put_on_and_taken_off_a_planned_agenda(
    waiting: list[Case], school: Unit, other: Unit, full_funded: QuotaType, region: Region, actors: Actors
) -> None:
    meeting = convene(actors.clerk, region)
    data = asked(line(full_funded, 1, source=school, target=other))
    late = ready("quota_adjust", school, data, actors)
    item = meetings.put_on(meeting.pk, actor=actors.clerk, case_id=late.pk)
    assert item.position == 4
    with refused(code="agenda", says="该办件不在待上会之列。"):
        meetings.put_on(meeting.pk, actor=actors.clerk, case_id=late.pk)
    meetings.take_off(meeting.pk, actor=actors.clerk, item_id=item.pk)
    assert set(meetings.waiting(region, Authority.OFFICE_MEETING)) == {late}
    record(meeting, actors.director, DEFERRED, DEFERRED, DEFERRED)
    with refused(code="held"):
        meetings.put_on(meeting.pk, actor=actors.clerk, case_id=late.pk)
    with refused(code="held"):
        meetings.take_off(meeting.pk, actor=actors.clerk, item_id=meeting.items.earliest("position").pk)


def test_a_case_for_the_committee_is_not_put_before_the_office(
    wanted: dict[str, Any], school: Unit, region: Region, actors: Actors
) -> None:
    case = ready("quota_increase", school, wanted, actors)
    meeting = convene(actors.clerk, region)
    with refused(code="agenda"):
        meetings.put_on(meeting.pk, actor=actors.clerk, case_id=case.pk)


def test_what_is_on_an_agenda_is_not_decided_beside_the_meeting(
    wanted: dict[str, Any], school: Unit, region: Region, actors: Actors
) -> None:
    case = ready("quota_increase", school, wanted, actors)
    meeting = convene(actors.clerk, region, Authority.COMMITTEE, title="编委会")
    for decide in (deciding.approve, deciding.refuse):
        with refused(code="on_agenda", says="该办件已列入会议议程，请在会议中录入结果，或先移出议程。"):
            decide(case.pk, actor=actors.committee, opinion="同意。")
    meetings.take_off(meeting.pk, actor=actors.clerk, item_id=meeting.items.get().pk)
    assert deciding.approve(case.pk, actor=actors.committee, opinion="同意。").state == State.DECIDED


def test_the_committee_decides_at_its_meeting(
    wanted: dict[str, Any], school: Unit, region: Region, actors: Actors
) -> None:
    case = ready("quota_increase", school, wanted, actors)
    meeting = convene(actors.clerk, region, Authority.COMMITTEE, title="编委会")
    with forbidden("您没有录入此会议结果的权限。"):
        record(meeting, actors.director, AGREED)
    record(meeting, actors.committee, AGREED)
    case.refresh_from_db()
    assert (case.state, case.decided_by) == (State.DECIDED, actors.committee)


def test_who_may_prepare_and_who_may_record(
    waiting: list[Case], region: Region, department: User, committee: User, inspector: User, outsider: User,
    actors: Actors,
) -> None:  # fmt: skip
    for actor in (department, committee, inspector, outsider):
        with forbidden("您不能筹备澜川市的会议。"):
            convene(actor, region)
    meeting = convene(actors.clerk, region)
    for actor in (department, committee, inspector, outsider):
        with forbidden("您不能修改此会议的议程。"):
            meetings.take_off(meeting.pk, actor=actor, item_id=meeting.items.earliest("position").pk)
        with forbidden("您不能修改此会议的议程。"):
            meetings.put_on(meeting.pk, actor=actor, case_id=waiting[0].pk)
    for actor in (actors.clerk, department, committee, outsider):
        with forbidden("您没有录入此会议结果的权限。"):
            record(meeting, actor, AGREED, AGREED, AGREED)


def test_who_handled_a_case_does_not_record_its_decision(
    waiting: list[Case], region: Region, clerk: User, department: User
) -> None:
    mandates.grant(department, role=Role.DIRECTOR, region=region, actor=acting.system_user())
    meeting = convene(clerk, region)
    with forbidden("本人申报或审核的办件，不能由本人决定。"):
        record(meeting, department, DEFERRED, AGREED, DEFERRED)
    record(meeting, department, DEFERRED, DEFERRED, DEFERRED)
    assert not AgendaItem.objects.exclude(result="deferred").exists()


@pytest.mark.parametrize(("words", "code"), [({"title": " "}, "title"), ({"title": "长" * 121}, "title")])
def test_a_meeting_has_a_name(words: dict[str, Any], code: str, region: Region, clerk: User) -> None:
    with refused(code=code):
        convene(clerk, region, **words)


def test_the_director_alone_is_no_meeting(region: Region, clerk: User) -> None:
    with refused(code="kind", says="请选择会议类型。"):
        convene(clerk, region, Authority.DIRECTOR)


def test_meetings_are_seen_where_the_region_is_overseen(
    region: Region, district: Region, bureau: Unit, clerk: User, inspector: User, department: User, outsider: User
) -> None:
    meeting = convene(clerk, region)
    below = make_user("below", "director", region=district)
    seen = [user for user in (clerk, inspector, department, outsider, below) if Meeting.objects.visible_to(user)]
    assert seen == [clerk, inspector]
    assert Meeting.objects.visible_to(clerk).get() == meeting
