"""Batches of people on their way: the list by step, a person's further facts, the answer to an objection."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import paging
from accounts.models import User
from accounts.paging import Page
from approvals import policies, workdays
from approvals.forms.parts import refuse
from approvals.models import Case
from approvals.views.cases import find, show_case
from approvals.views.sending import actor_of
from staffing import noticing, writing
from staffing.batch_faces import EnrolmentBatchFace
from staffing.candidate_forms import BatchFilter, FactsForm, StandsAt, stands_at
from staffing.models import Candidate, EnrolmentBatch, Objection


@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    """The batches in the user's scope, newest first, with their step."""
    user = actor_of(request)
    form = BatchFilter(request.GET)
    context: dict[str, Any] = {"form": form, "nav_key": "enrolments", "may_file": _may_file(user)}
    if form.is_valid():
        page = _page(form.narrow(EnrolmentBatch.objects.visible_to(user)), request)
        opened = Case.objects.open_to(user).filter(pk__in=[batch.pk for batch in page.rows])
        context["page"], context["open_cases"] = page, set(opened.values_list("pk", flat=True))
        context["rows"] = _standing(page.rows)
    return render(request, "staffing/batch_list.html", context)


def _standing(batches: Sequence[EnrolmentBatch]) -> list[tuple[EnrolmentBatch, StandsAt]]:
    """Each batch with where it stands, the objections that wait for an answer among it."""
    waiting = Objection.objects.filter(batch__in=batches, is_upheld=None).order_by().values_list("batch")
    counts = dict(waiting.annotate(total=Count("id")))
    today = workdays.today()
    return [(batch, stands_at(batch, counts.get(batch.pk, 0), today)) for batch in batches]


def _page(found: Any, request: HttpRequest) -> Page[EnrolmentBatch]:
    rows = found.select_related("case__kind", "unit").annotate(people_count=Count("candidates"))
    return paging.newest_first(rows, request.GET)


def _may_file(user: User) -> bool:
    return policies.kinds_for(user).filter(subject="enrolment_batch").exists()


@require_http_methods(["GET", "HEAD", "POST"])
def candidate(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """The further facts of one person of a batch that may still be changed."""
    case, user = find(request, number), actor_of(request)
    one = get_object_or_404(Candidate.objects.select_related("batch__unit", "slot"), batch=case.pk, position=position)
    if case.state not in noticing.OPEN_TO_CHANGE or not policies.may_edit(user, case):
        messages.error(request, "此批次不能由您修改。")
        return redirect(case)
    form = FactsForm(request.POST or None, candidate=one)
    if form.is_bound and form.is_valid():
        try:
            writing.write_facts(case.pk, actor=user, position=position, facts=form.facts())
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已保存{one.name}的信息。")
            return redirect(case)
    context = {"form": form, "case": case, "one": one, "nav_key": "enrolments"}
    return render(request, "staffing/candidate.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer an objection to the batch; refused, the case says why beside it."""
    case, user = find(request, number), actor_of(request)
    objection = get_object_or_404(Objection, batch=case.pk, pk=pk)
    said, upheld = request.POST.get("answer", ""), request.POST.get("upheld") == "1"
    try:
        noticing.answer(objection.pk, actor=user, is_upheld=upheld, answer=said)
    except ValidationError as refusal:
        subject = EnrolmentBatchFace().detail(user=user, case=case)
        subject["refused_answer"] = (objection.pk, "".join(refusal.messages), said)
        return show_case(request, case, subject=subject, status=422)
    messages.success(request, "已答复。")
    return redirect(f"{case.get_absolute_url()}#objections")
