"""Reports of the register as their templates take them: rows in groups, points of charts."""

from typing import Any

from staffing.forecasting import MOST_OVER, Forecast, Month


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
