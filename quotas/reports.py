"""Reading the book: balances as of any date and as known at any moment, statements, overviews. Plain SQL, read only."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from approvals import workdays
from quotas.models import Bucket, Period
from units.models import Region, Unit


@dataclass(frozen=True)
class Balance:
    """The numbers of one owner for one type (posts): what is approved and what it is made of."""

    owner_id: int | None
    quota_type_id: int
    buckets: dict[str, int]

    def __getattr__(self, name: str) -> int:
        if name in Bucket.values:
            return self.buckets.get(name, 0)
        raise AttributeError(name)

    @property
    def approved(self) -> int:
        """核定 = vacant + locked + occupied + excess."""
        return self.vacant + self.locked + self.occupied + self.excess

    @property
    def over(self) -> int:
        """How many people above the cap (超编)."""
        return -self.excess

    @property
    def borrowed(self) -> int:
        """Posts borrowed from a pool (周转借用)."""
        return self.borrowed_locked + self.borrowed_occupied


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


@dataclass(frozen=True)
class Statement:
    """台账 of an owner between two dates: opening, entries, closing; per quota type."""

    opening: dict[int, int]
    entries: tuple[Entry, ...]
    closing: dict[int, int]


def balances_of_unit(unit: Unit, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None) -> list[Balance]:
    """The unit's numbers for each type it has, as of a date and as known at a moment."""
    return _fold(_balances("a.unit_id = %s", [unit.pk], unit.region, as_of, known_at), by_unit=True)


def balances_of_units(
    region: Region, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None
) -> list[Balance]:
    """The numbers of every unit of the region and below, per type: one statement, whatever the size."""
    where = "a.unit_id is not null and r.prefix like %s"
    return _fold(_balances(where, [region.prefix + "%"], region, as_of, known_at), by_unit=True)


def totals_by_region(
    region: Region, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None
) -> list[Balance]:
    """The sums of each region (itself and its units, not its lower regions) and type; owner_id is the region."""
    where = "r.prefix like %s"
    return _fold(_balances(where, [region.prefix + "%"], region, as_of, known_at, grouped=True), by_unit=False)


Row = tuple[int, int, str, int]


def _fold(rows: Iterable[Row], *, by_unit: bool) -> list[Balance]:
    found: dict[tuple[int, int], dict[str, int]] = {}
    for owner, kind, bucket, value in rows:
        buckets = found.setdefault((owner, kind), {})
        buckets[bucket] = buckets.get(bucket, 0) + value
    return [Balance(owner, kind, buckets) for (owner, kind), buckets in found.items()]


def _balances(
    where: str,
    params: list[Any],
    scope: Region,
    as_of: dt.date | None,
    known_at: dt.datetime | None,
    *,
    grouped: bool = False,
) -> list[Row]:
    """(owner, type, bucket, balance) rows: from today's balances, walked back, or on from a checkpoint."""
    base, base_params = _base(scope, as_of, known_at)
    owner = "a.region_id" if grouped else "a.unit_id"
    value, tail = ("sum(b.balance)", f"group by {owner}, a.quota_type_id, a.bucket") if grouped else ("b.balance", "")
    sql = f"""
        with b as ({base})
        select {owner}, a.quota_type_id, a.bucket, {value}
          from b join quotas_quotaaccount a on a.id = b.id
          join units_region r on r.id = a.region_id
         where {where} {tail}
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*base_params, *params])
        return [(o, k, b, int(v)) for o, k, b, v in cursor.fetchall()]


MOVES = """
    select id, sum(delta)::bigint as delta from (
      select source_id as id, -quantity::bigint as delta, effective_on, recorded_at from quotas_transfer where {when}
      union all
      select target_id, quantity, effective_on, recorded_at from quotas_transfer where {when}) m group by id
