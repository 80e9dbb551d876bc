"""A list with a filter, a count and 50 rows; a page of one record with its history, accounts or moves. Signed in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.models import Case
from quotas.models import QuotaAccount, Transfer
from units.models import Unit

SIZE = 50
MOVES = 20


@login_required
def units(request: HttpRequest) -> HttpResponse:
    """The units below a prefix."""
    found = Unit.objects.filter(region__prefix__startswith=request.GET["under"]).select_related("region")
    page = Paginator(found.order_by("number"), SIZE).get_page(request.GET.get("page"))
    return render(request, "yardstick/units.html", {"page": page})


@login_required
def unit(request: HttpRequest, number: str) -> HttpResponse:
    """One unit."""
    found = get_object_or_404(Unit.objects.select_related("region", "competent_department"), number=number)
    return render(request, "yardstick/unit.html", {"unit": found, "versions": found.history.all()[:SIZE]})


@login_required
def accounts(request: HttpRequest, number: str) -> HttpResponse:
    """One unit with its accounts."""
    found = get_object_or_404(Unit.objects.select_related("region"), number=number)
    held = QuotaAccount.objects.filter(unit=found).select_related("quota_type")
    return render(
        request, "yardstick/accounts.html", {"unit": found, "accounts": held.order_by("quota_type", "bucket")}
    )


@login_required
def moves(request: HttpRequest, number: str) -> HttpResponse:
    """One unit with the last moves on its accounts."""
    found = get_object_or_404(Unit.objects.select_related("region"), number=number)
    own = list(QuotaAccount.objects.filter(unit=found).values_list("pk", flat=True))
    related = ("source__unit", "source__quota_type", "target__unit", "document")
    last = Transfer.objects.filter(Q(source__in=own) | Q(target__in=own)).select_related(*related).order_by("-id")
    return render(request, "yardstick/moves.html", {"unit": found, "moves": last[:MOVES]})


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """The cases below a prefix."""
    related = ("kind", "region", "applicant")
    found = Case.objects.filter(region__prefix__startswith=request.GET["under"]).select_related(*related)
    page = Paginator(found.order_by("-id"), SIZE).get_page(request.GET.get("page"))
    return render(request, "yardstick/cases.html", {"page": page})
