"""A unit's request for a release (减员申请): filed by the unit, checked, accepted or returned; the slip follows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from approvals import issuing, workdays
from approvals.models import Case, Document, State
from quotas import verification
from quotas.models import QuotaType
from staffing import admission, departing, enrolment, leaving
from staffing.models import Posting, Slip, StaffRelease, StaffReleaseLine
from tests.api import done, refusal, sent
from tests.book import book, refusals, undone
from tests.cast import make_unit
from tests.pages import links, signed_in, words
from tests.people import new_person
from tests.staffing.batches import attach, long_ago, on
from tests.staffing.conftest import Balances
from tests.staffing.test_enrolment import check_deferred
from tests.stories import Actors, file, over_staff
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]) -> Posting:
    """The one teacher of a school with one post."""
    vacancies(school, post_type, 1)
    return enrolment.register(unit=school, quota_type=post_type, people=[new_person("张示例")], **basis)[0]


def asked(posting: Posting, filed_by: User, applicant: Unit | None = None, **fields: Any) -> Case:
    line = {"posting": posting, "exit_reason": "retired", **fields}
    data = {"leaves_on": line.pop("leaves_on", workdays.today()), "lines": [line]}
    return file("staff_release", applicant or posting.unit, data, filed_by)


def checked(posting: Posting, filed_by: User, clerk: User, **fields: Any) -> Case:
    return departing.check(asked(posting, filed_by, **fields).pk, actor=clerk, opinion="材料齐全。")


def test_what_the_unit_asks_for_is_checked_by_one_and_settled_by_another(
    teacher: Posting, school: Unit, post_type: QuotaType, balances: Balances, unit_clerk: User, clerk: User, head: User
) -> None:
    case = asked(teacher, unit_clerk, destination="办理退休手续")
    departing.check(case.pk, actor=clerk, opinion="到龄退休，材料齐全。")
    assert balances(school, post_type) == {"occupied": 1}
    with pytest.raises(PermissionDenied):
        departing.settle(case.pk, actor=clerk)
    departing.settle(case.pk, actor=head)
    check_deferred()
    case.refresh_from_db()
    teacher.refresh_from_db()
    assert case.state == State.CLOSED
    assert balances(school, post_type) == {"vacant": 1}
    assert (teacher.ended_on, teacher.exit_reason, teacher.destination) == (workdays.today(), "retired", "办理退休手续")
    sheet, slip = case.documents.get(), Slip.objects.get()
    assert (teacher.exit_document, sheet.kind) == (sheet, "decision_sheet")
    assert (slip.kind, slip.posting, slip.issued_by) == ("exit", teacher, head)
    assert verification.verify() == []


def test_an_over_quota_unit_may_always_ask(
    teacher: Posting, school: Unit, post_type: QuotaType, balances: Balances, unit_clerk: User, clerk: User, head: User,
    actors: Actors, paper: Document,
) -> None:  # fmt: skip
    over_staff(school, post_type, 2, actors, paper)
    check_deferred()
    assert balances(school, post_type) == {"excess": -2, "occupied": 3}
    departing.settle(checked(teacher, unit_clerk, clerk).pk, actor=head)
    check_deferred()
    assert balances(school, post_type) == {"excess": -1, "occupied": 2}
    assert verification.verify() == []


def test_a_release_for_a_later_day_is_carried_out_by_the_schedule(
    teacher: Posting, unit_clerk: User, clerk: User, head: User
) -> None:
    later = workdays.today()
    with on(long_ago()):
        case = checked(teacher, unit_clerk, clerk, leaves_on=later)
        departing.settle(case.pk, actor=head)
    case.refresh_from_db()
    teacher.refresh_from_db()
    assert (case.state, teacher.ended_on, Slip.objects.count()) == (State.ISSUED, None, 0)
    issuing.execute(case.pk, actor=clerk)
    check_deferred()
    teacher.refresh_from_db()
    assert (teacher.ended_on, Slip.objects.get().kind) == (later, "exit")


def test_the_office_returns_what_is_not_in_order(teacher: Posting, unit_clerk: User, clerk: User) -> None:
    case = asked(teacher, unit_clerk)
    page = signed_in(clerk).post(f"/cases/{case.number}/actions/return/", {"opinion": "请补退休审批表。"})
    case.refresh_from_db()
    assert (page.status_code, case.state) == (302, State.RETURNED)


def test_refusals_of_a_request(
    teacher: Posting, school: Unit, education: Unit, unit_clerk: User, department: User, basis: dict[str, Any],
    post_type: QuotaType, vacancies: Callable[..., None], region: Region,
) -> None:  # fmt: skip
    other = make_unit(region, "澜川市图书馆", category="institution")
    vacancies(other, post_type, 1)
    [strange] = enrolment.register(unit=other, quota_type=post_type, people=[new_person("李示例")], **basis)
    today, since = workdays.today(), teacher.started_on
    far = today + dt.timedelta(days=400)
    for posting, fields, said in (
        (strange, {}, f"第1人：只能为{school.name}及其所属单位的人员申请。"),
        (teacher, {"exit_reason": "tired"}, "第1人：请选择出编原因。"),
        (teacher, {"leaves_on": None}, "请填写出编日期。"),
        (teacher, {"destination": "远" * 121}, "第1人：去向不超过120字。"),
    ):
        assert refusals(lambda p=posting, f=fields: asked(p, unit_clerk, school, **f)) == [said]  # type: ignore[misc]
    for fields, said in (
        ({"leaves_on": since - dt.timedelta(days=1)}, f"张示例的出编日期不能早于入编日期{since}。"),
        ({"leaves_on": far}, "出编日期最多提前一年申报。"),
        ({"exit_reason": "moved"}, "张示例调离，请填写去向。"),
    ):
        with pytest.raises(ValidationError) as refusal:
            asked(teacher, unit_clerk, **fields)
        assert refusal.value.messages == [said]
    first = asked(teacher, unit_clerk, leaves_on=today)
    with pytest.raises(ValidationError) as refusal:
        asked(teacher, department, education)
    assert refusal.value.messages == [f"张示例的减员申请{first.number}正在办理。"]


@pytest.fixture
def three(
    teacher: Posting, school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]
) -> list[Posting]:
    """All three teachers of a school with three posts."""
    vacancies(school, post_type, 2)
    people = [new_person("李示例"), new_person("王示例")]
    return [teacher, *enrolment.register(unit=school, quota_type=post_type, people=people, **basis)]


def test_several_leave_by_one_request_all_or_nobody(
    three: list[Posting], school: Unit, post_type: QuotaType, balances: Balances, unit_clerk: User, clerk: User,
    head: User, departure: dict[str, Any],
) -> None:  # fmt: skip
    reasons = ["retired", "moved", "died"]
    lines = [{"posting": p, "exit_reason": r, "destination": "市教育局"} for p, r in zip(three, reasons, strict=True)]
    today = workdays.today()
    for wrong, said in (
        ([lines[0], lines[0]], "第2人：张示例重复。"),
        ([], "请至少填写一人。"),
        ([lines[0]] * 101, "一份减员申请不超过100人。"),
    ):
        with pytest.raises(ValidationError) as refusal:
            file("staff_release", school, {"leaves_on": today, "lines": wrong}, unit_clerk)
        assert refusal.value.messages == [said]
    case = file("staff_release", school, {"leaves_on": today, "lines": lines}, unit_clerk)
    departing.check(case.pk, actor=clerk, opinion="材料齐全。")
    page = words(signed_in(head).get(f"/cases/{case.number}/"))
    assert [part for part in ("张示例", "李示例", "王示例", "3人", "在职死亡", "市教育局") if part not in page] == []
    with undone():
        leaving.release(posting=three[2], **departure)
        assert refusals(lambda: departing.settle(case.pk, actor=head)) == [f"王示例已于{departure['ended_on']}出编。"]
        assert balances(school, post_type) == {"vacant": 1, "occupied": 2}
    departing.settle(case.pk, actor=head)
    check_deferred()
    assert balances(school, post_type) == {"vacant": 3}
    gone = Posting.objects.filter(unit=school).order_by("id")
    assert list(gone.values_list("exit_reason", "destination")) == [(reason, "市教育局") for reason in reasons]
    assert case.documents.get().title == f"关于{school.name}张示例等3人出编的审批单"
    assert Slip.objects.filter(kind="exit").count() == 3
    assert verification.verify() == []


def test_rows_of_a_request_come_and_go_without_a_script(three: list[Posting], school: Unit, unit_clerk: User) -> None:
    client, address = signed_in(unit_clerk), "/cases/new/staff_release/"
    typed = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-posting": "李示例",
        "lines-0-exit_reason": "retired",
    }
    more = client.post(address, {**typed, "redraw": "add_line"}).content.decode()
    assert ("lines-1-posting" in more, "李示例" in more) == (True, True)
    assert "李示例" not in client.post(address, {**typed, "redraw": "drop_line:0"}).content.decode()
    head = {"applicant": school.number, "title": "退休", "reason": "到龄。", "leaves_on": str(workdays.today())}
    client.post(address, {**head, **typed})
    case = StaffRelease.objects.get().case
    assert "李示例" in client.get(f"/cases/{case.number}/edit/").content.decode()


def test_who_has_left_meanwhile_does_not_leave_again(
    teacher: Posting, unit_clerk: User, clerk: User, head: User, departure: dict[str, Any]
) -> None:
    case = checked(teacher, unit_clerk, clerk)
    leaving.release(posting=teacher, **departure)
    assert refusals(lambda: departing.settle(case.pk, actor=head)) == [f"张示例已于{departure['ended_on']}出编。"]


def test_the_steps_of_other_cases_are_not_taken_for_these(
    teacher: Posting, unit_clerk: User, clerk: User, head: User
) -> None:
    case = checked(teacher, unit_clerk, clerk)
    assert refusals(lambda: admission.admit(case.pk, actor=head)) == ["该办件不是入编批次。"]


def test_the_way_of_a_clerk_from_the_person_to_the_slip(
    teacher: Posting, school: Unit, unit_clerk: User, clerk: User, head: User, outsider: User
) -> None:
    client = signed_in(unit_clerk)
    address = next(url for url in links(client.get(f"/people/{teacher.person_id}/")) if "staff_release" in url)
    form = client.get(address)
    assert f"张示例 {school.number}" in form.content.decode()
    typed = {
        "applicant": school.number,
        "title": "张示例申请出编",
        "reason": "到龄。",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-posting": "张示例",
        "key": "k1",
    }
    wrong = client.post("/cases/new/staff_release/", {**typed, "leaves_on": "不知道", "lines-0-exit_reason": ""})
    assert wrong.status_code == 422
    fields = {"leaves_on": str(workdays.today()), "lines-0-exit_reason": "retired"}
    made = client.post("/cases/new/staff_release/", {**typed, **fields})
    assert made.status_code == 302
    case = StaffRelease.objects.get().case
    attach(case)
    assert client.post(f"/cases/{case.number}/actions/file/", {"key": "k2"}).status_code == 302
    page = words(signed_in(clerk).get(made["Location"]))
    assert "审核" in page
    assert "发起会签" not in page
    for user, action, opinion in ((clerk, "receive", "齐全。"), (head, "approve", "同意出编。")):
        answer = signed_in(user).post(f"/cases/{case.number}/actions/{action}/", {"opinion": opinion})
        assert answer.status_code == 302, words(answer)
    slip = Slip.objects.get()
    assert slip.number in words(client.get(made["Location"]))
    assert client.get(f"/slips/{slip.pk}/").status_code == 200
    assert signed_in(outsider).get(made["Location"]).status_code == 404
    assert "staff_release" not in str(links(signed_in(clerk).get(f"/people/{teacher.person_id}/")))


def test_namesakes_of_one_unit_are_told_apart_by_the_end_of_their_numbers(
    teacher: Posting, school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any],
    unit_clerk: User,
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    [second] = enrolment.register(unit=school, quota_type=post_type, people=[new_person("张示例")], **basis)
    client, tail = signed_in(unit_clerk), second.person.masked_id_number[-2:]
    address = next(url for url in links(client.get(f"/people/{second.person_id}/")) if "staff_release" in url)
    assert f"张示例 {school.number} {tail}" in client.get(address).content.decode()
    typed = {"applicant": school.number, "title": "出编", "reason": "到龄。", "leaves_on": str(workdays.today()),
             "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-exit_reason": "retired"}  # fmt: skip
    wrong = client.post("/cases/new/staff_release/", {**typed, "lines-0-posting": f"张示例 {school.number}"})
    assert "有多名同名人员" in words(wrong)
    assert (
        client.post(
            "/cases/new/staff_release/", {**typed, "lines-0-posting": f"张示例 {school.number} {tail}"}
        ).status_code
        == 302
    )
    assert StaffReleaseLine.objects.get().posting == second


def test_the_api_files_and_settles_a_request(
    teacher: Posting, school: Unit, unit_clerk: User, clerk: User, head: User, outsider: User
) -> None:
    line = {"posting": teacher.pk, "exit_reason": "resigned"}
    subject = {"leaves_on": str(workdays.today()), "lines": [line]}
    body = {"kind": "staff_release", "applicant": school.number, "title": "辞职", "reason": "本人申请。",
            "subject": subject}  # fmt: skip
    assert sent(outsider, "cases/", body).status_code == 400
    wrong = sent(unit_clerk, "cases/", body | {"subject": subject | {"lines": [line | {"exit_reason": "tired"}]}})
    assert refusal(wrong)[0] == 400
    number = done(unit_clerk, "cases/", body, key="r1")["number"]
    attach(Case.objects.get(number=number))
    for user, action, given in (
        (unit_clerk, "file", {}), (clerk, "receive", {}), (clerk, "check", {"opinion": "齐全。"}),
        (head, "approve", {"opinion": "同意。"}), (clerk, "issue", {"title": "关于张示例出编的审批单"}),
    ):  # fmt: skip
        done(user, f"cases/{number}/actions/{action}/", given)
    check_deferred()
    teacher.refresh_from_db()
    assert (teacher.exit_reason, Slip.objects.get().kind) == ("resigned", "exit")


def test_the_table_refuses_an_unknown_reason(teacher: Posting, unit_clerk: User) -> None:
    case = asked(teacher, unit_clerk)
    before = book()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update staffing_staffreleaseline set exit_reason = 'tired' where release_id = %s", [case.pk])
    assert "a_release_is_asked_for_a_known_reason" in str(refusal.value)
    assert book() == before
