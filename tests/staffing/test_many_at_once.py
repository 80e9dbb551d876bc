"""Rows that come by COPY are the rows that were given, with their history; and who follows whom is asked one way."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import bulk
from accounts.models import User
from audits.records import RECORDS, follows_person
from quotas.models import QuotaType
from staffing import dossiers, enrolment, leaving
from staffing.id_numbers import id_number
from staffing.models import Person, Posting
from tests.people import new_person
from tests.staffing.test_enrolment import Give
from units.models import Unit

ODD = ("a\tb", "行\n尾\r", "\\N", "\\.", "C:\\新\"'", "%s", "")


def people(*schools: str) -> list[Person]:
    """One unsaved person for each of these schools."""
    found = []
    for school in schools:
        given = new_person()
        person = Person.of(given.name, id_number(given.id_number))
        person.school, person.is_civil_servant = school, bool(school)
        found.append(person)
    return found


@pytest.mark.django_db
def test_whatever_stands_in_a_column_is_kept_as_it_is() -> None:
    given = people(*ODD)
    bulk.copy(given)
    kept = Person.objects.order_by("id")
    assert [(p.name, p.school, p.birth_date, p.party_joined_on, p.is_civil_servant) for p in kept] == [
        (p.name, p.school, p.birth_date, None, bool(p.school)) for p in given
    ]
    assert [p.masked_id_number for p in kept] == [p.masked_id_number for p in given]
    assert list(Person.history.order_by("history_id").values_list("school", "history_type")) == [
        (school, "+") for school in ODD
    ]


@pytest.mark.django_db
def test_a_row_that_the_table_refuses_takes_all_others_with_it() -> None:
    given = people("甲", "乙")
    given[1].name = ""
    with pytest.raises(IntegrityError, match="person_has_a_name"), transaction.atomic():
        bulk.copy(given)
    assert (Person.objects.count(), Person.history.count()) == (0, 0)


@pytest.mark.django_db
def test_nothing_is_copied_of_no_rows_and_no_list_into_a_column() -> None:
    bulk.copy([])
    [person] = people("甲")
    person.school = ["甲"]  # type: ignore[assignment]
    with pytest.raises(TypeError, match="list"):
        bulk.copy([person])


def test_a_person_at_hand_is_seen_and_followed_by_those_who_find_them_by_query(
    school: Unit, stranger: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any],
    departure: dict[str, Any], clerk: User, unit_clerk: User, department: User, outsider: User, inspector: User,
) -> None:  # fmt: skip
    vacancies(school, post_type, 3)
    stays, left, moved = enrolment.register(
        unit=school, quota_type=post_type, people=[new_person() for _ in range(3)], **basis
    )
    for posting in (left, moved):
        leaving.release(posting=posting, **departure)
    _comes_to(stranger, moved)
    nobody = people("无")[0]
    nobody.save()
    for user in (clerk, unit_clerk, department, outsider, inspector):
        for person in (*(Person.objects.get(pk=one.person_id) for one in (stays, left, moved)), nobody):
            by_query = Person.objects.visible_to(user).filter(pk=person.pk).exists()
            assert (dossiers.find(person.pk, user) is not None) == by_query
            assert follows_person(user, person) == RECORDS["person"].within(user).filter(pk=person.pk).exists()


def _comes_to(unit: Unit, gone: Posting) -> None:
    """A posting elsewhere, past the book: who reads it is all that is asked here."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        Posting.objects.create(
            person=gone.person, unit=unit, quota_type=gone.quota_type, started_on=dt.date(2026, 6, 1),
            enrolled_on=gone.started_on, document=gone.document, basis=gone.basis,
        )  # fmt: skip
        cursor.execute("set local session_replication_role = origin")
