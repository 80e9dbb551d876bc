"""The last vacant post, and one person wanted by two units: exactly one gets it, the other gets a sentence."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from quotas import verification
from quotas.models import QuotaType
from staffing import candidates, enrolment, leaving
from staffing.models import Person, Posting
from tests.people import new_person
from tests.staffing.conftest import Balances
from tests.staffing.test_enrolment import Give
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


def race(*acts: Callable[[], Any]) -> list[str]:
    """All at the same moment, each on its own connection; returns the sentence of each refusal, '' for success."""
    start = Barrier(len(acts))

    def client(act: Callable[[], Any]) -> str:
        try:
            start.wait()
            act()
        except ValidationError as refusal:
            return "".join(refusal.messages)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as clients:
        return sorted(clients.map(client, acts))


@pytest.mark.parametrize("clients", [2, 8])
def test_the_last_vacant_post_goes_to_one(
    clients: int, school: Unit, post_type: QuotaType, vacancies: Give, balances: Balances, basis: dict[str, Any]
) -> None:
    vacancies(school, post_type, 1)
    people = [new_person() for _ in range(clients)]
    said = race(*(
        lambda p=person: enrolment.register(unit=school, quota_type=post_type, people=[p], **basis) for person in people
    ))  # fmt: skip
    assert said == ["", *[f"{school.name}的“{post_type}”空编只有0名，不足以划转1名。"] * (clients - 1)]
    assert balances(school, post_type) == {"occupied": 1}
    assert (Posting.objects.count(), Person.objects.count()) == (1, 1)
    assert verification.verify() == []


def test_a_person_wanted_by_two_units_goes_to_one(
    school: Unit, education: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> None:
    for unit in (school, education):
        vacancies(unit, post_type, 1)
    person = new_person("张示例")
    said = race(
        lambda: enrolment.register(unit=school, quota_type=post_type, people=[person], **basis),
        lambda: enrolment.register(unit=education, quota_type=post_type, people=[person], **basis),
    )
    [posting] = Posting.objects.select_related("unit")
    assert said == ["", f"张示例已在{posting.unit}占编，一人不得同时占用两个编制。"]
    assert verification.verify() == []


def test_two_batches_with_the_same_people_in_opposite_order_do_not_dead_lock(
    school: Unit, education: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> None:
    for unit in (school, education):
        vacancies(unit, post_type, 30)
    people = [new_person() for _ in range(30)]
    said = race(
        lambda: enrolment.register(unit=school, quota_type=post_type, people=people, **basis),
        lambda: enrolment.register(unit=education, quota_type=post_type, people=people[::-1], **basis),
    )
    assert said[0] == ""
    assert said[1].count("一人不得同时占用两个编制") == 30
    assert Posting.objects.count() == 30
    assert verification.verify() == []


def test_a_release_and_an_enrolment_elsewhere_of_one_person_come_one_after_the_other(
    school: Unit, education: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any],
    departure: dict[str, Any],
) -> None:  # fmt: skip
    for unit in (school, education):
        vacancies(unit, post_type, 1)
    person = new_person("张示例")
    [posting] = enrolment.register(unit=school, quota_type=post_type, people=[person], **basis)
    later = basis | {"started_on": departure["ended_on"] + dt.timedelta(days=1)}
    said = race(
        lambda: leaving.release(posting=posting, **departure),
        lambda: enrolment.register(unit=education, quota_type=post_type, people=[person], **later),
    )
    assert said in (["", ""], ["", f"张示例已在{school}占编，一人不得同时占用两个编制。"])
    assert Posting.objects.active().count() == (1 if said == ["", ""] else 0)
    assert verification.verify() == []


def test_one_person_is_released_once_by_two_clerks(
    school: Unit, post_type: QuotaType, vacancies: Give, balances: Balances, basis: dict[str, Any],
    departure: dict[str, Any],
) -> None:  # fmt: skip
    vacancies(school, post_type, 2)
    people = [new_person("张示例"), new_person("李示例")]
    posting, _ = enrolment.register(unit=school, quota_type=post_type, people=people, **basis)
    said = race(*[lambda: leaving.release(posting=posting, **departure)] * 2)
    assert said == ["", "张示例已于2026-04-01出编。"]
    assert balances(school, post_type) == {"vacant": 1, "occupied": 1}


def test_without_the_locks_one_person_would_be_on_two_posts_but_for_the_table(
    school: Unit, education: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The counter-test: nobody asks who is busy, and the table still refuses the second."""
    for unit in (school, education):
        vacancies(unit, post_type, 1)
    monkeypatch.setattr(candidates, "_still_on_a_post", lambda persons, act: [])
    person = new_person()
    enrolment.register(unit=school, quota_type=post_type, people=[person], **basis)
    with pytest.raises(IntegrityError, match="a_person_is_on_one_post_in_the_whole_database"):
        enrolment.register(unit=education, quota_type=post_type, people=[person], **basis)
    assert Posting.objects.count() == 1
    assert verification.verify() == []
