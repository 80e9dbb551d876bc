"""Reading cases: the list, the kinds one may file, and the page of one case."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts import paging, panels
from accounts.models import User
from approvals import deciding, dossier, filing, policies, queue, workdays
from approvals.faces import face_of
from approvals.forms.actions import ActionForm
from approvals.forms.filing import PaperForm
from approvals.forms.lists import CaseFilter
from approvals.marks import marked, marks_of
from approvals.models import Case, Deliberation, Document, Opinion
from approvals.subjects import subject_of
from approvals.views.boxes import boxes_for
from approvals.views.sending import actor_of


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases in the user's scope, newest first, with the light of each deadline."""
    user, today = actor_of(request), workdays.today()
    form = CaseFilter(request.GET, user=user)
    related = ("kind", "region", "applicant", "lead_division", "checked_by")
    seen = marked(form.narrow(Case.objects.visible_to(user).select_related(*related), today), today)
    page = paging.newest_first(seen, request.GET)
    context = {
        "form": form, "page": page, "rows": queue.rows_of(page.rows, today),
        "may_file": policies.kinds_for(user).exists(), "several_regions": "region" in form.fields,
        "is_filtered": bool(form.given()),
    }  # fmt: skip
    return render(request, "approvals/case_list.html", context)


@require_GET
def choose_kind(request: HttpRequest) -> HttpResponse:
    """The kinds of business the user may file, with what each asks for."""
    kinds = policies.kinds_for(actor_of(request))
    return render(request, "approvals/choose_kind.html", {"kinds": kinds, "nav_key": "cases"})


def find(request: HttpRequest, number: str) -> Case:
    """The case in the user's scope with what its pages and policies ask about; 404 outside of it."""
    related = ("kind", "region", "applicant__region", "lead_division", "filed_by", "checked_by", "decided_by")
    seen: QuerySet[Case] = Case.objects.open_to(actor_of(request)).select_related(*related)
    return get_object_or_404(marked(seen, workdays.today()), number=number)


@require_GET
def case_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The page of one case."""
    return show_case(request, find(request, number))


def show_case(
    request: HttpRequest, case: Case, *, bound: ActionForm | None = None, sent: str = "", notice: str = "",
    typed: str = "", subject: Mapping[str, Any] | None = None, paper_form: PaperForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The page of a case, with a refused form as it was typed, or a notice why nothing was done."""
    user = actor_of(request)
    inside = policies.sees_review(user, case)
    boxes = boxes_for(user, case, bound=bound, sent=sent)
    if bound is not None and sent not in {box.action for box in boxes}:
        notice = "；".join(str(sentence) for sentences in bound.errors.values() for sentence in sentences)
        typed = bound.data.get("opinion", "")
    opinions = list(case.opinions.all())
    told = dossier.timeline_of(opinions, inside=inside)
    context = {
        "nav_key": "cases", "case": case, "inside": inside, "notice": notice, "typed": typed, "today": workdays.today(),
        "light": queue.light_of(case, workdays.today()), "steps": dossier.steps_of(case, opinions),
        "told": told, "outcome": dossier.outcome_of(case, told), "boxes": boxes,
        "marks": marks_of(case) if inside else [],
        "documents": Document.objects.visible_to(user).filter(case=case).order_by("id"),
        "panels": panels.panels_for("case", request, case),
        **_content(user, case, subject), **_papers(user, case, paper_form),
        **_forecast(user, case, opinions, inside=inside),
    }  # fmt: skip
    return render(request, "approvals/case_detail.html", context, status=status)


def _content(user: User, case: Case, subject: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the applicant wrote, what divisions said about it, and how it was argued."""
    given = Deliberation.objects.filter(case=case).first()
    words = {field.name: str(field.verbose_name) for field in Deliberation._meta.fields}
    return {
        "subject_template": subject_of(case).detail_template,
        "subject": subject or face_of(case.kind).detail(user=user, case=case),
        "answers": [(words[name], getattr(given, name, "")) for name in Deliberation.QUESTIONS],
        "joint_reviews": case.joint_reviews.select_related("division", "reviewer"),
        "arguments": case.arguments.select_related("recorded_by"),
        "agenda": case.agenda_items.select_related("meeting"),
    }


def _papers(user: User, case: Case, form: PaperForm | None) -> dict[str, Any]:
    """The papers handed in; for those who may still change the case, what is missing and where to add it."""
    editable = case.state in dossier.OPEN_TO_CHANGE and policies.may_edit(user, case)
    attachments = [
        {
            "name": paper.name, "paper": paper.paper, "size": paper.size, "added_by": paper.uploaded_by.name,
            "added_at": paper.uploaded_at, "url": reverse("approvals:attachment", args=[case.number, paper.pk]),
            "remove_url": reverse("approvals:detach", args=[case.number, paper.pk]) if editable else "",
        }
        for paper in case.attachments.select_related("uploaded_by")
    ]  # fmt: skip
    handed_in = {paper["paper"] for paper in attachments}
    return {
        "attachments": attachments, "may_edit": editable,
        "missing_papers": [paper for paper in case.kind.required_papers if paper not in handed_in],
        "gaps": filing.missing(case) if editable else {},
        "paper_form": form or (PaperForm(case=case) if editable else None),
    }  # fmt: skip


def _forecast(user: User, case: Case, opinions: list[Opinion], *, inside: bool) -> dict[str, Any]:
    """The dry run while the case is open: for the office, and for the applicant before filing; later, as decided."""
    if case.state in dossier.UNDECIDED and inside:
        changes = deciding.base_changes(case)
        urls = dossier.urls_of(subject_of(case).units(case))
        return {
            "forecast": dossier.forecast(case, user=user),
            "base_table": dossier.table_of(changes, urls) if changes else None,
            "base_token": deciding.base_token(case) if changes else "",
        }
    if case.state in dossier.OPEN_TO_CHANGE and policies.may_edit(user, case):
        return {"forecast": dossier.forecast(case, user=user)}
    written = dossier.as_written(case, opinions) if inside else None
    return {"decided_at": written[0], "decided": written[1]} if written else {}


@require_GET
def attachment(request: HttpRequest, number: str, pk: int) -> HttpResponse | FileResponse:
    """A paper, for those who see its case: always as a download under its own name, never shown by the browser."""
    case = find(request, number)
    paper = get_object_or_404(case.attachments, pk=pk)
    try:
        content = paper.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=paper.name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
