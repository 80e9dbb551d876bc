"""The time line of one record: every version with what changed in it, two versions side by side, a day in the past."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts import paging
from accounts.changes import KINDS, FieldChange, differences
from accounts.paging import Page

OUTSIDE = "应用之外"


@dataclass(frozen=True)
class Version:
    """One state of a record: who made it, when, why and on what paper, and what differs from the state before."""

    number: int
    at: dt.datetime
    kind: str
    actor_name: str
    reason: str
    case_number: str
    document_number: str
    request_id: str
    fields: list[FieldChange]

    @property
    def is_first(self) -> bool:
        """Nothing was there before."""
        return self.kind == KINDS["+"]

    @property
    def is_outside(self) -> bool:
        """Made by no use case of the product: by SQL, a shell or a restored backup."""
        return self.actor_name == OUTSIDE


def page_of(history: Any, pk: int, cursors: Mapping[str, str]) -> Page[Version]:
    """A page of the versions of a record, newest first; the cursors are numbers of versions."""
    own = versions_of(history, pk)
    page = paging.newest_first(own, cursors)
    return Page(_versions(history, page.rows, own), page.previous, page.next)


def versions_of(history: Any, pk: int) -> Any:
    """All versions of a record; some records are known by the case that they are the subject of."""
    key = next(field.attname for field in history.tracked_fields if field.primary_key)
    return history.objects.filter(**{key: pk})


def _versions(history: Any, rows: Sequence[Any], own: Any) -> list[Version]:
    """Each row beside the one before it; what a record began with is told as a change from nothing."""
    if not rows:
        return []
    earlier = own.filter(history_id__lt=rows[-1].history_id).order_by("-history_id").first()
    pairs = list(zip(rows, [*rows[1:], earlier or blank(history)], strict=True))
    return [_version(row, fields) for row, fields in zip(rows, differences(history, pairs), strict=True)]


def blank(history: Any) -> Any:
    """A version in which nothing is known yet."""
    return history(**{field.attname: None for field in history.tracked_fields})


def _version(row: Any, fields: list[FieldChange]) -> Version:
    return Version(
        number=row.history_id, at=row.history_date, kind=KINDS[row.history_type], actor_name=row.actor_name,
        reason=row.history_change_reason or "", case_number=row.case_number, document_number=row.document_number,
        request_id=row.request_id, fields=[field for field in fields if field.before != field.after],
    )  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Two versions of a record, the older first, and every field in which they differ."""

    older: Version
    newer: Version
    fields: list[FieldChange]


def compare(history: Any, pk: int, numbers: tuple[int, int]) -> Comparison | None:
    """Two versions side by side; None when one of them is no version of this record."""
    rows = list(versions_of(history, pk).filter(history_id__in=numbers).order_by("history_id"))
    if len(rows) != 2:
        return None
    older, newer = rows
    [fields] = differences(history, [(newer, older)])
    return Comparison(_version(older, []), _version(newer, []), fields)


@dataclass(frozen=True)
class Past:
    """A record as it stood at the end of a day: the version in force and all that it says."""

    on: dt.date
    version: Version


def as_of(history: Any, pk: int, on: dt.date) -> Past | None:
    """The record at the end of a day in China; None when it was not on record then."""
    end = timezone.make_aware(dt.datetime.combine(on + dt.timedelta(days=1), dt.time.min))
    row = versions_of(history, pk).filter(history_date__lt=end).order_by("-history_id").first()
    if row is None or row.history_type == "-":
        return None
    [fields] = differences(history, [(row, blank(history))])
    return Past(on, _version(row, fields))
