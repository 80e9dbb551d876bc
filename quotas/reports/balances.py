"""Balances as of any date and as known at any moment: today's, walked back, or carried on from a closed period."""

import datetime as dt
import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from approvals import workdays
from quotas.models import Period
from units.models import Region, Unit

# Posts of the reserve that a decision holds (储备锁定): locked like those of a unit, but allotted to nobody.
RESERVE_LOCKED = "reserve_locked"
BUCKET = f"case when a.unit_id is null and a.bucket = 'locked' then '{RESERVE_LOCKED}' else a.bucket end"
A_YEAR = dt.timedelta(days=365)


class Balance(NamedTuple):
    """The numbers of one owner for one type (posts): what is approved and what it is made of.

    A tuple in the order of FIGURES, because a whole province is read as tens of thousands of them.
    """

    owner_id: int | None
    quota_type_id: int
    vacant: int = 0
    locked: int = 0
    occupied: int = 0
    excess: int = 0
    borrowed_locked: int = 0
    borrowed_occupied: int = 0
    granted: int = 0
    reserve: int = 0
    reserve_locked: int = 0
    pool: int = 0

    @property
    def buckets(self) -> dict[str, int]:
        """What is not empty, by the name of its bucket."""
        return {name: value for name, value in zip(FIGURES, self[2:], strict=True) if value}

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

    @property
    def reserved(self) -> int:
        """储备, with what decisions hold of it."""
        return self.reserve + self.reserve_locked

    @property
    def pooled(self) -> int:
        """周转池, with what is lent."""
        return self.pool + self.borrowed

    @property
    def total(self) -> int:
        """总量 = reserve + pool + approved: all that was granted to this place."""
        return self.reserved + self.pooled + self.approved

    @property
    def is_empty(self) -> bool:
        return not any(self[2:])


FIGURES = Balance._fields[2:]
# A unit has neither a reserve nor a pool of its own.
OF_UNITS = FIGURES[:6]
NONE_OF_REGIONS = (0,) * (len(FIGURES) - len(OF_UNITS))


def combined(balances: Iterable[Balance]) -> Balance:
    """Several balances as one, for sums of types or of places."""
    return Balance(None, 0, *map(sum, zip(*(balance[2:] for balance in balances), strict=True)))


def balances_of_unit(unit: Unit, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None) -> list[Balance]:
    """The unit's numbers for each type it has, as of a date and as known at a moment."""
    # Walking back over the moves of one unit costs less than looking for a checkpoint.
    return read(Which("a.unit_id = %s", [unit.pk]), None, as_of, known_at)


def balances_of_units(
    region: Region, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None
) -> list[Balance]:
    """The numbers of every unit of the region and below, per type: one statement, whatever the size.

    Of a past day, what was empty then is left out.
    """
    inside = _inside(region)
    units = inside._replace(where=f"a.unit_id is not null and {inside.where}", sparse=True)
    return read(units, region, as_of, known_at)


