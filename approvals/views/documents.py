"""Documents: the list, one as a paper, and the registration of those that come from elsewhere."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import paging, panels
from approvals import documents, dossier, drafting, policies, workdays
from approvals.forms.documents import IncomingForm
from approvals.forms.lists import DocumentFilter
from approvals.forms.parts import refuse
from approvals.models import Case, Document, Meeting
from approvals.views import sending
from units.mandates import scope_of
from units.models import Region, Secrecy


@require_GET
def document_list(request: HttpRequest) -> HttpResponse:
    """The documents in the user's scope, newest first."""
    user = sending.actor_of(request)
    form = DocumentFilter(request.GET)
    issued = Document.objects.visible_to(user).issued().select_related("case", "region")
    page = paging.newest_first(form.narrow(issued), request.GET, date="issued_on")
    context = {
        "form": form, "page": page, "may_register": _regions(request).exists(), "is_filtered": bool(form.given()),
        "open_cases": dossier.open_cases(user, page.rows),
    }  # fmt: skip
    return render(request, "approvals/document_list.html", context)


def _regions(request: HttpRequest) -> Any:
    """The regions whose incoming papers the user registers."""
    held = scope_of(sending.actor_of(request)).held
    own = [h.region_id for h in held if h.role in policies.OFFICE and h.region_id is not None]
    return Region.objects.filter(pk__in=own)


@require_GET
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One document as a paper, what it was made from, and what it proves."""
    user = sending.actor_of(request)
    seen = Document.objects.visible_to(user).select_related("region", "case__kind", "case__applicant")
    document = get_object_or_404(seen, pk=pk)
    cases = Case.objects.visible_to(user)
    context = {
        "nav_key": "documents", "document": document, "paper": paper_of(document),
        "panels": panels.panels_for("document", request, document),
        "meetings": Meeting.objects.visible_to(user).filter(minutes=document),
        "case_is_open": document.case_id is not None and cases.filter(pk=document.case_id).exists(),
    }  # fmt: skip
    return render(request, "approvals/document_detail.html", context)


def paper_of(document: Document) -> dict[str, Any]:
    """The document as the component draws it: addressee, paragraphs, signature and date."""
    return {
        "issuer": document.issuer, "number": document.number, "title": document.title, "on": document.issued_on,
        "secrecy": "" if document.secrecy == Secrecy.PUBLIC else document.get_secrecy_display(),
        "addressee": "、".join(unit.name for unit in document.units.order_by("position", "id")),
        "paragraphs": drafting.paragraphs_of_document(document), "signed_by": document.issuer,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a paper of another body."""
    user = sending.actor_of(request)
    form = IncomingForm(request.POST or None, regions=_regions(request), initial={"issued_on": workdays.today()})
    if form.is_bound and form.is_valid():
        key = sending.key_of(request)
        given = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        try:
            document = sending.once(
                lambda: documents.register_incoming(actor=user, once=key, **given),
                found=lambda: sending.made_under(user, key, Document.objects.all()),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{document.issuer}{document.number}已登记。")
            return redirect(document)
    context = {"form": form, "nav_key": "documents"}
    return render(request, "approvals/document_form.html", context, status=422 if form.errors else 200)
