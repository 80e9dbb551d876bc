"""An ID number in full stands nowhere but in the answer to a reading that is on record."""

import datetime as dt
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from quotas.models import QuotaType
from staffing import encryption, enrolment
from staffing.id_numbers import check_character, id_number, masked
from staffing.models import Person
from tests.api import V1, api_of
from tests.pages import signed_in
from tests.people import new_person
from tests.staffing.test_enrolment import Give
from units.models import Unit


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2026, 1, 1)), st.integers(0, 999))
def test_a_masked_number_tells_neither_the_day_nor_the_sequence_apart(born: dt.date, sequence: int) -> None:
    stem = f"000000{born:%Y%m%d}{sequence:03d}"
    text = stem + check_character(stem)
    assert masked(text) == f"{text[:2]}**************{text[16:]}"
    assert id_number(text).birth_date == born


def test_no_page_no_history_no_api_and_no_log_tells_a_number(
    school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any], clerk: User, inspector: User,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    [posting] = enrolment.register(unit=school, quota_type=post_type, people=[new_person("张示例")], **basis)
    person = Person.objects.get(pk=posting.person_id)
    number = encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))
    with caplog.at_level(logging.DEBUG):
        pages = [
            signed_in(user).get(address)
            for user in (clerk, inspector)
            for address in (
                "/people/", f"/people/?q={person.name}", f"/people/{person.pk}/", f"/units/{school.number}/?tab=people",
                f"/history/person/{person.pk}/", f"/history/posting/{posting.pk}/", "/leadership/", "/changes/",
            )
        ]  # fmt: skip
        pages += [api_of(clerk).get(f"{V1}/{path}") for path in ("people/", f"people/{person.pk}/")]
        pages.append(signed_in(clerk).post("/people/search/", {"id_number": number}))
        pages.append(signed_in(clerk).post("/people/search/", {"id_number": number[:-1] + "Z"}))
        signed_in(clerk).post(f"/people/{person.pk}/id-number/", {"purpose": "核对"})
    told = [page.content.decode() + str(page.headers) for page in pages]
    assert {page.status_code for page in pages} <= {200, 302, 422}
    assert not [text[:80] for text in told if number in text]
    assert number not in caplog.text
    assert number not in str(list(Person.history.values())) + str(list(Person.objects.values("name", "phone")))
