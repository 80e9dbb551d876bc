"""Slots and plans as sheets."""

from collections.abc import Mapping
from typing import Any

from accounts import exports
from accounts.exports import Listing, listing_of, listing_of_rows, words_of
from accounts.models import User
from accounts.sheets import Column, Kind
from quotas import reports
from quotas.models import QuotaType
from staffing import plan_reports, slot_lists
from staffing.areas import asked_area
from staffing.forms.forecast import AreaQuery
from staffing.forms.hiring import PlanQuery, SlotQuery
from staffing.models import Slot
from units.exports import level_of
from units.models import Secrecy

SLOTS: list[Column[Slot]] = [
    Column("用编号", lambda s: s.number, 14),
    Column("单位", lambda s: s.unit.name, 32),
    Column("机构编码", lambda s: s.unit.number, 16),
    Column("编制类型", lambda s: s.quota_type.name, 22),
    Column("进入方式", lambda s: s.get_channel_display(), 16),
    Column("编制用途", lambda s: s.purpose, 30),
    Column("状态", lambda s: s.get_state_display(), 10),
    Column("姓名", slot_lists.who_is_on, 10),
    Column("核准日期", lambda s: s.issued_on, 12, Kind.DATE),
    Column("有效期至", lambda s: s.expires_on, 12, Kind.DATE),
    Column("使用或失效日期", lambda s: s.ended_on, 14, Kind.DATE),
    Column("通知单", lambda s: s.notice.number, 22),
    Column("办件号", lambda s: s.case.number, 18),
]
Channelled = tuple[str, plan_reports.Heads]
PLANS: list[Column[Channelled]] = [
    Column("进入方式", lambda row: row[0], 18),
    Column("计划", lambda row: row[1].planned, 10, Kind.NUMBER),
    Column("核准", lambda row: row[1].approved, 10, Kind.NUMBER),
    Column("已使用", lambda row: row[1].used, 10, Kind.NUMBER),
    Column("剩余", lambda row: row[1].left, 10, Kind.NUMBER),
    Column("失效", lambda row: row[1].lapsed, 10, Kind.NUMBER),
    Column("核销", lambda row: row[1].cancelled, 10, Kind.NUMBER),
    Column("待发通知单", lambda row: row[1].without_notice, 12, Kind.NUMBER),
    Column("街镇等基层", lambda row: row[1].grass_roots, 12, Kind.NUMBER),
]


@exports.register("slots", "用编号台账")
def slots(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """The slots of the page, in the order of the page."""
    form = SlotQuery(query, _types(), user=user)
    filters = words_of(form)
    found = form.narrow(Slot.objects.visible_to(user).filter(asked_area(user, form.cleaned_data, query).as_condition()))
    if form.chosen:
        found = found.filter(quota_type__in=_kinds(form))
    order = ("expires_on", "id") if form.cleaned_data["sort"] == "expires" else ("-id",)
    level = level_of(found.filter(unit__secrecy=Secrecy.SECRET).exists())
    return listing_of(SLOTS, slot_lists.with_what_is_shown(found).order_by(*order), filters=filters, level=level)


@exports.register("plans", "用编计划")
def plans(user: User, query: Mapping[str, str]) -> Listing[Any]:
    """What was planned, approved, used and is left of each channel in the year and area of the page."""
    form = PlanQuery(query, _types(), user=user)
    filters = words_of(form)
    area = asked_area(user, form.cleaned_data, query)
    year = form.cleaned_data["year"]
    channels = plan_reports.by_channel(area, year, _kinds(form) if form.chosen else None)
    rows = [(channel.label, heads) for channel, heads in channels.items()]
    return listing_of_rows(PLANS, rows, filters=filters, title=f"{area.name}{year}年用编计划")


def _types() -> list[QuotaType]:
    return list(QuotaType.objects.filter(family=QuotaType.Family.POST).order_by("position", "code"))


def _kinds(form: AreaQuery) -> set[int]:
    return {kind.pk for kind in reports.counted(form.types, form.chosen)}
