"""Reading off-quota staff: who is engaged, and number and money of an area and of each of its units."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from accounts import paging
from accounts.paging import Page, cut
from approvals import workdays
from quotas import reports
from quotas.models import QuotaType
from staffing.areas import Area
from staffing.models import Engagement, ServiceContract
from units.models import Unit

SIZE = 50
SOON = 60
STATES = {"": "在用", "due": "即将到期和已到期", "ended": "已终止"}


@dataclass(frozen=True)
class Control:
    """Number (heads) and money (yuan of one year) of an area or a unit: what there is, what is taken."""

    approved: int
    occupied: int
    amount: Decimal
    committed: Decimal
    unit: Unit | None = None

    @property
    def free(self) -> int:
        return self.approved - self.occupied

    @property
    def left(self) -> Decimal:
        return self.amount - self.committed


def control_of(area: Area, year: int) -> Control:
    """The area as a whole."""
    kinds = set(QuotaType.objects.filter(family=QuotaType.Family.CONTRACT).values_list("pk", flat=True))
    balance = reports.combined(balance for balance in area.balances() if balance.quota_type_id in kinds)
    where, params = area.where()
    within = f"join units_unit u on u.id = m.unit_id join units_region r on r.id = u.region_id where {where}"
    sql = f"""
        select (select coalesce(sum(m.amount), 0) from staffing_moneyline m {within} and m.year = %s),
               (select coalesce(sum(staffing_off_quota_cost(m.yearly_cost, m.started_on,
                        least(m.ends_on, m.ended_on - 1), %s)), 0) from staffing_engagement m {within})"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, year, year, *params])
        amount, committed = cursor.fetchone()
    return Control(balance.approved, balance.occupied, amount, committed)


BY_UNIT = """
    select u.id, coalesce(n.approved, 0), coalesce(n.occupied, 0), coalesce(m.amount, 0),
           staffing_off_quota_committed(u.id, %s)
      from units_unit u join units_region r on r.id = u.region_id
      left join staffing_moneyline m on m.unit_id = u.id and m.year = %s
      left join lateral (
        select sum(a.balance) filter (where a.bucket in ('vacant', 'locked', 'occupied', 'excess')) as approved,
               sum(a.balance) filter (where a.bucket = 'occupied') as occupied
          from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id and t.family = 'contract'
         where a.unit_id = u.id) n on true
     where {where} and u.number > %s
       and (m.id is not null or n.approved <> 0 or n.occupied <> 0)
     order by u.number limit %s"""


def by_unit(area: Area, year: int, *, after: str = "") -> Page[Control]:
    """A page of the units that have a control number or money in the year, in the order of their number."""
    where, params = area.where()
    with connection.cursor() as cursor:
        cursor.execute(BY_UNIT.format(where=where), [year, year, *params, after[:30], SIZE + 1])
        found = cursor.fetchall()
    units = Unit.objects.in_bulk([row[0] for row in found])
    rows = [Control(int(n), int(o), amount, taken, units[pk]) for pk, n, o, amount, taken in found]
    return cut(rows, SIZE, lambda row: row.unit.number if row.unit else "", after=after)


def engagements(area: Area, *, state: str = "", kind: str = "", on: dt.date | None = None) -> QuerySet[Engagement]:
    """The off-quota staff of the area: those there now, those whose contract ends soon or has, or those gone."""
    found = Engagement.objects.filter(area.as_condition())
    found = found.exclude(ended_on=None) if state == "ended" else found.filter(ended_on=None)
    if state == "due":
        found = found.filter(ends_on__lte=(on or workdays.today()) + dt.timedelta(days=SOON))
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("person", "unit", "document").order_by("id")


def page_of(found: QuerySet[Engagement], after: str) -> Page[Engagement]:
    return paging.soonest_first(found, {"after": after})


def services(area: Area) -> list[ServiceContract]:
    """What was bought instead of engaging people, the newest first."""
    found = ServiceContract.objects.filter(area.as_condition()).select_related("unit", "document")
    return list(found.order_by("-starts_on", "-id")[:SIZE])
