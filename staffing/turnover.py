"""Who came and who left in a month (人员增减，减员空编情况统计表): what an office sends to finance, unit by unit.

Counted from the postings. Opening + came - left = closing, for every line, because a posting lasts until the day on
which somebody leaves, which is no longer part of it.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from approvals import workdays
from quotas import reports
from quotas.models import QuotaType
from staffing.areas import Area
from staffing.models import ExitReason
from staffing.retirement import month_of, shifted
from units.models import Unit

# The reasons as the form groups them (DOMAIN §4.2).
REASONS: dict[str, tuple[str, ...]] = {
    "离退休": (ExitReason.RETIRED,),
    "调离": (ExitReason.MOVED, ExitReason.TRANSFERRED),
    "辞职": (ExitReason.RESIGNED,),
    "辞退解聘开除": (ExitReason.DISMISSED, ExitReason.CONTRACT_ENDED, ExitReason.EXPELLED),
    "在职死亡": (ExitReason.DIED,),
    "其他": (ExitReason.ABOLISHED, ExitReason.MISSING, ExitReason.SENTENCED),
}
UNITS_A_PAGE = 50
CAME = "count(*) filter (where s.started_on >= %(first)s and s.started_on < %(ends)s)"
LEFT = "count(*) filter (where s.ended_on >= %(first)s and s.ended_on < %(ends)s{reason})"
CHANGED = """
  from staffing_posting s join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
 where ((s.started_on >= %(first)s and s.started_on < %(ends)s) or (s.ended_on >= %(first)s and s.ended_on < %(ends)s))
   and s.quota_type_id = any(%(kinds)s) and {where}"""
STOOD = """
    (select count(*) from staffing_posting p where p.unit_id = c.unit_id and p.quota_type_id = c.quota_type_id
        and p.started_on < {day} and (p.ended_on is null or p.ended_on >= {day}))"""


@dataclass(frozen=True)
class Line:
    """One type of one unit in the month; `left` by the groups of REASONS, `vacant` at the end of it."""

    unit: Unit
    quota_type: QuotaType
    opening: int
    came: int
    left: list[int]
    vacant: int

    @property
    def gone(self) -> int:
        return sum(self.left)

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.gone


@dataclass(frozen=True)
class Turnover:
    """The month of an area: its sums, and the lines of a page of units that had any change."""

    came: int
    left: list[int]
    lines: list[Line]
    next: str

    @property
    def gone(self) -> int:
        return sum(self.left)


def turnover(
    area: Area, kinds: Iterable[QuotaType], month: dt.date, *, after: str = "", units: int = UNITS_A_PAGE
) -> Turnover:
    """The changes of a month; five statements, whatever the size. `after` is the number of the last unit shown."""
    known = {kind.pk: kind for kind in kinds}
    first = month_of(month)
    asked = {"first": first, "ends": shifted(first, 1), "kinds": list(known), "after": after, "units": units + 1}
    came, *left = _sums(area, asked)
    shown = _units(area, asked)
    page = shown[:units]
    lines = _lines({unit.pk: unit for unit in page}, known, asked)
    return Turnover(came, left, lines, page[-1].number if len(shown) > units else "")


def _sums(area: Area, asked: dict[str, Any]) -> list[int]:
    where, given = _where(area)
    [row] = _rows(f"select {CAME}, {', '.join(_left())} {CHANGED.format(where=where)}", asked | given)
    return list(row)


def _units(area: Area, asked: dict[str, Any]) -> list[Unit]:
    """The units with any change, by number, one more than a page."""
    where, given = _where(area)
    sql = (
        f"select distinct u.number {CHANGED.format(where=where)} and u.number > %(after)s"
        " order by u.number limit %(units)s"
    )
    numbers = [number for (number,) in _rows(sql, asked | given)]
    return list(Unit.objects.filter(number__in=numbers).order_by("number"))


def _lines(units: dict[int, Unit], known: dict[int, QuotaType], asked: dict[str, Any]) -> list[Line]:
    left = ", ".join(f"{sql} as l{place}" for place, sql in enumerate(_left()))
    changes = f"""
        select s.unit_id, s.quota_type_id, {CAME} as came, {left}
        {CHANGED.format(where="u.id = any(%(ids)s)")} group by 1, 2"""
    sql = f"select c.*, {STOOD.format(day='%(first)s')} from ({changes}) c"
    rows = {(row[0], row[1]): row[2:] for row in _rows(sql, asked | {"ids": list(units)})}
    vacant = _vacant(units, asked["ends"])
    order = {pk: place for place, pk in enumerate(known)}
    pairs = sorted(rows, key=lambda pair: (units[pair[0]].number, order[pair[1]]))
    return [
        Line(units[u], known[t], rows[u, t][-1], rows[u, t][0], list(rows[u, t][1:-1]), vacant.get((u, t), 0))
        for u, t in pairs
    ]


def _vacant(units: Collection[int], ends: dt.date) -> dict[tuple[int | None, int], int]:
    """What was free at the end of the month, or is today while it lasts."""
    last = ends - dt.timedelta(days=1)
    as_of = None if last >= workdays.today() else last
    found = reports.balances_of_these(units, None, as_of=as_of)
    return {(balance.owner_id, balance.quota_type_id): balance.vacant for balance in found}


def _left() -> list[str]:
    """A count for each group of reasons."""
    listed = ("', '".join(reasons) for reasons in REASONS.values())
    return [LEFT.format(reason=f" and s.exit_reason in ('{names}')") for names in listed]


def _where(area: Area) -> tuple[str, dict[str, Any]]:
    where, given = area.where()
    return where.replace("%s", "%(area)s"), {"area": given[0]}


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())
