"""A list with a filter, a count and 50 rows; and a page of one record with its history. Signed in, from a template."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.models import Case
from units.models import Unit

SIZE = 50


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
def cases(request: HttpRequest) -> HttpResponse:
    """The cases below a prefix."""
    related = ("kind", "region", "applicant")
    found = Case.objects.filter(region__prefix__startswith=request.GET["under"]).select_related(*related)
    page = Paginator(found.order_by("-id"), SIZE).get_page(request.GET.get("page"))
    return render(request, "yardstick/cases.html", {"page": page})
