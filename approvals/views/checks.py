"""Scheduled work: what each check does, when it ran, what it found, run after run; and the reminders one puts aside."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.paging import newest_first
from accounts.queries import key_in
from approvals import notifications, policies, scheduled
from approvals.models import CheckRun
from approvals.views import sending


@require_GET
def check_list(request: HttpRequest) -> HttpResponse:
    """Every check with its last run."""
    user = _reader(request)
    last = scheduled.last_runs()
    rows = [
        {"check": check, "last": last.get(check.key), "next": _next(check, last)}
        for check in sorted(scheduled.checks(), key=lambda check: check.title)
    ]
    context = {
        "rows": rows, "may_run": policies.runs_checks(user), "reads_notes": policies.oversees_all(user),
        "nav_key": "checks",
    }  # fmt: skip
    return render(request, "approvals/checks.html", context)


@require_GET
def check_runs(request: HttpRequest, key: str) -> HttpResponse:
    """What one check found and did, run after run, the newest first."""
    user, check = _reader(request), scheduled.find(key)
    if check is None:
        raise Http404
    context = {
        "check": check, "page": newest_first(scheduled.runs_of(check), request.GET),
        "may_run": policies.runs_checks(user), "reads_notes": policies.oversees_all(user), "nav_key": "checks",
    }  # fmt: skip
    return render(request, "approvals/check.html", context)


def _reader(request: HttpRequest) -> User:
    user = sending.actor_of(request)
    if not policies.reads_checks(user):
        raise Http404
    return user


def _next(check: scheduled.Check, last: dict[str, CheckRun]) -> object:
    found = last.get(check.key)
    return check.due_at(found) if found else None


@require_POST
def run_now(request: HttpRequest, key: str) -> HttpResponse:
    """Have a check run out of turn, by right."""
    user = sending.actor_of(request)
    if not policies.runs_checks(user) or scheduled.find(key) is None:
        raise Http404
    ran = scheduled.run_now(key, by=user)
    if ran is None:
        messages.error(request, "该检查正在运行，请稍后再看结果。")
    elif ran.failed:
        messages.error(request, "检查运行出错，详见说明。")
    else:
        messages.success(request, f"检查已运行：发现{ran.found}项，处理{ran.done}项。")
    return redirect("approvals:check", key) if request.POST.get("stay") else redirect("approvals:checks")


@require_POST
def put_aside(request: HttpRequest) -> HttpResponse:
    """The user has read these reminders."""
    ids = [key_in(text) for text in request.POST.getlist("id")[:100]]
    notifications.put_aside(actor=sending.actor_of(request), ids=ids)
    return redirect("accounts:home")
