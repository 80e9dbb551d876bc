"""The log of reading personal data: written once, never changed, whatever the door."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import PersonalDataReading, User
from accounts.reading import readings_of, record_reading


@pytest.fixture
def reading(clerk: User, head: User) -> PersonalDataReading:
    return record_reading(head, field="联系电话", purpose="核对", actor=clerk)


@pytest.mark.parametrize(
    "attack",
    [
        "update accounts_personaldatareading set purpose = '改'",
        "delete from accounts_personaldatareading",
        "truncate accounts_personaldatareading",
        "insert into accounts_personaldatareading (reader_id, reader_name, subject_model, subject_id, subject_name,"
        " field, purpose, request_id) select id, '甲', 'x', 1, '乙', '号码', '', '' from accounts_user limit 1",
    ],
)
def test_raw_sql_cannot_change_or_void_a_reading(attack: str, reading: PersonalDataReading) -> None:
    before = list(PersonalDataReading.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert list(PersonalDataReading.objects.values()) == before


def test_readings_are_told_newest_first(reading: PersonalDataReading, clerk: User, head: User) -> None:
    later = record_reading(head, field="联系电话", purpose="再次核对", actor=clerk)
    assert readings_of(head, 5) == [later, reading]
    assert readings_of(head, 1) == [later]
    assert readings_of(clerk, 5) == []
