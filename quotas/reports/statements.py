"""Statements (台账) of a unit or a region between two dates: opening, every entry with its paper, closing."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from units.models import Region, Unit

from .balances import Which, read

Kinds = Collection[int] | None


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
    """台账 of an owner between two dates: opening, entries, closing; per quota type.

    Only the first entries are there when a limit was asked for and passed: then `is_cut`, and there is no closing.
    """

    opening: dict[int, int]
    entries: tuple[Entry, ...]
    closing: dict[int, int]
    is_cut: bool = False


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
STATEMENT = (
    OWN
    + """
    , moves as (
      select t.*, own.quota_type_id, own.bucket, t.target_id as other, -t.quantity as delta
        from own join quotas_transfer t on t.source_id = own.id {outgoing}
       where t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s
      union all
      select t.*, own.quota_type_id, own.bucket, t.source_id, t.quantity
        from own join quotas_transfer t on t.target_id = own.id {incoming}
       where t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s
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
    + """
    select quota_type_id, sum(plus)::bigint, sum(minus)::bigint from (
      select own.quota_type_id, 0 as plus, t.quantity as minus
        from own join quotas_transfer t on t.source_id = own.id {outgoing}
       where t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s
      union all
      select own.quota_type_id, t.quantity, 0
        from own join quotas_transfer t on t.target_id = own.id {incoming}
       where t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s) m
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
) -> Statement:
    """The unit's statement (台账): its running balance is the approved number plus what is borrowed, per type."""
    return statement_of(unit_accounts(unit), start, end, known_at=known_at, kinds=kinds, limit=limit)


def statement_of_region(
    region: Region,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
) -> Statement:
    """The region's own statement: reserve, locked reserve and pool."""
    return statement_of(region_accounts(region), start, end, known_at=known_at, kinds=kinds, limit=limit)


def statement_of_region_total(
    region: Region,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
) -> Statement:
    """Why the region's total (总量) is what it is: only what came in from outside the region or left it."""
    return statement_of(accounts_within(region), start, end, known_at=known_at, kinds=kinds, limit=limit)


def statement_of(
    owned: Owned,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
) -> Statement:
    """The statement of some accounts between two dates, as known at a moment; at most so many entries."""
    opening = owned.opening(start, known_at)
    more = {"limit": None if limit is None else limit + 1}
    rows = _rows(STATEMENT, owned, start, end, known_at, kinds, crossing=owned.crossing, **more)
    return _running({k: v for k, v in opening.items() if kinds is None or k in kinds}, rows, limit)


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
    **more: Any,
) -> list[tuple[Any, ...]]:
    ends = {"outgoing": "t.target_id", "incoming": "t.source_id"}
    outside = {k: f"and not exists (select 1 from own i where i.id = {v})" if crossing else "" for k, v in ends.items()}
    among = "" if kinds is None else "and a.quota_type_id = any(%(kinds)s)"
    known = known_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    params = {"owner": owned.value, "kinds": list(kinds or ()), "start": start, "end": end, "known": known, **more}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(own=owned.where.replace("%s", "%(owner)s"), kinds=among, **outside), params)
        return list(cursor.fetchall())


def _running(opening: dict[int, int], rows: list[tuple[Any, ...]], limit: int | None) -> Statement:
    is_cut = limit is not None and len(rows) > limit
    running = dict(opening)
    entries = []
    for row in rows[:limit]:
        transfer, on, at, kind, bucket, counter, counter_bucket, delta, *paper = row
        running[kind] = running.get(kind, 0) + delta
        entries.append(Entry(transfer, on, at, kind, bucket, counter, counter_bucket, delta, running[kind], *paper))
    return Statement(opening, tuple(entries), {} if is_cut else running, is_cut)
