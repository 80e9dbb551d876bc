"""What anybody may open without signing in: notices of enrolments with their objection form, and verified slips."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import system_user
from approvals import workdays
from approvals.forms.parts import refuse
from approvals.models import State
from config.proxies import client_address
from staffing import noticing, slips
from staffing.candidate_forms import ObjectionForm
from staffing.models import Candidate, EnrolmentBatch
from units.models import Secrecy

SHOWN = 100
UNKNOWN = "没有找到这个校验码对应的通知单，请核对后重新输入。"


@login_not_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that run today, the newest first."""
    running = EnrolmentBatch.objects.public().filter(
        notice_ends_on__gte=workdays.today(), case__state__in=noticing.OPEN_TO_CHANGE
    )
    rows = (
        running.select_related("unit").annotate(people_count=Count("candidates")).order_by("-published_on", "-case_id")
    )
    return render(request, "staffing/public_notices.html", {"rows": rows[:SHOWN]})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """One notice: who is to be enrolled where; while it runs, with a form to object."""
    found = EnrolmentBatch.objects.public().select_related("unit", "case__region")
    batch = get_object_or_404(found.exclude(case__state=State.WITHDRAWN), code=code)
    people = _named(batch)
    runs = noticing.is_running(batch)
    form = (
        ObjectionForm(request.POST or None, names=[(str(one.candidate.position), one.shown) for one in people])
        if runs
        else None
    )
    status = 200
    if request.method == "POST":
        status = _object(request, code, form, people)
        if status == 302:
            return redirect(f"{request.path}?sent=1")
    context = {
        "batch": batch, "people": people, "form": form, "runs": runs, "sent": request.GET.get("sent") == "1",
        "closed": request.method == "POST" and form is None,
    }  # fmt: skip
    return render(request, "staffing/public_notice.html", context, status=status)


class Named(NamedTuple):
    """Somebody on a notice, and the name as it is shown: in full where the unit is public (公示), else masked."""

    candidate: Candidate
    shown: str


def _named(batch: EnrolmentBatch) -> list[Named]:
    people = batch.candidates.filter(is_announced=True).select_related("slot__quota_type")
    public = batch.unit.secrecy == Secrecy.PUBLIC
    return [Named(one, one.name if public else slips.masked_name(one.name)) for one in people]


def _object(request: HttpRequest, code: str, form: ObjectionForm | None, people: Sequence[Named]) -> int:
    """Send the objection; the status of the answer."""
    if form is None:
        return 409
    if not form.is_valid():
        return 422
    typed = form.cleaned_data
    about = next((one.candidate.name for one in people if str(one.candidate.position) == typed["about"]), "")
    try:
        noticing.object_to(code, actor=system_user(), source=_source(request), **{**typed, "about": about})
    except ValidationError as refusal:
        refuse(form, refusal)
        return 429 if "too_many" in {error.code for error in _errors(refusal)} else 422
    return 302


def _errors(refusal: ValidationError) -> list[Any]:
    return [] if hasattr(refusal, "error_dict") else refusal.error_list


def _source(request: HttpRequest) -> str:
    """A digest by which many objections from one place are noticed; the address itself is not kept."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"objection:{client_address(request)}".encode(), hashlib.sha256).hexdigest()


@login_not_required
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a check code is typed."""
    if code := request.GET.get("code", "").strip()[:80]:
        plain = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
        return redirect(reverse("staffing:verify", args=[plain or "-"]))
    return render(request, "staffing/public_verify.html", {})


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a check code stands for; an unknown one gets the same answer whatever it is."""
    slip = slips.find(code)
    if slip is None:
        return render(request, "staffing/public_verify.html", {"refusal": UNKNOWN}, status=404)
    return render(request, "staffing/public_verify.html", {"found": slips.verify(slip)})
