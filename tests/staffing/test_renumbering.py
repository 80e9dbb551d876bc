"""Correcting an ID number: by the office, on a document; encrypted, unique, told masked in history."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import PersonalDataReading, User
from approvals.models import Document
from quotas.models import QuotaType
from staffing import encryption, enrolment, renumbering
from staffing.models import Person, Posting
from tests.api import V1, api_of, done, refusal, sent
from tests.pages import signed_in, words
from tests.people import id_number, new_person
from tests.refusals import forbidden, refused
from tests.staffing.test_enrolment import Give
from tests.stories import Actors, engage
from units.models import Unit

pytestmark = pytest.mark.django_db
RIGHT = id_number(13, born="19790101")
HERS = id_number(14, born="19790101")


@pytest.fixture
def posting(school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]) -> Posting:
    """The first of two men of a school."""
    vacancies(school, post_type, 2)
    people = [new_person("张示例"), new_person("李示例")]
    numbers = (id_number(sequence, born="19790615") for sequence in (1, 3))
    people = [one._replace(id_number=number) for one, number in zip(people, numbers, strict=True)]
    return enrolment.register(unit=school, quota_type=post_type, people=people, **basis)[0]


@pytest.fixture
def person(posting: Posting) -> Person:
    return Person.objects.get(pk=posting.person_id)


def in_full(person: Person) -> str:
    person = Person.objects.get(pk=person.pk)
    return encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))


def correct(person: Person, actor: User, paper: Document, number: str = RIGHT, **given: Any) -> Person:
    return renumbering.correct_number(
        person, actor=actor, number=number, **{"document": paper, "reason": "公安机关更正", **given}
    )


def test_number_sex_and_birth_date_change_together_and_the_old_number_finds_nobody(
    person: Person, clerk: User, paper: Document
) -> None:
    old = in_full(person)
    correct(person, clerk, paper)
    person = Person.objects.get(pk=person.pk)
    assert (in_full(person), str(person.birth_date), person.sex) == (RIGHT, "1979-01-01", "1")
    assert person.retirement_category == "male60"
    client = signed_in(clerk)
    assert client.post("/people/search/", {"id_number": RIGHT})["Location"] == f"/people/{person.pk}/"
    assert client.post("/people/search/", {"id_number": old}).status_code == 422


def test_another_sex_leaves_the_category_of_retirement_to_be_chosen(
    person: Person, clerk: User, paper: Document
) -> None:
    correct(person, clerk, paper, HERS)
    person = Person.objects.get(pk=person.pk)
    assert (person.sex, person.retirement_category, person.retires_on) == ("2", "", None)


def test_history_tells_the_masked_numbers_on_the_paper_and_no_full_one(
    person: Person, clerk: User, inspector: User, paper: Document
) -> None:
    old, mask = in_full(person), person.masked_id_number
    correct(person, clerk, paper)
    page = signed_in(inspector).get(f"/history/person/{person.pk}/")
    said = words(page)
    for shown in (
        mask,
        Person.objects.get(pk=person.pk).masked_id_number,
        paper.number,
        "公安机关更正",
        "公民身份号码",
    ):
        assert shown in said
    for hidden in (old, RIGHT):
        assert hidden not in page.content.decode()
    version = person.history.first()
    assert (version.document_number, version.actor_name) == (paper.number, clerk.name)


def test_refusals_change_nothing(
    person: Person, clerk: User, unit_clerk: User, department: User, outsider: User, paper: Document
) -> None:
    other = in_full(Person.objects.get(name="李示例"))
    draft = Document(state=Document.State.DRAFT)
    for number, said in (
        ("12345", "公民身份号码应为18位，前17位为数字。"),
        (RIGHT[:-1] + ("0" if RIGHT[-1] != "0" else "1"), "公民身份号码校验位不符，请核对。"),
        (id_number(1, born="20990101"), "公民身份号码中的出生日期晚于今天。"),
        (in_full(person), "与登记的公民身份号码相同，无须更正。"),
        (other, "该公民身份号码已登记在另一人名下，一人一号，请核对两人的档案。"),
    ):
        with refused(says=said):
            correct(person, clerk, paper, number)
    for given in ({"document": draft}, {"reason": " "}):
        with refused(code="basis"):
            correct(person, clerk, paper, **given)
    for user in (unit_clerk, department, outsider):
        with forbidden():
            correct(person, user, paper)
    assert Person.history.filter(history_type="~").count() == 0


def test_a_clerk_corrects_on_a_page_once(
    person: Person, clerk: User, unit_clerk: User, outsider: User, paper: Document
) -> None:
    address = f"/people/{person.pk}/id-number/correct/"
    assert signed_in(unit_clerk).get(address).status_code == 403
    assert signed_in(outsider).get(address).status_code == 404
    client = signed_in(clerk)
    assert address in client.get(f"/people/{person.pk}/").content.decode()
    shown = client.get(address)
    assert person.masked_id_number in words(shown)
    assert in_full(person) not in shown.content.decode()
    typed = {"number": RIGHT, "document": "没有此号", "reason": "公安机关更正", "key": "k1"}
    wrong = client.post(address, typed)
    assert (wrong.status_code, "没有找到文号为“没有此号”的已印发文件" in words(wrong)) == (422, True)
    for _ in range(2):
        assert client.post(address, typed | {"document": paper.number}).status_code == 302
    assert in_full(person) == RIGHT
    assert Person.history.filter(id=person.pk, history_type="~").count() == 1


def test_the_api_corrects_once_under_a_key(person: Person, clerk: User, unit_clerk: User, paper: Document) -> None:
    address = f"people/{person.pk}/id-number/correct/"
    body = {"number": RIGHT, "document": paper.pk, "reason": "公安机关更正"}
    assert sent(unit_clerk, address, body | {"document": paper.pk}).status_code in (400, 403)
    wrong = sent(clerk, address, body | {"number": "1"})
    assert refusal(wrong) == (400, "id_number", "number")
    first, again = (done(clerk, address, body, key="n1") for _ in range(2))
    assert first == again
    assert (first["birth_date"], first["id_number"]) == (
        "1979-01-01",
        Person.objects.get(pk=person.pk).masked_id_number,
    )
    assert refusal(sent(clerk, address, body | {"number": HERS}, key="n1"))[1] == "key_reused"


def test_who_was_only_ever_engaged_off_quota_has_a_keeper_too(
    school: Unit, clerk: User, unit_clerk: User, paper: Document, actors: Actors
) -> None:
    [engaged] = engage(school, 1, actors, paper)
    with forbidden():
        correct(engaged.person, unit_clerk, paper)
    correct(engaged.person, clerk, paper)
    assert in_full(engaged.person) == RIGHT
    told = sent(clerk, f"people/{engaged.person_id}/id-number/", {"purpose": "核对"}).json()
    assert told == {"id_number": RIGHT}


def test_raw_sql_gives_no_number_twice(person: Person) -> None:
    other = Person.objects.get(name="李示例")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update staffing_person set id_number_index = %s where id = %s",
                       [bytes(other.id_number_index), person.pk])  # fmt: skip
    assert Person.objects.get(pk=person.pk).id_number_index == person.id_number_index


def test_correcting_is_no_reading(person: Person, clerk: User, paper: Document) -> None:
    correct(person, clerk, paper)
    assert not PersonalDataReading.objects.exists()
    assert api_of(clerk).get(f"{V1}/people/{person.pk}/").json()["person"]["id_number"].startswith("00****")
