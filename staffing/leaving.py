"""Release (出编): a person leaves the post, and the post is free again or the excess shrinks."""

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import flow
from approvals.models import Document
from approvals.offices import office_of
from quotas.models import Bucket
from staffing import places, seconding, slips
from staffing.models import ExitReason, Person, Posting, Slip
from staffing.places import Act


@use_case
def release(
    *,
    actor: User,
    posting: Posting,
    ended_on: dt.date,
    exit_reason: str,
    document: Document,
    reason: str,
    destination: str = "",
    once: flow.Once | None = None,
) -> Posting:
    """Take a person off the post from a day on; while the unit is over its cap the excess shrinks first."""
    act = Act(actor, ended_on, document, reason)
    act.ensure(posting.unit, field="ended_on")
    # People first, then accounts, then slots, then postings: the order in which enrolment locks them.
    Person.objects.select_for_update(no_key=True).get(pk=posting.person_id)
    posting = end(posting, act, exit_reason=exit_reason, destination=destination)
    flow.keep_receipt(actor, once, posting)
    return posting


def end(posting: Posting, act: Act, *, exit_reason: str, destination: str = "", what: str = "出编") -> Posting:
    """Building block: end the posting, give its place back, number the exit slip; the next waiting slot takes it.

    A secondment from the post ends with it.
    """
    if exit_reason not in ExitReason.values:
        raise ValidationError({"exit_reason": "请选择出编原因。"}, code="exit_reason")
    if len(destination) > 120:
        raise ValidationError({"destination": "去向不超过120字。"}, code="length")
    own = places.lock(posting.unit, posting.quota_type, Bucket.VACANT)
    posting = (
        Posting.objects.select_for_update(of=("self",)).select_related("person", "unit__region").get(pk=posting.pk)
    )
    if posting.ended_on is not None:
        raise ValidationError(f"{posting.person}已于{posting.ended_on}出编。", code="ended")
    if act.on < posting.started_on:
        raise ValidationError({"ended_on": f"出编日期不能早于入编日期{posting.started_on}。"}, code="before_start")
    posting.ended_on, posting.exit_reason, posting.exit_document = act.on, exit_reason, act.document
    posting.destination = destination.strip()
    posting.save(update_fields=["ended_on", "exit_reason", "destination", "exit_document"])
    seconding.end_with(posting, act)
    if act.document.state == Document.State.ISSUED:
        slips.issue([posting], kind=Slip.Kind.EXIT, region=office_of(posting.unit.region), actor=act.actor)
    if any(lender(posting, act) for lender in _lenders):
        return posting
    was_over = own.over
    own.give_back(act, what=what)
    if not was_over:
        places.hand_on(own, act)
    return posting


# Who may claim the post that somebody leaves, because it was only lent to the unit (talentpool).
Lender = Callable[[Posting, Act], bool]
_lenders: list[Lender] = []


def ask_first(lender: Lender) -> None:
    """Register somebody who takes back the post of whoever leaves it; returns whether it was theirs."""
    if lender not in _lenders:
        _lenders.append(lender)
