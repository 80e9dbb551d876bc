"""Pages of monthly and yearly returns: the list, one return with its steps and sums, and its lines."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import paging
from accounts.models import User
from accounts.queries import key_in, sentences_of
from approvals.forms.parts import refuse
from approvals.views import sending
from audits import period_reports, period_sums
from audits.models import PeriodReport, ReportLine
from audits.report_forms import AnnounceForm, WithdrawForm
from audits.views import inspector
from quotas import policies

LINES = 100


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The returns of the regions the user oversees, the newest first."""
    return _list(request, _announcing(inspector(request)))


def _announcing(user: User, data: Any = None) -> AnnounceForm | None:
    return AnnounceForm(data, user=user) if policies.regions_to_close(user).exists() else None


def _list(request: HttpRequest, form: AnnounceForm | None) -> HttpResponse:
    found = PeriodReport.objects.visible_to(inspector(request)).select_related("region", "signed_by", "freeze")
    page = paging.newest_first(found, request.GET, date="ends_on")
    context = {"page": page, "form": form, "nav_key": "reports"}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "audits/reports.html", context, status=status)


@require_POST
def announce(request: HttpRequest) -> HttpResponse:
    """Begin a return; a refusal stands beside the field it is about."""
    form = _announcing(inspector(request), request.POST)
    if form is None:
        raise PermissionDenied("您没有结账权限。")
    if form.is_valid():
        try:
            report = period_reports.announce(actor=sending.actor_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已开始编报{report}。")
            return redirect(report)
    return _list(request, form)


def _find(request: HttpRequest, pk: int) -> PeriodReport:
    seen = PeriodReport.objects.visible_to(inspector(request))
    related = ("region", "freeze", "period", "checked_by", "signed_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One return: where it stands, what was found, and its sums once it is signed."""
    found = _find(request, pk)
    context = {
        "report": found, "may_work": found.is_open and policies.may_close(inspector(request), found.region),
        "withdraw_form": WithdrawForm(), "nav_key": "reports", "steps": period_sums.steps(found),
        **(period_sums.sums(found) if found.state == PeriodReport.State.SIGNED else {}),
    }  # fmt: skip
    return render(request, "audits/report.html", context)


@require_safe
def report_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of a signed return, in their order."""
    found = _find(request, pk)
    lines = ReportLine.objects.filter(report=found).select_related("quota_type")
    after, before = (key_in(request.GET.get(name, "")) for name in ("after", "before"))
    if after:
        lines = lines.filter(position__gt=after)
    elif before:
        lines = lines.filter(position__lt=before)
    order = "-position" if before and not after else "position"
    page = paging.cut(
        lines.order_by(order)[: LINES + 1], LINES, lambda line: str(line.position),
        after="after" if after else "", before="before" if before and not after else "",
    )  # fmt: skip
    return render(request, "audits/report_lines.html", {"report": found, "page": page, "nav_key": "reports"})


def _act(request: HttpRequest, pk: int, act: Callable[[], PeriodReport], told: str) -> HttpResponse:
    try:
        done = act()
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    else:
        messages.success(request, f"{done}{told}")
    return redirect("audits:report", pk)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Prove the book while writing rests."""
    found, actor = _find(request, pk), sending.actor_of(request)
    return _act(request, pk, partial(period_reports.check, found.pk, actor=actor), "已核对。")


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the period and keep its figures."""
    found, actor = _find(request, pk), sending.actor_of(request)
    return _act(request, pk, partial(period_reports.sign, found.pk, actor=actor), "已签发，恢复办理。")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the return up."""
    found, form = _find(request, pk), WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(sentences_of(form)))
        return redirect(found)
    act = partial(period_reports.withdraw, found.pk, actor=sending.actor_of(request), **form.cleaned_data)
    return _act(request, pk, act, "已撤回，恢复办理。")
