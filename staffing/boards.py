"""The board of leadership posts (领导职数看板): sums and lights by level, and the units behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.paging import Page, cut
from approvals import workdays
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing import appointing
from staffing.appointing import Posts
from staffing.models import Tenure
from staffing.walking import Reach
from units.models import Region, Unit

SIZE = 20

SUMS = """
    with own as (
      select a.unit_id, a.quota_type_id,
             coalesce(sum(a.balance) filter (where a.bucket = 'vacant'), 0) as vacant,
             coalesce(sum(a.balance) filter (where a.bucket = 'locked'), 0) as reserved,
             coalesce(sum(a.balance) filter (where a.bucket = 'occupied'), 0) as occupied,
             coalesce(-sum(a.balance) filter (where a.bucket = 'excess'), 0) as over
        from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id
       where t.family = 'leadership' and a.unit_id is not null
         and (a.region_id = any(%(whole)s::bigint[]) or a.unit_id = any(%(units)s::bigint[]))
       group by 1, 2)
    select t.name, sum(o.vacant + o.reserved + o.occupied - o.over), sum(o.occupied), sum(o.reserved), sum(o.vacant),
           sum(o.over), count(*) filter (where o.over = 0 and o.vacant > 0),
           count(*) filter (where o.over = 0 and o.vacant = 0), count(*) filter (where o.over > 0)
      from own o join quotas_quotatype t on t.id = o.quota_type_id
     group by t.id, t.name, t.position order by t.position, t.id"""


@dataclass(frozen=True)
class LevelSum:
    """One level: posts approved, taken, kept and vacant, and how many units show which light."""

    name: str
    approved: int
    occupied: int
    reserved: int
    vacant: int
    over: int
    green: int
    yellow: int
    red: int


@dataclass(frozen=True)
class UnitRow:
    """A unit with its leadership posts by type."""

    unit: Unit
    posts: list[Posts]


def sums_of(reach: Reach) -> list[LevelSum]:
    """The sums by level of all that a walk would reach, in one statement."""
    whole = [region for region, all_of_it in zip(reach.regions, reach.whole, strict=True) if all_of_it]
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"whole": whole, "units": reach.units})
        return [LevelSum(row[0], *map(int, row[1:])) for row in cursor.fetchall()]


def units_with_posts(user: User, region: Region | None, light: str) -> QuerySet[Unit]:
    """The units in scope that have leadership posts or leaders, narrowed to a region and a light."""
    units = Unit.objects.visible_to(user)
    if region is not None:
        units = units.under(region)
    here = Q(unit=OuterRef("pk"), quota_type__family=QuotaType.Family.LEADERSHIP)
    leading = QuotaAccount.objects.filter(here)
    over = Exists(leading.filter(bucket=Bucket.EXCESS, balance__lt=0))
    offices = Tenure.objects.active().filter(unit=OuterRef("pk"))
    expired = Exists(offices.filter(above_rank_until__lt=workdays.today()))
    vacant = Exists(leading.filter(bucket=Bucket.VACANT, balance__gt=0))
    lights = {
        "red": Q(over) | Q(expired), "green": Q(vacant) & ~Q(over) & ~Q(expired),
        "yellow": ~Q(vacant) & ~Q(over) & ~Q(expired),
    }  # fmt: skip
    return units.filter(Q(Exists(leading)) | Q(Exists(offices))).filter(lights.get(light, Q()))


def page_of(units: QuerySet[Unit], cursors: Mapping[str, str]) -> Page[Unit]:
    """A page of units by number."""
    after, before = cursors.get("after", ""), cursors.get("before", "")
    if before and not after:
        rows = units.filter(number__lt=before).order_by("-number")[: SIZE + 1]
        return cut(rows, SIZE, _cursor, before=before)
    rows = units.filter(number__gt=after).order_by("number")[: SIZE + 1]
    return cut(rows, SIZE, _cursor, after=after)


def _cursor(unit: Unit) -> str:
    return unit.number


def rows_of(page: Page[Unit]) -> list[UnitRow]:
    """The posts of a page's units, in two queries for all of them."""
    posts: dict[int, Any] = appointing.posts_of_units(page.rows)
    return [UnitRow(unit, posts.get(unit.pk, [])) for unit in page.rows]
