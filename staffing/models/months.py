"""The months of retirement as columns that the database generates, from the same schemes as `staffing.retirement`."""

from collections.abc import Callable

from django.db.models import Case, DateField, F, Func, When

from staffing.retirement import FLEXIBLE_MONTHS, REFORM_YEAR, SCHEMES, Scheme


def statutory_month() -> Case:
    """The month in which the law lets a person go; NULL while the category is not stated."""
    return _by_category(_statutory)


def earliest_month() -> Case:
    """The earliest flexible month; where there is no choice, the statutory one."""
    return _by_category(lambda scheme: f"greatest({_original(scheme)}, {_statutory(scheme)} - {FLEXIBLE_MONTHS})")


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
