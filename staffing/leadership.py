"""Taking and leaving a leadership post (占职): counted on its own account, whether or not the person has a posting."""

import datetime as dt

from django.core.exceptions import ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals.models import Document
from quotas.models import Bucket, QuotaType
from staffing import places
from staffing.models import Person, Tenure
from staffing.places import Act
from units.models import Unit


@use_case
def appoint(
    *,
    actor: User,
    unit: Unit,
    quota_type: QuotaType,
    person: Person,
    started_on: dt.date,
    document: Document,
    reason: str,
) -> Tenure:
    """Put a person in a vacant leadership post of the unit; refused with the ledger's sentence where there is none."""
    act = Act(actor, started_on, document, reason)
    act.ensure(unit, field="started_on")
    if not unit.is_active:
        raise ValidationError(f"{unit.name}已撤销，不能任职。", code="abolished")
    if quota_type.family != QuotaType.Family.LEADERSHIP or quota_type.is_group:
        raise ValidationError({"quota_type": "请选择领导职数类型。"}, code="quota_type")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    own = places.lock(unit, quota_type, Bucket.OCCUPIED)
    if Tenure.objects.active().filter(person=person, unit=unit, quota_type=quota_type).exists():
        raise ValidationError(f"{person}已占{unit.name}“{quota_type}”职数。", code="in_office")
    if own.over:
        raise ValidationError(f"{unit.name}“{quota_type}”超职数{own.over}名，只出不进。", code="over_quota")
    own.take(Bucket.VACANT, 1, act, what="任职")
    return Tenure.objects.create(
        person=person, unit=unit, quota_type=quota_type, started_on=started_on, document=document
    )


@use_case
def leave_office(*, actor: User, tenure: Tenure, ended_on: dt.date, reason: str, document: Document) -> Tenure:
    """Take a person out of a leadership post from a day on; the posting of the person is another matter."""
    act = Act(actor, ended_on, document, reason)
    act.ensure(tenure.unit, field="ended_on")
    Person.objects.select_for_update(no_key=True).get(pk=tenure.person_id)
    own = places.lock(tenure.unit, tenure.quota_type, Bucket.VACANT)
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=tenure.pk)
    if tenure.ended_on is not None:
        raise ValidationError(f"{tenure.person}已于{tenure.ended_on}免职。", code="ended")
    if ended_on < tenure.started_on:
        raise ValidationError({"ended_on": f"免职日期不能早于任职日期{tenure.started_on}。"}, code="before_start")
    own.give_back(act, what="免职")
    tenure.ended_on = ended_on
    tenure.save(update_fields=["ended_on"])
    return tenure
