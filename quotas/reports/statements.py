"""Statements (台账) of a unit or a region between two dates: opening, every entry with its paper, closing."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from units.models import Region, Unit

from .balances import Which, read

Kinds = Collection[int] | None
MOST = 2**63 - 1


@dataclass(frozen=True)
class Entry:
    """One line of a statement: a transfer seen from the owner, with the running balance of its approved number."""

    transfer_id: int
    effective_on: dt.date
    recorded_at: dt.datetime
    quota_type_id: int
    bucket: str
    counter_owner: str
    counter_bucket: str
    delta: int
    running: int
    reason: str
    document_id: int
    document_number: str
    case_number: str | None
    actor_name: str
    counter_unit_number: str | None = None
    counter_region_code: str = ""
    reverses_id: int | None = None
    reversed_by_id: int | None = None


@dataclass(frozen=True)
class Statement:
    """台账 of an owner between two dates, or one page of it: opening, entries, closing; per quota type.

    A page that is not the first opens with what the earlier ones carried forward (承前页). Where `next` names the place
    after which another one begins, the closing is what this one carries over (过次页).
    """

    opening: dict[int, int]
    entries: tuple[Entry, ...]
    closing: dict[int, int]
    next: str = ""

    @property
    def is_cut(self) -> bool:
        return bool(self.next)


class Place(NamedTuple):
    """An entry's place in a statement, as a page's cursor names it: its day and its transfer."""

    on: dt.date
    transfer_id: int

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}.{self.transfer_id}"

    @classmethod
    def of(cls, text: str) -> "Place | None":
        """The place a cursor names; None for one that cannot be read."""
        found = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.(\d{1,18})", text, re.ASCII)
        try:
            return cls(dt.date.fromisoformat(found[1]), int(found[2])) if found else None
        except ValueError:
            return None


BEGINNING = Place(dt.date.min, 0)


@dataclass(frozen=True)
class Sum:
    """What came in to an owner and what left it between two dates, for one type."""

    quota_type_id: int
    opening: int
    plus: int
    minus: int

    @property
    def closing(self) -> int:
        return self.opening + self.plus - self.minus

    @property
    def is_empty(self) -> bool:
        return not (self.opening or self.plus or self.minus)


@dataclass(frozen=True)
class Owned:
    """The accounts that a statement is about: those of a unit, a region's own, or all within a region.

    `crossing` leaves out what only moved among them.
    """

    where: str
    value: int | str
    scope: Region | None
    few: bool = True
    crossing: bool = False

    def opening(self, start: dt.date, known_at: dt.datetime | None) -> dict[int, int]:
        """The sum of the accounts by type on the evening before the first day."""
        which = Which(self.where, [self.value], owner="0", few=self.few)
        balances = read(which, self.scope, start - dt.timedelta(days=1), known_at)
        return {balance.quota_type_id: sum(balance.buckets.values()) for balance in balances}


def unit_accounts(unit: Unit) -> Owned:
    return Owned("a.unit_id = %s", unit.pk, None)


def region_accounts(region: Region) -> Owned:
    """Reserve, locked reserve and pool of the region itself."""
    return Owned("a.unit_id is null and a.bucket <> 'granted' and a.region_id = %s", region.pk, None)


def accounts_within(region: Region, *, own_level: bool = False) -> Owned:
    """All that lies in the region and below it, or in its own level (本级) alone."""
    prefix = region.prefix if own_level else region.prefix + "%"
    few = own_level or region.parent_id is not None
    return Owned("a.bucket <> 'granted' and r.prefix like %s", prefix, region, few=few, crossing=True)


OWN = """
    with own as (select a.id, a.quota_type_id, a.bucket from quotas_quotaaccount a
                   left join units_region r on r.id = a.region_id where {own} {kinds})
"""
WITHIN = "t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s"
STATEMENT = (
    OWN
    + f"""
    , moves as (
      select t.*, own.quota_type_id, own.bucket, t.target_id as other, -t.quantity as delta
        from own join quotas_transfer t on t.source_id = own.id {{outgoing}}
       where {WITHIN} and (t.effective_on, t.id) > (%(after_on)s, %(after_id)s)
      union all
      select t.*, own.quota_type_id, own.bucket, t.source_id, t.quantity
        from own join quotas_transfer t on t.target_id = own.id {{incoming}}
       where {WITHIN} and (t.effective_on, t.id) > (%(after_on)s, %(after_id)s)
       order by effective_on, id, delta limit %(limit)s)
    select m.id, m.effective_on, m.recorded_at, m.quota_type_id, m.bucket,
           coalesce(u.name, r.name), o.bucket, m.delta, m.reason, m.document_id, d.number, c.number, m.actor_name,
           u.number, r.code, m.reverses_id, x.id
      from moves m
      join quotas_quotaaccount o on o.id = m.other
      join units_region r on r.id = o.region_id
      left join units_unit u on u.id = o.unit_id
      join approvals_document d on d.id = m.document_id
      left join approvals_case c on c.id = m.case_id
      left join quotas_transfer x on x.reverses_id = m.id and x.recorded_at <= %(known)s
     order by m.effective_on, m.id, m.delta
