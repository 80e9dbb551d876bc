"""Pages of a list with the newest first, by id or by a date and id: nothing is counted, no page is deep."""

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
    after, before = _parse(params.get("after", ""), date), _parse(params.get("before", ""), date)
    order = [f"-{date}", "-id"] if date else ["-id"]
    if after is not None:
        found = rows.filter(_beyond(after, date, "lt")).order_by(*order)
    elif before is not None:
        found = rows.filter(_beyond(before, date, "gt")).order_by(*(key[1:] for key in order))
    else:
        found = rows.order_by(*order)

    def cursor(row: T) -> str:
        return f"{getattr(row, date):%Y-%m-%d}.{row.pk}" if date else str(row.pk)

    return cut(
        found[: size + 1], size, cursor, after="after" if after else "", before="before" if before and not after else ""
    )


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
