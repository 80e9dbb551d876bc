"""The columns that the database generates say what the law's functions say, and nobody writes them."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import acting
from accounts.models import User
from staffing.models import Person, RetirementCategory, Sex
from staffing.retirement import early_on, retires_on


def invented(number: int, category: str, born: dt.date) -> Person:
    sex = Sex.MALE if category == RetirementCategory.MALE_60 else Sex.FEMALE
    key = number.to_bytes(8, "big")
    return Person(
        name=f"示例{number}", sex=sex, birth_date=born, retirement_category=category, id_number_cipher=key,
        id_number_index=key,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_columns_agree_with_the_functions_for_all_births(clerk: User) -> None:
    births = [
        (category, dt.date(1955 + n // 12, n % 12 + 1, 28)) for category in RetirementCategory for n in range(660)
    ]
    with acting.by(clerk, reason="登记"):
        Person.objects.bulk_create(invented(n, *birth) for n, birth in enumerate(births))
    people = Person.objects.values_list("retirement_category", "birth_date", "retires_on", "may_retire_on")
    assert len(people) == 2640
    assert all(month == retires_on(kind, born) and early == early_on(kind, born) for kind, born, month, early in people)


def test_a_changed_category_changes_the_months_whatever_the_door(clerk: User) -> None:
    person = invented(1, RetirementCategory.FEMALE_50, dt.date(1975, 1, 1))
    person.save()
    assert person.retires_on == dt.date(2025, 2, 1)
    with connection.cursor() as cursor:
        cursor.execute("update staffing_person set retirement_category = 'female55' where id = %s", [person.pk])
    person.refresh_from_db()
    assert (person.retires_on, person.may_retire_on) == (dt.date(2031, 5, 1), dt.date(2030, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute("update staffing_person set retirement_category = '' where id = %s", [person.pk])
    person.refresh_from_db()
    assert (person.retires_on, person.may_retire_on) == (None, None)


def test_nobody_writes_the_month(clerk: User) -> None:
    person = invented(1, RetirementCategory.MALE_60, dt.date(1975, 1, 1))
    person.save()
    with pytest.raises(DatabaseError, match="retires_on"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update staffing_person set retires_on = '2050-01-01' where id = %s", [person.pk])
