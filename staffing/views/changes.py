"""Pages of change sheets: filling in, filing, deciding field by field; and the office's own corrections."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import paging
from approvals.forms.parts import refuse
from approvals.views.sending import actor_of
from staffing import changes, maintaining, policies
from staffing.forms.changes import CorrectionForm, DecisionForm, ProposalForm, SheetQuery
from staffing.models import ChangeLine, ChangeSheet, Posting, SheetState
from units.mandates import sees_unit


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The change sheets in the user's scope, newest first."""
    form = SheetQuery(request.GET)
    shown: dict[str, Any] = {"form": form, "nav_key": "changes"}
    if form.is_valid():
        found = changes.seen_by(actor_of(request))
        if state := form.cleaned_data["state"]:
            found = found.filter(state=state)
        page = paging.newest_first(found, request.GET)
        shown |= {"page": page, "rows": changes.rows_of(page.rows)}
    return render(request, "staffing/change_sheets.html", shown)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet, line by line."""
    found = _sheet(request, pk)
    return _sheet_page(request, found, DecisionForm(lines=found.lines.all()))


def _sheet(request: HttpRequest, pk: int) -> ChangeSheet:
    return get_object_or_404(changes.seen_by(actor_of(request)), pk=pk)


def _sheet_page(request: HttpRequest, found: ChangeSheet, form: DecisionForm) -> HttpResponse:
    user = actor_of(request)
    rows = changes.lines_of(found)
    may_review = found.state == SheetState.FILED and policies.may_review(user, found)
    fields = {line.pk: form.of(line) for line in form.lines} if may_review else {}
    context = {
        "sheet": found, "nav_key": "changes", "light": changes.light_of(found), "form": form,
        "rows": [(row, fields.get(row.line.pk)) for row in rows], "may_review": may_review,
        "may_edit": found.state == SheetState.DRAFT and policies.may_maintain(user, found.unit),
    }  # fmt: skip
    return render(request, "staffing/change_sheet.html", context, status=422 if form.errors else 200)


@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a sheet to the office."""
    found = _sheet(request, pk)
    try:
        filed = maintaining.file(found, actor=actor_of(request))
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, f"已报送{filed.number}，编办应在{filed.due_on}前审核。")
    return redirect("staffing:change_sheet", pk)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide every line of a sheet; refused, the page says why beside the line."""
    found = _sheet(request, pk)
    form = DecisionForm(request.POST, lines=found.lines.all())
    if form.is_valid():
        try:
            maintaining.decide(found, actor=actor_of(request), decisions=form.decisions)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已审核{found.number}。")
            return redirect("staffing:change_sheet", pk)
    return _sheet_page(request, found, form)


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one line off a sheet that is being filled in."""
    line = get_object_or_404(ChangeLine.objects.filter(sheet__in=changes.seen_by(actor_of(request))), pk=pk)
    try:
        maintaining.take_off(line, actor=actor_of(request))
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    return redirect("staffing:change_sheet", line.sheet_id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's clerk types what has changed of a person; it goes on the unit's open sheet."""
    user, posting = actor_of(request), _posting(request, pk)
    if not policies.may_maintain(user, posting.unit):
        if policies.may_keep_register(user, posting.unit):
            return redirect("staffing:person_correct", pk)
        raise PermissionDenied(f"只有{posting.unit.name}及其主管部门的专管员可以填报人员信息变更。")
    form = ProposalForm(request.POST or None, person=posting.person, posting=posting)
    if form.is_bound and form.is_valid():
        try:
            found = maintaining.propose(
                posting, actor=user, values=form.values, happened_on=form.cleaned_data["happened_on"]
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已记入变更单{found.number}，填好后报送编办。")
            return redirect("staffing:change_sheet", found.pk)
    return _facts_page(request, posting, form, "change")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The office corrects a person's facts by itself, locked ones too."""
    user, posting = actor_of(request), _posting(request, pk)
    if not policies.may_keep_register(user, posting.unit):
        raise PermissionDenied(f"只有主管{posting.unit.name}的编办可以更正。")
    form = CorrectionForm(request.POST or None, person=posting.person, posting=posting, user=user)
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("document", "reason")}
        try:
            maintaining.correct(posting.person, actor=user, posting=posting, values=form.values, **given)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已更正{posting.person}的信息。")
            return redirect("staffing:person", posting.person_id)
    return _facts_page(request, posting, form, "correct")


def _posting(request: HttpRequest, pk: int) -> Posting:
    """The active posting of a person in scope; nobody else's facts are changed."""
    own = Posting.objects.active().filter(person=pk).select_related("person", "unit__region")
    found = own.first()
    if found is None or not sees_unit(actor_of(request), found.unit):
        raise Http404
    return found


def _facts_page(request: HttpRequest, posting: Posting, form: Any, kind: str) -> HttpResponse:
    context = {"posting": posting, "person": posting.person, "form": form, "kind": kind, "nav_key": "people"}
    return render(request, "staffing/person_facts.html", context, status=422 if form.errors else 200)
