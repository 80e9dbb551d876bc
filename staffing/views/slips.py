"""A slip on screen and as PDF, for those in whose scope the unit lies."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from approvals.documents import issuer_of
from approvals.views.cases import find
from approvals.views.sending import actor_of
from staffing import certificates, slips
from staffing.models import Slip


def _seen(request: HttpRequest) -> QuerySet[Slip]:
    return Slip.objects.visible_to(actor_of(request)).select_related(*certificates.RELATED)


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("staffing:verify_form"))


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip as it is printed, the ID number masked."""
    found = get_object_or_404(_seen(request), pk=pk)
    address = _address(request)
    context = {
        "slip": found, "lines": certificates.lines_of(found), "remark": certificates.remark_of(found),
        "issuer": issuer_of(found.region), "code": slips.spoken(found.code), "address": address,
        # Drawn by segno from an address of our own: nothing in it comes from outside.
        "qr": mark_safe(certificates.qr_svg(f"{address}{found.code}/")),
        "nav_key": "enrolments",
    }  # fmt: skip
    return render(request, "staffing/slip.html", context)


@require_safe
def slip_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip as PDF."""
    found = get_object_or_404(_seen(request), pk=pk)
    return _pdf(request, [found], found.number)


@require_safe
def batch_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The slips of a whole batch as one PDF, a page each."""
    case = find(request, number)
    found = list(_seen(request).filter(posting__candidate__batch=case.pk).order_by("id"))
    if not found:
        raise Http404
    return _pdf(request, found, f"{case.number}入编通知单")


def _pdf(request: HttpRequest, found: list[Slip], name: str) -> HttpResponse:
    content = certificates.pdf(found, address=_address(request), masked=True)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": _disposition(f"{name}.pdf")}
    )


def _disposition(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"
