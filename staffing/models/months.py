"""The months of retirement as columns that the database generates, from the same schemes as `staffing.retirement`."""

from collections.abc import Callable

from django.db.models import Case, DateField, F, Func, When
from django.db.models.functions import Coalesce

from staffing.retirement import FLEXIBLE_MONTHS, REFORM_YEAR, SCHEMES, Scheme


def statutory_month() -> Case:
    """The month in which the law lets a person go; NULL while the category is not stated."""
    return _by_category(_statutory)


def earliest_month() -> Case:
    """The earliest flexible month; where there is no choice, the statutory one."""
    return _by_category(lambda scheme: f"greatest({_original(scheme)}, {_statutory(scheme)} - {FLEXIBLE_MONTHS})")


def leaving_month() -> Coalesce:
    """The month that the person chose (弹性退休), else the statutory one."""
    return Coalesce(F("chosen_month"), statutory_month(), output_field=DateField())


def latest_month() -> Func:
    """How late a choice may be, counted from the statutory month of the row."""
    later = f"(%(expressions)s + interval '{FLEXIBLE_MONTHS} months')::date"
    return Func(F("retires_on"), template=later, output_field=DateField())


def _by_category(months: Callable[[Scheme], str]) -> Case:
    """Months since year 0 as the first day of that month."""
    whens = [
        When(retirement_category=category.value, then=Func(F("birth_date"), template=_day(months(scheme))))
        for category, scheme in SCHEMES.items()
    ]
    return Case(*whens, output_field=DateField())


def _day(months: str) -> str:
    return f"make_date(({months}) / 12, mod({months}, 12) + 1, 1)"


def _original(scheme: Scheme) -> str:
    born = "(extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int"
    return f"({born} + {scheme.original_age * 12})"


def _statutory(scheme: Scheme) -> str:
    original = _original(scheme)
    reached = f"({original} - {REFORM_YEAR * 12 - 1})"
    delay = f"least(greatest(0, ({reached} + {scheme.step - 1}) / {scheme.step}), {scheme.cap})"
    return f"({original} + {delay})"
