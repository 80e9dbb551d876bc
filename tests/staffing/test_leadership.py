"""占职: a leadership post is taken and left on its own account, with or without a posting."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.models import User
from quotas import verification
from quotas.models import QuotaType, Transfer
from staffing import enrolment, leadership
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

    assert said() == [f"{school.name}的“{chief}”空编只有0名，不足以划转1名。"]
    assert said(person=teachers[0]) == [f"张示例已占{school.name}“{chief}”职数。"]
    assert said(quota_type=post_type) == ["请选择领导职数类型。"]
    assert said(reason="") == ["请填写事由。"]
    with pytest.raises(PermissionDenied):
        leadership.appoint(unit=school, quota_type=chief, person=teachers[1], **(basis | {"actor": unit_clerk}))
    with pytest.raises(ValidationError, match="不能早于任职日期"):
        leadership.leave_office(tenure=tenure, **(departure | {"ended_on": STARTED - dt.timedelta(days=1)}))
    leadership.leave_office(tenure=tenure, **departure)
    with pytest.raises(ValidationError, match="张示例已于2026-04-01免职"):
        leadership.leave_office(tenure=tenure, **departure)
