"""Exceptions, closed periods and quota types: lists, and the two forms that a director fills in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView

from approvals import workdays
from approvals.forms.parts import refuse
from quotas import exceptions, periods, policies, reports
from quotas.doors import open_documents
from quotas.forms import ExceptionForm, PeriodForm
from quotas.models import Period, QuotaException
from units.mandates import scope_of
from units.models import Unit

from .overview import all_types, viewer

SIZE = 200


class ExceptionListView(TemplateView):
    """People kept above the cap: whose, how many, by whose authority, on which paper, until when."""

    template_name = "quotas/exceptions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**exceptions_page(self.request), **kwargs)


def exceptions_page(request: HttpRequest, form: ExceptionForm | None = None) -> dict[str, Any]:
    """The list, and the form for those who may add to it, filled in for the unit of the link."""
    user, today = viewer(request), workdays.today()
    if form is None and policies.may_allow_some_excess(user):
        number = request.GET.get("unit", "")
        unit = Unit.objects.visible_to(user).filter(number=number).first() if number else None
        form = ExceptionForm(user=user, initial={"unit": unit})
    found = QuotaException.objects.filter(scope_of(user).as_condition("unit__"))
    if request.GET.get("all") != "1":
        found = found.filter(ends_on__gte=today)
    related = ("unit__region", "quota_type", "document", "granted_by")
    rows = list(found.select_related(*related).order_by("ends_on", "id")[: SIZE + 1])
    return {
        "exceptions": reports.with_excess(rows[:SIZE]),
        "open_documents": open_documents(user, (row.document_id for row in rows)),
        "is_cut": len(rows) > SIZE,
        "size": SIZE,
        "form": form,
        "today": today,
        "soon": workdays.add_workdays(today, 20),
        "all": request.GET.get("all") == "1",
        "nav_key": "exceptions",
    }


@require_POST
def add_exception(request: HttpRequest) -> HttpResponse:
    """Record an exception; a refusal stands beside the field it is about."""
    if not policies.may_allow_some_excess(viewer(request)):
        raise PermissionDenied("您没有批准超编例外的权限。")
    form = ExceptionForm(request.POST, user=viewer(request))
    if form.is_valid():
        try:
            found = exceptions.allow_excess(actor=viewer(request), **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, f"已登记：{found.unit.name}“{found.quota_type}”超编{found.people_count}名，到{found.ends_on}。"
            )
            return redirect("quotas:exceptions")
    return render(request, "quotas/exceptions.html", exceptions_page(request, form))


class PeriodListView(ListView):  # type: ignore[type-arg]
    """The closed periods of the regions the user oversees."""

    template_name = "quotas/periods.html"
    context_object_name = "periods"
    form: PeriodForm | None = None

    def get_queryset(self) -> QuerySet[Period]:
        return closed_periods(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**periods_page(self.request), **kwargs)


def closed_periods(request: HttpRequest) -> QuerySet[Period]:
    found = Period.objects.none()
    for prefix in scope_of(viewer(request)).region_prefixes:
        found |= Period.objects.filter(region__prefix__startswith=prefix)
    return found.select_related("region", "closed_by").order_by("-ends_on", "region__prefix")[:SIZE]


def periods_page(request: HttpRequest, form: PeriodForm | None = None) -> dict[str, Any]:
    """The form for those who may close a region's books."""
    user = viewer(request)
    if form is None and policies.regions_to_close(user).exists():
        form = PeriodForm(user=user)
    return {"form": form, "nav_key": "periods", "size": SIZE}


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close a region's books; a refusal stands beside the field it is about."""
    if not policies.regions_to_close(viewer(request)).exists():
        raise PermissionDenied("您没有结账权限。")
    form = PeriodForm(request.POST, user=viewer(request))
    if form.is_valid():
        try:
            period = periods.close_period(actor=viewer(request), **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{period.region.name}已结账到{period.ends_on}。")
            return redirect("quotas:periods")
    page = {"periods": closed_periods(request), **periods_page(request, form)}
    return render(request, "quotas/periods.html", page)


class TypeListView(TemplateView):
    """The tree of quota types, to read."""

    template_name = "quotas/types.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(families=reports.families(all_types()), nav_key="types", **kwargs)
