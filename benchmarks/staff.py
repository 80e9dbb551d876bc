"""Reports over everybody: the forecast of 60 months and the staff as of a day, against bare SQL on the same tables."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from accounts.models import User
from approvals import workdays
from benchmarks.bare import Bare
from benchmarks.measuring import Result, against
from benchmarks.scale import Scale
from config.embedded.services import Environment
from quotas.models import QuotaType
from staffing import forecasting, headcounts
from staffing.areas import Area, find_area
from staffing.retirement import FLEXIBLE_MONTHS, month_of, shifted

TIMES_BARE = 1.5

LEAVING = """
    select greatest(p.leaves_on, %(first)s), greatest(coalesce(p.chosen_month, p.may_retire_on), %(first)s), count(*)
      from staffing_person p join staffing_posting s on s.person_id = p.id
      join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
     where s.ended_on is null and r.prefix like %(prefix)s || '%%' and p.leaves_on < %(latest)s group by 1, 2"""
UNKNOWN = """
    select count(*) from staffing_person p join staffing_posting s on s.person_id = p.id
      join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
     where s.ended_on is null and r.prefix like %(prefix)s || '%%' and p.leaves_on is null"""
ARRIVING = """
    select date_trunc('month', greatest(s.expires_on, %(first)s))::date, count(*)
      from staffing_slot s join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
     where s.state in ('open', 'waiting') and s.expires_on < %(ends)s and r.prefix like %(prefix)s || '%%' group by 1"""
ON_POSTS = """
    select sum(a.balance) from quotas_quotaaccount a join units_region r on r.id = a.region_id
      join quotas_quotatype t on t.id = a.quota_type_id
     where a.bucket = 'occupied' and t.family = 'post' and r.prefix like %(prefix)s || '%%'"""
AS_OF = """
    select u.region_id, s.quota_type_id, count(*) from staffing_posting s join units_unit u on u.id = s.unit_id
     where s.started_on <= %(on)s and (s.ended_on is null or s.ended_on > %(on)s) group by 1, 2"""


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """The province and one of its cities ahead; the province on a day of the last ten years."""
    floor, user = Bare(full["DATABASE_URL"]), User.objects.get(username="bench_clerk")
    kinds = set(QuotaType.objects.filter(family="post", is_group=False).values_list("pk", flat=True))
    for name, code in (("the province", "990000"), ("a city", "990100")):
        yield _forecast(f"forecast of {name}, 60 months", scale, find_area(user, {"region": code}), kinds, floor)
    yield _as_of(scale, find_area(user, {"region": "990000"}), kinds, floor)


def _forecast(name: str, scale: Scale, area: Area, kinds: set[int], floor: Bare) -> Result:
    first = month_of(workdays.today())
    ends = shifted(first, forecasting.MONTHS)
    latest = shifted(ends, FLEXIBLE_MONTHS)
    asked: dict[str, Any] = {"first": first, "ends": ends, "latest": latest, "prefix": area.region.prefix}

    def barely() -> list[list[tuple[Any, ...]]]:
        return [floor.rows(sql, asked) for sql in (LEAVING, UNKNOWN, ARRIVING, ON_POSTS)]

    ours, (leaving, unknown, arriving, on_posts) = forecasting.forecast(area, kinds), barely()
    retiring: Counter[dt.date] = Counter()
    early: Counter[dt.date] = Counter()
    for month, earliest, people in leaving:
        retiring[month] += people
        early[earliest] += people
    coming = dict(arriving)
    assert [(m.retiring, m.may_retire, m.arriving) for m in ours.months] == [
        (retiring[m.first], early[m.first], coming.get(m.first, 0)) for m in ours.months
    ], f"{name}: not the same work, two answers"
    assert [(ours.unknown,)] == unknown, f"{name}: not the same people unknown"
    assert [(ours.people,)] == on_posts, f"{name}: not the same people on posts"
    return against(
        name, lambda: forecasting.forecast(area, kinds), barely, goal=TIMES_BARE, samples=scale.summaries,
        rounds=scale.rounds,
    )  # fmt: skip


def _as_of(scale: Scale, area: Area, kinds: set[int], floor: Bare) -> Result:
    mine, theirs = _days(), _days()

    def ours() -> list[headcounts.Headcount]:
        return headcounts.headcounts(area, kinds, next(mine))

    def barely() -> list[tuple[Any, ...]]:
        return floor.rows(AS_OF, {"on": next(theirs)})

    assert sorted(ours()) == sorted(barely()), "staff as of a day: not the same work, two answers"
    return against(
        "staff as of a day, by region and type", ours, barely, goal=TIMES_BARE, samples=scale.summaries,
        rounds=scale.rounds,
    )  # fmt: skip


def _days() -> Iterator[dt.date]:
    chance = random.Random(0)
    while True:
        yield workdays.today() - dt.timedelta(days=chance.randrange(10, 3600))
