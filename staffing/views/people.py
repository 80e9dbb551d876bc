"""Pages of the register: the roster, the search by ID number, a person, and their number in full."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import panels
from accounts.models import User
from accounts.reading import readings_of
from approvals.forms.parts import refuse
from approvals.views.sending import actor_of
from quotas.models import QuotaType
from staffing import dossiers, policies, roster, unmasking
from staffing.forms.people import NumberSearchForm, PeopleQuery, PurposeForm
from staffing.models import Person

READINGS_SHOWN = 20
NOT_FOUND = "在您的管辖范围内没有这个公民身份号码。"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The roster of what the user oversees, filtered and page by page."""
    user = actor_of(request)
    regions = roster.regions_of(user)
    form = PeopleQuery(request.GET, user=user, regions=regions, types=_types())
    shown: dict[str, Any] = {"form": form, "number_form": NumberSearchForm(), "nav_key": "people"}
    if form.is_valid():
        shown["roster"] = roster.page_of(wanted(user, form), request.GET)
    return render(request, "staffing/people.html", shown)


def wanted(user: User, form: PeopleQuery) -> roster.Wanted:
    """Whom a valid query asks for."""
    given = form.cleaned_data
    reach = roster.reach_of(user, list(form.regions), region=form.chosen_region, unit=given["unit"])
    return roster.Wanted(reach, roster.conditions(given, form.chosen_types), given["q"])


def _types() -> list[QuotaType]:
    return list(QuotaType.objects.filter(family=QuotaType.Family.POST).order_by("position", "code"))


@sensitive_post_parameters("id_number")
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Find the person of exactly one ID number; who is outside the user's scope is not found."""
    user = actor_of(request)
    form = NumberSearchForm(request.POST)
    if form.is_valid():
        person = roster.with_number(user, form.cleaned_data["id_number"])
        if person is not None:
            return redirect("staffing:person", person.pk)
        form.add_error("id_number", NOT_FOUND)
    query = PeopleQuery({}, user=user, regions=roster.regions_of(user), types=_types())
    shown = {"form": query, "number_form": form, "nav_key": "people"}
    return render(request, "staffing/people.html", shown, status=422)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person with all data; the ID number masked."""
    return _person_page(request, _seen(request, pk), PurposeForm())


@never_cache
@require_POST
def id_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ID number in full, once the purpose is stated and the reading is logged."""
    shown, form = _seen(request, pk), PurposeForm(request.POST)
    number = ""
    if form.is_valid():
        try:
            number = unmasking.read_id_number(shown, actor=actor_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
    return _person_page(request, shown, form, number=number)


def _seen(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(actor_of(request)), pk=pk)


def _person_page(request: HttpRequest, shown: Person, form: PurposeForm, *, number: str = "") -> HttpResponse:
    user = actor_of(request)
    dossier = dossiers.dossier_of(shown, user)
    context = {
        "nav_key": "people", "person": shown, "dossier": dossier, "form": form, "number": number,
        "panels": panels.panels_for("person", request, shown),
        "may_maintain": dossier.active is not None and policies.may_maintain(user, dossier.active.unit),
        "readings": readings_of(shown, READINGS_SHOWN) if policies.sees_readings(user, dossier.home) else None,
    }  # fmt: skip
    return render(request, "staffing/person.html", context, status=422 if form.errors else 200)