"""


def _base(scope: Region, as_of: dt.date | None, known_at: dt.datetime | None) -> tuple[str, list[Any]]:
    today = workdays.today()
    current = as_of is None or as_of >= today
    if known_at is not None and known_at < timezone.now():
        when, params = "(effective_on > %s or recorded_at > %s)", [as_of or today, known_at]
        return _walked_back(when), params * 2
    if current or as_of is None:
        return "select id, balance from quotas_quotaaccount", []
    period = _checkpoint(scope, as_of)
    if period is not None and as_of - period.ends_on < today - as_of:
        return _carried_on(), [as_of, period.ends_on] * 2 + [period.pk]
    return _walked_back("effective_on > %s"), [as_of] * 2


def _walked_back(when: str) -> str:
    moves = MOVES.format(when=when)
    return (
        "select a.id, a.balance - coalesce(m.delta, 0) as balance "
        f"from quotas_quotaaccount a left join ({moves}) m on m.id = a.id"
    )


def _carried_on() -> str:
    moves = MOVES.format(when="effective_on <= %s and effective_on > %s")
    return (
        f"select a.id, coalesce(p.balance, 0) + coalesce(m.delta, 0) as balance from quotas_quotaaccount a "
        f"left join ({moves}) m on m.id = a.id "
        "left join quotas_periodbalance p on p.account_id = a.id and p.period_id = %s"
    )


def _checkpoint(scope: Region, as_of: dt.date) -> Period | None:
    """The last closed period before the date of a region that covers the whole scope."""
    prefixes = [scope.prefix[:n] for n in (2, 4, 6, 9, 12) if n <= len(scope.prefix)]
    return Period.objects.filter(region__prefix__in=prefixes, ends_on__lte=as_of).order_by("-ends_on").first()


STATEMENT = """
    with own as (select a.id, a.quota_type_id, a.bucket from quotas_quotaaccount a where {own}),
    moves as (
      select t.id as transfer_id, t.effective_on, t.recorded_at, own.quota_type_id, own.bucket, t.target_id as other,
             -t.quantity as delta, t.reason, t.document_id, t.case_id, t.actor_name
        from own join quotas_transfer t on t.source_id = own.id
       where t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s
      union all
      select t.id, t.effective_on, t.recorded_at, own.quota_type_id, own.bucket, t.source_id,
             t.quantity, t.reason, t.document_id, t.case_id, t.actor_name
        from own join quotas_transfer t on t.target_id = own.id
       where t.effective_on between %(start)s and %(end)s and t.recorded_at <= %(known)s)
    select m.transfer_id, m.effective_on, m.recorded_at, m.quota_type_id, m.bucket,
           coalesce(u.name, r.name), o.bucket, m.delta, m.reason, m.document_id, d.number, c.number, m.actor_name
      from moves m
      join quotas_quotaaccount o on o.id = m.other
      join units_region r on r.id = o.region_id
      left join units_unit u on u.id = o.unit_id
      join approvals_document d on d.id = m.document_id
      left join approvals_case c on c.id = m.case_id
     order by m.effective_on, m.transfer_id, m.delta
"""


def statement_of_unit(unit: Unit, start: dt.date, end: dt.date, *, known_at: dt.datetime | None = None) -> Statement:
    """The unit's statement (台账): its running balance is the approved number plus what is borrowed, per type."""
    opening = _total(balances_of_unit(unit, as_of=start - dt.timedelta(days=1), known_at=known_at))
    rows = _moves("a.unit_id = %(owner)s", {"owner": unit.pk}, start, end, known_at)
    return _statement(opening, rows)


def statement_of_region(
    region: Region, start: dt.date, end: dt.date, *, known_at: dt.datetime | None = None
) -> Statement:
    """The region's own statement: reserve, locked reserve and pool."""
    own = "a.unit_id is null and a.region_id = %(owner)s and a.bucket <> 'granted'"
    before = start - dt.timedelta(days=1)
    sql = "a.unit_id is null and a.region_id = %s and a.bucket <> 'granted'"
    found = _fold(_balances(sql, [region.pk], region, before, known_at, grouped=True), by_unit=False)
    return _statement(_total(found), _moves(own, {"owner": region.pk}, start, end, known_at))


def _total(balances: Iterable[Balance]) -> dict[int, int]:
    return {b.quota_type_id: sum(b.buckets.values()) for b in balances}


def _moves(
    own: str, params: dict[str, Any], start: dt.date, end: dt.date, known_at: dt.datetime | None
) -> list[tuple[Any, ...]]:
    known = known_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(own=own), {**params, "start": start, "end": end, "known": known})
        return list(cursor.fetchall())


def _statement(opening: dict[int, int], rows: list[tuple[Any, ...]]) -> Statement:
    running = dict(opening)
    entries = []
    for row in rows:
        transfer, on, at, kind, bucket, counter, counter_bucket, delta, *paper = row
        running[kind] = running.get(kind, 0) + delta
        entries.append(Entry(transfer, on, at, kind, bucket, counter, counter_bucket, delta, running[kind], *paper))
    return Statement(opening, tuple(entries), running)
