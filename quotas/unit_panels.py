"""What quotas has to say on the page of a unit."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from accounts.addresses import address
from accounts.panels import Panel, register
from approvals import workdays
from quotas import policies, reports
from quotas.columns import Trail, cells, columns_for, with_query
from quotas.doors import open_cases, open_documents
from quotas.models import Bucket, FloatingQuota, QuotaException, QuotaType
from quotas.panels import FLOATING_SOON, Family, bar_of, types_of, viewer
from quotas.reports import Balance, Move, TypeRow
from units.models import Unit

LATEST = 20
BORROWED = ("borrowed", "周转借用")
LIGHTS = {"green": "有空缺", "yellow": "已配满", "red": "超配"}
OWN = "本单位"
BUCKETS = dict(Bucket.choices)


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("unit", "quotas", "编制", 20, "quotas/unit_quotas.html", unit_quotas))
    register(Panel("unit", "leadership", "领导职数", 30, "quotas/unit_leadership.html", unit_leadership))
    register(Panel("unit", "ledger", "台账", 50, "quotas/unit_ledger.html", unit_ledger))


class Above(NamedTuple):
    """A type in which the unit has people above the cap, and the exceptions that are in force for it."""

    quota_type: QuotaType
    people: int
    exceptions: list[QuotaException]


def unit_quotas(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """What is approved, who is on it, what is promised, lent, limited in time or above the cap."""
    user, today = viewer(request), workdays.today()
    types, balances = types_of(*Family.values), reports.balances_of_unit(unit)
    rows = reports.by_type(balances, [kind for kind in types if kind.family in (Family.POST, Family.CONTRACT)])
    columns = (*columns_for(Family.POST, of_region=False), BORROWED)
    exceptions, holds = list(_exceptions(unit)), reports.open_holds(unit)
    owed = FloatingQuota.objects.filter(unit=unit, returned_count__lt=F("quantity"))
    floating = list(owed.select_related("quota_type", "case"))
    return {
        "rows": [_unit_row(row, unit, columns) for row in rows],
        "columns": columns,
        "bars": [bar_of(row, _statement(unit, row.quota_type)) for row in reports.leaves(rows)],
        "scale": max((row.balance.approved + row.balance.over for row in reports.leaves(rows)), default=0),
        "over": _above(balances, types, exceptions),
        "exceptions": exceptions,
        "floating": floating,
        "holds": holds,
        "open_documents": open_documents(user, (e.document_id for e in exceptions)),
        "open_cases": open_cases(user, (*(f.case_id for f in floating), *(h.case_id for h in holds))),
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
    found = QuotaException.objects.filter(unit=unit, ends_on__gte=workdays.today())
    return found.select_related("quota_type", "document").order_by("ends_on", "id")


def _above(
    balances: Iterable[Balance], types: Sequence[QuotaType], exceptions: Sequence[QuotaException]
) -> list[Above]:
    over = {balance.quota_type_id: balance.over for balance in balances if balance.over}
    today = workdays.today()
    return [
        Above(kind, over[kind.pk], [e for e in exceptions if e.quota_type_id == kind.pk and e.starts_on <= today])
        for kind in types
        if kind.pk in over
    ]


def unit_leadership(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Leadership posts by level with their light: red above the number, yellow when none is free."""
    rows = reports.by_type(reports.balances_of_unit(unit), types_of(Family.LEADERSHIP))
    columns = columns_for(Family.LEADERSHIP, of_region=False)
    return {"columns": columns, "rows": [{**_unit_row(r, unit, columns), "light": _light(r)} for r in rows]}


def _light(row: TypeRow) -> dict[str, str] | None:
    if row.quota_type.is_group:
        return None
    level = "red" if row.balance.over else "green" if row.balance.vacant else "yellow"
    return {"level": level, "text": LIGHTS[level]}


class MoveLine(NamedTuple):
    """A move as the unit sees it: where it leads, what came from whom and went to whom, and whether it added posts."""

    move: Move
    url: str
    document_url: str
    case_url: str
    source: str
    source_bucket: str
    target: str
    target_bucket: str
    tone: str


def unit_ledger(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The last moves on the unit's accounts, newest first."""
    user = viewer(request)
    moves = reports.latest_moves(unit, LATEST)
    documents = open_documents(user, (move.document_id for move in moves))
    cases = open_cases(user, (move.case_id for move in moves))
    return {"lines": [_move_line(move, unit, documents, cases) for move in moves], "latest": LATEST}


def _move_line(move: Move, unit: Unit, documents: set[int], cases: set[int]) -> MoveLine:
    leaves, arrives = move.source_unit_id == unit.pk, move.target_unit_id == unit.pk
    return MoveLine(
        move,
        address("quotas:transfer", move.transfer_id),
        address("approvals:document", move.document_id) if move.document_id in documents else "",
        address("approvals:case", move.case_number) if move.case_id in cases else "",
        OWN if leaves else move.source_owner,
        BUCKETS[move.source_bucket],
        OWN if arrives else move.target_owner,
        BUCKETS[move.target_bucket],
        "" if leaves == arrives else "plus" if arrives else "minus",
    )
