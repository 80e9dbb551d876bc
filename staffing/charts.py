"""Reports of the register as their templates take them: rows in groups, points of charts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from approvals import workdays
from staffing.forecasting import MOST_OVER, Forecast, Month
from staffing.models import Aspect, QualityFinding
from staffing.quality_board import Board
from staffing.quality_rules import title_of


def of_forecast(found: Forecast) -> dict[str, Any]:
    """A forecast as its template takes it: the months by year, and the points of both charts."""
    years: dict[int, list[Month]] = {}
    for month in found.months:
        years.setdefault(month.first.year, []).append(month)
    return {
        "forecast": found,
        "years": [(year, months, _sums(months)) for year, months in years.items()],
        "leaving_points": [(f"{month.first:%Y-%m}", month.retiring) for month in found.months],
        "vacancy_points": [
            (f"{month.first:%Y-%m}", abs(month.vacancy), "is-bad" if month.vacancy < 0 else "is-muted")
            for month in found.months
        ],
        "most_over": MOST_OVER,
        "has_loans": any(month.loans for month in found.months),
        "has_floating": any(month.floating for month in found.months),
    }


def _sums(months: list[Month]) -> dict[str, int]:
    return {
        name: sum(getattr(month, name) for month in months)
        for name in ("retiring", "may_retire", "arriving", "loans", "floating")
    }


def of_aspects(board: Board) -> list[tuple[str, str, Any]]:
    """The five with their key, name and mean."""
    return [(aspect.value, aspect.label, board.means[aspect.value]) for aspect in Aspect]


def of_findings(rows: Iterable[QualityFinding], on: dt.date) -> list[dict[str, Any]]:
    """Each finding with the title of its rule and the light of its term."""
    return [
        {
            "finding": row,
            "title": title_of(row.rule),
            "light": None if row.mended_on else workdays.light(row.due_on, on),
        }
        for row in rows
    ]
