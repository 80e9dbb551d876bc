"""The register by API: the same people, pages and secrets as on screen."""

from typing import Any

import pytest

from accounts.models import PersonalDataReading, User
from staffing import encryption, enrolment
from staffing.models import Person, Posting
from tests.api import V1, api_of
from tests.people import new_person
from tests.staffing.test_enrolment import Give
from units.models import Unit


@pytest.fixture
def staffed(school: Unit, post_type: Any, vacancies: Give, basis: dict[str, Any]) -> list[Posting]:
    vacancies(school, post_type, 12)
    people = [new_person(f"王{n:03d}", facts={"education": "21", "phone": "13900000000"}) for n in range(12)]
    return enrolment.register(unit=school, quota_type=post_type, people=people, **basis)


def full_number(person: Person) -> str:
    return encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))


def test_the_roster_pages_both_ways(staffed: list[Posting], clerk: User) -> None:
    api = api_of(clerk)
    first = api.get(f"{V1}/people/", {"page_size": 5, "q": "王"}).json()
    assert first["previous"] is None
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    told = [row["name"] for page in (first, second, third) for row in page["results"]]
    assert told == [f"王{n:03d}" for n in range(12)]
    assert third["next"] is None
    assert api.get(third["previous"]).json()["results"] == second["results"]
    row = first["results"][0]
    assert (row["unit"], row["education"], row["id_number"][2:16]) == (staffed[0].unit.number, "21", "*" * 14)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"education": "x"}, 400), ({"state": "gone"}, 400), ({"after": "-1"}, 400), ({"page_size": 0}, 400),
        ({"unit": "没有"}, 404), ({"region": "000000"}, 404), ({"type": "leader_141"}, 404),
        ({"type": "institution"}, 200), ({"region": "990100"}, 200),
    ],
)  # fmt: skip
def test_what_a_query_may_say(query: dict[str, Any], status: int, staffed: list[Posting], clerk: User) -> None:
    assert api_of(clerk).get(f"{V1}/people/", query).status_code == status


def test_a_person_is_told_with_a_masked_number(staffed: list[Posting], clerk: User, outsider: User) -> None:
    person = Person.objects.get(pk=staffed[0].person_id)
    answer = api_of(clerk).get(f"{V1}/people/{person.pk}/")
    told = answer.json()
    assert told["kept_elsewhere"] is False
    assert (told["person"]["phone"], told["post"]["basis"]) == ("13900000000", "opening")
    assert [stage["unit"] for stage in told["postings"]] == [staffed[0].unit.number]
    assert full_number(person) not in answer.content.decode()
    assert api_of(outsider).get(f"{V1}/people/{person.pk}/").status_code == 404
    assert api_of(None).get(f"{V1}/people/{person.pk}/").status_code == 401


def test_a_search_by_number_finds_in_scope_only(staffed: list[Posting], clerk: User, outsider: User) -> None:
    person = Person.objects.get(pk=staffed[3].person_id)
    body = {"id_number": full_number(person)}
    found = api_of(clerk).post(f"{V1}/people/search/", body)
    assert found.json()["person"] == person.pk
    assert api_of(outsider).post(f"{V1}/people/search/", body).status_code == 404
    wrong = api_of(clerk).post(f"{V1}/people/search/", {"id_number": "1" * 18})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "id_number_check")


def test_a_full_number_needs_the_right_and_a_purpose(
    staffed: list[Posting], clerk: User, unit_clerk: User, outsider: User
) -> None:
    person = Person.objects.get(pk=staffed[0].person_id)
    address = f"{V1}/people/{person.pk}/id-number/"
    assert api_of(unit_clerk).post(address, {"purpose": "核对"}).status_code == 403
    assert api_of(outsider).post(address, {"purpose": "核对"}).status_code == 404
    assert api_of(clerk).post(address, {"purpose": " "}).status_code == 400
    assert not PersonalDataReading.objects.exists()
    answer = api_of(clerk).post(address, {"purpose": "核对"})
    assert answer.json() == {"id_number": full_number(person)}
    assert answer["Cache-Control"] == "no-store"
    assert PersonalDataReading.objects.get().request_id == answer["X-Request-ID"]
