"""The work queue: to each what is theirs to do next, the most urgent first, and never what the policies refuse."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deciding, deputies, filing, meetings, policies, queue, reviewing, workdays
from approvals.models import Action, Case, State
from tests.cast import make_user
from tests.pages import links, signed_in, words
from tests.stations import Place
from tests.stories import argue
from units import mandates
from units.models import Region, Role, Unit


@pytest.fixture
def place(region: Region, school: Unit) -> Place:
    place = Place(region, school)
    place.receive_posts(100)
    Case.objects.update(state=State.CLOSED)
    return place


@pytest.fixture
def busy(place: Place) -> dict[str, Case]:
    """A case at each station, and nothing else that waits."""
    return {
        State.DRAFT: place.drafted(), Action.RECEIVE: place.filed(), Action.CHECK: place.received(),
        Action.JOINT: place.asked(), Action.ARGUE: place.checked(), Action.APPROVE: place.argued(),
        Action.ISSUE: place.decided(), Action.CLOSE: place.executed(), "big": place.argued("quota_increase"),
        queue.PUT_ON_AGENDA: _of_meetings(place.argued()),
    }  # fmt: skip


def _of_meetings(case: Case) -> Case:
    kind = type(case.kind).objects.get(code="quota_adjust")
    Case.objects.filter(pk=case.pk).update(kind=kind)
    return Case.objects.get(pk=case.pk)


def tasks(user: User) -> dict[str, int]:
    """What waits for the user: task → case, as ids."""
    return {vars(case)["task"]: case.pk for case in queue.waiting_for(user)}


def test_each_role_finds_its_own_work(
    busy: dict[str, Any], place: Place, department: User, director: User, head: User, inspector: User, outsider: User
) -> None:
    desk = [Action.RECEIVE, Action.CHECK, Action.JOINT, Action.ARGUE, Action.ISSUE, Action.CLOSE, queue.PUT_ON_AGENDA]
    assert tasks(head) == {str(action): busy[action].pk for action in desk}
    assert tasks(director) == {"approve": busy[Action.APPROVE].pk}
    assert tasks(place.actors.committee) == {"approve": busy["big"].pk}
    assert tasks(place.filer) == {"draft": busy[State.DRAFT].pk}
    assert [tasks(user) for user in (department, inspector, outsider)] == [{}, {}, {}]


def test_nothing_waits_for_somebody_whom_the_policies_refuse(
    busy: dict[str, Any], place: Place, director: User
) -> None:
    Case.objects.filter(pk=busy[Action.APPROVE].pk).update(checked_by=director)
    assert tasks(director) == {}
    for user in (*place.actors, place.filer, director):
        for case in queue.waiting_for(user).select_related("kind", "region", "applicant__region"):
            task = vars(case)["task"]
            action = Action.FILE if task in (State.DRAFT, State.RETURNED) else task
            if action != queue.PUT_ON_AGENDA:
                assert policies.may(user, action, case), (user, action)


def test_nothing_waits_for_who_had_a_hand_in_it_before_it_was_returned(place: Place, clerk: User) -> None:
    """Filed by one who is also director; sent back and filed again by a colleague of the school."""
    both = make_user("both", "director", region=place.region)
    mandates.grant(both, role=Role.UNIT, unit=place.school, actor=acting.system_user())
    case = place.drafted()
    Case.objects.filter(pk=case.pk).update(filed_by=both)
    filing.file(case.pk, actor=both)
    reviewing.send_back(case.pk, actor=clerk, opinion="请补充。")
    filing.file(case.pk, actor=place.filer)
    reviewing.receive(case.pk, actor=clerk)
    reviewing.check(case.pk, actor=clerk, opinion="属实。")
    case = argue(case, place.actors)
    assert both.pk not in (case.filed_by_id, case.checked_by_id)
    assert not policies.may(both, Action.APPROVE, case)
    assert tasks(both) == {}
    assert tasks(place.actors.director) == {"approve": case.pk}


def test_a_deputy_of_two_decides_for_the_one_who_did_not_handle_it(place: Place, head: User, director: User) -> None:
    case, today = place.argued(), workdays.today()
    handler = make_user("handler", "director", region=place.region)
    Case.objects.filter(pk=case.pk).update(checked_by=handler)
    for principal in (handler, director):
        deputies.appoint(actor=principal, principal=principal, deputy=head, starts_on=today, ends_on=today)
    assert tasks(head) == {"approve": case.pk}
    deciding.approve(case.pk, actor=head, opinion="同意。")
    assert case.opinions.get(action="approve").on_behalf_of == director.name


def test_what_is_on_the_agenda_waits_for_the_meeting_alone(place: Place) -> None:
    case, committee = place.argued("quota_increase"), place.actors.committee
    assert tasks(committee) == {"approve": case.pk}
    meetings.convene(
        actor=place.actors.clerk, region=place.region, kind="committee", title="编委会", planned_on=workdays.today()
    )
    assert tasks(committee) == {}
    assert not policies.may(committee, Action.APPROVE, case)


def test_a_returned_case_waits_for_nobody_whose_role_may_not_file_its_kind(place: Place, department: User) -> None:
    case = place.filed()
    type(case.kind).objects.filter(pk=case.kind_id).update(filed_by_roles=["unit"])
    Case.objects.filter(pk=case.pk).update(state=State.RETURNED)
    assert tasks(department) == {}
    assert tasks(place.filer) == {"returned": case.pk}


def test_a_returned_case_waits_for_everybody_who_may_file_for_the_unit(
    place: Place, department: User, unit_clerk: User
) -> None:
    case = place.filed()
    Case.objects.filter(pk=case.pk).update(state=State.RETURNED)
    assert tasks(department) == tasks(unit_clerk) == {"returned": case.pk}


def test_a_deputy_finds_the_principal_s_work_and_says_for_whom(place: Place, head: User, director: User) -> None:
    case, today, desk = place.argued(), workdays.today(), signed_in(head)
    assert tasks(head) == {}
    deputies.appoint(actor=director, principal=director, deputy=head, starts_on=today, ends_on=today)
    assert tasks(head) == {"approve": case.pk}
    answer = desk.post(f"/cases/{case.number}/actions/approve/", {"key": "1", "opinion": "同意。"})
    assert answer.status_code == 302, words(answer)
    decided = case.opinions.get(action="approve")
    assert (decided.actor_name, decided.on_behalf_of) == (head.name, director.name)
    assert f"{head.name}（代{director.name}）" in words(desk.get(case.get_absolute_url()))


def test_an_empty_queue_offers_the_next_step(place: Place, department: User, inspector: User) -> None:
    own, oversight = (signed_in(user).get("/") for user in (department, inspector))
    assert "没有待办件" in words(own)
    assert "/cases/new/" in links(own)
    assert "没有待办件" in words(oversight)
    assert "/cases/new/" not in links(oversight)


def test_the_most_urgent_comes_first_and_lights_say_how_urgent(busy: dict[str, Any], head: User) -> None:
    today = workdays.today()
    Case.objects.update(due_on=today + dt.timedelta(days=30))
    late, soon = busy[Action.ARGUE], busy[Action.CHECK]
    Case.objects.filter(pk=late.pk).update(due_on=today - dt.timedelta(days=1))
    Case.objects.filter(pk=soon.pk).update(due_on=today)
    assert [case.pk for case in queue.waiting_for(head)][:2] == [late.pk, soon.pk]
    page = words(signed_in(head).get("/"))
    assert "已超期" in page
    assert "今日到期" in page
    for colour, expected in (("red", {late.pk}), ("yellow", {soon.pk})):
        assert set(Case.objects.filter(queue.with_light(colour, today)).values_list("pk", flat=True)) == expected
    assert late.pk not in Case.objects.filter(queue.with_light("green", today)).values_list("pk", flat=True)


@pytest.mark.parametrize("ahead", range(9))
def test_filters_and_lights_agree_on_every_day(place: Place, ahead: int) -> None:
    case, today = place.filed(), workdays.today()
    case.due_on = workdays.add_workdays(today, ahead) if ahead else today
    case.save(update_fields=["due_on"])
    shown = queue.light_of(case, today)
    assert shown is not None
    assert Case.objects.filter(queue.with_light(shown.colour, today), pk=case.pk).exists()
    assert Case.objects.filter(queue.due_soon(today), pk=case.pk).exists() == (shown.colour != "green")


def test_the_first_page_counts_what_the_list_shows(
    busy: dict[str, Any], place: Place, department: User, director: User, head: User, inspector: User, outsider: User
) -> None:
    Case.objects.filter(pk=busy[Action.RECEIVE].pk).update(state=State.RETURNED)
    today = workdays.today()
    deputies.appoint(actor=director, principal=director, deputy=head, starts_on=today, ends_on=today)
    for user in (head, director, department, inspector, outsider, place.filer, *place.actors):
        assert queue.agenda_of(user) == [(case.pk, vars(case)["task"]) for case in queue.waiting_for(user)]
