"""Secondment (借调): a person works elsewhere until a date and keeps the post; nobody stays away unnoticed."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Value
from django.db.models.functions import Greatest

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from staffing import policies
from staffing.models import Person, Posting, Secondment
from staffing.places import Act
from units.models import Unit

LONGEST = dt.timedelta(days=366 * 3)


@use_case
def second(
    *,
    actor: User,
    posting: Posting,
    host: Unit,
    starts_on: dt.date,
    ends_on: dt.date,
    document: Document,
    duty: str = "",
    reason: str,
    once: flow.Once | None = None,
) -> Secondment:
    """Register that a person on a post works for another unit until a date; the post stays where it is."""
    _ensure(actor, posting.unit, document)
    Person.objects.select_for_update(no_key=True).get(pk=posting.person_id)
    posting = Posting.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=posting.pk)
    wrong = _wrong_term(posting, starts_on, ends_on)
    if host.pk == posting.unit_id or not host.is_active:
        wrong["host"] = "请选择另一个在册单位。"
    if len(duty) > 120:
        wrong["duty"] = "借调工作不超过120字。"
    if wrong:
        raise ValidationError(wrong)
    if posting.ended_on is not None:
        raise ValidationError(f"{posting.person}已于{posting.ended_on}出编。", code="ended")
    present = Secondment.objects.active().filter(person=posting.person).select_related("host").first()
    if present is not None:
        said = f"{posting.person}已借调到{present.host}至{present.ends_on}，须先结束或延期。"
        raise ValidationError(said, code="seconded")
    made = Secondment.objects.create(
        person=posting.person, posting=posting, host=host, starts_on=starts_on, ends_on=ends_on, document=document,
        duty=duty.strip(),
    )  # fmt: skip
    flow.keep_receipt(actor, once, made)
    return made


@use_case
def prolong(
    secondment_id: int, *, actor: User, ends_on: dt.date, document: Document, reason: str,
    once: flow.Once | None = None,
) -> Secondment:  # fmt: skip
    """Let a secondment last longer, on a document."""
    found = _lock(secondment_id)
    _ensure(actor, found.posting.unit, document)
    if ends_on <= found.ends_on:
        raise ValidationError({"ends_on": f"延期后的期满日期须晚于{found.ends_on}。"}, code="ends_on")
    if wrong := _wrong_term(found.posting, found.starts_on, ends_on):
        raise ValidationError(wrong)
    found.ends_on, found.document = ends_on, document
    found.save(update_fields=["ends_on", "document"])
    flow.keep_receipt(actor, once, found)
    return found


@use_case
def end(
    secondment_id: int, *, actor: User, ended_on: dt.date, reason: str, once: flow.Once | None = None
) -> Secondment:
    """The person is back (结束借调)."""
    found = _lock(secondment_id)
    if not policies.may_keep_register(actor, found.posting.unit):
        raise PermissionDenied(f"只有主管{found.posting.unit.name}的编办可以登记借调。")
    if not reason.strip() or len(reason) > 120:
        raise ValidationError({"reason": "请填写事由，不超过120字。"}, code="required")
    if not found.starts_on <= ended_on <= workdays.today():
        raise ValidationError({"ended_on": f"结束日期须在{found.starts_on}至今天之间。"}, code="ended_on")
    found.ended_on, found.end_reason = ended_on, reason.strip()
    found.save(update_fields=["ended_on", "end_reason"])
    flow.keep_receipt(actor, once, found)
    return found


def end_with(posting: Posting, act: Act) -> None:
    """Building block: who leaves the post is seconded from it no more."""
    active = Secondment.objects.active().filter(posting=posting)
    active.update(ended_on=Greatest(F("starts_on"), Value(act.on)), end_reason="出编")


def _ensure(actor: User, unit: Unit, document: Document) -> None:
    if not policies.may_keep_register(actor, unit):
        raise PermissionDenied(f"只有主管{unit.name}的编办可以登记借调。")
    if document.state != Document.State.ISSUED:
        raise ValidationError({"document": "依据文件尚未印发。"}, code="document")
    acting.cite(document=document.number)


def _wrong_term(posting: Posting, starts_on: dt.date, ends_on: dt.date) -> dict[str, str]:
    wrong = {}
    if starts_on < posting.started_on:
        wrong["starts_on"] = f"开始日期不能早于入编日期{posting.started_on}。"
    if not starts_on < ends_on <= starts_on + LONGEST:
        wrong["ends_on"] = "期满日期须晚于开始日期，最长三年。"
    return wrong


def _lock(secondment_id: int) -> Secondment:
    related = ("posting__unit__region", "person", "host")
    found = Secondment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=secondment_id)
    if found.ended_on is not None:
        raise ValidationError(f"该借调已于{found.ended_on}结束。", code="ended")
    return found
