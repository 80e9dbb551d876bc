"""The schedule and slots: what is past its date lapses once, whoever runs it; vacant posts go to slots that wait."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import scheduled, workdays
from approvals.models import CheckRun
from quotas import verification
from quotas.models import QuotaType, Transfer
from staffing import enrolment, slots
from staffing import scheduled as due
from staffing.models import Slot, SlotState
from tests.people import new_person
from tests.staffing.conftest import Balances, Give
from tests.staffing.test_slots import expire
from tests.threads import at_once, lost
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    """Three slots on three of four vacant posts of the school."""
    vacancies(school, post_type, 4)
    return give_slots(school, post_type, 3)


def states() -> list[str]:
    return list(Slot.objects.order_by("id").values_list("state", flat=True))


def test_only_what_is_past_its_date_lapses_and_once(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances
) -> None:
    expire(three[0])
    expire(three[1])
    run = scheduled.run("slots_lapse")
    assert (run.found, run.done, run.note) == (2, 2, "")
    assert states() == ["lapsed", "lapsed", "open"]
    assert balances(school, post_type) == {"vacant": 3, "locked": 1}
    assert [slot.history.latest().history_change_reason for slot in three[:2]] == ["用编号到期失效"] * 2
    moved = Transfer.objects.count()
    assert (scheduled.run("slots_lapse").found, Transfer.objects.count()) == (0, moved)
    assert verification.verify() == []


def test_on_its_last_day_a_slot_is_still_good(three: list[Slot]) -> None:
    assert due.lapse_due(three[0].expires_on).found == 0
    tomorrow = three[0].expires_on + dt.timedelta(days=1)
    outcome = due.lapse_due(tomorrow)
    assert (outcome.found, outcome.done) == (3, 0)
    assert outcome.note.count("尚未到期。") == 3


def test_a_slot_that_waits_lapses_too_and_frees_nothing(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, balances: Balances
) -> None:
    vacancies(school, post_type, 1)
    [waiting] = give_slots(school, post_type, 1, waits=True)
    expire(waiting)
    assert scheduled.run("slots_lapse").done == 1
    assert balances(school, post_type) == {"vacant": 1}


def test_new_posts_go_to_the_slots_that_wait_the_oldest_first(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, balances: Balances,
    basis: dict[str, Any],
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    enrolment.register(unit=school, quota_type=post_type, people=[new_person()], **basis)
    give_slots(school, post_type, 3, waits=True)
    assert scheduled.run("slots_open").found == 0
    vacancies(school, post_type, 2)
    run = scheduled.run("slots_open")
    assert (run.found, run.done) == (1, 2)
    assert states() == ["open", "open", "waiting"]
    assert balances(school, post_type) == {"locked": 2, "occupied": 1}
    assert (scheduled.run("slots_open").done, states()[2]) == (0, "waiting")
    assert verification.verify() == []


def test_posts_that_another_slot_gave_back_go_to_one_that_waits(
    three: list[Slot], school: Unit, post_type: QuotaType, give_slots: Give, balances: Balances, clerk: User
) -> None:
    give_slots(school, post_type, 2, waits=True)
    slots.cancel(three[0].pk, actor=clerk, reason="不再招聘")
    assert scheduled.run("slots_open").done == 2
    assert states() == ["cancelled", "open", "open", "open", "open"]
    assert balances(school, post_type) == {"locked": 4}


def test_a_slot_that_waits_past_its_date_gets_nothing(
    three: list[Slot], school: Unit, post_type: QuotaType, give_slots: Give
) -> None:
    [waiting] = give_slots(school, post_type, 1, waits=True)
    expire(waiting)
    assert scheduled.run("slots_open").found == 0
    assert slots.open_waiting(school, post_type, actor=acting.system_user()) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_lapse_a_slot_once(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances
) -> None:
    for slot in three:
        expire(slot)
    results = at_once(4, lambda _: due.lapse_due(workdays.today()))
    assert lost(results) == []
    assert states() == ["lapsed"] * 3
    assert balances(school, post_type) == {"vacant": 4}
    assert verification.verify() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_open_a_waiting_slot_once(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, balances: Balances
) -> None:
    vacancies(school, post_type, 2)
    give_slots(school, post_type, 5, waits=True)
    results = at_once(4, lambda _: due.open_waiting(workdays.today()))
    assert lost(results) == []
    assert states().count(SlotState.OPEN) == 2
    assert balances(school, post_type) == {"locked": 2}
    assert verification.verify() == []


@pytest.mark.django_db(transaction=True)
def test_the_schedule_runs_them_and_keeps_what_they_did(three: list[Slot]) -> None:
    expire(three[0])
    scheduled.run_due()
    done = dict(CheckRun.objects.filter(check_key__startswith="slots_").values_list("check_key", "done"))
    assert done == {"slots_lapse": 1, "slots_open": 0, "slots_ending": 0}
