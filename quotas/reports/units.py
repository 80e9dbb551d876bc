"""Units with their numbers, a page at a time, in the order of their number or of a figure."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.paging import Page, cut
from approvals import workdays
from units.models import Region, Unit

from .balances import Balance, Which, balances_of_these, combined, query

SIZE = 50
# Buckets whose sum a list may be sorted by, largest first; over-quota is their negative.
SORTS: dict[str, tuple[str, ...]] = {
    "approved": ("vacant", "locked", "occupied", "excess"),
    "occupied": ("occupied",),
    "locked": ("locked",),
    "vacant": ("vacant",),
    "over": ("excess",),
}
NEGATIVE = {"over"}


@dataclass(frozen=True)
class UnitFigures:
    """A unit and its numbers: of one type, or of several together."""

    unit: Unit
    balance: Balance
    figure: int


@dataclass(frozen=True)
class Whose:
    """Whose units are listed: those of a region (and below, or of its own level alone), or those named."""

    region: Region | None = None
    unit_ids: Collection[int] = ()
    own_level: bool = False

    def where(self, unit: str) -> tuple[str, list[Any]]:
        if self.region is not None:
            return "r.prefix like %s", [self.region.prefix if self.own_level else self.region.prefix + "%"]
        return f"{unit} = any(%s)", [list(self.unit_ids)]


def page_of_units(
    whose: Whose,
    kinds: Collection[int],
    *,
    as_of: dt.date | None = None,
    sort: str = "",
    after: str = "",
    before: str = "",
    size: int = SIZE,
) -> Page[UnitFigures]:
    """One page of the units that have accounts of these types; cursors are `figure~number`, or the number alone.

    Raises ValueError for a cursor that no page of this order has given.
    """
    rows = _by_figure(whose, kinds, as_of, sort, after, before, size) if sort else _by_number(
        whose, kinds, as_of, after, before, size
    )  # fmt: skip
    ids = [unit for unit, _, _ in rows]
    units = Unit.objects.select_related("region").in_bulk(ids)
    figures: dict[int, list[Balance]] = {}
    for balance in balances_of_these(ids, whose.region, as_of=as_of) if ids else ():
        if balance.quota_type_id in kinds and balance.owner_id is not None:
            figures.setdefault(balance.owner_id, []).append(balance)
    found = [UnitFigures(units[pk], combined(figures.get(pk, ())), int(figure)) for pk, _, figure in rows]
    return cut(
        found, size, lambda row: f"{row.figure}~{row.unit.number}" if sort else row.unit.number,
        after=after, before=before,
    )  # fmt: skip


Row = tuple[int, str, int]


def _by_number(
    whose: Whose, kinds: Collection[int], as_of: dt.date | None, after: str, before: str, size: int
) -> list[Row]:
    where, params = whose.where("u.id")
    order, bound = ("desc", "and u.number < %s") if before else ("asc", "and u.number > %s" if after else "")
    sql = f"""
        select u.id, u.number, 0 from units_unit u join units_region r on r.id = u.region_id
         where {where} and (u.abolished_on is null or u.abolished_on > %s) {bound}
           and exists (select 1 from quotas_quotaaccount a where a.unit_id = u.id and a.quota_type_id = any(%s))
         order by u.number {order} limit %s
    """
    cursor = [before or after] if bound else []
    return _rows(sql, [*params, as_of or workdays.today(), *cursor, list(kinds), size + 1])


def _by_figure(
    whose: Whose, kinds: Collection[int], as_of: dt.date | None, sort: str, after: str, before: str, size: int
) -> list[Row]:
    where, params = whose.where("a.unit_id")
    which = Which(f"a.unit_id is not null and a.quota_type_id = any(%s) and {where}", [list(kinds), *params])
    inner, inner_params = query(which, whose.region, as_of, None)
    sign = "-" if sort in NEGATIVE else ""
    bound, cursor = _beyond(after, before)
    order = "figure, number desc" if before else "figure desc, number"
    sql = f"""
        select * from (
            select u.id, u.number, f.figure
              from (select b.owner, coalesce({sign}sum(b.value) filter (where b.bucket = any(%s)), 0) as figure
                      from ({inner}) b group by b.owner) f
              join units_unit u on u.id = f.owner
             where u.abolished_on is null or u.abolished_on > %s) x
         where true {bound} order by {order} limit %s
    """
    return _rows(sql, [list(SORTS[sort]), *inner_params, as_of or workdays.today(), *cursor, size + 1])


def _beyond(after: str, before: str) -> tuple[str, list[Any]]:
    if not (after or before):
        return "", []
    text, mark, number = (before or after).partition("~")
    if not mark or not text.removeprefix("-").isdecimal() or len(text) > 18:
        raise ValueError("no cursor of this order")
    figure = int(text)
    past, next_to = (">", "<") if before else ("<", ">")
    return f"and (figure {past} %s or (figure = %s and number {next_to} %s))", [figure, figure, number]


def _rows(sql: str, params: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
