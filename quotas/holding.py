"""Holds (锁定): a decision takes its posts out of reach at once and posts them when the document takes effect."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q

from accounts.models import User
from approvals import workdays
from approvals.models import Case, Document
from quotas import ledger
from quotas.ledger import Posting
from quotas.models import Bucket, Hold, QuotaAccount

HOLD_DAYS = 180


class Promise(NamedTuple):
    """What a decision promises: so many posts from an account to an account (none yet: its owner is to be set up)."""

    source: QuotaAccount
    target: QuotaAccount | None
    quantity: int


def hold(
    case: Case, promises: list[Promise], *, effective_on: dt.date, document: Document, actor: User, reason: str
) -> None:
    """Lock what the case was promised; a grant from outside the installation has nothing to lock."""
    today = workdays.today()
    holds = [_hold(case, promise, effective_on, today) for promise in promises]
    Hold.objects.bulk_create(holds)
    postings = [
        Posting(h.source, h.locked, h.quantity, f"hold:{h.pk}:lock") for h in holds if h.locked is not None
    ]  # fmt: skip
    if postings:
        ledger.post(
            postings, document=document, actor=actor, effective_on=min(effective_on, today), case=case,
            reason=f"锁定：{reason}"[:200],
        )  # fmt: skip


def _hold(case: Case, promise: Promise, effective_on: dt.date, today: dt.date) -> Hold:
    source = promise.source
    locked = None
    if source.bucket != Bucket.GRANTED:
        # A post of a pool stays one of that pool while it is locked.
        locked = ledger.open_account(source.owner, source.quota_type, Bucket.LOCKED, pool=source.pool)
    return Hold(
        case=case, source=source, locked=locked, target=promise.target, quantity=promise.quantity,
        effective_on=effective_on, expires_on=max(today, effective_on) + dt.timedelta(days=HOLD_DAYS),
    )  # fmt: skip


def post(case: Case, *, document: Document, actor: User, reason: str) -> None:
    """Post what the case holds, on its effective date or today, whichever is earlier; it clears what is over first."""
    holds = _open(case)
    if not holds:
        return
    postings = [
        Posting(h.locked or h.source, h.target, h.quantity, f"hold:{h.pk}:post") for h in holds if h.target is not None
    ]
    clearing = _clearing(case, postings)
    ledger.post(
        postings, document=document, actor=actor, case=case, reason=reason[:200],
        effective_on=min(holds[0].effective_on, workdays.today()),
    )  # fmt: skip
    if clearing:
        ledger.post(
            clearing, document=document, actor=actor, case=case, effective_on=workdays.today(),
            reason=f"消化超编：{reason}"[:200],
        )  # fmt: skip
    _settle(holds, Hold.State.POSTED)


def _clearing(case: Case, postings: list[Posting]) -> list[Posting]:
    """Posts that arrive where people are above the cap clear that first (消化超编), from today on."""
    arriving: dict[tuple[int | None, int], int] = defaultdict(int)
    vacant = {
        (p.target.unit_id, p.target.quota_type_id): p.target for p in postings if p.target.bucket == Bucket.VACANT
    }
    for posting in postings:
        arriving[posting.target.unit_id, posting.target.quota_type_id] += posting.quantity
    over = Q(bucket=Bucket.EXCESS, balance__lt=0, unit__in=[unit for unit, _ in vacant])
    if not vacant or not QuotaAccount.objects.filter(over).exists():
        return []
    # All at once and in id order, as the gate locks them.
    moved = Q(pk__in=[account.pk for posting in postings for account in (posting.source, posting.target)])
    locked = list(QuotaAccount.objects.select_for_update(no_key=True).filter(moved | over).order_by("id"))
    found = [(a, (a.unit_id, a.quota_type_id)) for a in locked if a.bucket == Bucket.EXCESS and a.balance < 0]
    return [
        Posting(vacant[whose], excess, min(arriving[whose], -excess.balance), f"case:{case.pk}:clear:{excess.pk}")
        for excess, whose in found
        if whose in vacant
    ]


def release(case: Case, *, document: Document, actor: User, reason: str) -> None:
    """Give back what the case holds; what was promised is free again from today on."""
    holds = _open(case)
    postings = [
        Posting(h.locked, h.source, h.quantity, f"hold:{h.pk}:release") for h in holds if h.locked is not None
    ]  # fmt: skip
    if postings:
        ledger.post(
            postings, document=document, actor=actor, case=case, effective_on=workdays.today(),
            reason=f"解锁：{reason}"[:200],
        )  # fmt: skip
    _settle(holds, Hold.State.RELEASED)


def _open(case: Case) -> list[Hold]:
    related = ("source__unit", "source__region", "locked", "target")
    holds = Hold.objects.select_for_update(of=("self",)).select_related(*related)
    return list(holds.filter(case=case, state=Hold.State.HELD).order_by("id"))


def _settle(holds: list[Hold], state: Hold.State) -> None:
    Hold.objects.filter(pk__in=[hold.pk for hold in holds]).update(state=state)
