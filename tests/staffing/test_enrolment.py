"""Enrolment and release: exact balances, and refusals that change nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import verification
from quotas.exceptions import allow_excess
from quotas.models import QuotaException, QuotaType, Transfer
from staffing import enrolment, leaving
from staffing.facts import NewPerson
from staffing.models import Person, Posting
from tests.book import book, refusals
from tests.cast import make_unit
from tests.people import id_number, new_person
from tests.staffing.conftest import STARTED, Balances
from units import lineage
from units.models import InternalDivision, Region, Role, Unit

Give = Callable[[Unit, QuotaType, int], None]


def check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


@pytest.fixture
def three(school: Unit, post_type: QuotaType, vacancies: Give) -> Unit:
    """A school with three vacant posts."""
    vacancies(school, post_type, 3)
    return school


@pytest.fixture
def exception(three: Unit, post_type: QuotaType, director: User, paper: Document) -> QuotaException:
    return allow_excess(
        actor=director, unit=three, quota_type=post_type, people_count=2, authority="澜川市委编委", document=paper,
        ends_on=workdays.today() + dt.timedelta(days=365), reason="军转安置",
    )  # fmt: skip


def test_people_and_posts_move_together(
    three: Unit, post_type: QuotaType, balances: Balances, basis: dict[str, Any], clerk: User
) -> None:
    given = [new_person("张示例", title="教师"), new_person("李示例")]
    postings = enrolment.register(unit=three, quota_type=post_type, people=given, **basis)
    check_deferred()
    assert [(p.person.name, p.title, p.started_on) for p in postings] == [
        ("张示例", "教师", STARTED), ("李示例", "", STARTED),
    ]  # fmt: skip
    assert balances(three, post_type) == {"vacant": 1, "occupied": 2}
    transfer = Transfer.objects.latest("id")
    assert (transfer.quantity, transfer.effective_on, transfer.reason) == (2, STARTED, "入编：期初登记")
    assert transfer.document == basis["document"]
    assert verification.verify() == []
    past = postings[0].history.get()
    assert (past.actor_name, past.document_number) == (clerk.name, basis["document"].number)
    assert past.history_change_reason == "期初登记"


def test_sex_and_birth_date_are_what_the_number_says(three: Unit, post_type: QuotaType, basis: dict[str, Any]) -> None:
    given = [NewPerson("张示例", id_number(1, born="19700228")), NewPerson("李示例", id_number(2, born="20000229"))]
    postings = enrolment.register(unit=three, quota_type=post_type, people=given, **basis)
    assert [(p.person.get_sex_display(), str(p.person.birth_date)) for p in postings] == [
        ("男", "1970-02-28"), ("女", "2000-02-29"),
    ]  # fmt: skip


def test_a_thousand_people_cost_as_many_queries_as_two(
    school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> None:
    vacancies(school, post_type, 1002)
    counts = []
    for number in (2, 1000):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            enrolment.register(unit=school, quota_type=post_type, people=[new_person() for _ in range(number)], **basis)
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    check_deferred()


def test_more_people_than_vacant_posts_are_refused_with_the_number(
    three: Unit, post_type: QuotaType, basis: dict[str, Any], balances: Balances
) -> None:
    people = [new_person() for _ in range(4)]
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=people, **basis))
    assert said == [f"{three.name}的“{post_type}”空编只有3名，不足以划转4名。"]
    assert balances(three, post_type) == {"vacant": 3}


def test_where_there_is_no_account_there_is_nothing_to_take(
    school: Unit, post_type: QuotaType, basis: dict[str, Any]
) -> None:
    said = refusals(lambda: enrolment.register(unit=school, quota_type=post_type, people=[new_person()], **basis))
    assert said == [f"{school.name}没有“{post_type}”的空编账户，无可划转。"]


def test_every_wrong_row_is_named(three: Unit, post_type: QuotaType, basis: dict[str, Any], education: Unit) -> None:
    twin = new_person("张示例")
    elsewhere = InternalDivision.objects.create(unit=education, name="人事科", kind="business")
    people = [
        twin,
        NewPerson("李 示例", id_number(1)),
        NewPerson("", id_number(2)),
        NewPerson("王示例", "000000198001010012"),
        twin,
        new_person("赵示例", division=elsewhere),
        new_person("钱示例", title="长" * 61),
        NewPerson("孙示例", id_number(3, born="21000615")),
    ]
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=people, **basis))
    assert said == [
        "第2人李 示例：姓名须为1至50字，不含空格。",
        "第3人：姓名须为1至50字，不含空格。",
        "第4人王示例：公民身份号码校验位不符，请核对。",
        "第5人张示例：公民身份号码与前面重复。",
        f"第6人赵示例：人事科不是{three.name}的内设机构。",
        "第7人钱示例：职务（岗位）不超过60字。",
        "第8人孙示例：公民身份号码中的出生日期晚于今天。",
    ]


def test_nobody_is_on_two_posts_in_the_whole_database(
    three: Unit, education: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> None:
    vacancies(education, post_type, 1)
    person = new_person("张示例")
    enrolment.register(unit=three, quota_type=post_type, people=[person], **basis)
    said = refusals(lambda: enrolment.register(unit=education, quota_type=post_type, people=[person], **basis))
    assert said == [f"张示例已在{three.name}占编，一人不得同时占用两个编制。"]


def test_a_stranger_offices_unit_is_not_named(
    stranger: Unit, outsider: User, three: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> None:
    person = new_person("张示例")
    enrolment.register(unit=three, quota_type=post_type, people=[person], **basis)
    there = basis | {"actor": outsider}
    said = refusals(lambda: enrolment.register(unit=stranger, quota_type=post_type, people=[person], **there))
    assert said == ["张示例已在其他单位占编，一人不得同时占用两个编制。"]


def test_a_number_registered_under_another_name_is_refused(
    three: Unit, post_type: QuotaType, basis: dict[str, Any], departure: dict[str, Any]
) -> None:
    person = new_person("张示例")
    [posting] = enrolment.register(unit=three, quota_type=post_type, people=[person], **basis)
    leaving.release(posting=posting, **departure)
    again = basis | {"started_on": departure["ended_on"]}
    other = [person._replace(name="章示例")]
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=other, **again))
    assert said == ["章示例：该公民身份号码已用另一姓名登记，请核对。"]


def test_an_enrolment_states_its_day_document_and_reason(
    three: Unit, post_type: QuotaType, basis: dict[str, Any], region: Any, clerk: User
) -> None:
    draft = Document.objects.create(region=region, kind="approval", title="拟稿", issuer="编办", drafted_by=clerk)
    tomorrow = workdays.today() + dt.timedelta(days=1)
    wrong = basis | {"started_on": tomorrow, "document": draft, "reason": " "}
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=[new_person()], **wrong))
    assert said == ["日期不能晚于今天。", "依据文件尚未印发。", "请填写事由。"]
    early = basis | {"started_on": dt.date(2019, 1, 1)}
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=[new_person()], **early))
    assert said == [f"日期不能早于单位设立日期{three.set_up_on}。"]


def test_only_a_post_type_takes_people_and_only_some_people(
    three: Unit, post_type: QuotaType, chief: QuotaType, basis: dict[str, Any]
) -> None:
    said = refusals(lambda: enrolment.register(unit=three, quota_type=chief, people=[new_person()], **basis))
    assert said == ["请选择编制类型。"]
    assert refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=[], **basis)) == [
        "请至少填写一人。"
    ]


def test_an_abolished_unit_enrols_nobody(
    region: Region, post_type: QuotaType, basis: dict[str, Any], clerk: User
) -> None:
    gone = make_unit(region, "澜川市招商服务中心", category="institution")
    gone = lineage.abolish(gone, on=dt.date(2026, 5, 1), document_number="文", actor=clerk)
    said = refusals(lambda: enrolment.register(unit=gone, quota_type=post_type, people=[new_person()], **basis))
    assert said == [f"{gone.name}已撤销，不能入编。"]


@pytest.mark.parametrize("who", ["committee", "department", "unit_clerk", "inspector", "outsider"])
def test_only_the_office_in_charge_keeps_the_register(
    who: str, request: pytest.FixtureRequest, three: Unit, post_type: QuotaType, basis: dict[str, Any],
    departure: dict[str, Any],
) -> None:  # fmt: skip
    [posting] = enrolment.register(unit=three, quota_type=post_type, people=[new_person()], **basis)
    actor, before = request.getfixturevalue(who), book()
    with pytest.raises(PermissionDenied):
        enrolment.register(unit=three, quota_type=post_type, people=[new_person()], **(basis | {"actor": actor}))
    with pytest.raises(PermissionDenied):
        leaving.release(posting=posting, **(departure | {"actor": actor}))
    assert book() == before


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.DIRECTOR])
def test_the_whole_office_may_keep_it(
    role: Role, three: Unit, post_type: QuotaType, basis: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(role.value)
    assert enrolment.register(unit=three, quota_type=post_type, people=[new_person()], **(basis | {"actor": actor}))


def test_a_release_frees_the_post_for_somebody_else(
    three: Unit, post_type: QuotaType, balances: Balances, basis: dict[str, Any], departure: dict[str, Any]
) -> None:
    people = [new_person() for _ in range(3)]
    first, *_ = enrolment.register(unit=three, quota_type=post_type, people=people, **basis)
    released = leaving.release(posting=first, **departure)
    check_deferred()
    assert released.ended_on == departure["ended_on"]
    assert balances(three, post_type) == {"vacant": 1, "occupied": 2}
    enrolment.register(
        unit=three, quota_type=post_type, people=[people[0]], **(basis | {"started_on": departure["ended_on"]})
    )
    check_deferred()
    assert Person.objects.count() == 3
    assert [p.ended_on for p in Posting.objects.filter(person=first.person)] == [departure["ended_on"], None]


def test_a_release_happens_once_and_not_before_the_enrolment(
    three: Unit, post_type: QuotaType, basis: dict[str, Any], departure: dict[str, Any]
) -> None:
    [posting] = enrolment.register(unit=three, quota_type=post_type, people=[new_person("张示例")], **basis)
    early = departure | {"ended_on": STARTED - dt.timedelta(days=1)}
    assert refusals(lambda: leaving.release(posting=posting, **early)) == ["出编日期不能早于入编日期2026-03-01。"]
    leaving.release(posting=posting, **departure)
    assert refusals(lambda: leaving.release(posting=posting, **departure)) == ["张示例已于2026-04-01出编。"]


def test_a_back_dated_enrolment_may_not_overlap_the_former_post(
    three: Unit, post_type: QuotaType, basis: dict[str, Any], departure: dict[str, Any]
) -> None:
    person = new_person("张示例")
    [posting] = enrolment.register(unit=three, quota_type=post_type, people=[person], **basis)
    leaving.release(posting=posting, **departure)
    early = basis | {"started_on": departure["ended_on"] - dt.timedelta(days=1)}
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=[person], **early))
    assert said == [f"张示例已在{three.name}占编至2026-04-01，一人不得同时占用两个编制。"]


def test_people_above_the_cap_need_an_exception_and_the_vacant_posts_first(
    three: Unit, post_type: QuotaType, exception: QuotaException, balances: Balances, basis: dict[str, Any]
) -> None:
    def above(number: int) -> list[Posting]:
        people = [new_person() for _ in range(number)]
        today = basis | {"started_on": workdays.today()}
        return enrolment.enrol_with_exception(exception=exception, people=people, **today)

    assert refusals(lambda: above(1)) == [f"{three.name}“{post_type}”尚有空编3名，应先使用空编。"]
    enrolment.register(unit=three, quota_type=post_type, people=[new_person() for _ in range(3)], **basis)
    above(2)
    check_deferred()
    assert balances(three, post_type) == {"occupied": 5, "excess": -2}
    assert refusals(lambda: above(1)) == [f"{three.name}的“{post_type}”超编基数将达3名，有效的超编例外只批准2名。"]
    assert verification.verify() == []


def test_an_expired_exception_covers_nobody(
    three: Unit, post_type: QuotaType, exception: QuotaException, basis: dict[str, Any]
) -> None:
    QuotaException.objects.update(starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 12, 31))
    exception.refresh_from_db()
    enrolment.register(unit=three, quota_type=post_type, people=[new_person() for _ in range(3)], **basis)
    said = refusals(lambda: enrolment.enrol_with_exception(exception=exception, people=[new_person()], **basis))
    assert said == ["超编例外有效期为2025-01-01至2025-12-31，须涵盖入编日期至今。"]


def test_an_exception_covers_nobody_who_came_before_it(
    three: Unit, exception: QuotaException, basis: dict[str, Any]
) -> None:
    said = refusals(lambda: enrolment.enrol_with_exception(exception=exception, people=[new_person()], **basis))
    assert said == [f"超编例外有效期为{exception.starts_on}至{exception.ends_on}，须涵盖入编日期至今。"]


def test_a_unit_above_its_cap_only_releases_and_its_excess_shrinks_first(
    three: Unit, post_type: QuotaType, exception: QuotaException, balances: Balances, vacancies: Give,
    basis: dict[str, Any], departure: dict[str, Any],
) -> None:  # fmt: skip
    postings = enrolment.register(unit=three, quota_type=post_type, people=[new_person() for _ in range(3)], **basis)
    today = basis | {"started_on": workdays.today()}
    enrolment.enrol_with_exception(exception=exception, people=[new_person() for _ in range(2)], **today)
    departure["ended_on"] = workdays.today()
    vacancies(three, post_type, 1)
    said = refusals(lambda: enrolment.register(unit=three, quota_type=post_type, people=[new_person()], **basis))
    assert said == [f"{three.name}“{post_type}”超编2名，超编单位只出不进。"]
    expected = [{"occupied": 4, "excess": -1, "vacant": 1}, {"occupied": 3, "vacant": 1}, {"occupied": 2, "vacant": 2}]
    for posting, after in zip(postings, expected, strict=True):
        leaving.release(posting=posting, **departure)
        assert balances(three, post_type) == after
    check_deferred()
