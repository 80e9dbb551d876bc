"""Enrolment in four steps (公示—申请—审核—入库): exact balances, and refusals that change nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from approvals import filing, flow, workdays
from approvals.models import Case, State
from quotas import verification
from quotas.models import QuotaType
from staffing import admission, noticing
from staffing.models import Candidate, Objection, Posting, Slip, Slot
from tests.book import book, refusals
from tests.cast import make_user
from tests.staffing.batches import announced, checked, drafted, filed, long_ago, on, row
from tests.staffing.conftest import Balances, Give
from tests.staffing.test_enrolment import check_deferred
from tests.stories import set_parameter
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    """Three slots on three of four vacant posts of the school."""
    vacancies(school, post_type, 4)
    return give_slots(school, post_type, 3)


@pytest.fixture
def head(region: Region) -> User:
    return make_user("head", "head", region=region)


def forbidden(act: Callable[[], object]) -> None:
    before = book()
    with pytest.raises(PermissionDenied):
        act()
    assert book() == before


def test_people_are_announced_filed_checked_and_stored(
    slots: list[Slot], school: Unit, post_type: QuotaType, unit_clerk: User, clerk: User, head: User,
    balances: Balances,
) -> None:  # fmt: skip
    case = checked(school, unit_clerk, clerk, [row(slots[0], "张示例"), row(slots[1], "李示例")])
    assert balances(school, post_type) == {"vacant": 1, "locked": 3}
    case = admission.admit(case.pk, actor=head)
    check_deferred()
    assert case.state == State.CLOSED
    assert balances(school, post_type) == {"vacant": 1, "locked": 1, "occupied": 2}
    people = list(Candidate.objects.select_related("posting__person", "posting__document").order_by("position"))
    assert [(one.posting.person.name, one.posting.slot, one.posting.entry_way) for one in people if one.posting] == [
        ("张示例", slots[0], "open_recruitment"), ("李示例", slots[1], "open_recruitment"),
    ]  # fmt: skip
    year = workdays.today().year
    assert list(Slip.objects.values_list("number", "posting__person__name")) == [
        (f"澜编入〔{year}〕1号", "张示例"), (f"澜编入〔{year}〕2号", "李示例"),
    ]  # fmt: skip
    sheet = people[0].posting.document if people[0].posting else None
    assert sheet is not None
    assert (sheet.number, sheet.kind, sheet.case) == (f"澜编审〔{year}〕1号", "decision_sheet", case)
    assert {one.posting.person.education for one in people if one.posting} == {"21"}
    assert [opinion.action for opinion in case.opinions.all()] == [
        "draft", "announce", "file", "receive", "check", "approve", "issue", "execute", "close",
    ]  # fmt: skip
    assert verification.verify() == []


def test_a_batch_is_filed_after_its_notice_only(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    case = drafted(school, unit_clerk, [row(slots[0])])

    def said() -> list[str]:
        return refusals(lambda: filing.file(case.pk, actor=unit_clerk))

    assert said() == ["尚未公示：公示期满且无未答复的异议后方可申报。"]
    noticing.announce(case.pk, actor=unit_clerk)
    ends_on = workdays.add_workdays(workdays.today(), 5)
    assert said() == [f"公示至{ends_on}，期满后方可申报。"]
    with on(ends_on):
        assert said() == [f"公示至{ends_on}，期满后方可申报。"]
    with on(ends_on + dt.timedelta(days=1)):
        assert filing.file(case.pk, actor=unit_clerk).state == State.FILED


def test_an_office_sets_how_long_a_notice_lasts(
    slots: list[Slot], school: Unit, unit_clerk: User, region: Region
) -> None:
    set_parameter("C10", "notice_days", 7, region=region, starts_on=dt.date(2026, 1, 1))
    case = drafted(school, unit_clerk, [row(slots[0])])
    noticing.announce(case.pk, actor=unit_clerk)
    case.refresh_from_db()
    assert case.enrolment_batch.notice_ends_on == workdays.add_workdays(workdays.today(), 7)


def test_who_is_new_or_changed_is_announced_again(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    first, second = row(slots[0], "张示例"), row(slots[1], "李示例")
    case = announced(school, unit_clerk, [first, second])
    again = {"title": case.title, "reason": "公开招聘。", "actor": unit_clerk}
    filing.amend(case.pk, **again, data={"candidates": [first, {**second, "title": "校医"}]})
    assert refusals(lambda: filing.file(case.pk, actor=unit_clerk)) == ["李示例的信息在公示后有变动，须重新公示。"]
    noticing.announce(case.pk, actor=unit_clerk)
    assert "期满后方可申报" in refusals(lambda: filing.file(case.pk, actor=unit_clerk))[0]
    filing.amend(case.pk, **again, data={"candidates": [first]})
    assert list(Candidate.objects.values_list("name", "is_announced")) == [("张示例", True)]


def test_a_masked_number_stands_for_the_one_typed_before(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    first = row(slots[0], "张示例")
    case = announced(school, unit_clerk, [first])
    one = Candidate.objects.get()
    typed = {**first, "id_number": one.masked_id_number}
    filing.amend(case.pk, actor=unit_clerk, title=case.title, reason="公开招聘。", data={"candidates": [typed]})
    again = Candidate.objects.get()
    assert (again.id_number, again.is_announced) == (first["id_number"], True)
    stranger = {**typed, "slot": slots[1]}
    said = refusals(
        lambda: filing.amend(
            case.pk, actor=unit_clerk, title=case.title, reason="公开招聘。", data={"candidates": [stranger]}
        )
    )
    assert said == ["第1人：公民身份号码应为18位，前17位为数字。"]


def test_the_number_is_no_text_in_the_table_or_its_history(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    first = row(slots[0], "张示例")
    drafted(school, unit_clerk, [first])
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("staffing_candidate", "staffing_historicalcandidate", "staffing_historicalenrolmentbatch"):
            cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{first['id_number']}%"])
            assert cursor.fetchone() == (0,)


def test_a_row_that_is_wrong_is_named(slots: list[Slot], school: Unit, unit_clerk: User, education: Unit) -> None:
    good = row(slots[0], "张示例")

    def said(*rows: dict[str, Any], **data: Any) -> list[str]:
        return refusals(lambda: drafted(school, unit_clerk, list(rows), data))

    assert said(good, {**row(slots[0]), "name": "李 示例"}) == ["第2人：姓名须为1至50字，不含空格。"]
    assert said(good, {**good, "slot": slots[1]}) == ["第2人：公民身份号码与前面重复。"]
    assert said(good, row(slots[0])) == [f"第2人：用编号{slots[0].number}已用于前面的人员。"]
    assert said({**good, "slot": None}) == [f"第1人：请选择{school.name}的用编号。"]
    assert said({**good, "facts": {"education": "99"}})[0].startswith("第1人：学历：")
    assert said({**good, "facts": {"salary": "1"}}) == ["第1人：没有“salary”这一项信息。"]
    assert said({**good, "id_number": "000000198506150019"}) == ["第1人：公民身份号码校验位不符，请核对。"]
    assert said(good, unit=education) == [f"{education.name}不是{school.name}或其所属单位。"]
    assert said(*[good] * 501) == ["每批不超过500人。"]


def test_what_the_register_must_know_is_asked_before_the_notice(
    slots: list[Slot], school: Unit, unit_clerk: User
) -> None:
    case = drafted(school, unit_clerk, [row(slots[0], "张示例", facts={"education": "21"})])
    said = refusals(lambda: noticing.announce(case.pk, actor=unit_clerk))
    assert said == ["第1人张示例：请填写民族、政治面貌、岗位类别。"]
    empty = drafted(school, unit_clerk, [])
    assert refusals(lambda: noticing.announce(empty.pk, actor=unit_clerk)) == ["请至少填写一名拟入编人员。"]


def test_an_objection_is_answered_before_the_batch_is_filed(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, outsider: User
) -> None:
    first, second = row(slots[0], "张示例"), row(slots[1], "李示例")
    with on(long_ago()):
        case = drafted(school, unit_clerk, [first, second])
        noticing.announce(case.pk, actor=unit_clerk)
        objection = object_to(case, about="李示例")
    assert refusals(lambda: filing.file(case.pk, actor=unit_clerk)) == ["有1件公示异议尚未答复。"]
    forbidden(lambda: noticing.answer(objection.pk, actor=outsider, is_upheld=False, answer="无据。"))
    said = refusals(lambda: noticing.answer(objection.pk, actor=clerk, is_upheld=False, answer=" "))
    assert said == ["请填写答复，不超过1000字。"]
    noticing.answer(objection.pk, actor=clerk, is_upheld=True, answer="经查属实。")
    again = refusals(lambda: noticing.answer(objection.pk, actor=clerk, is_upheld=False, answer="改判。"))
    assert again == ["该异议已经答复。"]
    assert refusals(lambda: filing.file(case.pk, actor=unit_clerk)) == ["对李示例的异议成立，须移出本批。"]
    filing.amend(case.pk, actor=unit_clerk, title=case.title, reason="公开招聘。", data={"candidates": [first]})
    assert filing.file(case.pk, actor=unit_clerk).state == State.FILED


def object_to(case: Case, **fields: Any) -> Objection:
    from accounts.acting import system_user

    given = {"text": "不符合岗位条件。", "source": "s" * 64, **fields}
    return noticing.object_to(case.enrolment_batch.code, actor=system_user(), **given)


def test_objections_come_while_the_notice_runs_and_not_without_measure(
    slots: list[Slot], school: Unit, unit_clerk: User
) -> None:
    case = drafted(school, unit_clerk, [row(slots[0], "张示例")])
    noticing.announce(case.pk, actor=unit_clerk)
    case = Case.objects.get(pk=case.pk)
    assert refusals(lambda: object_to(case, text=" ")) == ["请填写异议内容，不超过1000字。"]
    assert refusals(lambda: object_to(case, about="王示例")) == ["请从公示名单中选择。"]
    for _ in range(5):
        object_to(case)
    assert refusals(lambda: object_to(case)) == ["提交过于频繁，请一小时后再试，或直接向编办反映。"]
    object_to(case, source="t" * 64)
    with on(workdays.today() + dt.timedelta(days=30)):
        assert refusals(lambda: object_to(case, source="u" * 64)) == ["公示已经结束，不再受理异议。"]


def test_a_batch_is_returned_with_a_reason_for_each_person(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User
) -> None:
    case = filed(school, unit_clerk, [row(slots[0], "张示例"), row(slots[1], "李示例")])
    assert refusals(lambda: admission.send_back(case.pk, actor=clerk, reasons={9: "缺材料"})) == [
        "批次中没有该序号的人员。"
    ]
    assert refusals(lambda: admission.send_back(case.pk, actor=clerk, reasons={})) == ["请填写退回补正的原因。"]
    forbidden(lambda: admission.send_back(case.pk, actor=unit_clerk, reasons={2: "缺学位证"}))
    case = admission.send_back(case.pk, actor=clerk, reasons={2: "缺学位证"})
    assert case.state == State.RETURNED
    assert list(Candidate.objects.values_list("return_reason", flat=True)) == ["", "缺学位证"]
    assert case.opinions.latest("id").text == "第2人李示例：缺学位证"


def test_nobody_stores_what_they_filed_or_checked(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User, inspector: User, outsider: User
) -> None:
    case = checked(school, unit_clerk, clerk, [row(slots[0])])
    for user in (unit_clerk, clerk, inspector, outsider):
        forbidden(lambda user=user: admission.admit(case.pk, actor=user))  # type: ignore[misc]
    other = filed(school, unit_clerk, [row(slots[1])])
    forbidden(lambda: admission.check(other.pk, actor=unit_clerk, opinion="同意"))


def test_a_batch_is_not_stored_before_its_check_or_its_day_nor_twice(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User
) -> None:
    case = filed(school, unit_clerk, [row(slots[0])])
    assert refusals(lambda: admission.admit(case.pk, actor=head)) == ["办件当前状态为“待受理”，不能同意。"]
    admission.check(case.pk, actor=clerk, opinion="材料齐全。")
    admission.admit(case.pk, actor=head)
    assert refusals(lambda: admission.admit(case.pk, actor=head)) == ["办件当前状态为“已办结”，不能同意。"]
    tomorrow = workdays.today() + dt.timedelta(days=1)
    later = checked(school, unit_clerk, clerk, [row(slots[1])], {"starts_on": tomorrow})
    assert refusals(lambda: admission.admit(later.pk, actor=head)) == [f"入编日期为{tomorrow}，届时方可入库。"]


def test_a_resent_storing_is_one(slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User) -> None:
    case = checked(school, unit_clerk, clerk, [row(slots[0])])
    once = flow.Once.of("k1", "x")
    admission.admit(case.pk, actor=head, once=once)
    replayed = flow.replay(head, once)
    assert replayed is not None
    assert (replayed.case, Posting.objects.count()) == (case, 1)


def test_one_wrong_person_stores_nobody(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User, post_type: QuotaType,
    balances: Balances,
) -> None:  # fmt: skip
    person = row(slots[0], "张示例")
    first = checked(school, unit_clerk, clerk, [person])
    second = checked(school, unit_clerk, clerk, [row(slots[1], "李示例"), {**person, "slot": slots[2]}])
    admission.admit(first.pk, actor=head)
    assert refusals(lambda: admission.admit(second.pk, actor=head)) == [
        f"张示例已在{school.name}占编，一人不得同时占用两个编制。"
    ]
    assert balances(school, post_type) == {"vacant": 1, "locked": 2, "occupied": 1}
    assert verification.verify() == []


def test_the_check_says_why_somebody_cannot_be_stored(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User
) -> None:
    person = row(slots[0], "张示例")
    first = checked(school, unit_clerk, clerk, [person])
    second = filed(school, unit_clerk, [{**person, "slot": slots[1]}])
    admission.admit(first.pk, actor=head)
    said = refusals(lambda: admission.check(second.pk, actor=clerk, opinion="材料齐全。"))
    assert said == [f"张示例已在{school.name}占编，一人不得同时占用两个编制。"]


def test_a_slot_stands_in_one_batch_on_its_way(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    first = filed(school, unit_clerk, [row(slots[0], "张示例")])
    second = drafted(school, unit_clerk, [row(slots[0], "李示例")])
    said = refusals(lambda: noticing.announce(second.pk, actor=unit_clerk))
    assert said == [f"第1人李示例：用编号{slots[0].number}已用于办件{first.number}。"]