"""
)


SUMS = (
    OWN
    + f"""
    select quota_type_id, sum(plus)::bigint, sum(minus)::bigint from (
      select own.quota_type_id, 0 as plus, t.quantity as minus
        from own join quotas_transfer t on t.source_id = own.id {{outgoing}}
       where {WITHIN} and (t.effective_on, t.id) <= (%(upto_on)s, %(upto_id)s)
      union all
      select own.quota_type_id, t.quantity, 0
        from own join quotas_transfer t on t.target_id = own.id {{incoming}}
       where {WITHIN} and (t.effective_on, t.id) <= (%(upto_on)s, %(upto_id)s)) m
     group by quota_type_id
"""
)


def statement_of_unit(
    unit: Unit,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
    after: Place | None = None,
) -> Statement:
    """The unit's statement (台账): its running balance is the approved number plus what is borrowed, per type."""
    return statement_of(unit_accounts(unit), start, end, known_at=known_at, kinds=kinds, limit=limit, after=after)


def statement_of_region(
    region: Region,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
    after: Place | None = None,
) -> Statement:
    """The region's own statement: reserve, locked reserve and pool."""
    return statement_of(region_accounts(region), start, end, known_at=known_at, kinds=kinds, limit=limit, after=after)


def statement_of_region_total(
    region: Region,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
    after: Place | None = None,
) -> Statement:
    """Why the region's total (总量) is what it is: only what came in from outside the region or left it."""
    return statement_of(accounts_within(region), start, end, known_at=known_at, kinds=kinds, limit=limit, after=after)


def statement_of(
    owned: Owned,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
    after: Place | None = None,
) -> Statement:
    """The statement of some accounts between two dates, as known at a moment; at most so many entries after a place."""
    opening = owned.opening(start, known_at)
    opening = {kind: value for kind, value in opening.items() if kinds is None or kind in kinds}
    if after is not None:
        for kind, plus, minus in _rows(SUMS, owned, start, end, known_at, kinds, crossing=owned.crossing, upto=after):
            opening[kind] = opening.get(kind, 0) + plus - minus
    rows = _rows(
        STATEMENT, owned, start, end, known_at, kinds, crossing=owned.crossing, after=after or BEGINNING,
        limit=None if limit is None else limit + 1,
    )  # fmt: skip
    return _running(opening, rows, limit)


def sums_of(owned: Owned, start: dt.date, end: dt.date, *, known_at: dt.datetime | None = None) -> dict[int, Sum]:
    """What came in and what left between two dates, by type; moves among the accounts do not count."""
    rows = {kind: (plus, minus) for kind, plus, minus in _rows(SUMS, owned, start, end, known_at, None, crossing=True)}
    opening = owned.opening(start, known_at)
    return {kind: Sum(kind, opening.get(kind, 0), *rows.get(kind, (0, 0))) for kind in {*rows, *opening}}


def _rows(
    sql: str,
    owned: Owned,
    start: dt.date,
    end: dt.date,
    known_at: dt.datetime | None,
    kinds: Kinds,
    *,
    crossing: bool,
    after: Place = BEGINNING,
    upto: Place | None = None,
    limit: int | None = None,
) -> list[tuple[Any, ...]]:
    ends = {"outgoing": "t.target_id", "incoming": "t.source_id"}
    outside = {k: f"and not exists (select 1 from own i where i.id = {v})" if crossing else "" for k, v in ends.items()}
    among = "" if kinds is None else "and a.quota_type_id = any(%(kinds)s)"
    known = known_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    params = {
        "owner": owned.value,
        "kinds": list(kinds or ()),
        "start": start,
        "end": end,
        "known": known,
        "limit": limit,
    }
    last = upto or Place(end, MOST)
    params |= {"after_on": after.on, "after_id": after.transfer_id, "upto_on": last.on, "upto_id": last.transfer_id}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(own=owned.where.replace("%s", "%(owner)s"), kinds=among, **outside), params)
        return list(cursor.fetchall())


def _running(opening: dict[int, int], rows: list[tuple[Any, ...]], limit: int | None) -> Statement:
    kept = rows if limit is None or len(rows) <= limit else _whole_moves(rows, limit)
    running = dict(opening)
    entries = []
    for row in kept:
        transfer, on, at, kind, bucket, counter, counter_bucket, delta, *paper = row
        running[kind] = running.get(kind, 0) + delta
        entries.append(Entry(transfer, on, at, kind, bucket, counter, counter_bucket, delta, running[kind], *paper))
    following = str(Place(entries[-1].effective_on, entries[-1].transfer_id)) if len(kept) < len(rows) else ""
    return Statement(opening, tuple(entries), running, following)


def _whole_moves(rows: list[tuple[Any, ...]], limit: int) -> list[tuple[Any, ...]]:
    """The first rows, without one half of a move within the accounts whose other half would stand on the next page."""
    return rows[: limit - 1] if limit > 1 and rows[limit][0] == rows[limit - 1][0] else rows[:limit]
