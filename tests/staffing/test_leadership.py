"""占职: a leadership post is taken and left on its own account, with or without a posting."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import exceptions, verification
from quotas.models import QuotaType, Transfer
from staffing import enrolment, leadership
from staffing.appointing import Terms
from staffing.models import Person, Tenure
from tests.people import new_person
from tests.staffing.conftest import STARTED, Balances
from tests.staffing.test_enrolment import Give
from units.models import Unit


def check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")


@pytest.fixture
def teachers(
    school: Unit, post_type: QuotaType, chief: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> list[Person]:
    """Two people on posts of a school that has one leadership post."""
    vacancies(school, post_type, 2)
    vacancies(school, chief, 1)
    people = [new_person("张示例"), new_person("李示例")]
    return [p.person for p in enrolment.register(unit=school, quota_type=post_type, people=people, **basis)]


@pytest.fixture
def departure(departure: dict[str, Any]) -> dict[str, Any]:
    """Leaving an office asks for no reason of leaving the post."""
    return {name: value for name, value in departure.items() if name != "exit_reason"}


def test_a_leader_takes_the_post_and_leaves_it_while_the_posting_stays(
    school: Unit, chief: QuotaType, post_type: QuotaType, teachers: list[Person], balances: Balances,
    basis: dict[str, Any], departure: dict[str, Any],
) -> None:  # fmt: skip
    tenure = leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)
    check_deferred()
    assert balances(school, chief) == {"occupied": 1}
    assert tenure.history.get().document_number == basis["document"].number
    leadership.leave_office(tenure=tenure, **departure)
    check_deferred()
    assert balances(school, chief) == {"vacant": 1}
    assert balances(school, post_type) == {"occupied": 2}
    assert verification.verify() == []


def test_a_leader_from_elsewhere_takes_no_post_here(
    school: Unit, education: Unit, chief: QuotaType, post_type: QuotaType, teachers: list[Person], vacancies: Give,
    balances: Balances, basis: dict[str, Any],
) -> None:  # fmt: skip
    vacancies(education, chief, 1)
    leadership.appoint(unit=education, quota_type=chief, person=teachers[0], **basis)
    check_deferred()
    assert balances(education, chief) == {"occupied": 1}
    assert balances(education, post_type) == {}


def test_refusals_of_an_appointment_change_nothing(
    school: Unit, chief: QuotaType, post_type: QuotaType, teachers: list[Person], basis: dict[str, Any],
    departure: dict[str, Any], unit_clerk: User,
) -> None:  # fmt: skip
    tenure = leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)

    def said(**changes: Any) -> list[str]:
        before = (list(Tenure.objects.values()), Transfer.objects.count())
        given = {"unit": school, "quota_type": chief, "person": teachers[1], **basis, **changes}
        with pytest.raises(ValidationError) as refusal:
            leadership.appoint(**given)
        assert (list(Tenure.objects.values()), Transfer.objects.count()) == before
        return refusal.value.messages

    full = f"{school.name}“{chief}”核定1名、现任占职1名，没有空缺，须先免后任（一出一进）。"
    assert said() == [full]
    assert said(person=teachers[0]) == [f"张示例已任{school.name}“{chief}”职务。"]
    assert said(terms=Terms(takes_post=False)) == ["只有兼任可以不占职数。"]
    assert said(terms=Terms(title="长" * 61)) == ["职务不超过60字。"]
    assert said(terms=Terms(level=132)) != [full]
    assert said(quota_type=post_type) == ["请选择领导职数类型。"]
    assert said(reason="") == ["请填写事由。"]
    with pytest.raises(PermissionDenied):
        leadership.appoint(unit=school, quota_type=chief, person=teachers[1], **(basis | {"actor": unit_clerk}))
    with pytest.raises(ValidationError, match="不能早于任职日期"):
        leadership.leave_office(tenure=tenure, **(departure | {"ended_on": STARTED - dt.timedelta(days=1)}))
    leadership.leave_office(tenure=tenure, **departure)
    with pytest.raises(ValidationError, match="张示例已于2026-04-01免职"):
        leadership.leave_office(tenure=tenure, **departure)


def test_who_holds_an_office_concurrently_may_take_no_post(
    school: Unit, chief: QuotaType, teachers: list[Person], balances: Balances, basis: dict[str, Any],
    departure: dict[str, Any],
) -> None:  # fmt: skip
    leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)
    terms = Terms("书记", is_concurrent=True, takes_post=False)
    beside = leadership.appoint(unit=school, quota_type=chief, person=teachers[1], terms=terms, **basis)
    check_deferred()
    assert balances(school, chief) == {"occupied": 1}
    assert (beside.title, beside.is_concurrent, beside.takes_post) == ("书记", True, False)
    leadership.leave_office(tenure=beside, **departure)
    check_deferred()
    assert balances(school, chief) == {"occupied": 1}
    assert verification.verify() == []


def test_a_concurrent_office_needs_no_account_when_it_takes_no_post(
    education: Unit, chief: QuotaType, teachers: list[Person], balances: Balances, basis: dict[str, Any]
) -> None:
    terms = Terms("副局长", is_concurrent=True, takes_post=False)
    leadership.appoint(unit=education, quota_type=chief, person=teachers[0], terms=terms, **basis)
    check_deferred()
    assert balances(education, chief) == {}


def test_above_rank_is_held_on_a_paper_until_a_day(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, basis: dict[str, Any]
) -> None:
    until = workdays.today() + dt.timedelta(days=365)
    terms = Terms("校长", 132, above_rank_document=paper, above_rank_until=until)
    given = {"unit": school, "quota_type": chief, "person": teachers[0], **basis}
    with pytest.raises(ValidationError, match="任职层次县处级副职，超出规格；高配须填写批准文件和截止日期"):
        leadership.appoint(terms=Terms("校长", 132), **given)
    with pytest.raises(ValidationError, match="高配截止日期须晚于任职日期"):
        leadership.appoint(terms=Terms("校长", 132, above_rank_document=paper, above_rank_until=STARTED), **given)
    assert not Tenure.objects.exists()
    tenure = leadership.appoint(terms=terms, **given)
    assert (tenure.level, tenure.above_rank_document, tenure.above_rank_until) == (132, paper, until)


def test_a_leader_above_the_number_is_kept_by_a_dated_exception_only(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, balances: Balances,
    basis: dict[str, Any], departure: dict[str, Any], director: User,
) -> None:  # fmt: skip
    exception, given = _allowed(school, chief, paper, director), basis | {"started_on": workdays.today()}
    with pytest.raises(ValidationError, match="尚有空缺1名"):
        leadership.appoint_with_exception(exception=exception, person=teachers[0], **given)
    first = leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)
    with pytest.raises(ValidationError, match="须涵盖任职日期至今"):
        leadership.appoint_with_exception(exception=exception, person=teachers[1], **basis)
    tenure = leadership.appoint_with_exception(exception=exception, person=teachers[1], **given)
    check_deferred()
    assert tenure.exception == exception
    assert balances(school, chief) == {"occupied": 2, "excess": -1}
    leadership.leave_office(tenure=first, **(departure | {"ended_on": workdays.today()}))
    check_deferred()
    assert balances(school, chief) == {"occupied": 1}
    assert verification.verify() == []


def _allowed(school: Unit, chief: QuotaType, paper: Document, director: User) -> Any:
    return exceptions.allow_excess(
        actor=director, unit=school, quota_type=chief, people_count=1, authority="市委编委", document=paper,
        ends_on=workdays.today() + dt.timedelta(days=365), reason="合并过渡",
    )  # fmt: skip
