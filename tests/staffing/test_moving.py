"""Reassignment (调动), secondment (借调), release (出编) with slips: exact balances, nothing changed when refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from approvals import deciding, issuing, notifications, reviewing, workdays
from approvals.models import Case, Document, State
from quotas import verification
from quotas.models import QuotaType
from staffing import enrolment, leaving, reminding, seconding
from staffing.models import Posting, Secondment, Slip
from tests.api import V1, api_of
from tests.book import refusals
from tests.cast import make_unit
from tests.pages import signed_in, words
from tests.people import new_person
from tests.staffing.conftest import Balances
from tests.staffing.test_enrolment import check_deferred
from tests.stories import file
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(education: Unit) -> Unit:
    return make_unit(education.region, "澜川市第二中学", category="institution", competent_department=education)


@pytest.fixture
def teacher(
    school: Unit, other: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]
) -> Posting:
    """One of two teachers of the school; the other school has one vacant post."""
    vacancies(school, post_type, 2)
    vacancies(other, post_type, 1)
    people = [new_person("张示例"), new_person("李示例")]
    return enrolment.register(unit=school, quota_type=post_type, people=people, **basis)[0]


def asked(posting: Posting, target: Unit, kind: QuotaType, filed_by: User, **fields: Any) -> Case:
    data = {"posting": posting, "target_unit": target, "quota_type": kind, "moves_on": workdays.today(), **fields}
    return file("staff_move", posting.unit, data, filed_by)


def test_a_move_is_checked_first_locks_the_vacancy_and_then_changes_both_posts(
    teacher: Posting, school: Unit, other: Unit, post_type: QuotaType, balances: Balances, department: User,
    clerk: User, director: User,
) -> None:  # fmt: skip
    case = asked(teacher, other, post_type, department, title="教研组长")
    reviewing.receive(case.pk, actor=clerk)
    reviewing.check(case.pk, actor=clerk, opinion="有空编，拟同意。")
    deciding.approve(case.pk, actor=director, opinion="同意。")
    check_deferred()
    assert balances(other, post_type) == {"locked": 1}
    assert balances(school, post_type) == {"occupied": 2}
    document = issuing.issue(case.pk, actor=clerk, title="关于张示例调动的批复")
    check_deferred()
    assert balances(other, post_type) == {"occupied": 1}
    assert balances(school, post_type) == {"vacant": 1, "occupied": 1}
    old, new = Posting.objects.filter(person=teacher.person).order_by("id")
    assert (old.ended_on, old.exit_reason, old.destination) == (workdays.today(), "moved", other.name)
    assert (new.basis, new.came_from, new.title, new.unit) == ("move", school.name, "教研组长", other)
    assert {old.exit_document, new.document} == {document}
    assert list(Slip.objects.values_list("kind", "posting")) == [("exit", old.pk), ("entry", new.pk)]
    assert verification.verify() == []
    detail = words(signed_in(department).get(case.get_absolute_url()))
    assert "张示例" in detail


def test_a_full_target_or_one_of_another_office_takes_nobody(
    teacher: Posting, school: Unit, other: Unit, post_type: QuotaType, basis: dict[str, Any], department: User,
    clerk: User, director: User, stranger: Unit,
) -> None:  # fmt: skip
    case = asked(teacher, other, post_type, department)
    reviewing.receive(case.pk, actor=clerk)
    reviewing.check(case.pk, actor=clerk, opinion="有空编，拟同意。")
    enrolment.register(unit=other, quota_type=post_type, people=[new_person()], **basis)
    token = deciding.base_token(case)
    said = refusals(lambda: deciding.approve(case.pk, actor=director, opinion="同意。", confirmed_base=token))
    assert "空编只有0名" in said[0]
    with pytest.raises(ValidationError) as refusal:
        asked(teacher, stranger, post_type, department)
    assert "由调入地凭“调入”用编号入编" in refusal.value.messages[0]
    with pytest.raises(ValidationError) as refusal:
        asked(teacher, school, post_type, department)
    assert "调出、调入单位不能相同" in refusal.value.messages[0]


def test_a_revoked_move_gives_the_vacancy_back(
    teacher: Posting, other: Unit, post_type: QuotaType, balances: Balances, department: User, clerk: User,
    director: User,
) -> None:  # fmt: skip
    case = asked(teacher, other, post_type, department)
    reviewing.receive(case.pk, actor=clerk)
    reviewing.check(case.pk, actor=clerk, opinion="拟同意。")
    deciding.approve(case.pk, actor=director, opinion="同意。")
    deciding.revoke(case.pk, actor=director, opinion="本人放弃。")
    check_deferred()
    assert balances(other, post_type) == {"vacant": 1}
    assert verification.verify() == []


def test_a_move_waits_for_its_day(
    teacher: Posting, other: Unit, post_type: QuotaType, department: User, clerk: User, director: User
) -> None:
    case = asked(teacher, other, post_type, department, moves_on=workdays.today() + dt.timedelta(days=3))
    reviewing.receive(case.pk, actor=clerk)
    reviewing.check(case.pk, actor=clerk, opinion="拟同意。")
    deciding.approve(case.pk, actor=director, opinion="同意。")
    issuing.issue(case.pk, actor=clerk, title="批复")
    case.refresh_from_db()
    teacher.refresh_from_db()
    assert (case.state, teacher.ended_on, Slip.objects.count()) == (State.ISSUED, None, 0)


def lent(teacher: Posting, host: Unit, clerk: User, paper: Document, **fields: Any) -> Secondment:
    today = workdays.today()
    given = {"starts_on": today, "ends_on": today + dt.timedelta(days=180), "reason": "抽调", **fields}
    return seconding.second(actor=clerk, posting=teacher, host=host, document=paper, **given)


def test_who_is_seconded_keeps_the_post_and_is_away_once(
    teacher: Posting, school: Unit, other: Unit, post_type: QuotaType, balances: Balances, clerk: User,
    paper: Document, unit_clerk: User,
) -> None:  # fmt: skip
    made = lent(teacher, other, clerk, paper)
    assert balances(school, post_type) == {"occupied": 2}
    said = refusals(lambda: lent(teacher, other, clerk, paper))
    assert said == [f"张示例已借调到{other.name}至{made.ends_on}，须先结束或延期。"]
    with pytest.raises(PermissionDenied):
        lent(teacher, other, unit_clerk, paper)
    page = signed_in(unit_clerk).get(f"/units/{school.number}/?tab=secondments")
    assert "张示例" in words(page)


def test_a_secondment_has_a_term_that_only_a_document_prolongs(
    teacher: Posting, school: Unit, other: Unit, clerk: User, paper: Document
) -> None:
    today = workdays.today()
    assert refusals(lambda: lent(teacher, other, clerk, paper, ends_on=today)) == ["期满日期须晚于开始日期，最长三年。"]
    assert refusals(lambda: lent(teacher, school, clerk, paper)) == ["请选择另一个在册单位。"]
    made = lent(teacher, other, clerk, paper)
    again = {"actor": clerk, "document": paper, "reason": "任务未完"}
    assert refusals(lambda: seconding.prolong(made.pk, ends_on=made.ends_on, **again)) == [
        f"延期后的期满日期须晚于{made.ends_on}。"
    ]
    later = made.ends_on + dt.timedelta(days=90)
    assert seconding.prolong(made.pk, ends_on=later, **again).ends_on == later
    assert reminding.secondments(later - dt.timedelta(days=31)).found == 0
    for days, told in ((30, 2), (8, 0), (0, 2), (-1, 3), (-2, 0)):
        assert reminding.secondments(later - dt.timedelta(days=days)) == (1, told, "")
    late = notifications.addressed_to(clerk).get()
    assert late.text == f"{school}张示例借调到{other}已期满，请结束借调或办理延期。"
    seconding.end(made.pk, actor=clerk, ended_on=today, reason="返回")
    assert refusals(lambda: seconding.end(made.pk, actor=clerk, ended_on=today, reason="返回")) == [
        f"该借调已于{today}结束。"
    ]
    assert reminding.secondments(later + dt.timedelta(days=1)).found == 0


def test_who_leaves_the_post_is_seconded_no_more_and_gets_a_slip(
    teacher: Posting, other: Unit, clerk: User, paper: Document, departure: dict[str, Any], region: Region
) -> None:
    lent(teacher, other, clerk, paper)
    leaving.release(posting=teacher, **(departure | {"ended_on": workdays.today()}))
    check_deferred()
    one = Secondment.objects.get()
    assert (one.ended_on, one.end_reason) == (workdays.today(), "出编")
    slip = Slip.objects.get()
    assert (slip.kind, slip.number) == ("exit", f"澜编出〔{workdays.today().year}〕1号")


def test_the_office_releases_on_a_page_and_reads_the_slip(
    teacher: Posting, clerk: User, unit_clerk: User, outsider: User, paper: Document
) -> None:
    address = f"/staff/{teacher.pk}/release/"
    assert signed_in(outsider).get(address).status_code == 404
    assert signed_in(unit_clerk).get(address).status_code == 403
    client = signed_in(clerk)
    assert client.get(address).status_code == 200
    typed = {"ended_on": str(workdays.today()), "exit_reason": "resigned", "destination": "自谋职业",
             "basis_number": "无此号", "reason": "本人辞职", "key": "k1"}  # fmt: skip
    refused_page = client.post(address, typed)
    assert refused_page.status_code == 422
    assert "该文号尚未登记，请补全" in words(refused_page)
    done = client.post(address, typed | {"basis_number": paper.number})
    assert done.status_code == 302
    again = client.post(address, typed | {"basis_number": paper.number})
    assert (again.status_code, Slip.objects.count()) == (302, 1)
    said = words(client.get(done["Location"]))
    for shown in ("出编通知单", "辞职", "自谋职业", paper.number):
        assert shown in said


def test_pages_of_a_secondment(
    teacher: Posting, other: Unit, clerk: User, unit_clerk: User, outsider: User, paper: Document
) -> None:
    client, today = signed_in(clerk), workdays.today()
    typed = {"host": other.number, "starts_on": str(today), "ends_on": str(today + dt.timedelta(days=90)),
             "basis_number": paper.number, "reason": "抽调", "key": "k1"}  # fmt: skip
    done = client.post(f"/staff/{teacher.pk}/second/", typed)
    assert done.status_code == 302, words(done)
    assert "借调中" in words(client.get("/secondments/"))
    assert "张示例" not in words(signed_in(outsider).get("/secondments/"))
    assert signed_in(outsider).get(done["Location"]).status_code == 404
    assert "延期" not in words(signed_in(unit_clerk).get(done["Location"]))
    wrong = client.post(done["Location"], {"act": "end", "ended_on": "2020-01-01", "reason": "返回"})
    assert wrong.status_code == 422
    ended = client.post(done["Location"], {"act": "end", "ended_on": str(today), "reason": "返回", "key": "k2"})
    assert ended.status_code == 302
    assert "已结束" in words(client.get(done["Location"]))
    assert "张示例" in words(client.get(f"/people/{teacher.person_id}/"))


def test_the_api_releases_and_seconds_once_under_a_key(
    teacher: Posting, other: Unit, clerk: User, unit_clerk: User, outsider: User, paper: Document
) -> None:
    today = workdays.today()
    lend = {"posting": teacher.pk, "host": other.number, "starts_on": str(today), "reason": "抽调",
            "ends_on": str(today + dt.timedelta(days=30)), "document": paper.pk}  # fmt: skip
    headers = {"Idempotency-Key": "s1"}
    first, again = (api_of(clerk).post(f"{V1}/secondments/", lend, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json() == again.json()
    leave = {"posting": teacher.pk, "ended_on": str(today), "exit_reason": "resigned", "document": paper.pk,
             "reason": "辞职"}  # fmt: skip
    assert api_of(unit_clerk).post(f"{V1}/releases/", leave | {"document": paper.pk}).status_code in (400, 403)
    assert api_of(outsider).post(f"{V1}/releases/", leave).status_code == 400
    answers = [api_of(clerk).post(f"{V1}/releases/", leave, headers={"Idempotency-Key": "r1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].json()["slip"] == f"澜编出〔{today.year}〕1号"
    assert api_of(clerk).get(f"{V1}/secondments/").json()["results"] == []
    assert len(api_of(clerk).get(f"{V1}/secondments/?active=false").json()["results"]) == 1
    assert len(api_of(clerk).get(f"{V1}/slips/").json()["results"]) == 1
