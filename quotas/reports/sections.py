"""A statement as an account book: one section for each type, one line for each move."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from quotas.models import Bucket, QuotaType

from .statements import Entry, Statement


@dataclass(frozen=True)
class Line:
    """One move: posts that came in or left, or (`inner`) that changed their state within the same owner."""

    entry: Entry
    plus: int
    minus: int
    inner: int
    running: int

    @property
    def own_bucket(self) -> str:
        return str(Bucket(self.entry.bucket).label)

    @property
    def counter_bucket(self) -> str:
        return str(Bucket(self.entry.counter_bucket).label)


@dataclass(frozen=True)
class Section:
    """What one type did between the two dates, or on one page of a longer statement."""

    quota_type: QuotaType
    opening: int
    lines: list[Line]
    closing: int

    @property
    def plus(self) -> int:
        return sum(line.plus for line in self.lines)

    @property
    def minus(self) -> int:
        return sum(line.minus for line in self.lines)


def sections(statement: Statement, types: Sequence[QuotaType]) -> list[Section]:
    """The sections of the types that had posts or moved any, in the order of the types.

    Where another page follows, only those that moved on this one: what rests is told on the last page.
    """
    found = []
    for kind in types:
        lines = _lines([entry for entry in statement.entries if entry.quota_type_id == kind.pk])
        opening, closing = statement.opening.get(kind.pk, 0), statement.closing.get(kind.pk, 0)
        if lines or (not statement.is_cut and (opening or closing)):
            found.append(Section(kind, opening, lines, closing))
    return found


def _lines(entries: list[Entry]) -> list[Line]:
    """Both sides of a move within one owner become one line: nothing came in and nothing left."""
    lines = []
    for _, sides in groupby(entries, key=lambda entry: entry.transfer_id):
        pair = list(sides)
        first, running = pair[0], pair[-1].running
        if len(pair) == 2:
            lines.append(Line(first, 0, 0, -first.delta, running))
        else:
            lines.append(Line(first, max(first.delta, 0), max(-first.delta, 0), 0, running))
    return lines