def balances_of_these(
    unit_ids: Collection[int],
    scope: Region | None,
    *,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> list[Balance]:
    """The numbers of these units, per type; `scope` is a region that holds them all, where there is one."""
    return read(Which("a.unit_id = any(%s)", [list(unit_ids)]), scope, as_of, known_at)


def totals_by_region(
    region: Region, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None
) -> list[Balance]:
    """The sums of each region (itself and its units, not its lower regions) and type; owner_id is the region."""
    return read(_inside(region)._replace(owner="a.region_id", by_region=True), region, as_of, known_at)


def totals_by_child(
    region: Region, *, as_of: dt.date | None = None, known_at: dt.datetime | None = None
) -> list[Balance]:
    """The sums of each region directly below, with all it holds, and of the region's own level; per type."""
    # Each region is put under its child once, and not once for every account.
    join = """
        join (select below.id, coalesce(c.id, %s) as owner from units_region below
                left join units_region c on c.parent_id = %s and starts_with(below.prefix, c.prefix)
               where below.prefix like %s) place on place.id = a.region_id"""
    params = [region.pk, region.pk, region.prefix + "%"]
    which = Which("true", params, owner="place.owner", join=join, few=region.parent_id is not None, by_region=True)
    return read(which, region, as_of, known_at)


class Which(NamedTuple):
    """Which accounts are read, and to whom each belongs in the answer; `few` when the book is much larger.

    With `by_region` only the region of an account matters, so that the totals of regions can stand for them. `sparse`
    leaves out what was empty on a past day.
    """

    where: str
    params: list[Any]
    owner: str = "a.unit_id"
    join: str = ""
    few: bool = True
    by_region: bool = False
    sparse: bool = False

    @property
    def accounts(self) -> str:
        """The accounts as a table; PostgreSQL leaves the regions out where nothing asks for them (left join)."""
        # Only a region locks posts of a reserve.
        bucket = "a.bucket" if self.is_by_unit else BUCKET
        return f"""
            select a.id, {self.owner} as owner, a.quota_type_id, a.balance, {bucket} as bucket
              from quotas_quotaaccount a left join units_region r on r.id = a.region_id {self.join}
             where {self.where}"""

    def totals(self, upto: int) -> str:
        """Instead of the accounts: the totals after a transfer and what was posted since, a row for each end."""
        return f"""
            select {self.owner} as owner, a.quota_type_id, a.balance, a.bucket from (
                select region_id, quota_type_id, bucket, balance from quotas_regiontotal where upto = {upto}
                union all
                select a.region_id, a.quota_type_id, {BUCKET}, t.delta
                  from (select source_id as id, -quantity::bigint as delta from quotas_transfer where id > {upto}
                        union all select target_id, quantity from quotas_transfer where id > {upto}) t
                  join quotas_quotaaccount a on a.id = t.id) a
              left join units_region r on r.id = a.region_id {self.join}
             where {self.where}"""

    @property
    def is_by_unit(self) -> bool:
        """A unit has few accounts of a type, so what need be added up is added here rather than there."""
        return self.owner == "a.unit_id"


def _inside(region: Region) -> Which:
    """The accounts of a region and of all below it; the only region at the top holds the whole book."""
    if region.parent_id is None:
        with connection.cursor() as cursor:
            cursor.execute("select from units_region where parent_id is null and id <> %s limit 1", [region.pk])
            if not cursor.rowcount:
                return Which("true", [], few=False)
    return Which("r.prefix like %s", [region.prefix + "%"])


def read(which: Which, scope: Region | None, as_of: dt.date | None, known_at: dt.datetime | None) -> list[Balance]:
    """The balances of the chosen accounts by owner and type, in one statement."""
    rows, params = query(which, scope, as_of, known_at)
    names, rest = (OF_UNITS, NONE_OF_REGIONS) if which.is_by_unit else (FIGURES, ())
    sql = f"select b.owner, b.quota_type_id, {_figures(names)} from ({rows}) b group by 1, 2"
    # The class's own way to make one of named values takes twice as long, and there are tens of thousands.
    new = tuple.__new__
    with connection.cursor() as cursor, _nothing_is_garbage():
        cursor.execute(sql, params)
        return [new(Balance, row + rest) for row in cursor]


def _figures(names: Sequence[str]) -> str:
    """A column for each bucket; of what a unit borrowed each pool has an account of its own, so these are added up."""
    how = {name: "sum" if name.startswith("borrowed") else "max" for name in names}
    return ", ".join(f"coalesce({how[name]}(b.value) filter (where b.bucket = '{name}')::bigint, 0)" for name in names)


@contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """The collector rests: it would look through a growing answer again and again, a third of the time, for nothing.

    Whoever finds it at rest leaves it so: another thread's reading switches it on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def query(
    which: Which, scope: Region | None, as_of: dt.date | None, known_at: dt.datetime | None
) -> tuple[str, list[Any]]:
    """A statement of rows (owner, quota_type_id, bucket, value), and its parameters."""
    sql, value, params = _balances(which, scope, as_of, known_at)
    if which.is_by_unit:
        # Most of the accounts of today were not there, or empty, on a day long past.
        return sql.format(value=value, tail=f"where {value} <> 0" if which.sparse and as_of else ""), params
    return sql.format(value=f"sum({value})::bigint", tail="group by own.owner, own.quota_type_id, own.bucket"), params


SELECT = "select own.owner, own.quota_type_id, own.bucket, {{value}} as value from own {more} {{tail}}"


def _balances(
    which: Which, scope: Region | None, as_of: dt.date | None, known_at: dt.datetime | None
) -> tuple[str, str, list[Any]]:
    today = workdays.today()
    own = f"with own as ({which.accounts})"
    if known_at is not None and known_at < timezone.now():
        when = "(t.effective_on > %s or t.recorded_at > %s)"
        return _walked_back(own, which, when, [as_of or today, known_at])
    if as_of is None or as_of >= today:
        upto = _struck() if which.by_region else None
        rows = own if upto is None else f"with own as ({which.totals(upto)})"
        return rows + SELECT.format(more=""), "own.balance", which.params
    # Reading a checkpoint costs about as much as walking back over a year of moves.
    period = _checkpoint(scope, as_of) if today - as_of > A_YEAR else None
    if period is None or as_of - period.ends_on >= today - as_of:
        return _walked_back(own, which, "t.effective_on > %s", [as_of])
    moves = _moves(which, "t.effective_on <= %s and t.effective_on > %s")
    more = "left join m on m.id = own.id left join quotas_periodbalance p on p.account_id = own.id and p.period_id = %s"
    value = "coalesce(p.balance, 0) + coalesce(m.delta, 0)"
    when_params = [as_of, period.ends_on]
    return own + moves + SELECT.format(more=more), value, [*which.params, *when_params, *when_params, period.pk]


def _struck() -> int | None:
    """The last transfer of which totals are kept; they outlive the next striking, so that whoever asked reads them."""
    with connection.cursor() as cursor:
        cursor.execute("select max(upto) from quotas_regiontotal")
        upto = cursor.fetchone()[0]
    return None if upto is None else int(upto)


def _walked_back(own: str, which: Which, when: str, params: list[Any]) -> tuple[str, str, list[Any]]:
    sql = own + _moves(which, when) + SELECT.format(more="left join m on m.id = own.id")
    return sql, "own.balance - coalesce(m.delta, 0)", [*which.params, *params, *params]


def _moves(which: Which, when: str) -> str:
    """What moved each account in a time; through the accounts' indexes when they are few."""
    out, into = (f"join own on own.id = t.{end}_id" if which.few else "" for end in ("source", "target"))
    return f""", m as (select id, sum(delta)::bigint as delta from (
        select t.source_id as id, -t.quantity::bigint as delta from quotas_transfer t {out} where {when}
        union all select t.target_id, t.quantity from quotas_transfer t {into} where {when}) x group by id)
        """


def _checkpoint(scope: Region | None, as_of: dt.date) -> Period | None:
    """The last closed period before the date of a region that covers the whole scope."""
    if scope is None:
        return None
    prefixes = [scope.prefix[:n] for n in (2, 4, 6, 9) if n <= len(scope.prefix)]
    return Period.objects.filter(region__prefix__in=prefixes, ends_on__lte=as_of).order_by("-ends_on").first()
