"""Pages of a list with the newest or the soonest first, by id or by a date and id: no page is deep."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.paging import Page, cut

T = TypeVar("T", bound=Model)

SIZE = 50
MOST = 2**63 - 1
Key = tuple[dt.date | None, int]


def newest_first(rows: QuerySet[T], params: Mapping[str, str], *, date: str = "", size: int = SIZE) -> Page[T]:
    """The page that `after` or `before` names; a cursor that cannot be read is none."""
    return _page(rows, params, date, size, ("lt", "gt"))


def soonest_first(rows: QuerySet[T], params: Mapping[str, str], *, date: str = "", size: int = SIZE) -> Page[T]:
    """The same the other way about: the earliest date, or the lowest id, first."""
    return _page(rows, params, date, size, ("gt", "lt"))


def _page(rows: QuerySet[T], params: Mapping[str, str], date: str, size: int, ways: tuple[str, str]) -> Page[T]:
    after, before = _parse(params.get("after", ""), date), _parse(params.get("before", ""), date)
    forth, back = ways
    if after is not None:
        found = rows.filter(_beyond(after, date, forth)).order_by(*_order(date, forth))
    elif before is not None:
        found = rows.filter(_beyond(before, date, back)).order_by(*_order(date, back))
    else:
        found = rows.order_by(*_order(date, forth))

    def cursor(row: T) -> str:
        return f"{getattr(row, date):%Y-%m-%d}.{row.pk}" if date else str(row.pk)

    return cut(
        found[: size + 1], size, cursor, after="after" if after else "", before="before" if before and not after else ""
    )


def _order(date: str, way: str) -> list[str]:
    sign = "-" if way == "lt" else ""
    return [f"{sign}{name}" for name in (date, "id") if name]


def _parse(text: str, date: str) -> Key | None:
    day, _, number = text.rpartition(".")
    try:
        key = (dt.date.fromisoformat(day) if date else None, int(number))
    except ValueError:
        return None
    return key if 0 < key[1] <= MOST else None


def _beyond(key: Key, date: str, way: str) -> Q:
    day, number = key
    if not date:
        return Q(**{f"id__{way}": number})
    # The first condition is what the index can use; the second decides among rows of the same day.
    same = Q(**{date: day, f"id__{way}": number})
    return Q(**{f"{date}__{way}e": day}) & (Q(**{f"{date}__{way}": day}) | same)
