"""A list with a filter, a count and 50 rows; and a page of one record with its history. Signed in, from a template."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from approvals.models import Case
from staffing.models import Person, Posting
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


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The people on posts of one unit."""
    found = Posting.objects.filter(unit__number=request.GET["unit"], ended_on=None).select_related("person", "unit")
    page = Paginator(found.order_by("id"), SIZE).get_page(request.GET.get("page"))
    return render(request, "yardstick/people.html", {"page": page})


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person with their posts and their history."""
    found = get_object_or_404(Person, pk=pk)
    postings = found.postings.select_related("unit", "quota_type").order_by("-started_on")
    context = {"person": found, "postings": postings, "versions": found.history.all()[:SIZE]}
    return render(request, "yardstick/person.html", context)


FactForm = modelform_factory(Person, fields=["name", "education", "school", "phone"])


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One person changed; the history is written by the database."""
    form = FactForm(request.POST or None, instance=get_object_or_404(Person, pk=pk))
    if form.is_bound and form.is_valid():
        form.save()
        return redirect(f"/people/{pk}/")
    return render(request, "yardstick/edit.html", {"form": form})
