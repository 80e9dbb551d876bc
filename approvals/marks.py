"""Marks on cases (提示): a word that a lower app sets beside a case wherever cases are listed, by a condition on it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, QuerySet

from approvals.models import Case


@dataclass(frozen=True)
class Mark:
    """A word for lists, a sentence for the page of the case, and the condition, a subquery about OuterRef("pk")."""

    key: str
    label: str
    sentence: str
    condition: Callable[[dt.date], Exists]


_marks: dict[str, Mark] = {}


def register(mark: Mark) -> None:
    _marks[mark.key] = mark


def marked(cases: QuerySet[Case], on: dt.date) -> QuerySet[Case]:
    """The cases with all marks that they bear on a day, in the same statement."""
    return cases.annotate(**{f"mark_{mark.key}": mark.condition(on) for mark in _marks.values()})


def marks_of(case: Case) -> list[Mark]:
    """The marks of a case that was read with `marked`; none of one that was not."""
    return [mark for mark in _marks.values() if vars(case).get(f"mark_{mark.key}")]
