"""Enrolment (入编): a named person and the post on the ledger move together or not at all."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from approvals.offices import office_of
from quotas.models import Bucket, QuotaException, QuotaType
from staffing import candidates, places, slots
from staffing.candidates import Entry
from staffing.facts import NewPerson
from staffing.models import EntryBasis, Opening, Person, Posting, Slot
from staffing.places import Act, Places
from units.models import Region, Unit


class Head(NamedTuple):
    """Somebody to enrol, and the slot that lets the unit do so."""

    slot: Slot
    person: NewPerson


@use_case
def enrol(
    *, actor: User, unit: Unit, heads: Sequence[Head], started_on: dt.date, document: Document, reason: str
) -> list[Posting]:
    """Put people on the posts that their slots hold, all or none, in the order given (先编后人).

    ValidationError names what is wrong with whom or with which slot, or a unit above its cap (超编单位只出不进).
    """
    act = Act(actor, started_on, document, reason)
    act.ensure(unit, field="started_on")
    return place(heads, unit=unit, act=act)


def place(heads: Sequence[Head], *, unit: Unit, act: Act) -> list[Posting]:
    """Building block: put people on the posts that their slots hold, by type and then in the order given."""
    people = [head.person for head in heads]
    entries = candidates.examined(unit, [head.slot.quota_type for head in heads], people)
    persons = candidates.persons_of(entries, act)
    done: list[Posting] = []
    by_type = sorted({head.slot.quota_type for head in heads}, key=lambda kind: kind.pk)
    locked = {kind: _within_cap(places.lock(unit, kind, Bucket.OCCUPIED)) for kind in by_type}
    own_slots = slots.use([head.slot for head in heads], unit=unit, on=act.on)
    for kind in by_type:
        mine = [(entry, own_slots[head.slot.pk]) for entry, head in zip(entries, heads, strict=True)]
        rows = [(entry, slot) for entry, slot in mine if slot.quota_type == kind]
        locked[kind].take(Bucket.LOCKED, len(rows), act, what="入编")
        done += _posted(rows, persons, locked[kind], act, EntryBasis.SLOT)
    return done


@use_case
def register(
    *,
    actor: User,
    unit: Unit,
    quota_type: QuotaType,
    people: Sequence[NewPerson],
    started_on: dt.date,
    document: Document,
    reason: str,
) -> list[Posting]:
    """Register who is there already (建账登记), all or none; the queries do not grow with the people.

    Only until the office has declared its register complete; after that people come on slots.
    """
    act = Act(actor, started_on, document, reason)
    ensure_open(unit)
    entries = candidates.checked(act, unit, [quota_type], people)
    persons = candidates.persons_of(entries, act)
    own = _within_cap(places.lock(unit, quota_type, Bucket.OCCUPIED))
    own.take(Bucket.VACANT, len(entries), act, what="入编")
    return _posted([(entry, None) for entry in entries], persons, own, act, EntryBasis.OPENING)


@use_case
def enrol_with_exception(
    *,
    actor: User,
    exception: QuotaException,
    people: Sequence[NewPerson],
    started_on: dt.date,
    document: Document,
    reason: str,
) -> list[Posting]:
    """Keep people above the cap (超编) under a dated exception in force; vacant posts are to be used first."""
    act = Act(actor, started_on, document, reason)
    unit, quota_type = exception.unit, exception.quota_type
    entries = candidates.checked(act, unit, [quota_type], people)
    if started_on < exception.starts_on or exception.ends_on < workdays.today():
        term = f"{exception.starts_on}至{exception.ends_on}"
        raise ValidationError(f"超编例外有效期为{term}，须涵盖入编日期至今。", code="not_covered")
    persons = candidates.persons_of(entries, act)
    own = places.lock(unit, quota_type, Bucket.OCCUPIED, Bucket.EXCESS)
    if vacant := own.balance(Bucket.VACANT):
        raise ValidationError(f"{unit.name}“{quota_type}”尚有空编{vacant}名，应先使用空编。", code="vacant_first")
    own.take(Bucket.EXCESS, len(entries), act, what="超编入编")
    return _posted([(entry, None) for entry in entries], persons, own, act, EntryBasis.EXCEPTION)


def ensure_open(unit: Unit) -> None:
    """Refuse to register existing staff where the office has declared its register complete."""
    ensure_opening(office_of(unit.region))


def ensure_opening(office: Region) -> None:
    """Refuse whatever belongs to the time before an office has declared its register complete (建账)."""
    complete = Opening.objects.filter(region=office).select_related("region").first()
    if complete is not None:
        day = workdays.day_of(complete.completed_at)
        raise ValidationError(f"{complete.region.name}已于{day}完成建账，入编须凭用编号办理。", code="opened")


def _within_cap(own: Places) -> Places:
    if own.over:
        said = f"{own.unit.name}“{own.quota_type}”超编{own.over}名，超编单位只出不进。"
        raise ValidationError(said, code="over_quota")
    return own


def _posted(
    rows: Sequence[tuple[Entry, Slot | None]], persons: dict[bytes, Person], own: Places, act: Act, basis: str
) -> list[Posting]:
    return Posting.objects.bulk_create(
        posting_of(entry, persons[entry.key], own.unit, own.quota_type, act, basis, slot) for entry, slot in rows
    )


def posting_of(
    entry: Entry, person: Person, unit: Unit, quota_type: QuotaType, act: Act, basis: str, slot: Slot | None = None
) -> Posting:
    """Building block: the unsaved posting of an entry; whoever saves it moves the ledger in the same transaction."""
    given = entry.given
    facts = {"enrolled_on": act.on, "entry_way": slot.channel if slot else "", **given.of_posting()}
    return Posting(
        person=person, unit=unit, quota_type=quota_type, started_on=act.on, document=act.document,
        division=given.division, title=given.title, basis=basis, slot=slot, **facts,
    )  # fmt: skip
