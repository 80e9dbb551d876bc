"""ID numbers at rest."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from pytest_django import Settings

from staffing import encryption
from staffing.id_numbers import id_number
from staffing.models import Person

NUMBER = "000000198001010013"


@pytest.fixture
def person(db: None) -> Person:
    person = Person.of("张示例", id_number(NUMBER))
    person.save()
    return Person.objects.get(pk=person.pk)


def test_what_was_encrypted_comes_back_and_never_looks_the_same_twice() -> None:
    index = encryption.blind_index(NUMBER)
    first, second = encryption.encrypt(NUMBER), encryption.encrypt(NUMBER)
    assert first != second
    assert encryption.decrypt(first, index) == encryption.decrypt(second, index) == NUMBER


def test_one_number_has_one_blind_index_and_another_key_gives_another(settings: Settings) -> None:
    index = encryption.blind_index(NUMBER)
    assert encryption.blind_index(NUMBER) == index
    assert encryption.blind_index("00000019850615002X") != index
    settings.PERSONAL_DATA_KEY = "another key"
    assert encryption.blind_index(NUMBER) != index


def test_a_cipher_text_fits_no_other_row_no_other_key_and_no_unknown_algorithm(settings: Settings) -> None:
    sealed, index = encryption.encrypt(NUMBER), encryption.blind_index(NUMBER)
    with pytest.raises(ImproperlyConfigured):
        encryption.decrypt(sealed, encryption.blind_index("00000019850615002X"))
    with pytest.raises(ImproperlyConfigured):
        encryption.decrypt(b"\x09" + sealed[1:], index)
    settings.PERSONAL_DATA_KEY = "another key"
    with pytest.raises(ImproperlyConfigured):
        encryption.decrypt(sealed, index)


def test_no_table_holds_the_number_in_clear(person: Person) -> None:
    assert person.masked_id_number == "00**************13"
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(p)::text from staffing_person p union select to_jsonb(h)::text "
                       "from staffing_historicalperson h")  # fmt: skip
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 2
    assert not [row for row in rows if NUMBER in row or NUMBER.encode().hex() in row]


def test_the_history_keeps_the_number_as_the_table_does_and_tells_it_masked(person: Person) -> None:
    version = person.history.get()
    assert encryption.decrypt(bytes(version.id_number_cipher), bytes(version.id_number_index)) == NUMBER
    [field] = [field for field in person.history.model.tracked_fields if field.name == "id_number_cipher"]
    assert field.told(version) == person.masked_id_number
