"""Meetings: plan, agenda and its packet, and the results entered once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import paging
from accounts.models import User
from accounts.queries import key_in, sentences_of
from approvals import deciding, documents, dossier, meetings, policies, workdays
from approvals.dossier import EffectTable, Forecast
from approvals.faces import face_of
from approvals.forms.meetings import ConveneForm, ItemForm, MinutesForm
from approvals.forms.parts import by_field, refuse
from approvals.models import AgendaItem, Argument, Case, JointReview, Meeting
from approvals.subjects import subject_of
from approvals.views import sending
from units.mandates import scope_of
from units.models import Region


@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings of the regions the user oversees, newest first."""
    user = sending.actor_of(request)
    seen = Meeting.objects.visible_to(user).select_related("region", "minutes").annotate(item_count=Count("items"))
    page = paging.newest_first(seen, request.GET)
    context = {"page": page, "may_convene": _regions(user).exists()}
    return render(request, "approvals/meeting_list.html", context)


def _regions(user: User) -> QuerySet[Region]:
    """The regions whose meetings the user prepares."""
    held = scope_of(user).regions_as(*policies.OFFICE)
    return Region.objects.filter(pk__in=held)


@require_http_methods(["GET", "HEAD", "POST"])
def convene(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; every case that waits for it comes on its agenda."""
    user = sending.actor_of(request)
    form = ConveneForm(request.POST or None, regions=_regions(user), initial={"planned_on": workdays.today()})
    if form.is_bound and form.is_valid():
        key = sending.key_of(request)
        given = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        try:
            meeting = sending.once(
                lambda: meetings.convene(actor=user, once=key, **given),
                found=lambda: sending.made_under(user, key, Meeting.objects.all()),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已筹备{meeting.title}，待上会的办件已列入议程。")
            return redirect(meeting)
    context = {"form": form, "nav_key": "meetings"}
    return render(request, "approvals/meeting_form.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Item:
    """One item of the agenda as the page and the packet show it."""

    item: AgendaItem
    template: str
    subject: dict[str, Any]
    forecast: Forecast | None
    base_table: EffectTable | None
    base_token: str
    form: ItemForm | None
    arguments: list[Argument]
    reviews: list[JointReview]


def find(request: HttpRequest, pk: int) -> Meeting:
    """The meeting in the user's scope; 404 outside of it."""
    seen = Meeting.objects.visible_to(sending.actor_of(request)).select_related("region", "minutes", "convened_by")
    return get_object_or_404(seen, pk=pk)


def _items(meeting: Meeting, user: User, form: Callable[[AgendaItem], ItemForm] | None) -> list[Item]:
    """The agenda with a dry run of what is still to be decided, and the form of each result where one is asked."""
    related = ("case__kind", "case__region", "case__applicant__region", "case__lead_division")
    return [_item(item, user, form) for item in meeting.items.select_related(*related)]


def _item(item: AgendaItem, user: User, form: Callable[[AgendaItem], ItemForm] | None) -> Item:
    case, subject = item.case, subject_of(item.case)
    changes = deciding.base_changes(case) if not item.result else ()
    return Item(
        item, subject.detail_template, face_of(case.kind).detail(user=user, case=case),
        None if item.result else dossier.forecast(case, user=user),
        dossier.table_of(changes, dossier.urls_of(subject.units(case))) if changes else None,
        deciding.base_token(case) if changes else "", None if item.result or form is None else form(item),
        list(case.arguments.all()), list(case.joint_reviews.select_related("division")),
    )  # fmt: skip


@require_GET
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda, what waits to be put on it, and the form of its results."""
    return _show(request, find(request, pk))


def _show(
    request: HttpRequest, meeting: Meeting, *, form: MinutesForm | None = None,
    item_form: Callable[[AgendaItem], ItemForm] | None = None, notice: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    user = sending.actor_of(request)
    planned = meeting.state == Meeting.State.PLANNED
    recording = planned and policies.may_record(user, meeting)
    if form is not None and not recording:
        notice = "；".join(sentences_of(form))
    arranging = planned and policies.may_convene(user, meeting.region)
    context = {
        "nav_key": "meetings", "meeting": meeting, "notice": notice, "arranging": arranging, "recording": recording,
        "items": _items(meeting, user, (item_form or _blank) if recording else None),
        "waiting": meetings.waiting(meeting.region, meeting.kind) if arranging else Case.objects.none(),
        "form": form or (MinutesForm() if recording else None),
    }  # fmt: skip
    return render(request, "approvals/meeting_detail.html", context, status=status)


def _blank(item: AgendaItem) -> ItemForm:
    return ItemForm(item=item)


@require_GET
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a meeting for print: each case with its request, the effects and what the rules found on a page."""
    meeting, user = find(request, pk), sending.actor_of(request)
    context = {
        "nav_key": "meetings", "meeting": meeting, "items": _items(meeting, user, None),
        "issuer": documents.issuer_of(meeting.region),
    }  # fmt: skip
    return render(request, "approvals/meeting_packet.html", context)


@require_POST
def put_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a waiting case on the agenda."""
    number = key_in(request.POST.get("case", ""))
    meeting, user = find(request, pk), sending.actor_of(request)
    return _arrange(request, meeting, lambda: meetings.put_on(meeting.pk, actor=user, case_id=number))


@require_POST
def take_off(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take an item off the agenda; its case waits for the next meeting."""
    meeting, user = find(request, pk), sending.actor_of(request)
    return _arrange(request, meeting, lambda: meetings.take_off(meeting.pk, actor=user, item_id=item))


def _arrange(request: HttpRequest, meeting: Meeting, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        return _show(request, meeting, notice="；".join(refusal.messages), status=409)
    return redirect(meeting)


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the results of all items at once; when one is refused nothing is entered, and everything typed is kept."""
    meeting, user, key = find(request, pk), sending.actor_of(request), sending.key_of(request)
    if sending.made_under(user, key, Meeting.objects.all()) is not None:
        return redirect(meeting)
    form = MinutesForm(request.POST)
    forms = {item.pk: ItemForm(request.POST, item=item) for item in meeting.items.filter(result="")}
    if all([form.is_valid(), *(each.is_valid() for each in forms.values())]):
        given = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        results = {pk: each.outcome for pk, each in forms.items()}
        try:
            done = sending.once(
                lambda: meetings.record(meeting.pk, actor=user, results=results, once=key, **given),
                found=lambda: sending.made_under(user, key, Meeting.objects.all()),
            )
        except ValidationError as refusal:
            _spread(refusal, form, forms)
        else:
            messages.success(request, f"审议结果已录入，纪要{done.minutes.number if done.minutes else ''}已印发。")
            return redirect(meeting)
    return _show(
        request, find(request, pk), form=form, item_form=lambda item: forms.get(item.pk) or _blank(item), status=422
    )


def _spread(refusal: ValidationError, form: MinutesForm, forms: dict[int, ItemForm]) -> None:
    """Each sentence beside the item it is about, the others above the form."""
    for field, sentences in by_field(refusal):
        number = field.removeprefix("result_")
        if number.isdigit() and int(number) in forms:
            forms[int(number)].add_error("result", sentences)
        else:
            form.add_error(field if field in form.fields else None, sentences)
