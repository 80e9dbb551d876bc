"""Statements (台账) of a unit or a region between two dates: opening, every entry with its paper, closing."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from units.models import Region, Unit

from .balances import Balance, Which, balances_of_unit, own_of_region, read

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


STATEMENT = """
    with own as (select a.id, a.quota_type_id, a.bucket from quotas_quotaaccount a
                   left join units_region r on r.id = a.region_id where {own}),
    moves as (
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
    opening = balances_of_unit(unit, as_of=start - dt.timedelta(days=1), known_at=known_at)
    own = "a.unit_id = %(owner)s"
    return _statement(opening, own, {"owner": unit.pk}, start, end, known_at, kinds, limit)


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
    opening = own_of_region(region, as_of=start - dt.timedelta(days=1), known_at=known_at)
    own = "a.unit_id is null and a.region_id = %(owner)s and a.bucket <> 'granted'"
    return _statement(opening, own, {"owner": region.pk}, start, end, known_at, kinds, limit)


def statement_of_region_total(
    region: Region,
    start: dt.date,
    end: dt.date,
    *,
    known_at: dt.datetime | None = None,
    kinds: Kinds = None,
    limit: int | None = None,
    own_level: bool = False,
) -> Statement:
    """Why the region's total (总量) is what it is: only what came in from outside the region or left it.

    With `own_level` the total is that of the region's own level (本级), without the regions below it.
    """
    inside = "r.prefix like %s and a.bucket <> 'granted'"
    prefix = region.prefix if own_level else region.prefix + "%"
    which = Which(inside, [prefix], owner="0", few=region.parent_id is not None)
    opening = read(which, region, start - dt.timedelta(days=1), known_at)
    own, params = inside.replace("%s", "%(owner)s"), {"owner": prefix}
    return _statement(opening, own, params, start, end, known_at, kinds, limit, crossing=True)


def _statement(
    balances: Iterable[Balance],
    own: str,
    params: dict[str, Any],
    start: dt.date,
    end: dt.date,
    known_at: dt.datetime | None,
    kinds: Kinds,
    limit: int | None,
    *,
    crossing: bool = False,
) -> Statement:
    opening = {b.quota_type_id: sum(b.buckets.values()) for b in balances if kinds is None or b.quota_type_id in kinds}
    if kinds is not None:
        own, params = f"{own} and a.quota_type_id = any(%(kinds)s)", {**params, "kinds": list(kinds)}
    ends = {"outgoing": "t.target_id", "incoming": "t.source_id"}
    outside = {k: f"and not exists (select 1 from own i where i.id = {v})" if crossing else "" for k, v in ends.items()}
    known = known_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    more = {"start": start, "end": end, "known": known, "limit": None if limit is None else limit + 1}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(own=own, **outside), {**params, **more})
        rows = cursor.fetchall()
    return _running(opening, rows, limit)


def _running(opening: dict[int, int], rows: list[tuple[Any, ...]], limit: int | None) -> Statement:
    is_cut = limit is not None and len(rows) > limit
    running = dict(opening)
    entries = []
    for row in rows[:limit]:
        transfer, on, at, kind, bucket, counter, counter_bucket, delta, *paper = row
        running[kind] = running.get(kind, 0) + delta
        entries.append(Entry(transfer, on, at, kind, bucket, counter, counter_bucket, delta, running[kind], *paper))
    return Statement(opening, tuple(entries), {} if is_cut else running, is_cut)
