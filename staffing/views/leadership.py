"""Pages of leadership posts: the board, a unit's register (领导职数台账), and taking and leaving office."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.queries import key_in
from approvals.forms.parts import refuse
from approvals.rulebook import Finding
from approvals.views import sending
from approvals.views.sending import actor_of
from quotas.doors import open_documents
from staffing import appointing, boards, leadership, policies, roster
from staffing.appointing import Appointment, Posts
from staffing.forms.leadership import AppointmentForm, BoardQuery, RelievingForm
from staffing.models import Person, Posting, Tenure
from units.models import Unit


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Sums and lights by level for a region, and the units with their leaders."""
    user = actor_of(request)
    regions = roster.regions_of(user)
    form = BoardQuery(request.GET, regions=regions)
    shown: dict[str, Any] = {"form": form, "nav_key": "leadership"}
    if form.is_valid():
        region = form.chosen_region
        units = boards.units_with_posts(user, region, form.cleaned_data["light"])
        page = boards.page_of(units, request.GET)
        sums = boards.sums_of(roster.reach_of(user, regions, region=region))
        shown |= {"sums": sums, "page": page, "rows": boards.rows_of(page)}
    return render(request, "staffing/leadership_board.html", shown)


@require_safe
def register(request: HttpRequest, number: str) -> HttpResponse:
    """The register of leadership posts of one unit: approved, holders with their flags, vacant, and the light."""
    user, unit = actor_of(request), _unit(request, number)
    posts = appointing.posts_of(unit)
    leaders = [leader for each in posts for leader in each.leaders]
    papers = [leader.document_id for leader in leaders]
    papers += [leader.above_rank_document_id for leader in leaders if leader.above_rank_document_id]
    people = {leader.person_id for leader in leaders}
    here = Posting.objects.active().filter(unit=unit, person__in=people).values_list("person", flat=True)
    context = {
        "unit": unit, "posts": posts, "on_post": set(here), "nav_key": "leadership",
        "open_documents": open_documents(user, papers), "may_appoint": policies.may_keep_register(user, unit),
    }  # fmt: skip
    return render(request, "staffing/leadership_register.html", context)


def _unit(request: HttpRequest, number: str) -> Unit:
    units = Unit.objects.visible_to(actor_of(request)).select_related("region")
    return get_object_or_404(units, number=number)


@sensitive_post_parameters("person")
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, number: str) -> HttpResponse:
    """The pre-check (职数预审) first; the appointment when it was asked for and nothing stands against it."""
    user, unit = actor_of(request), _unit(request, number)
    if not policies.may_keep_register(user, unit):
        raise PermissionDenied(f"只有主管{unit.name}的编办可以任免领导职务。")
    form = AppointmentForm(request.POST or None, user=user, unit=unit, initial=_initial(request, user))
    findings: list[Finding] | None = None
    if form.is_bound and form.is_valid():
        findings = appointing.examine(_appointment(unit, form))
        if "appoint" in request.POST:
            done = _take_office(request, unit, form)
            if done is not None:
                return done
    context = {
        "unit": unit, "form": form, "findings": findings, "posts": appointing.posts_of(unit), "nav_key": "leadership",
        "blocked": any(finding.blocks for finding in findings or ()),
    }  # fmt: skip
    return render(request, "staffing/appoint.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest, user: User) -> dict[str, Any]:
    """Whom the link of a person's page names."""
    person = Person.objects.visible_to(user).filter(pk=key_in(request.GET.get("person", ""))).first()
    return {"person": person.name} if person else {}


def _appointment(unit: Unit, form: AppointmentForm) -> Appointment:
    given = form.cleaned_data
    known = {posts.quota_type.pk: posts for posts in appointing.posts_of(unit)}
    posts = known.get(given["quota_type"].pk) or Posts(given["quota_type"])
    return Appointment(unit, posts, form.terms, given["started_on"], by_exception=given["exception"] is not None)


def _take_office(request: HttpRequest, unit: Unit, form: AppointmentForm) -> HttpResponse | None:
    user, given = actor_of(request), form.cleaned_data
    key = sending.key_of(request)
    common = {name: given[name] for name in ("person", "started_on", "document", "reason")}
    asked = {**common, "actor": user, "terms": form.terms, "once": key}

    def act() -> Tenure:
        if given["exception"] is not None:
            return leadership.appoint_with_exception(exception=given["exception"], **asked)
        return leadership.appoint(unit=unit, quota_type=given["quota_type"], **asked)

    try:
        tenure = sending.once(act, found=lambda: sending.made_under(user, key, Tenure.objects.all()))
    except ValidationError as refusal:
        refuse(form, refusal)
        return None
    messages.success(request, f"{tenure.person}已任{unit.name}{tenure.title}。")
    return redirect("staffing:leadership_register", unit.number)


@require_http_methods(["GET", "HEAD", "POST"])
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of office."""
    user = actor_of(request)
    tenure = get_object_or_404(
        Tenure.objects.visible_to(user).select_related("unit__region", "person", "quota_type"), pk=pk
    )
    if not policies.may_keep_register(user, tenure.unit):
        raise PermissionDenied(f"只有主管{tenure.unit.name}的编办可以任免领导职务。")
    form = RelievingForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        key = sending.key_of(request)
        given = {name: form.cleaned_data[name] for name in ("ended_on", "document", "reason")}
        try:
            sending.once(
                lambda: leadership.leave_office(actor=user, tenure=tenure, once=key, **given),
                found=lambda: sending.made_under(user, key, Tenure.objects.all()),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{tenure.person}已免去{tenure.unit.name}{tenure.title or tenure.quota_type}。")
            return redirect("staffing:leadership_register", tenure.unit.number)
    context = {"tenure": tenure, "form": form, "nav_key": "leadership"}
    return render(request, "staffing/relieve.html", context, status=422 if form.errors else 200)
