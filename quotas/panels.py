"""What quotas has to say on the first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.panels import Panel, register
from approvals import workdays
from quotas import policies, reports
from quotas.columns import Trail, cells, columns_for, with_query
from quotas.models import QuotaType
from quotas.places import own_region
from quotas.reports import Balance, TypeRow
from units.mandates import scope_of
from units.models import Unit

Family = QuotaType.Family
# A reserve below this share of the region's total is low (yellow light).
LOW_RESERVE = 0.02
OVER_SHOWN = 8
OWN_SHOWN = 12
FLOATING_SOON = 30


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("home", "quotas", "编制", 40, "quotas/home_region.html", region_books, visible=_of_region))
    register(Panel("home", "own_quotas", "本单位编制", 41, "quotas/home_own.html", own_books, visible=_of_own_units))


def viewer(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    return request.user


def _of_region(request: HttpRequest, _: Any) -> bool:
    return policies.reads_a_region(viewer(request))


def _of_own_units(request: HttpRequest, _: Any) -> bool:
    scope = scope_of(viewer(request))
    return bool(scope.unit_ids | scope.department_ids)


def types_of(*families: str) -> list[QuotaType]:
    return list(QuotaType.objects.filter(family__in=families).order_by("position", "code"))


@dataclass(frozen=True)
class Bar:
    """The bar of one type and the page that explains it."""

    label: str
    url: str
    balance: Balance


@dataclass(frozen=True)
class Reserve:
    """What a region has left of one type, with its light."""

    quota_type: QuotaType
    balance: Balance
    url: str
    level: str
    text: str


def region_books(request: HttpRequest, _: Any) -> dict[str, Any]:
    """Vacancy by type, the region's own reserve with lights, and who is above the cap."""
    user = viewer(request)
    region = own_region(user)
    types = types_of(Family.POST)
    balances = reports.totals_by_child(region)
    rows = reports.leaves(reports.by_type(balances, types))
    own = {b.quota_type_id: b for b in balances if b.owner_id == region.pk}
    overview = reverse("quotas:overview")
    return {
        "region": region,
        "bars": [bar_of(r, with_query(overview, region=region.code, type=r.quota_type.code)) for r in rows],
        "whole": reports.combined(row.balance for row in rows),
        "reserves": [_reserve(row, own.get(row.quota_type.pk), region.code) for row in rows],
        "over": reports.over_quota(user, OVER_SHOWN + 1),
        "over_shown": OVER_SHOWN,
        "soon": workdays.add_workdays(workdays.today(), FLOATING_SOON),
    }


def bar_of(row: TypeRow, url: str) -> Bar:
    return Bar(row.quota_type.name, url, row.balance)


def _reserve(row: TypeRow, own: Balance | None, code: str) -> Reserve:
    """Red when nothing is left, yellow when little is, measured by all that was granted to the region."""
    held = own or reports.combined(())
    url = with_query(reverse("quotas:region_statement", args=[code]), type=row.quota_type.code)
    if held.reserve <= 0:
        level, text = "red", "已用完"
    elif held.reserve < row.balance.total * LOW_RESERVE:
        level, text = "yellow", "偏低"
    else:
        level, text = "green", "可用"
    return Reserve(row.quota_type, held, url, level, text)


def own_books(request: HttpRequest, _: Any) -> dict[str, Any]:
    """The numbers of the units the user answers for: together by type, and unit by unit."""
    user = viewer(request)
    types = types_of(Family.POST)
    own = Unit.objects.active().filter(scope_of(user).as_own_condition()).order_by("number")
    units = list(own.only("number", "name"))
    balances = reports.balances_of_these([unit.pk for unit in units], None)
    bars = reports.leaves(reports.by_type(balances, types))
    rows = list(_own_rows(units, balances, {kind.pk for kind in reports.counted(types)}))
    overview = reverse("quotas:overview")
    return {
        "bars": [bar_of(row, with_query(overview, type=row.quota_type.code)) for row in bars],
        "columns": columns_for(Family.POST, of_region=False),
        "rows": rows[:OWN_SHOWN],
        "has_more": len(rows) > OWN_SHOWN,
        "over": [] if policies.reads_a_region(user) else reports.over_quota(user, OVER_SHOWN + 1),
        "over_shown": OVER_SHOWN,
    }


def _own_rows(units: list[Unit], balances: list[Balance], counted: set[int]) -> Iterator[dict[str, Any]]:
    """The units that have posts, each with the sum of its types."""
    kept: dict[int | None, list[Balance]] = {}
    for balance in balances:
        if balance.quota_type_id in counted:
            kept.setdefault(balance.owner_id, []).append(balance)
    columns, trail = columns_for(Family.POST, of_region=False), Trail("", Family.POST)
    for unit in units:
        if unit.pk in kept:
            balance = reports.combined(kept[unit.pk])
            yield {"unit": unit, "balance": balance, "cells": cells(balance, columns, trail.of_unit(unit))}
