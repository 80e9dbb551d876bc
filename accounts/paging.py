"""Pages of a list that is read in the order of its rows (keyset): the last page costs what the first one costs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


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
