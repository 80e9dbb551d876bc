"""Pages of the register: the roster, the search by ID number, a person, and their number in full."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import panels
from accounts.models import User
from accounts.reading import readings_of
from approvals.forms.parts import refuse
from approvals.views import sending
from approvals.views.sending import actor_of
from quotas.models import QuotaType
from staffing import dossiers, photos, policies, renumbering, roster, unmasking
from staffing.forms.changes import NumberForm
from staffing.forms.people import NumberSearchForm, PeopleQuery, PhotoForm, PhotoPurposeForm, PurposeForm
from staffing.models import Person, Photo

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
    return person_page(request, seen(request, pk))


@never_cache
@require_POST
def id_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ID number in full, once the purpose is stated and the reading is logged."""
    shown, form = seen(request, pk), PurposeForm(request.POST)
    number = ""
    if form.is_valid():
        try:
            number = unmasking.read_id_number(shown, actor=actor_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
    return person_page(request, shown, form, number=number)


@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def correct_number(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of another ID number, for the office in charge, and its sending."""
    shown, user, key = seen(request, pk), actor_of(request), sending.key_of(request)
    home = dossiers.keeper_of(shown, user)
    if home is None or not policies.may_keep_register(user, home):
        raise PermissionDenied(f"只有主管{home.name if home else '该人员单位'}的编办可以更正公民身份号码。")
    form = NumberForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("number", "document", "reason")}
        try:
            sending.once(
                lambda: renumbering.correct_number(shown, actor=user, once=key, **given),
                found=lambda: sending.made_under(user, key, Person.objects.all()),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已更正{shown}的公民身份号码，性别、出生日期随之更新。")
            return redirect("staffing:person", pk)
    context = {"form": form, "person": shown, "home": home, "nav_key": "people"}
    return render(request, "staffing/person_number.html", context, status=422 if form.errors else 200)


def seen(request: HttpRequest, pk: int) -> Person:
    """The person, if the user sees them."""
    person = dossiers.find(pk, actor_of(request))
    if person is None:
        raise Http404
    return person


def person_page(
    request: HttpRequest,
    shown: Person,
    form: PurposeForm | None = None,
    *,
    number: str = "",
    picture: str = "",
    photo_form: PhotoForm | None = None,
    look_form: PhotoPurposeForm | None = None,
) -> HttpResponse:
    """The page of a person; with the number in full or the photo, once either was read."""
    user = actor_of(request)
    dossier = dossiers.dossier_of(shown, user)
    context = {
        "nav_key": "people", "person": shown, "dossier": dossier, "form": form or PurposeForm(), "number": number,
        "panels": panels.panels_for("person", request, shown),
        "may_maintain": dossier.active is not None and policies.may_maintain(user, dossier.active.unit),
        "readings": readings_of(shown, READINGS_SHOWN) if policies.sees_readings(user, dossier.home) else None,
    }  # fmt: skip
    if not dossier.is_kept_elsewhere and photos.may_see(user, dossier.home):
        context |= {
            "sees_photo": True, "photo": Photo.objects.filter(person=shown).select_related("uploaded_by").first(),
            "picture": picture, "photo_form": photo_form or PhotoForm(auto_id="photo_%s"),
            "look_form": look_form or PhotoPurposeForm(auto_id="look_%s"),
        }  # fmt: skip
    wrong = any(each is not None and each.errors for each in (form, photo_form, look_form))
    return render(request, "staffing/person.html", context, status=422 if wrong else 200)
