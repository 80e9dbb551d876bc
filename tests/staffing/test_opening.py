"""建账完成: the director ends the time in which existing staff is registered, once and for good."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from approvals import workdays
from quotas.models import QuotaType
from staffing import enrolment, opening
from staffing.models import Opening
from tests.pages import signed_in, words
from tests.people import new_person
from tests.refusals import refused, untouched
from tests.threads import at_once, lost, won
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
REASON = "台账、人员、工资三方核对一致。"


def test_after_it_people_come_on_slots_only(
    region: Region, director: User, school: Unit, post_type: QuotaType, basis: dict[str, Any],
    vacancies: Callable[..., None],
) -> None:  # fmt: skip
    vacancies(school, post_type, 2)
    enrolment.register(unit=school, quota_type=post_type, people=[new_person()], **basis)
    done = opening.complete(actor=director, region=region, reason=f" {REASON} ")
    assert (done.reason, done.completed_by) == (REASON, director)
    with refused(says=f"澜川市已于{workdays.today()}完成建账，入编须凭用编号办理。"):
        enrolment.register(unit=school, quota_type=post_type, people=[new_person()], **basis)
    with refused(says="澜川市已确认建账完成。"):
        opening.complete(actor=director, region=region, reason=REASON)


def test_only_the_offices_own_director_with_a_reason(
    region: Region,
    town: Region,
    district: Region,
    director: User,
    clerk: User,
    head: User,
    committee: User,
    outsider: User,
) -> None:
    for user in (clerk, head, committee, outsider):
        with refused(PermissionDenied):
            opening.complete(actor=user, region=region, reason=REASON)
    for place in (district, town):
        with refused(PermissionDenied):
            opening.complete(actor=director, region=place, reason=REASON)
    with refused(says="请填写核对情况。"):
        opening.complete(actor=director, region=region, reason=" ")
    with refused(says="核对情况不超过200字。"):
        opening.complete(actor=director, region=region, reason="核" * 201)


def test_the_director_does_it_on_the_page(region: Region, director: User, clerk: User, outsider: User) -> None:
    client, other = signed_in(director), signed_in(clerk)
    assert "尚未完成建账" in words(client.get("/opening/"))
    with untouched():
        assert client.post("/opening/complete/", {"region": region.pk, "reason": ""}).status_code == 422
        assert client.post("/opening/complete/", {"region": "99999", "reason": REASON}).status_code == 422
        assert other.post("/opening/complete/", {"region": region.pk, "reason": REASON}).status_code == 403
    response = client.post("/opening/complete/", {"region": region.pk, "reason": REASON}, follow=True)
    assert "澜川市已确认建账完成，此后入编须凭用编号。" in words(response)
    assert REASON in words(other.get("/opening/"))
    assert "确认建账完成" not in words(other.get("/opening/"))
    assert REASON not in words(signed_in(outsider).get("/opening/"))


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update staffing_opening set reason = 'x'", "append_only"),
        ("delete from staffing_opening", "append_only"),
        (
            "insert into staffing_opening (region_id, completed_by_id, reason) select region_id, completed_by_id, '' "
            "from staffing_opening",
            "an_opening_says_what_was_checked",
        ),
    ],
)
def test_no_sql_takes_it_back(statement: str, rule: str, region: Region, director: User) -> None:
    opening.complete(actor=director, region=region, reason=REASON)
    with untouched(), pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rule in (refusal.value.__cause__.diag.constraint_name or "")


@pytest.mark.django_db(transaction=True)
def test_two_who_declare_it_at_once_do_it_once(region: Region, director: User) -> None:
    results = at_once(2, lambda _: opening.complete(actor=director, region=region, reason=REASON))
    assert (len(won(results)), lost(results)) == (1, ["澜川市已确认建账完成。"])
    assert Opening.objects.count() == 1
