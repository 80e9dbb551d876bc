"""Pages of the coordinating bodies (议事协调机构): list, one with its life, and what the office does with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from accounts.changes import Change, changes_of
from accounts.paging import newest_first
from accounts.references import DOCUMENT, urls_of
from units import coordinating, yearly
from units.models import CoordinatingBody
from units.standing_forms import BodyChangeForm, BodyExitForm, BodyQuery, BodyReviewForm, BodySetUpForm, this_year
from units.views.refusing import carried_out
from units.views.units import viewer

RELATED = ("region", "lead_unit__region")
LATEST = 50
FIELD_OF = {"name_is_taken": "name", "no_end": "ends_on", "dates": "ends_on", "reviewed": "year"}


class BodyListView(TemplateView):
    """The coordinating bodies as of a day, with what is due of each."""

    template_name = "units/coordinating_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = viewer(self.request)
        form = BodyQuery(self.request.GET)
        seen = CoordinatingBody.objects.visible_to(user).select_related(*RELATED)
        page = newest_first(form.narrow(seen), self.request.GET)
        return super().get_context_data(
            form=form, page=page, rows=[_terms(body, form.on) for body in page.rows], on=form.on,
            is_filtered=any(self.request.GET.get(name) for name in form.fields),
            may_keep=coordinating.office_of(user) is not None, nav_key="coordinating", **kwargs,
        )  # fmt: skip


def _terms(body: CoordinatingBody, on: Any) -> dict[str, Any]:
    """A body with its lights on a day; one that has ended has none."""
    if body.exited_on is not None and body.exited_on <= on:
        return {"body": body, "exited": True}
    return {
        "body": body, "end": yearly.term(body.ends_on, on) if body.ends_on else None,
        "review": yearly.term(body.review_due_on, on), "clean_up": yearly.term(body.clean_up_due_on, on),
    }  # fmt: skip


class BodyView(TemplateView):
    """One coordinating body: what it is, its reviews, its history, and the forms of its office."""

    template_name = "units/coordinating_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_shown(self.request, _body(self.request, self.kwargs["pk"])))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form of a new body, and its sending."""
    user = viewer(request)
    office = coordinating.office_of(user)
    if office is None:
        raise PermissionDenied("只有编办可以登记议事协调机构。")
    form = BodySetUpForm(request.POST or None, user=user)
    if made := carried_out(form, lambda: coordinating.found(actor=user, region=office, **form.given()), FIELD_OF):
        messages.success(request, f"已登记{made.name}。")
        return redirect("units:coordinating_body", pk=made.pk)
    return _form_page(request, {"form": form, "office": office})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a body as it is, and its sending."""
    user, body = viewer(request), _kept(request, pk)
    now = {name: getattr(body, name) for name in coordinating.CHANGEABLE}
    now["lead_unit"] = f"{body.lead_unit.number} {body.lead_unit.name}"
    form = BodyChangeForm(request.POST or None, user=user, initial=now)
    if carried_out(form, lambda: coordinating.change(body, actor=user, **form.given()), FIELD_OF):
        messages.success(request, f"已调整{form.cleaned_data['name']}。")
        return redirect("units:coordinating_body", pk=pk)
    return _form_page(request, {"form": form, "office": body.region, "body": body})


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What a review found; refused, the page of the body says why."""
    body, form = _kept(request, pk), BodyReviewForm(request.POST, auto_id="review_%s")
    if carried_out(form, lambda: coordinating.review(body, actor=viewer(request), **form.cleaned_data), FIELD_OF):
        messages.success(request, f"已记录{form.cleaned_data['year']}年度的评估结论。")
        return redirect("units:coordinating_body", pk=pk)
    return _detail_page(request, body, {"review_form": form})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a body end; refused, its page says why."""
    body, form = _kept(request, pk), BodyExitForm(request.POST, auto_id="end_%s")
    if carried_out(form, lambda: coordinating.end(body, actor=viewer(request), **form.cleaned_data), FIELD_OF):
        messages.success(request, f"{body.name}已退出。")
        return redirect("units:coordinating_body", pk=pk)
    return _detail_page(request, body, {"exit_form": form})


def _body(request: HttpRequest, pk: int) -> CoordinatingBody:
    """The body in scope (else 404), with how far its reviews are."""
    seen = CoordinatingBody.objects.visible_to(viewer(request)).with_reviews(timezone.localdate())
    return get_object_or_404(seen.select_related(*RELATED), pk=pk)


def _kept(request: HttpRequest, pk: int) -> CoordinatingBody:
    """The same for the office that keeps it (else 403)."""
    body = _body(request, pk)
    if not coordinating.may_keep(viewer(request), body.region):
        raise PermissionDenied(f"{body.region.name}的议事协调机构由{body.region.name}编办维护。")
    return body


def _shown(request: HttpRequest, body: CoordinatingBody) -> dict[str, Any]:
    may_keep = body.exited_on is None and coordinating.may_keep(viewer(request), body.region)
    forms = {
        "review_form": BodyReviewForm(initial=this_year(), auto_id="review_%s"),
        "exit_form": BodyExitForm(auto_id="end_%s"),
    }  # fmt: skip
    return {
        **_terms(body, timezone.localdate()), "reviews": body.reviews.all(), "nav_key": "coordinating",
        "changes": _changes(request, body), "latest": LATEST, **(forms if may_keep else {}),
    }  # fmt: skip


def _changes(request: HttpRequest, body: CoordinatingBody) -> list[tuple[Change, str | None, str | None]]:
    """The last changes, each with the address of its paper where the user may open it."""
    found = changes_of(CoordinatingBody, LATEST, id=body.pk)
    papers = urls_of(DOCUMENT, viewer(request), [change.document_number for change in found])
    return [(change, papers.get(change.document_number), None) for change in found]


def _detail_page(request: HttpRequest, body: CoordinatingBody, forms: dict[str, Any]) -> HttpResponse:
    return render(request, "units/coordinating_detail.html", {**_shown(request, body), **forms}, status=422)


def _form_page(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    context = {"nav_key": "coordinating", **shown}
    return render(request, "units/coordinating_form.html", context, status=422 if shown["form"].errors else 200)
