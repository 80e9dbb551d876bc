"""Pages of a list that is read in the order of its rows (keyset): the last page costs what the first one costs."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.queries import key_in

T = TypeVar("T")
M = TypeVar("M", bound=Model)

SIZE = 50
Key = tuple[dt.date | None, int]


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows of one page, and the cursors of the pages around it; an empty cursor means that there is none."""

    rows: list[T]
    previous: str = ""
    next: str = ""


def cut(rows: Iterable[T], size: int, cursor: Callable[[T], str], *, after: str = "", before: str = "") -> Page[T]:
    """A page of `size` from up to `size + 1` rows; rows read `before` a cursor come in reverse order."""
    found = list(rows)
    more, shown = len(found) > size, found[:size]
    if before:
        shown.reverse()
    if not shown:
        return Page([])
    has_previous, has_next = (more, True) if before else (bool(after), more)
    return Page(shown, cursor(shown[0]) if has_previous else "", cursor(shown[-1]) if has_next else "")


def newest_first(rows: QuerySet[M], params: Mapping[str, str], *, date: str = "", size: int = SIZE) -> Page[M]:
    """The page that `after` or `before` names, by key or by a date and key; a cursor that cannot be read is none."""
    return _page(rows, params, date, size, ("lt", "gt"))


def soonest_first(rows: QuerySet[M], params: Mapping[str, str], *, date: str = "", size: int = SIZE) -> Page[M]:
    """The same the other way about: the earliest date, or the lowest key, first."""
    return _page(rows, params, date, size, ("gt", "lt"))


def _page(rows: QuerySet[M], params: Mapping[str, str], date: str, size: int, ways: tuple[str, str]) -> Page[M]:
    after, before = _parse(params.get("after", ""), date), _parse(params.get("before", ""), date)
    forth, back = ways
    if after is not None:
        found = rows.filter(_beyond(after, date, forth)).order_by(*_order(date, forth))
    elif before is not None:
        found = rows.filter(_beyond(before, date, back)).order_by(*_order(date, back))
    else:
        found = rows.order_by(*_order(date, forth))

    def cursor(row: M) -> str:
        return f"{getattr(row, date):%Y-%m-%d}.{row.pk}" if date else str(row.pk)

    return cut(
        found[: size + 1], size, cursor, after="after" if after else "", before="before" if before and not after else ""
    )


def _order(date: str, way: str) -> list[str]:
    sign = "-" if way == "lt" else ""
    return [f"{sign}{name}" for name in (date, "pk") if name]


def _parse(text: str, date: str) -> Key | None:
    day, _, number = text.rpartition(".")
    try:
        key = (dt.date.fromisoformat(day) if date else None, key_in(number))
    except ValueError:
        return None
    return key if key[1] else None


def _beyond(key: Key, date: str, way: str) -> Q:
    day, number = key
    if not date:
        return Q(**{f"pk__{way}": number})
    # The first condition is what the index can use; the second decides among rows of the same day.
    same = Q(**{date: day, f"pk__{way}": number})
    return Q(**{f"{date}__{way}e": day}) & (Q(**{f"{date}__{way}": day}) | same)
