"""Units keep their people: a sheet of changes, decided by the office field by field, never over what has moved."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import enrolment, facts, leaving, maintaining
from staffing.maintaining import Decision
from staffing.models import ChangeLine, ChangeSheet, Person, Posting, SheetState
from tests.pages import queries_of, rows, signed_in, words
from tests.people import new_person
from tests.refusals import forbidden, refused, untouched
from tests.staffing.test_enrolment import Give
from units.models import Unit

TODAY = workdays.today
ACCEPT, NO = Decision("accepted"), Decision("returned", "与证书不符")


@pytest.fixture
def postings(school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]) -> list[Posting]:
    """Two teachers of a school."""
    vacancies(school, post_type, 2)
    people = [new_person("张示例", title="教师", facts={"education": "21"}), new_person("李示例", title="教师")]
    return enrolment.register(unit=school, quota_type=post_type, people=people, **basis)


def propose(posting: Posting, actor: User, **values: Any) -> ChangeSheet:
    return maintaining.propose(posting, actor=actor, values=values, happened_on=TODAY())


@pytest.fixture
def filed(postings: list[Posting], unit_clerk: User) -> ChangeSheet:
    """A filed sheet: a degree and a title of one, a phone of the other."""
    propose(postings[0], unit_clerk, education="14", title="教研组长")
    sheet = propose(postings[1], unit_clerk, phone="13800000000")
    return maintaining.file(sheet, actor=unit_clerk)


def all_of(sheet: ChangeSheet, decision: Decision, **others: Decision) -> dict[int, Decision]:
    return {line.pk: others.get(line.field, decision) for line in sheet.lines.all()}


def test_changes_of_many_people_are_filed_on_one_sheet(filed: ChangeSheet, unit_clerk: User) -> None:
    told = [(line.posting.person.name, line.field, line.old, line.new) for line in filed.lines.order_by("id")]
    assert told == [
        ("张示例", "education", "21", "14"), ("张示例", "title", "教师", "教研组长"),
        ("李示例", "phone", "", "13800000000"),
    ]  # fmt: skip
    assert (filed.state, filed.filed_by, filed.filed_on) == (SheetState.FILED, unit_clerk, TODAY())
    assert filed.due_on == workdays.add_workdays(TODAY(), 5)
    assert Person.objects.get(name="张示例").education == "21"


def test_what_is_accepted_is_written_and_history_cites_the_sheet(filed: ChangeSheet, clerk: User) -> None:
    maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT, title=NO))
    person = Person.objects.get(name="张示例")
    posting = Posting.objects.get(person=person)
    assert (person.education, posting.title) == ("14", "教师")
    assert Person.objects.get(name="李示例").phone == "13800000000"
    latest = person.history.first()
    assert (latest.case_number, latest.actor_name) == (filed.number, clerk.get_full_name())
    assert ChangeLine.objects.get(field="title").note == "与证书不符"
    filed.refresh_from_db()
    assert (filed.state, filed.decided_by) == (SheetState.DECIDED, clerk)
    with refused(code="state"):
        maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT))


def test_nothing_is_copied_over_a_value_that_moved_meanwhile(
    filed: ChangeSheet, postings: list[Posting], clerk: User, head: User, paper: Document
) -> None:
    maintaining.correct(
        Person.objects.get(name="张示例"), actor=head, posting=postings[0], values={"education": "11"}, document=paper,
        reason="核对档案",
    )  # fmt: skip
    with refused(says="登记值已由“大学本科毕业”变为“博士研究生毕业”，请退回核对。"):
        maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT))
    maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT, education=NO))
    assert Person.objects.get(name="张示例").education == "11"


def test_who_has_left_is_not_changed(
    filed: ChangeSheet, postings: list[Posting], clerk: User, unit_clerk: User, departure: dict[str, Any]
) -> None:
    leaving.release(posting=postings[1], **departure)
    with refused(says="李示例已于2026-04-01出编，只能退回。"):
        maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT))
    with refused(code="ended"):
        propose(postings[1], unit_clerk, phone="1")


def test_a_value_that_is_as_it_was_leaves_the_sheet(postings: list[Posting], unit_clerk: User) -> None:
    sheet = propose(postings[0], unit_clerk, education="14", phone="1")
    propose(postings[0], unit_clerk, education="21", phone="2")
    assert list(sheet.lines.values_list("field", "new")) == [("phone", "2")]
    maintaining.take_off(sheet.lines.get(), actor=unit_clerk)
    with refused(code="empty"):
        maintaining.file(sheet, actor=unit_clerk)


LOCKED = sorted((set(facts.OFFICE_KEEPS_OF_PERSON) | set(facts.OFFICE_KEEPS_OF_POSTING)) - set(facts.UNIT_KEEPS))


@pytest.mark.parametrize("field", LOCKED)
def test_a_locked_field_is_not_the_units_to_change(field: str, postings: list[Posting], unit_clerk: User) -> None:
    with refused(code="locked"):
        propose(postings[0], unit_clerk, **{field: "x"})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"education": "99"}, "值 '99' 不是有效选项。"),
        ({"graduated_on": dt.date(2190, 1, 1)}, "日期不能晚于今天。"),
    ],
)
def test_a_wrong_value_is_refused(
    values: dict[str, Any], sentence: str, postings: list[Posting], unit_clerk: User
) -> None:
    with untouched(), pytest.raises(ValidationError) as refusal:
        propose(postings[0], unit_clerk, **values)
    assert list(values) == list(refusal.value.message_dict)
    with refused(code="future"):
        maintaining.propose(
            postings[0], actor=unit_clerk, values={"phone": "1"}, happened_on=TODAY() + dt.timedelta(days=1)
        )


def test_a_decision_says_something_of_every_line(filed: ChangeSheet, clerk: User) -> None:
    with refused(says="退回须填写原因。"):
        maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT, phone=Decision("returned", " ")))
    with refused(says="请选择采纳或退回。"):
        maintaining.decide(filed, actor=clerk, decisions={})


@pytest.mark.parametrize("who", ["head", "clerk"])
def test_the_office_decides_and_nobody_else(
    who: str, filed: ChangeSheet, request: pytest.FixtureRequest, unit_clerk: User, inspector: User, outsider: User,
    department: User, committee: User,
) -> None:  # fmt: skip
    for other in (unit_clerk, inspector, outsider, department, committee):
        with forbidden():
            maintaining.decide(filed, actor=other, decisions=all_of(filed, ACCEPT))
    decided = maintaining.decide(filed, actor=request.getfixturevalue(who), decisions=all_of(filed, ACCEPT))
    assert decided.state == SheetState.DECIDED


def test_nobody_decides_what_they_entered(school: Unit, clerk: User, head: User, postings: list[Posting]) -> None:
    from units import mandates

    mandates.grant(clerk, role="unit", unit=school, actor=_house(), starts_on=dt.date(2026, 1, 1))
    filed = maintaining.file(propose(postings[0], clerk, phone="1"), actor=clerk)
    with forbidden("填报或报送变更的人不能审核自己的变更单。"):
        maintaining.decide(filed, actor=clerk, decisions=all_of(filed, ACCEPT))
    maintaining.decide(filed, actor=head, decisions=all_of(filed, ACCEPT))


def _house() -> User:
    from accounts import acting

    return acting.system_user()


def test_units_file_for_their_own_people_only(postings: list[Posting], clerk: User, outsider: User, head: User) -> None:
    for other in (clerk, outsider, head):
        with forbidden():
            propose(postings[0], other, phone="1")
    with pytest.raises(PermissionDenied):
        maintaining.correct(
            postings[0].person,
            actor=outsider,
            posting=postings[0],
            values={},
            document=None,
            reason="",  # type: ignore[arg-type]
        )


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update staffing_changesheet set decided_by_id = filed_by_id, decided_on = filed_on, state = 'decided'",
         "nobody_decides_their_own_change_sheet"),
        ("update staffing_changesheet set filed_by_id = null", "a_filed_change_sheet_says_who_and_when"),
        ("update staffing_changesheet set state = 'decided'", "a_decided_change_sheet_says_who_and_when"),
        ("update staffing_changesheet set state = 'draft', filed_by_id = null, filed_on = null, due_on = null",
         "a_change_sheet_goes_forward_only"),
        ("update staffing_changeline set new = '\"9\"'", "a_filed_change_is_only_decided"),
        ("delete from staffing_changeline", "a_filed_change_is_only_decided"),
        ("update staffing_changeline set verdict = 'returned'", "a_returned_change_says_why"),
        ("delete from staffing_changesheet", "append_only"),
        ("insert into staffing_changesheet (unit_id, state) select unit_id, 'draft' from staffing_changesheet union "
         "all select unit_id, 'draft' from staffing_changesheet", "a_unit_fills_in_one_change_sheet_at_a_time"),
    ],
)  # fmt: skip
def test_no_sql_goes_round_a_sheet(statement: str, rule: str, filed: ChangeSheet) -> None:
    with untouched(), pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rule in (getattr(getattr(refusal.value.__cause__, "diag", None), "constraint_name", "") or "")


def test_no_sql_puts_anothers_people_on_a_sheet(postings: list[Posting], unit_clerk: User, education: Unit) -> None:
    sheet = propose(postings[0], unit_clerk, phone="1")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into staffing_changesheet (unit_id, state) values (%s, 'draft') returning id", [education.pk]
        )
        [other] = cursor.fetchone()
    with pytest.raises(IntegrityError, match="a_change_is_of_the_units_own_people"), transaction.atomic():
        sheet.lines.update(sheet=other)


def test_the_way_through_the_pages(
    postings: list[Posting], unit_clerk: User, clerk: User, department: User, outsider: User
) -> None:
    person = postings[0].person_id
    unit, office = signed_in(unit_clerk), signed_in(clerk)
    page = unit.get(f"/people/{person}/change/")
    given = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    sent = unit.post(f"/people/{person}/change/", {**given, "education": "14"})
    sheet = ChangeSheet.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/changes/{sheet.pk}/")
    assert [row[:4] for row in rows(unit.get(f"/changes/{sheet.pk}/"))[1:]] == [
        ["张示例", "学历", "大学本科毕业", "硕士研究生毕业"]
    ]
    assert office.get(f"/changes/{sheet.pk}/").status_code == 404
    assert unit.post(f"/changes/{sheet.pk}/file/").status_code == 302
    assert "剩5个工作日" in words(office.get("/changes/?state=filed"))
    assert "人员信息变更" in words(office.get("/home/changes/"))
    assert signed_in(outsider).get(f"/changes/{sheet.pk}/").status_code == 404
    [line] = sheet.lines.all()
    wrong = office.post(f"/changes/{sheet.pk}/decide/", {f"line_{line.pk}": "returned"})
    assert (wrong.status_code, "退回须填写原因" in words(wrong)) == (422, True)
    assert office.post(f"/changes/{sheet.pk}/decide/", {f"line_{line.pk}": "accepted"}).status_code == 302
    assert Person.objects.get(pk=person).education == "14"
    assert "采纳" in words(signed_in(department).get(f"/changes/{sheet.pk}/"))


def test_the_office_corrects_locked_fields_on_a_paper(
    postings: list[Posting], clerk: User, unit_clerk: User, paper: Document
) -> None:
    person = Person.objects.get(pk=postings[0].person_id)
    client, address = signed_in(clerk), f"/people/{person.pk}/correct/"
    given = {k: v for k, v in client.get(address).context["form"].initial.items() if v not in (None, "")}
    with untouched():
        assert client.post(address, {**given, "name": "张改名"}).status_code == 422
    sent = {**given, "name": "张改名", "work_started_on": "2010-07-01", "document": paper.number, "reason": "档案"}
    assert client.post(address, sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.name_initials, person.work_started_on) == ("张改名", "zgm", dt.date(2010, 7, 1))
    assert person.history.first().document_number == paper.number
    assert signed_in(unit_clerk).get(address).status_code == 403


def test_lists_cost_the_same_for_one_and_for_many(
    postings: list[Posting], filed: ChangeSheet, unit_clerk: User, clerk: User
) -> None:
    client = signed_in(clerk)
    few = queries_of(client, ["/changes/", f"/changes/{filed.pk}/"])
    maintaining.decide(filed, actor=clerk, decisions=all_of(filed, NO))
    for n in range(3):
        again = maintaining.file(
            propose(postings[0], unit_clerk, phone=str(n), major=f"专业{n}", school="大学"), actor=unit_clerk
        )
        if n < 2:
            maintaining.decide(again, actor=clerk, decisions=all_of(again, NO))
    many = queries_of(client, ["/changes/", f"/changes/{again.pk}/"])
    assert list(few.values()) == list(many.values())
    assert max(many.values()) <= 12
