"""Secondments (借调): the list with its lights, a new one, prolonging and ending."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.paging import newest_first
from approvals import workdays
from approvals.forms.parts import refuse
from approvals.views import sending
from staffing import policies, seconding
from staffing.forms.leavers import EndForm, ProlongForm, SecondForm, SecondmentFilter
from staffing.models import Secondment
from staffing.views.leavers import posting_of

RELATED = ("person", "posting__unit__region", "host", "document")


def _seen(request: HttpRequest) -> QuerySet[Secondment]:
    return Secondment.objects.visible_to(sending.actor_of(request)).select_related(*RELATED)


@require_safe
def secondments(request: HttpRequest) -> HttpResponse:
    """Who works elsewhere, from and to the user's units; those past their end are red."""
    form, today = SecondmentFilter(request.GET), workdays.today()
    context: dict[str, Any] = {"form": form, "nav_key": "secondments", "today": today}
    if form.is_valid():
        seen = Secondment.objects.visible_to(sending.actor_of(request)).narrowed(form.cleaned_data["which"], today)
        context["page"] = newest_first(seen.select_related(*RELATED), request.GET)
    return render(request, "staffing/secondments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a secondment, and its sending."""
    posting, user, key = posting_of(request, pk), sending.actor_of(request), sending.key_of(request)
    form = SecondForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        try:
            made = sending.once(
                lambda: seconding.second(actor=user, posting=posting, once=key, **form.given(posting.unit)),
                found=lambda: sending.made_under(user, key, Secondment.objects.select_related("host")),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已登记{posting.person}借调到{made.host}。")
            return redirect("staffing:secondment", made.pk)
    context = {"form": form, "posting": posting, "nav_key": "secondments"}
    return render(request, "staffing/second.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def secondment(request: HttpRequest, pk: int) -> HttpResponse:
    """One secondment; its office prolongs or ends it here."""
    found, user, key = get_object_or_404(_seen(request), pk=pk), sending.actor_of(request), sending.key_of(request)
    is_office = policies.may_keep_register(user, found.posting.unit)
    if request.method == "POST" and not is_office:
        raise PermissionDenied(f"只有主管{found.posting.unit.name}的编办可以登记借调。")
    may_keep = is_office and found.ended_on is None
    ending = request.POST.get("act") == "end"
    prolong = ProlongForm(request.POST if request.method == "POST" and not ending else None, user=user)
    end = EndForm(request.POST if ending else None, auto_id="end_%s")
    sent: Any = end if ending else prolong
    if sent.is_bound and sent.is_valid():
        try:
            sending.once(
                lambda: _act(found, user, key, sent, ending=ending),
                found=lambda: sending.made_under(user, key, Secondment.objects.all()),
            )
        except ValidationError as refusal:
            refuse(sent, refusal)
        else:
            messages.success(request, "已结束借调。" if ending else "已延期。")
            return redirect("staffing:secondment", pk)
    context = {"found": found, "prolong": prolong, "end": end, "may_keep": may_keep, "nav_key": "secondments",
               "late": found.ended_on is None and found.ends_on < workdays.today()}  # fmt: skip
    return render(request, "staffing/secondment.html", context, status=422 if sent.errors else 200)


def _act(found: Secondment, user: Any, key: Any, sent: Any, *, ending: bool) -> Secondment:
    if ending:
        given = {name: value for name, value in sent.cleaned_data.items() if name != "key"}
        return seconding.end(found.pk, actor=user, once=key, **given)
    return seconding.prolong(found.pk, actor=user, once=key, **sent.given(found.posting.unit))
