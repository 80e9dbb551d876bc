"""What quotas has to say on the first page and on the page of a unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.panels import Panel, register
from approvals import workdays
from quotas import policies, reports
from quotas.columns import Trail, cells, columns_for, with_query
from quotas.doors import open_cases, open_documents
from quotas.models import FloatingQuota, Hold, QuotaAccount, QuotaException, QuotaType, Transfer
from quotas.places import find_place
from quotas.reports import Balance, TypeRow
from units.mandates import scope_of
from units.models import Unit

Family = QuotaType.Family
# A reserve below this share of the region's total is low (yellow light).
LOW_RESERVE = 0.02
OVER_SHOWN = 8
OWN_SHOWN = 12
LATEST = 20
FLOATING_SOON = 30
BORROWED = ("borrowed", "周转借用")


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("home", "quotas", "编制", 40, "quotas/home_region.html", region_books, visible=_of_region))
    register(Panel("home", "own_quotas", "本单位编制", 41, "quotas/home_own.html", own_books, visible=_of_own_units))
    register(Panel("unit", "quotas", "编制", 20, "quotas/unit_quotas.html", unit_quotas))
    register(Panel("unit", "leadership", "领导职数", 30, "quotas/unit_leadership.html", unit_leadership))
    register(Panel("unit", "ledger", "台账", 50, "quotas/unit_ledger.html", unit_ledger))


def _viewer(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    return request.user


def _of_region(request: HttpRequest, _: Any) -> bool:
    return policies.reads_a_region(_viewer(request))


def _of_own_units(request: HttpRequest, _: Any) -> bool:
    scope = scope_of(_viewer(request))
    return bool(scope.unit_ids | scope.department_ids)


def _types(*families: str) -> list[QuotaType]:
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
    user = _viewer(request)
    place = find_place(user)
    types = _types(Family.POST)
    balances = reports.totals_by_child(place.region)
    rows = reports.leaves(reports.by_type(balances, types))
    own = {b.quota_type_id: b for b in balances if b.owner_id == place.region.pk}
    overview = reverse("quotas:overview")
    return {
        "region": place.region,
        "bars": [_bar(r, with_query(overview, region=place.region.code, type=r.quota_type.code)) for r in rows],
        "whole": reports.combined(row.balance for row in rows),
        "reserves": [_reserve(row, own.get(row.quota_type.pk), place.region.code) for row in rows],
        "over": reports.over_quota(user, OVER_SHOWN + 1),
        "over_shown": OVER_SHOWN,
        "soon": workdays.add_workdays(workdays.today(), FLOATING_SOON),
    }


def _bar(row: TypeRow, url: str) -> Bar:
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
    user = _viewer(request)
    types = _types(Family.POST)
    own = Unit.objects.active().filter(scope_of(user).as_own_condition()).order_by("number")
    units = list(own.only("number", "name"))
    balances = reports.balances_of_these([unit.pk for unit in units], None)
    bars = reports.leaves(reports.by_type(balances, types))
    rows = list(_own_rows(units, balances, {kind.pk for kind in reports.counted(types)}))
    overview = reverse("quotas:overview")
    return {
        "bars": [_bar(row, with_query(overview, type=row.quota_type.code)) for row in bars],
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


def unit_quotas(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """What is approved, who is on it, what is promised, lent, limited in time or above the cap."""
    user, today = _viewer(request), workdays.today()
    types = _types(Family.POST, Family.CONTRACT)
    rows = reports.by_type(reports.balances_of_unit(unit), types)
    columns = (*columns_for(Family.POST, of_region=False), BORROWED)
    exceptions, holds = list(_exceptions(unit)), list(_holds(unit))
    floating = list(FloatingQuota.objects.filter(unit=unit, ends_on__gte=today).select_related("quota_type", "case"))
    return {
        "rows": [_unit_row(row, unit, columns) for row in rows],
        "columns": columns,
        "bars": [_bar(row, _statement(unit, row.quota_type)) for row in reports.leaves(rows)],
        "scale": max((row.balance.approved + row.balance.over for row in reports.leaves(rows)), default=0),
        "over": reports.over_quota_of(unit.pk),
        "exceptions": exceptions,
        "floating": floating,
        "holds": holds,
        "open_documents": open_documents(user, (e.document_id for e in exceptions)),
        "open_cases": open_cases(user, (row.case_id for row in (*floating, *holds))),
        "may_except": policies.may_allow_some_excess(user) and unit.is_active,
        "today": today,
        "soon": workdays.add_workdays(today, FLOATING_SOON),
    }


def _unit_row(row: TypeRow, unit: Unit, columns: Any) -> dict[str, Any]:
    link = Trail(row.quota_type.code, Family.POST).of_unit(unit)
    return {"row": row, "cells": cells(row.balance, columns, link)}


def _statement(unit: Unit, kind: QuotaType) -> str:
    return with_query(reverse("quotas:unit_statement", args=[unit.number]), type=kind.code)


def _exceptions(unit: Unit) -> Any:
    today = workdays.today()
    found = QuotaException.objects.filter(unit=unit, ends_on__gte=today)
    return found.select_related("quota_type", "document").order_by("ends_on", "id")


def _touches(unit: Unit) -> Q:
    """What comes from an account of the unit or goes to one; by the accounts' keys, because a join reads the lot."""
    own = list(QuotaAccount.objects.filter(unit=unit).values_list("pk", flat=True))
    return Q(source__in=own) | Q(target__in=own)


def _holds(unit: Unit) -> Any:
    """Promises that lock posts of this unit, and those whose posts will come to it."""
    held = Hold.objects.filter(_touches(unit), state=Hold.State.HELD)
    return held.select_related("case", "source__quota_type", "source__unit", "source__region", "target__unit")


LIGHTS = {"green": "有空缺", "yellow": "已配满", "red": "超配"}


def unit_leadership(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Leadership posts by level with their light: red above the number, yellow when none is free."""
    rows = reports.by_type(reports.balances_of_unit(unit), _types(Family.LEADERSHIP))
    columns = columns_for(Family.LEADERSHIP, of_region=False)
    return {"columns": columns, "rows": [{**_unit_row(r, unit, columns), "light": _light(r)} for r in rows]}


def _light(row: TypeRow) -> dict[str, str] | None:
    if row.quota_type.is_group:
        return None
    level = "red" if row.balance.over else "green" if row.balance.vacant else "yellow"
    return {"level": level, "text": LIGHTS[level]}


def unit_ledger(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The last moves on the unit's accounts, newest first."""
    user = _viewer(request)
    touching = Transfer.objects.filter(_touches(unit)).select_related("document", "case")
    # Apart from the transfers: to plan a join of ten tables costs more than to read them.
    ends = QuotaAccount.objects.select_related("unit", "region", "quota_type")
    whole = touching.prefetch_related(Prefetch("source", ends), Prefetch("target", ends))
    transfers = list(whole.order_by("-effective_on", "-id")[:LATEST])
    return {
        "transfers": transfers,
        "latest": LATEST,
        "open_documents": open_documents(user, (t.document_id for t in transfers)),
        "open_cases": open_cases(user, (t.case_id for t in transfers)),
    }
