"""One person enrolled by two units at once through the four steps, and one batch stored twice: one wins."""

from collections.abc import Callable

import pytest

from accounts.models import User
from quotas import verification
from quotas.models import QuotaType
from staffing import admission
from staffing.models import Posting, Slip, SlotState
from tests.cast import make_user
from tests.staffing.batches import checked, row
from tests.staffing.conftest import Give
from tests.threads import at_once, lost, won
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head(region: Region) -> User:
    return make_user("head", "head", region=region)


def test_a_person_whom_two_units_store_at_once_goes_to_one(
    school: Unit, education: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give,
    unit_clerk: User, department: User, clerk: User, head: User,
) -> None:  # fmt: skip
    cases, person = [], None
    for unit, filer in ((school, unit_clerk), (education, department)):
        vacancies(unit, post_type, 1)
        [slot] = give_slots(unit, post_type, 1)
        person = {**(person or row(slot, "张示例")), "slot": slot}
        cases.append(checked(unit, filer, clerk, [person]))
    results = at_once(2, lambda n: admission.admit(cases[n].pk, actor=head))
    assert len(won(results)) == 1
    [posting] = Posting.objects.select_related("unit")
    assert lost(results) == [f"张示例已在{posting.unit}占编，一人不得同时占用两个编制。"]
    assert Slip.objects.count() == 1
    assert verification.verify() == []


def test_two_who_store_one_batch_store_it_once(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, unit_clerk: User,
    clerk: User, head: User, director: User,
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    [slot] = give_slots(school, post_type, 1)
    case = checked(school, unit_clerk, clerk, [row(slot)])
    users = [head, director]
    results = at_once(2, lambda n: admission.admit(case.pk, actor=users[n]))
    assert len(won(results)) == 1
    assert lost(results) == ["办件当前状态为“已办结”，不能同意。"]
    slot.refresh_from_db()
    assert (slot.state, Posting.objects.count(), Slip.objects.count()) == (SlotState.USED, 1, 1)


def test_the_last_slot_in_two_checked_batches_takes_one_person(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, unit_clerk: User,
    clerk: User, head: User, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # Counter-test: without the earlier refusal of a slot in two batches, the lock on the slot still decides.
    monkeypatch.setattr("staffing.drafts._in_other_batches", lambda batch, people: {})
    vacancies(school, post_type, 1)
    [slot] = give_slots(school, post_type, 1)
    cases = [checked(school, unit_clerk, clerk, [row(slot)]) for _ in range(2)]
    results = at_once(2, lambda n: admission.admit(cases[n].pk, actor=head))
    assert len(won(results)) == 1
    assert lost(results) == [f"用编号{slot.number}已使用，不能使用。"]
    assert Posting.objects.count() == 1
