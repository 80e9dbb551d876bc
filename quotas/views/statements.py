"""Statements (台账) of units and regions, and the single transfer behind each line."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, TemplateView

from accounts.models import User
from approvals.models import Case
from quotas import reports
from quotas.doors import open_cases, open_documents
from quotas.forms import StatementQuery
from quotas.models import Bucket, Transfer
from quotas.places import find_place
from quotas.reports import Entry, Owned, Statement
from units.mandates import scope_of
from units.models import Region, Unit

from .overview import all_types, viewer

LIMIT = 500
# All on one page, to be printed; beyond it the pages are printed one by one.
MOST_ON_PAPER = 5000


class UnitStatementView(TemplateView):
    """The statement of a unit between two days, for one type or all."""

    template_name = "quotas/unit_statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = viewer(self.request)
        units = Unit.objects.visible_to(user).select_related("region", "competent_department")
        unit = get_object_or_404(units, number=self.kwargs["number"])
        form = StatementQuery(self.request.GET, all_types())
        shown: dict[str, Any] = {"unit": unit, "form": form, "nav_key": "units"}
        if form.is_valid():
            shown |= book(self.request, form, reports.statement_of_unit(unit, **period(self.request, form)))
        return super().get_context_data(**shown, **kwargs)


class RegionStatementView(TemplateView):
    """The statement of a region's reserve and pool, or of its total: the sums by type, and the lines of one type."""

    template_name = "quotas/region_statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = find_place(viewer(self.request), self.kwargs["code"])
        form = StatementQuery(self.request.GET, all_types())
        shown: dict[str, Any] = {"place": place, "form": form, "nav_key": "quotas"}
        if form.is_valid():
            owned = _owned(place.region, form.cleaned_data["of"])
            shown |= _lines(self.request, form, owned) if form.chosen else _sums(form, owned)
            shown["tabs"] = _tabs(self.request, form)
        return super().get_context_data(**shown, **kwargs)


def _owned(region: Region, of: str) -> Owned:
    return reports.accounts_within(region, own_level=of == "own") if of else reports.region_accounts(region)


def _lines(request: HttpRequest, form: StatementQuery, owned: Owned) -> dict[str, Any]:
    return book(request, form, reports.statement_of(owned, **period(request, form)))


def _sums(form: StatementQuery, owned: Owned) -> dict[str, Any]:
    """A row for each type that had posts or moved any; a region moves too much to list it all at once."""
    days = {name: form.cleaned_data[name] for name in ("start", "end", "known_at")}
    sums = reports.sums_of(owned, **days)
    rows = [(kind, sums[kind.pk]) for kind in form.types if kind.pk in sums and not sums[kind.pk].is_empty]
    return {"sums": rows, **days}


def _tabs(request: HttpRequest, form: StatementQuery) -> list[dict[str, str]]:
    """The three statements of a region, for the same days and type."""
    tabs = []
    for key, label in form.fields["of"].choices:  # type: ignore[attr-defined]
        query = request.GET.copy()
        query["of"] = key
        tabs.append({"key": key, "label": label, "url": f"?{query.urlencode()}"})
    return tabs


def period(request: HttpRequest, form: StatementQuery) -> dict[str, Any]:
    """What a valid filter asks a statement for."""
    chosen = form.chosen
    return {
        "start": form.cleaned_data["start"],
        "end": form.cleaned_data["end"],
        "known_at": form.cleaned_data["known_at"],
        "kinds": {kind.pk for kind in reports.counted(form.types, chosen)} if chosen else None,
        "limit": _limit(request),
        "after": reports.Place.of(request.GET.get("after", "")),
    }


def _limit(request: HttpRequest) -> int:
    return MOST_ON_PAPER if request.GET.get("all") == "1" else LIMIT


def book(request: HttpRequest, form: StatementQuery, statement: Statement) -> dict[str, Any]:
    """The sections of a statement, and which of its papers, cases and counterparts the user may open."""
    return {
        "sections": reports.sections(statement, form.types),
        "next": statement.next,
        "continued": reports.Place.of(request.GET.get("after", "")) is not None,
        "limit": _limit(request),
        "most_on_paper": MOST_ON_PAPER,
        "start": form.cleaned_data["start"],
        "end": form.cleaned_data["end"],
        "known_at": form.cleaned_data["known_at"],
        **openable(viewer(request), statement.entries),
    }


def openable(user: User, entries: Sequence[Entry]) -> dict[str, Any]:
    """Documents, cases, units and regions of the entries that lie in the user's scope."""
    cases = Case.objects.visible_to(user).filter(number__in={e.case_number for e in entries if e.case_number})
    numbers = {e.counter_unit_number for e in entries if e.counter_unit_number}
    units = Unit.objects.visible_to(user).filter(number__in=numbers)
    prefixes = scope_of(user).region_prefixes
    codes = {e.counter_region_code for e in entries}
    return {
        "open_documents": open_documents(user, (e.document_id for e in entries)),
        "open_cases": set(cases.values_list("number", flat=True)),
        "open_units": set(units.values_list("number", flat=True)),
        "open_regions": {code for code in codes if any(code.startswith(prefix) for prefix in prefixes)},
    }


class TransferView(DetailView):  # type: ignore[type-arg]
    """One transfer: what moved from where to where, on which paper, when it counts and when it was recorded."""

    template_name = "quotas/transfer.html"
    context_object_name = "transfer"

    def get_queryset(self) -> QuerySet[Transfer]:
        related = (
            "source__unit", "source__region", "target__unit", "target__region", "source__quota_type", "document",
            "case", "reverses", "reversal",
        )  # fmt: skip
        return Transfer.objects.visible_to(viewer(self.request)).select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        transfer, user = self.object, viewer(self.request)
        units = {a.unit_id for a in (transfer.source, transfer.target) if a.unit_id}
        prefixes = scope_of(user).region_prefixes
        regions = {a.region for a in (transfer.source, transfer.target)}
        return super().get_context_data(
            nav_key="quotas",
            open_document=bool(open_documents(user, [transfer.document_id])),
            open_case=bool(open_cases(user, [transfer.case_id])),
            open_units=set(Unit.objects.visible_to(user).filter(pk__in=units).values_list("pk", flat=True)),
            open_regions={r.pk for r in regions if any(r.prefix.startswith(prefix) for prefix in prefixes)},
            source_bucket=Bucket(transfer.source.bucket).label,
            target_bucket=Bucket(transfer.target.bucket).label,
            **kwargs,
        )
