"""Taking and leaving a leadership post (占职): counted on its own account, whether or not the person has a posting."""

import datetime as dt

from django.core.exceptions import ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from quotas.models import Bucket, QuotaException, QuotaType
from staffing import appointing, places
from staffing.appointing import Appointment, Posts, Terms
from staffing.models import Person, Tenure
from staffing.places import Act, Places
from units.models import Unit

PLAIN = Terms()


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
    terms: Terms = PLAIN,
    once: flow.Once | None = None,
) -> Tenure:
    """Let a person take an office of the unit; a post (占职) only where one is vacant, after the rules have looked."""
    act = Act(actor, started_on, document, reason)
    tenure = _appointed(act, unit, quota_type, person, terms)
    flow.keep_receipt(actor, once, tenure)
    return tenure


@use_case
def appoint_with_exception(
    *,
    actor: User,
    exception: QuotaException,
    person: Person,
    started_on: dt.date,
    document: Document,
    reason: str,
    terms: Terms = PLAIN,
    once: flow.Once | None = None,
) -> Tenure:
    """Keep a leader above the number (超职数) under a dated exception in force; vacant posts are to be used first."""
    act = Act(actor, started_on, document, reason)
    if started_on < exception.starts_on or exception.ends_on < workdays.today():
        term = f"{exception.starts_on}至{exception.ends_on}"
        raise ValidationError(f"超职数例外有效期为{term}，须涵盖任职日期至今。", code="not_covered")
    if not terms.takes_post:
        raise ValidationError({"takes_post": "不占职的兼任不需要超职数例外。"}, code="takes_no_post")
    tenure = _appointed(act, exception.unit, exception.quota_type, person, terms, exception=exception)
    flow.keep_receipt(actor, once, tenure)
    return tenure


def _appointed(
    act: Act, unit: Unit, kind: QuotaType, person: Person, terms: Terms, *, exception: QuotaException | None = None
) -> Tenure:
    """Building block: check, lock people before accounts, ask the rules, take the post, write the tenure."""
    _ensure_shape(act, unit, kind, terms)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if terms.takes_post:
        own = places.lock(unit, kind, Bucket.OCCUPIED, *([Bucket.EXCESS] if exception else []))
    if Tenure.objects.active().filter(person=person, unit=unit, quota_type=kind).exists():
        raise ValidationError(f"{person}已任{unit.name}“{kind}”职务。", code="in_office")
    if terms.takes_post:
        _ensure_vacant_first(own, exception)
    _ensure_rules(act, unit, kind, terms, by_exception=exception is not None)
    if terms.takes_post:
        own.take(Bucket.EXCESS if exception else Bucket.VACANT, 1, act, what="超职数任职" if exception else "任职")
    return Tenure.objects.create(
        person=person, unit=unit, quota_type=kind, started_on=act.on, document=act.document, exception=exception,
        **(vars(terms) | {"title": terms.title.strip()}),
    )  # fmt: skip


def _ensure_shape(act: Act, unit: Unit, kind: QuotaType, terms: Terms) -> None:
    """What can be said of an appointment without the book."""
    act.ensure(unit, field="started_on")
    if not unit.is_active:
        raise ValidationError(f"{unit.name}已撤销，不能任职。", code="abolished")
    if kind.family != QuotaType.Family.LEADERSHIP or kind.is_group:
        raise ValidationError({"quota_type": "请选择领导职数类型。"}, code="quota_type")
    wrong = {}
    if len(terms.title) > 60:
        wrong["title"] = "职务不超过60字。"
    if not terms.takes_post and not terms.is_concurrent:
        wrong["takes_post"] = "只有兼任可以不占职数。"
    if terms.above_rank_until is not None and terms.above_rank_until <= act.on:
        wrong["above_rank_until"] = "高配截止日期须晚于任职日期。"
    if terms.above_rank_document is not None and terms.above_rank_document.state != Document.State.ISSUED:
        wrong["above_rank_document"] = "高配批准文件尚未印发。"
    if wrong:
        raise ValidationError(wrong)


def _ensure_vacant_first(own: Places, exception: QuotaException | None) -> None:
    vacant = own.balance(Bucket.VACANT)
    if exception is not None and vacant:
        said = f"{own.unit.name}“{own.quota_type}”尚有空缺{vacant}名，应先使用空缺。"
        raise ValidationError(said, code="vacant_first")


def _ensure_rules(act: Act, unit: Unit, kind: QuotaType, terms: Terms, *, by_exception: bool) -> None:
    found = {posts.quota_type.pk: posts for posts in appointing.posts_of(unit)}
    posts = found.get(kind.pk) or Posts(kind)
    appointment = Appointment(unit, posts, terms, act.on, by_exception)
    blocking = [finding for finding in appointing.examine(appointment) if finding.blocks]
    if blocking:
        raise ValidationError([ValidationError(found.sentence, code=found.rule) for found in blocking])


@use_case
def leave_office(
    *,
    actor: User,
    tenure: Tenure,
    ended_on: dt.date,
    reason: str,
    document: Document,
    once: flow.Once | None = None,
) -> Tenure:
    """Take a person out of an office from a day on (免职), and free the post; the posting is another matter."""
    act = Act(actor, ended_on, document, reason)
    act.ensure(tenure.unit, field="ended_on")
    Person.objects.select_for_update(no_key=True).get(pk=tenure.person_id)
    if tenure.takes_post:
        own = places.lock(tenure.unit, tenure.quota_type, Bucket.VACANT)
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=tenure.pk)
    if tenure.ended_on is not None:
        raise ValidationError(f"{tenure.person}已于{tenure.ended_on}免职。", code="ended")
    if ended_on < tenure.started_on:
        raise ValidationError({"ended_on": f"免职日期不能早于任职日期{tenure.started_on}。"}, code="before_start")
    if tenure.takes_post:
        own.give_back(act, what="免职")
    tenure.ended_on, tenure.end_document = ended_on, document
    tenure.save(update_fields=["ended_on", "end_document"])
    flow.keep_receipt(actor, once, tenure)
    return tenure
