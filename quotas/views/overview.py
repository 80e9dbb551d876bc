"""The overview by region and type, and the units behind its numbers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.views.generic import TemplateView

from accounts import addresses
from accounts.models import User
from approvals import workdays
from quotas import policies, reports
from quotas.columns import Trail, cells, columns_for, day, with_query
from quotas.forms import FAMILIES, OverviewQuery, UnitsQuery
from quotas.models import QuotaType
from quotas.places import Place, find_place
from quotas.reports import Balance, PlaceRow, TypeRow, Whose
from units.mandates import scope_of
from units.models import Unit

BAD_CURSOR = "页码有误，已回到第一页。"


def viewer(request: HttpRequest) -> User:
    """The signed-in user; the middleware lets nobody else in."""
    assert isinstance(request.user, User), "Only signed-in users get here."
    return request.user


def all_types() -> list[QuotaType]:
    return list(QuotaType.objects.order_by("position", "code"))


def family_tabs(form: OverviewQuery, region: str = "") -> list[dict[str, str]]:
    """One tab for each family, on the same day."""
    as_of = day(form.cleaned_data.get("as_of"))
    return [
        {"key": f, "label": f.label, "url": with_query("", family=f, as_of=as_of, region=region) or "?"}
        for f in FAMILIES
    ]


class OverviewView(TemplateView):
    """What is granted, reserved, approved, used and free, by region and type, as of a day."""

    def get_template_names(self) -> list[str]:
        return ["quotas/overview.html" if policies.reads_a_region(viewer(self.request)) else "quotas/units.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = viewer(self.request)
        if not policies.reads_a_region(user):
            return super().get_context_data(**own_units(self.request, user), **kwargs)
        place = find_place(user, self.request.GET.get("region", ""))
        form = OverviewQuery(self.request.GET, all_types())
        shown = {"place": place, "form": form, "nav_key": "quotas", "today": workdays.today()}
        if form.is_valid():
            shown |= overview(place, form)
        return super().get_context_data(tabs=family_tabs(form, place.region.code), **shown, **kwargs)


def overview(place: Place, form: OverviewQuery) -> dict[str, Any]:
    """The two tables of the overview: the whole region by type, then place by place."""
    as_of, types = form.cleaned_data["as_of"], list(form.types)
    counted = reports.counted(types, form.chosen)
    wanted = {kind.pk for kind in counted}
    balances = [b for b in reports.totals_by_child(place.region, as_of=as_of) if b.quota_type_id in wanted]
    columns = columns_for(form.of_family, of_region=True)
    by_type = reports.by_type(balances, types)
    places = reports.by_place(place.region, place.below, balances, types)
    return {
        "as_of": as_of,
        "columns": columns,
        "type_rows": [_type_row(row, place, form, columns) for row in by_type],
        "places": [_place_row(row, form, columns) for row in places],
        "whole": _whole(reports.combined(balances), place, form, columns) if len(by_type) > 1 else None,
    }


def _type_row(row: TypeRow, place: Place, form: OverviewQuery, columns: Any) -> dict[str, Any]:
    trail = Trail(row.quota_type.code, form.of_family, form.cleaned_data["as_of"])
    link = trail.of_region(place.region, own_level=False)
    return {"row": row, "cells": cells(row.balance, columns, link)}


def _whole(balance: Balance, place: Place, form: OverviewQuery, columns: Any) -> Any:
    trail = Trail("", form.of_family, form.cleaned_data["as_of"])
    return cells(balance, columns, trail.of_region(place.region, own_level=False))


def _place_row(row: PlaceRow, form: OverviewQuery, columns: Any) -> dict[str, Any]:
    chosen = form.chosen.code if form.chosen else ""
    as_of, family = form.cleaned_data["as_of"], form.of_family

    def linked(kind: str, balance: Balance) -> Any:
        return cells(balance, columns, Trail(kind, family, as_of).of_region(row.region, own_level=row.is_own))

    url = with_query(
        addresses.address("quotas:region_units", row.region.code) if row.is_own else addresses.page("quotas:overview"),
        region=None if row.is_own else row.region.code, level="own" if row.is_own else None,
        family=family, type=chosen, as_of=day(as_of),
    )  # fmt: skip
    types = [{"row": each, "cells": linked(each.quota_type.code, each.balance)} for each in row.types]
    return {"row": row, "url": url, "cells": linked(chosen, row.balance), "types": types}


class RegionUnitsView(TemplateView):
    """The units of a region with their numbers, in the order one asks for."""

    template_name = "quotas/units.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = find_place(viewer(self.request), self.kwargs["code"])
        form = UnitsQuery(self.request.GET, all_types())
        shown: dict[str, Any] = {"place": place, "form": form, "nav_key": "quotas", "tabs": []}
        if form.is_valid():
            whose = Whose(place.region, own_level=form.cleaned_data["level"] == "own")
            shown |= page_of_units(self.request, form, whose) | {"tabs": family_tabs(form)}
        return super().get_context_data(**shown, **kwargs)


def own_units(request: HttpRequest, user: User) -> dict[str, Any]:
    """The overview of a department or a unit: its own units."""
    form = UnitsQuery(request.GET, all_types())
    del form.fields["level"]
    shown: dict[str, Any] = {"form": form, "nav_key": "quotas", "tabs": []}
    if form.is_valid():
        own = Unit.objects.filter(scope_of(user).as_own_condition()).values_list("pk", flat=True)
        shown |= page_of_units(request, form, Whose(unit_ids=list(own))) | {"tabs": family_tabs(form)}
    return shown


def page_of_units(request: HttpRequest, form: UnitsQuery, whose: Whose) -> dict[str, Any]:
    """One page of the table of units; a cursor that fits nothing leads to the first page and says so."""
    kinds = {kind.pk for kind in reports.counted(list(form.types), form.chosen)}
    asked = {"as_of": form.cleaned_data["as_of"], "sort": form.cleaned_data["sort"]}
    notice = ""
    try:
        page = reports.page_of_units(
            whose, kinds, after=request.GET.get("after", ""), before=request.GET.get("before", ""), **asked
        )
    except ValueError:
        page, notice = reports.page_of_units(whose, kinds, **asked), BAD_CURSOR
    columns = columns_for(form.of_family, of_region=False)
    trail = Trail(form.chosen.code if form.chosen else "", form.of_family, asked["as_of"])
    rows = [{"unit": r.unit, "balance": r.balance, "cells": cells(r.balance, columns, trail.of_unit(r.unit))}
            for r in page.rows]  # fmt: skip
    return {"page": page, "rows": rows, "columns": columns, "notice": notice, "as_of": asked["as_of"], "size": 50}


def leaves_of(types: Sequence[QuotaType], family: str) -> list[QuotaType]:
    """The types of a family that are counted themselves."""
    return reports.counted([kind for kind in types if kind.family == family])
