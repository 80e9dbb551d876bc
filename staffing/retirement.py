"""When people retire: 《国务院关于渐进式延迟法定退休年龄的办法》, in force since 2025-01-01 (DOMAIN §6).

Pure functions by the month; a month is the first day of it. `Person.retires_on` and `may_retire_on` are the same as
columns that the database generates, made from the same `SCHEMES` (models/months.py).
"""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from .models.codes import RetirementCategory

REFORM_YEAR = 2025
FLEXIBLE_MONTHS = 36


class Scheme(NamedTuple):
    """Original age in years, one month of delay per `step` months, at most `cap` months."""

    original_age: int
    step: int
    cap: int


SCHEMES = {
    RetirementCategory.MALE_60: Scheme(60, 4, 36),
    RetirementCategory.FEMALE_60: Scheme(60, 4, 36),
    RetirementCategory.FEMALE_55: Scheme(55, 4, 36),
    RetirementCategory.FEMALE_50: Scheme(50, 2, 60),
}


class Retirement(NamedTuple):
    """What the law says of one person; who reached the original age before the reform has no flexible months."""

    original: dt.date
    delay: int
    month: dt.date
    earliest: dt.date | None
    latest: dt.date | None
    contribution_years: Decimal
    age: tuple[int, int]


def retirement(category: str, birth: dt.date) -> Retirement:
    """The months by category and birth; ValueError for a category that is none."""
    scheme = SCHEMES[RetirementCategory(category)]
    original = shifted(birth, scheme.original_age * 12)
    delay = _delay(scheme, original)
    month = shifted(original, delay)
    return Retirement(
        original=original,
        delay=delay,
        month=month,
        earliest=max(original, shifted(month, -FLEXIBLE_MONTHS)) if delay else None,
        latest=shifted(month, FLEXIBLE_MONTHS) if delay else None,
        contribution_years=contribution_years(month.year),
        age=(scheme.original_age + delay // 12, delay % 12),
    )


def retires_on(category: str, birth: dt.date) -> dt.date | None:
    """The statutory month, or None while the category is not stated."""
    return retirement(category, birth).month if category else None


def early_on(category: str, birth: dt.date) -> dt.date | None:
    """The earliest month in which the person may go: the flexible one, or the statutory where there is none."""
    if not category:
        return None
    law = retirement(category, birth)
    return law.earliest or law.month


def contribution_years(year: int) -> Decimal:
    """How many years of contributions retiring in a year takes: 15 through 2029, half a year more each year to 20."""
    return min(max(Decimal(15), Decimal(15) + Decimal(year - 2029) / 2), Decimal(20))


def _delay(scheme: Scheme, original: dt.date) -> int:
    reached = (original.year - REFORM_YEAR) * 12 + original.month
    return min(max(0, -(-reached // scheme.step)), scheme.cap)


def month_of(day: dt.date) -> dt.date:
    """The first day of the month."""
    return day.replace(day=1)


def shifted(day: dt.date, months: int) -> dt.date:
    """The month so many months later."""
    total = day.year * 12 + day.month - 1 + months
    return dt.date(total // 12, total % 12 + 1, 1)
