"""What is to come in 60 months: who retires, who arrives, what is due back, and where people will be over quota."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from approvals import workdays
from quotas import reports
from quotas.models import QuotaType
from staffing.areas import Area
from staffing.models import Posting
from staffing.retirement import FLEXIBLE_MONTHS, month_of, shifted
from units.models import Unit

MONTHS = 60
MOST_OVER = 50


class Source(NamedTuple):
    """Events to come: SQL of rows (unit_id, quota_type_id, due_on, quantity); they bring people or take posts away."""

    key: str
    sql: str
    brings_people: bool
    # Whether what should have happened already is still to come; else it is past and done.
    waits: bool = True


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a kind of events; `talentpool` names its loans here, as the key "loans"."""
    _sources[source.key] = source


register(
    Source(
        "arriving",
        "select unit_id, quota_type_id, expires_on as due_on, 1 as quantity from staffing_slot"
        " where state in ('open', 'waiting')",
        brings_people=True,
    )
)
register(
    Source(
        "floating",
        "select unit_id, quota_type_id, ends_on as due_on, quantity - returned_count as quantity"
        " from quotas_floatingquota where returned_count < quantity",
        brings_people=False,
    )
)


@dataclass(frozen=True)
class Month:
    """One month of the forecast: who leaves and arrives in it, and what stands at its end."""

    first: dt.date
    retiring: int
    may_retire: int
    arriving: int
    loans: int
    floating: int
    posts: int
    people: int
    people_if_early: int

    @property
    def vacancy(self) -> int:
        """预计空缺 = posts − people; below zero the area is over quota (超编)."""
        return self.posts - self.people

    @property
    def vacancy_if_early(self) -> int:
        return self.posts - self.people_if_early

    @property
    def is_quiet(self) -> bool:
        return not (self.retiring or self.may_retire or self.arriving or self.loans or self.floating)


class OverSoon(NamedTuple):
    """A unit that will have people above its posts of one type: from which month on, how many at most, until when."""

    unit: Unit
    quota_type: QuotaType
    month: dt.date
    people: int
    until: dt.date | None


@dataclass(frozen=True)
class Forecast:
    """The months to come of an area, for the types asked for; `overdue` have passed their month and are still there."""

    posts: int
    people: int
    overdue: int
    unknown: int
    months: list[Month]
    over: list[OverSoon]

    @property
    def retiring(self) -> int:
        return sum(month.retiring for month in self.months)

    @property
    def arriving(self) -> int:
        return sum(month.arriving for month in self.months)

    @property
    def first_over(self) -> dt.date | None:
        """The first month in which some unit of the area is over its quota."""
        return self.over[0].month if self.over else None


def forecast(area: Area, kinds: Collection[int], *, on: dt.date | None = None) -> Forecast:
    """The months from the current one on. Five statements, whatever the size of the area."""
    first = month_of(on or workdays.today())
    ends = shifted(first, MONTHS)
    retiring, early, overdue = _retiring(area, kinds, first, ends)
    coming = _coming(area, kinds, first, ends)
    balance = reports.combined(b for b in area.balances() if b.quota_type_id in kinds)
    posts, people = balance.approved + balance.borrowed, balance.occupied + balance.borrowed_occupied
    months, people_if_early, posts_then, people_then = [], people, posts, people
    for month in (shifted(first, n) for n in range(MONTHS)):
        due = {key: coming.get((key, month), 0) for key in ("arriving", "loans", "floating")}
        posts_then -= due["loans"] + due["floating"]
        people_then += due["arriving"] - retiring[month]
        people_if_early += due["arriving"] - early[month]
        months.append(
            Month(month, retiring[month], early[month], due["arriving"], due["loans"], due["floating"], posts_then,
                  people_then, people_if_early)
        )  # fmt: skip
    return Forecast(posts, people, overdue, _unknown(area, kinds), months, over_soon(area, kinds, first, ends))


# Who has chosen a month keeps to it, however early the law would let them go.
EARLIEST = "coalesce(p.chosen_month, p.may_retire_on)"
ON_POSTS = """
      from staffing_posting s join staffing_person p on p.id = s.person_id
      join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
     where s.ended_on is null and s.quota_type_id = any(%s)"""


def _retiring(
    area: Area, kinds: Collection[int], first: dt.date, ends: dt.date
) -> tuple[Counter[dt.date], Counter[dt.date], int]:
    """Who goes by month: as chosen or by statute, and if all go as early as they may; who is due already goes first."""
    where, params = area.where()
    sql = f"select p.leaves_on, {EARLIEST}, count(*) {ON_POSTS} and {where} and p.leaves_on < %s group by 1, 2"
    # Nobody may go more than so many months before the statutory one.
    latest = shifted(ends, FLEXIBLE_MONTHS)
    retiring: Counter[dt.date] = Counter()
    early: Counter[dt.date] = Counter()
    overdue = 0
    for month, earliest, people in _rows(sql, [list(kinds), *params, latest]):
        retiring[max(month, first)] += people
        early[max(earliest, first)] += people
        overdue += people if month < first else 0
    return retiring, early, overdue


