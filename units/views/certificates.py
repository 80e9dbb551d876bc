"""Pages of the establishment certificates (机构编制管理证): the register of reviews, one certificate, and its issue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from accounts.paging import newest_first
from units import certificates, yearly
from units.mandates import scope_of
from units.models import EstablishmentCertificate, Unit
from units.models.mandate import DESK_ROLES
from units.standing_forms import CertificateQuery, CertificateReviewForm, IssueForm, TakeBackForm, this_year
from units.views.refusing import carried_out
from units.views.units import viewer

RELATED = ("unit__region", "unit__competent_department")
FIELD_OF = {"reviewed": "year", "no_term": "correct_by", "unique": "number"}
MOST_PRINTED = 1000


class CertificateListView(TemplateView):
    """The register of yearly reviews as of a day (年度核验台账)."""

    template_name = "units/certificate_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = viewer(self.request)
        form = CertificateQuery(self.request.GET)
        page = newest_first(form.narrow(_seen(self.request)), self.request.GET)
        return super().get_context_data(
            form=form, page=page, rows=[_term(found, form.on) for found in page.rows], on=form.on,
            is_filtered=any(self.request.GET.get(name) for name in form.fields),
            is_office=bool(scope_of(user).roles & set(DESK_ROLES)), nav_key="certificates", **kwargs,
        )  # fmt: skip


class PrintView(TemplateView):
    """The register of a day on one sheet, to be printed and signed; the filters are those of the list."""

    template_name = "units/certificate_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CertificateQuery(self.request.GET)
        found = list(form.narrow(_seen(self.request)).order_by("unit__number", "-id")[: MOST_PRINTED + 1])
        return super().get_context_data(
            form=form, on=form.on, rows=[_term(each, form.on) for each in found[:MOST_PRINTED]], most=MOST_PRINTED,
            is_cut=len(found) > MOST_PRINTED, office=scope_of(viewer(self.request)).region_name,
            today=timezone.localdate(), nav_key="certificates", **kwargs,
        )  # fmt: skip


def _seen(request: HttpRequest) -> Any:
    return EstablishmentCertificate.objects.visible_to(viewer(request)).select_related(*RELATED)


def _term(found: EstablishmentCertificate, on: Any) -> dict[str, Any]:
    """A certificate with its light on a day; one that has ended has none."""
    ended = found.ended_on is not None and found.ended_on <= on
    return {"certificate": found, "ended": ended, "review": None if ended else yearly.term(found.review_due_on, on)}


class CertificateView(TemplateView):
    """One certificate: what it states beside what is on record today, its reviews, and the forms of its office."""

    template_name = "units/certificate_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_shown(self.request, _certificate(self.request, self.kwargs["pk"])))


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """The form of a new certificate of a unit with what it will state, and its sending."""
    user = viewer(request)
    seen = Unit.objects.visible_to(user).select_related("region", "competent_department")
    unit = get_object_or_404(seen, number=number)
    if not certificates.may_keep(user, unit):
        raise PermissionDenied(f"{unit.name}的管理证由主管它的编办核发。")
    former = unit.certificates.filter(ended_on=None).first()
    form = IssueForm(request.POST or None, initial={"issue_reason": "renewed" if former else "first"})
    if made := carried_out(form, lambda: certificates.issue(actor=user, unit=unit, **form.cleaned_data), FIELD_OF):
        messages.success(request, f"已为{unit.name}发证{made.number}。")
        return redirect("units:certificate", pk=made.pk)
    context = {
        "form": form, "unit": unit, "former": former, "facts": certificates.facts_of(unit), "nav_key": "certificates"
    }  # fmt: skip
    return render(request, "units/certificate_form.html", context, status=422 if form.errors else 200)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What the yearly review found; refused, the page of the certificate says why."""
    found, form = _kept(request, pk), CertificateReviewForm(request.POST, auto_id="review_%s")
    if carried_out(form, lambda: certificates.review(found, actor=viewer(request), **form.cleaned_data), FIELD_OF):
        messages.success(request, f"已记录{form.cleaned_data['year']}年度核验结果。")
        return redirect("units:certificate", pk=pk)
    return _detail_page(request, found, {"review_form": form})


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of an abolished unit comes back; refused, its page says why."""
    found, form = _kept(request, pk), TakeBackForm(request.POST, auto_id="back_%s")
    if carried_out(form, lambda: certificates.take_back(found, actor=viewer(request), **form.cleaned_data), FIELD_OF):
        messages.success(request, f"管理证{found.number}已缴回。")
        return redirect("units:certificate", pk=pk)
    return _detail_page(request, found, {"back_form": form})


def _certificate(request: HttpRequest, pk: int) -> EstablishmentCertificate:
    """The certificate in scope (else 404), with how far its reviews are."""
    found: EstablishmentCertificate = get_object_or_404(_seen(request).with_reviews(timezone.localdate()), pk=pk)
    return found


def _kept(request: HttpRequest, pk: int) -> EstablishmentCertificate:
    """The same for the office that keeps it (else 403)."""
    found = _certificate(request, pk)
    if not certificates.may_keep(viewer(request), found.unit):
        raise PermissionDenied(f"{found.unit.name}的管理证由主管它的编办核发、核验。")
    return found


def _shown(request: HttpRequest, found: EstablishmentCertificate) -> dict[str, Any]:
    may_keep = found.ended_on is None and certificates.may_keep(viewer(request), found.unit)
    forms: dict[str, Any] = {}
    if may_keep and found.unit.is_active:
        forms = {"review_form": CertificateReviewForm(initial=this_year(), auto_id="review_%s")}
    elif may_keep:
        forms = {"back_form": TakeBackForm(auto_id="back_%s")}
    compared = certificates.compared(found, found.unit) if found.ended_on is None else []
    return {
        **_term(found, timezone.localdate()), "compared": compared, "reviews": found.reviews.all(),
        "difference_count": sum(differs for *_, differs in compared), "nav_key": "certificates", **forms,
    }  # fmt: skip


def _detail_page(request: HttpRequest, found: EstablishmentCertificate, forms: dict[str, Any]) -> HttpResponse:
    return render(request, "units/certificate_detail.html", {**_shown(request, found), **forms}, status=422)
