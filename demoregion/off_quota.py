"""Off-quota staff (编外人员) under number and money: contracts of both kinds, some past their end, a bought service."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from approvals.models import Document
from demoregion.build import today_minus, types
from demoregion.people import TODAY, Crowd
from demoregion.story import Office, on, settle
from staffing import money, off_quota
from staffing.models import ContractKind, EndReason, Engagement
from staffing.off_quota import Contract, Service
from units.models import Unit

AGENCY = "江东嘉禾人力资源服务有限公司"


class Staff(NamedTuple):
    """So many people of one kind at a unit, under so high a control number, at so much a year (yuan)."""

    unit: str
    number: int
    heads: int
    title: str
    kind: ContractKind
    cost: int
    budget: int


HOSPITAL, SCHOOL, MARKET = "澜川市人民医院", "澜川市第一中学", "澜川市市场监督管理局"
ALL = (
    Staff("澜川市森林草原防火站", 16, 14, "护林防火员", ContractKind.DIRECT, 52_000, 760_000),
    Staff(SCHOOL, 10, 8, "宿舍管理员", ContractKind.DISPATCH, 48_000, 480_000),
    Staff(HOSPITAL, 36, 28, "护理员", ContractKind.DIRECT, 66_000, 2_376_000),
    Staff(MARKET, 12, 10, "食品安全协管员", ContractKind.DISPATCH, 54_000, 600_000),
    Staff("澜川市融媒体中心", 8, 5, "新媒体编辑", ContractKind.DIRECT, 72_000, 420_000),
)


def build(office: Office, units: Mapping[str, Unit]) -> None:
    """Numbers by a decided case, money by a paper, then people; some leave, some become a bought service."""
    control = types()["off_quota_control"]
    day = today_minus(280)
    with on(day):
        lines = [{"quota_type": control, "applied_count": s.number, "target_unit": units[s.unit]} for s in ALL]
        paper = settle(
            office, "quota_allot", {"effective_on": day, "lines": lines}, title="核定编外用人控制数",
            reason="编外人员总量控制、人费双控。",
        )  # fmt: skip
    for number, staff in enumerate(ALL):
        _engage(office, units[staff.unit], staff, paper, Crowd(first=18_000 + 100 * number))
    _changes(office, units, paper)


def _engage(office: Office, unit: Unit, staff: Staff, paper: Document, crowd: Crowd) -> None:
    """Contracts to the end of next year; the first two run out soon, the last two of one unit have run out."""
    day = today_minus(270)
    with on(day):
        for year in (day.year, TODAY.year + 1):
            money.set_money(
                actor=office.clerk, unit=unit, year=year, amount=Decimal(staff.budget), document=paper,
                reason="年度编外人员经费预算",
            )  # fmt: skip
        contracts = [
            Contract(
                crowd.somebody(staff.title), staff.kind, _ends_on(staff, place), Decimal(staff.cost),
                employer=AGENCY if staff.kind == ContractKind.DISPATCH else "",
            )
            for place in range(staff.heads)
        ]  # fmt: skip
        off_quota.engage(
            actor=office.clerk, unit=unit, quota_type=types()["off_quota_control"], contracts=contracts,
            started_on=day, document=paper, reason="补充辅助力量",
        )  # fmt: skip


def _ends_on(staff: Staff, place: int) -> dt.date:
    if staff.unit == MARKET and place >= staff.heads - 2:
        return TODAY - dt.timedelta(days=20)
    if place < 2:
        return TODAY + dt.timedelta(days=25)
    return dt.date(TODAY.year + 1, 12, 31)


def _changes(office: Office, units: Mapping[str, Unit], paper: Document) -> None:
    """One resigned, one contract was renewed; eight carers became a bought service, which lowers the number."""
    people = Engagement.objects.active().order_by("id")
    act: dict[str, Any] = {"actor": office.clerk, "document": paper}
    with on(today_minus(40)):
        carers = list(people.filter(unit=units[HOSPITAL])[10:18])
        service = Service("住院陪护服务", "澜川安康护理服务有限公司", Decimal(420_000), dt.date(TODAY.year + 1, 12, 31))
        off_quota.convert(engagements=carers, service=service, on=today_minus(0), reason="后勤服务社会化改革", **act)
        leaver = people.filter(unit=units["澜川市融媒体中心"])[4]
        off_quota.end(
            engagement=leaver, ended_on=today_minus(0), end_reason=EndReason.RESIGNED, reason="本人辞职", **act
        )
    renewed = people.filter(unit=units[SCHOOL])[0]
    off_quota.renew(
        engagement=renewed, ends_on=dt.date(TODAY.year + 1, 6, 30), yearly_cost=Decimal(49_500), reason="续签", **act
    )