def _unknown(area: Area, kinds: Collection[int]) -> int:
    """How many people have no retirement category, so that nothing is foretold of them."""
    where, params = area.where()
    sql = f"select count(*) {ON_POSTS} and {where} and p.leaves_on is null"
    return int(_rows(sql, [list(kinds), *params])[0][0])


def _events(first: dt.date) -> str:
    """All events of all sources: unit, type, day, what, change of people, change of posts."""
    return " union all ".join(
        f"select unit_id, quota_type_id, due_on, '{source.key}' as what,"
        f" {'quantity' if source.brings_people else '0'} as people,"
        f" {'0' if source.brings_people else '-quantity'} as posts from ({source.sql}) {source.key}"
        + ("" if source.waits else f" where due_on >= date '{first:%Y-%m-%d}'")
        for source in _sources.values()
    )


def _coming(area: Area, kinds: Collection[int], first: dt.date, ends: dt.date) -> dict[tuple[str, dt.date], int]:
    where, params = area.where()
    sql = f"""
        select e.what, date_trunc('month', greatest(e.due_on, %s))::date, sum(e.people - e.posts)
          from ({_events(first)}) e join units_unit u on u.id = e.unit_id join units_region r on r.id = u.region_id
         where e.due_on < %s and e.quota_type_id = any(%s) and {where} group by 1, 2"""
    return {(what, month): int(n) for what, month, n in _rows(sql, [first, ends, list(kinds), *params])}


OVER = """
    with events as (
      select e.unit_id, e.quota_type_id, date_trunc('month', greatest(e.due_on, %s))::date as month,
             sum(e.posts - e.people) as change
        from ({events}) e join units_unit u on u.id = e.unit_id join units_region r on r.id = u.region_id
       where e.due_on < %s and e.quota_type_id = any(%s) and {where} group by 1, 2, 3),
    candidates as (
      select unit_id, quota_type_id from events
      union
      select a.unit_id, a.quota_type_id from quotas_quotaaccount a
        join units_unit u on u.id = a.unit_id join units_region r on r.id = u.region_id
       where a.bucket = 'excess' and a.balance < 0 and a.quota_type_id = any(%s) and {where}),
    today as (
      select c.unit_id, c.quota_type_id, %s::date as month,
             sum(a.balance) filter (where a.bucket in
               ('vacant', 'locked', 'occupied', 'excess', 'borrowed_locked', 'borrowed_occupied'))
             - coalesce(sum(a.balance) filter (where a.bucket in ('occupied', 'borrowed_occupied')), 0) as change
        from candidates c join quotas_quotaaccount a on a.unit_id = c.unit_id and a.quota_type_id = c.quota_type_id
       group by 1, 2),
    leaving as (
      select c.unit_id, c.quota_type_id, greatest(p.leaves_on, %s) as month, count(*) as change
        from candidates c join staffing_posting s on s.unit_id = c.unit_id and s.quota_type_id = c.quota_type_id
        join staffing_person p on p.id = s.person_id
       where s.ended_on is null and p.leaves_on < %s group by 1, 2, 3),
    changes as (
      select unit_id, quota_type_id, month, sum(change) as change
        from (select * from today union all select * from events union all select * from leaving) x group by 1, 2, 3),
    standing as (
      select unit_id, quota_type_id, month,
             sum(change) over (partition by unit_id, quota_type_id order by month) as room from changes),
    marked as (
      select *, min(month) filter (where room < 0) over (partition by unit_id, quota_type_id) as starts from standing)
    select unit_id, quota_type_id, starts, -min(room), min(month) filter (where room >= 0 and month > starts)
      from marked where starts is not null group by 1, 2, 3 order by starts, 4 desc, unit_id limit {limit}"""


def over_soon(area: Area, kinds: Collection[int], first: dt.date, ends: dt.date) -> list[OverSoon]:
    """The units that are or will be over quota, the soonest first: only where something arrives or posts go away."""
    where, params = area.where()
    sql = OVER.format(events=_events(first), where=where, limit=MOST_OVER)
    asked = [first, ends, list(kinds), *params, list(kinds), *params, first, first, ends]
    rows = _rows(sql, asked)
    units = Unit.objects.in_bulk([row[0] for row in rows])
    types = QuotaType.objects.in_bulk([row[1] for row in rows])
    return [OverSoon(units[u], types[t], month, int(people), until) for u, t, month, people, until in rows]


def retiring_people(
    area: Area, kinds: Collection[int], month: dt.date, *, early: bool = False, after: int = 0, limit: int = 50
) -> list[Posting]:
    """The people on posts who go in a month, by the order of their posting; one month's are read by an index."""
    where, params = area.where()
    column = EARLIEST if early else "p.leaves_on"
    first = month_of(workdays.today())
    when = f"{column} <= %s" if month <= first else f"{column} = %s"
    bound = "" if not early else "and p.leaves_on < %s"
    latest = [shifted(month, FLEXIBLE_MONTHS + 1)] if early else []
    sql = f"select s.id {ON_POSTS} and {where} and {when} {bound} and s.id > %s order by s.id limit %s"
    ids = [row[0] for row in _rows(sql, [list(kinds), *params, max(month, first), *latest, after, limit])]
    return list(
        Posting.objects.filter(pk__in=ids).select_related("person", "unit", "quota_type", "division").order_by("id")
    )


def _rows(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())
