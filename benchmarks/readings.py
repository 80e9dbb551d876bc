"""Reading the book through quotas.reports, against bare SQL on the same tables."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from approvals import workdays
from benchmarks import bare
from benchmarks.bare import Bare
from benchmarks.measuring import Result, against
from benchmarks.scale import Scale
from config.embedded.services import Environment
from quotas import periods, reports
from quotas.models import Period
from quotas.reports import Balance
from units.models import Region, Unit

TIMES_BARE = 1.5
YEAR = dt.timedelta(days=365)
SINCE_CLOSING = dt.timedelta(days=60)
CLOSINGS = {
    "2 years ago, after a closing": 2 * YEAR + SINCE_CLOSING,
    "4 months ago, after a closing": 3 * SINCE_CLOSING,
}
Rows = list[tuple[Any, ...]]


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """Statement, balances of all units on a past day and as known then, from a checkpoint, and the summary."""
    floor, province = Bare(full["DATABASE_URL"]), Region.objects.get(level="province")
    yield _statement(scale, floor)
    on = workdays.today() - 5 * YEAR
    yield _summary(
        "as-of, all units, 5 years ago", scale,
        lambda: reports.balances_of_units(province, as_of=on),
        lambda: floor.rows(bare.AS_OF_ALWAYS_KNOWN, {"on": on}),
    )  # fmt: skip
    known = timezone.now() - 5 * YEAR
    yield _summary(
        "as-of, all units, as known then", scale,
        lambda: reports.balances_of_units(province, as_of=on, known_at=known),
        lambda: floor.rows(bare.AS_OF, {"on": on, "known": known}),
    )  # fmt: skip
    for name, ago in CLOSINGS.items():
        period = _close(province, workdays.today() - ago)
        yield _from_checkpoint(f"as-of, all units, {name}", scale, province, period, floor)
    yield _summary(
        "vacancy by region and type", scale,
        lambda: reports.totals_by_region(province),
        lambda: floor.rows(bare.SUMMARY),
    )  # fmt: skip


def _from_checkpoint(name: str, scale: Scale, province: Region, period: Period, floor: Bare) -> Result:
    on = period.ends_on + SINCE_CLOSING
    return _summary(
        name, scale,
        lambda: reports.balances_of_units(province, as_of=on),
        lambda: floor.rows(bare.FROM_CHECKPOINT, {"on": on, "since": period.ends_on, "period": period.pk}),
    )  # fmt: skip


def _summary(name: str, scale: Scale, ours: Callable[[], list[Balance]], floor: Callable[[], Rows]) -> Result:
    book = {(b.owner_id, b.quota_type_id, bucket): n for b in ours() for bucket, n in b.buckets.items() if n}
    assert book == {row[:3]: row[3] for row in floor() if row[3]}, f"{name}: not the same work, two answers"
    return against(name, ours, floor, goal=TIMES_BARE, samples=scale.summaries, rounds=scale.rounds)


def _statement(scale: Scale, floor: Bare) -> Result:
    """A year of a unit, another unit and year each time."""
    units = list(Unit.objects.select_related("region").order_by("pk"))
    mine, theirs = _years(units), _years(units)
    unit, start, end = next(_years(units))
    entries = reports.statement_of_unit(unit, start, end).entries
    assert len(entries) == floor.statement(unit.pk, start, end), "statement: not the same work, two answers"

    def ours() -> None:
        reports.statement_of_unit(*next(mine))

    def barely() -> None:
        unit, start, end = next(theirs)
        floor.statement(unit.pk, start, end)

    return against(
        "statement of a unit for a year", ours, barely, goal=TIMES_BARE, samples=scale.samples, rounds=scale.rounds
    )


def _years(units: list[Unit]) -> Iterator[tuple[Unit, dt.date, dt.date]]:
    chance, this = random.Random(0), workdays.today().year
    while True:
        year = chance.randrange(this - 9, this)
        yield chance.choice(units), dt.date(year, 1, 1), dt.date(year, 12, 31)


def _close(province: Region, ends_on: dt.date) -> Period:
    director = User.objects.get(username="bench_director")
    period = periods.close_period(actor=director, region=province, ends_on=ends_on)
    with connection.cursor() as cursor:
        cursor.execute("analyze quotas_periodbalance")
    return period
