"""Change sheets by API: filled in and filed by the unit, decided by the office line by line, corrected on a paper."""

from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import enrolment, leaving
from staffing.models import ChangeSheet, Person, Posting
from tests.api import done, got, refusal, sent
from tests.pages import signed_in, words
from tests.people import id_number, new_person
from tests.refusals import untouched
from tests.staffing.test_enrolment import Give
from units.models import Unit

TODAY = str(workdays.today())


@pytest.fixture
def person(school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]) -> Person:
    """A man on a post of the school."""
    vacancies(school, post_type, 1)
    given = new_person("张示例", title="教师", facts={"education": "21"})._replace(
        id_number=id_number(1, born="19790615")
    )
    [posting] = enrolment.register(unit=school, quota_type=post_type, people=[given], **basis)
    return posting.person


@pytest.fixture
def body(person: Person) -> dict[str, Any]:
    values = {"education": "14", "phone": "13800000000", "graduated_on": "2020-07-01"}
    return {"person": person.pk, "happened_on": TODAY, "values": values}


def test_a_sheet_goes_its_way_each_step_once_under_its_key(
    body: dict[str, Any], person: Person, unit_clerk: User, clerk: User, outsider: User
) -> None:
    first, again = (sent(unit_clerk, "changes/", body, key="p1") for _ in range(2))
    assert (first.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert first.json() == again.json()
    told = {line["field"]: (line["old"], line["new"]) for line in first.json()["lines"]}
    assert told == {"education": ("21", "14"), "phone": ("", "13800000000"), "graduated_on": (None, "2020-07-01")}
    pk = first.json()["id"]
    assert sent(clerk, f"changes/{pk}/", method="get").status_code == 404
    for _ in range(2):
        assert done(unit_clerk, f"changes/{pk}/file/", key="f1")["state"] == "filed"
    assert got(clerk, "changes/", state="filed")["results"][0]["id"] == pk
    assert sent(outsider, f"changes/{pk}/", method="get").status_code == 404
    lines = got(clerk, f"changes/{pk}/")["lines"]
    said = [{"line": line["id"], "verdict": "accepted"} for line in lines[:-1]]
    said.append({"line": lines[-1]["id"], "verdict": "returned", "note": "请附毕业证。"})
    for _ in range(2):
        assert done(clerk, f"changes/{pk}/decide/", {"decisions": said}, key="d1")["state"] == "decided"
    person.refresh_from_db()
    assert [person.education, person.phone, person.graduated_on].count(None) == 1
    assert refusal(sent(clerk, f"changes/{pk}/decide/", {"decisions": said}))[:2] == (409, "state")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"name": "李改名"}, "locked", ""),
        ({"shoe_size": "43"}, "invalid", "values.shoe_size"),
        ({"education": "99"}, "invalid", "values.education"),
        ({"graduated_on": "2020-13-01"}, "invalid", "values.graduated_on"),
        ({"graduated_on": "2190-01-01"}, "invalid", "graduated_on"),
        ({}, "empty", "values"),
    ],
)
def test_a_wrong_value_is_named_and_changes_nothing(
    values: dict[str, Any], code: str, field: str, body: dict[str, Any], unit_clerk: User
) -> None:
    with untouched():
        assert refusal(sent(unit_clerk, "changes/", body | {"values": values})) == (400, code, field)


def test_only_the_unit_files_and_only_the_office_decides(
    body: dict[str, Any], unit_clerk: User, clerk: User, inspector: User, outsider: User
) -> None:
    with untouched():
        assert sent(clerk, "changes/", body).status_code == 403
        assert sent(inspector, "changes/", body).status_code == 403
        assert sent(outsider, "changes/", body).status_code == 404
    pk = done(unit_clerk, "changes/", body)["id"]
    done(unit_clerk, f"changes/{pk}/file/")
    lines = got(unit_clerk, f"changes/{pk}/")["lines"]
    said = {"decisions": [{"line": line["id"], "verdict": "accepted"} for line in lines]}
    with untouched():
        assert sent(unit_clerk, f"changes/{pk}/decide/", said).status_code == 403
        assert sent(outsider, f"changes/{pk}/decide/", said).status_code == 404
        missing = refusal(sent(clerk, f"changes/{pk}/decide/", {"decisions": said["decisions"][1:]}))
        assert (missing[0], missing[2]) == (400, f"line_{said['decisions'][0]['line']}")


def test_a_line_is_taken_off_before_filing(body: dict[str, Any], unit_clerk: User, clerk: User) -> None:
    sheet = done(unit_clerk, "changes/", body)
    line = sheet["lines"][0]["id"]
    assert sent(clerk, f"changes/lines/{line}/", method="delete").status_code == 404
    assert sent(unit_clerk, f"changes/lines/{line}/", method="delete").status_code == 204
    assert ChangeSheet.objects.get().lines.count() == 2


def test_the_office_corrects_locked_facts_on_a_paper_once(
    person: Person, clerk: User, unit_clerk: User, paper: Document
) -> None:
    address = f"people/{person.pk}/correct/"
    body = {"values": {"name": "张改名", "work_started_on": "2010-07-01"}, "document": paper.pk, "reason": "档案"}
    with untouched():
        assert sent(unit_clerk, address, body).status_code in (400, 403)
        assert refusal(sent(clerk, address, body | {"reason": " "}))[1] == "basis"
    for _ in range(2):
        assert done(clerk, address, body, key="c1") == {"person": person.pk, "name": "张改名"}
    assert Person.history.filter(id=person.pk, history_type="~").count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"retirement_category": "female55"}, "退休类别与性别不符，登记的性别为男。"),
        ({"enrolled_on": "2026-03-02"}, "入编时间不能晚于占编起始日期2026-03-01。"),
    ],
)
def test_facts_that_do_not_fit_together_are_told_apart_on_page_and_by_api(
    values: dict[str, str], sentence: str, person: Person, clerk: User, paper: Document
) -> None:
    client, address = signed_in(clerk), f"/people/{person.pk}/correct/"
    given = {k: v for k, v in client.get(address).context["form"].initial.items() if v not in (None, "")}
    with untouched():
        page = client.post(address, {**given, **values, "document": paper.number, "reason": "档案"})
        assert (page.status_code, sentence in words(page)) == (422, True)
        body = {"values": values, "document": paper.pk, "reason": "档案"}
        answer = sent(clerk, f"people/{person.pk}/correct/", body)
        assert (refusal(answer)[2], answer.json()["message"]) == (next(iter(values)), sentence)


def test_who_is_on_no_post_is_not_changed(body: dict[str, Any], unit_clerk: User, departure: dict[str, Any]) -> None:
    leaving.release(posting=Posting.objects.get(), **departure)
    assert sent(unit_clerk, "changes/", body).status_code == 404
