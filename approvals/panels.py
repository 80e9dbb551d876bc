"""What approvals has to say on the first page and on the page of a unit."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User
from accounts.panels import Panel, register
from approvals import dossier, notifications, policies, queue, workdays
from approvals.marks import marked
from approvals.models import Case, Document
from units.models import Unit

SHOWN_AT_HOME = 12
SHOWN_OF_UNIT = 20
RELATED_AT_HOME = ("kind", "applicant")
RELATED = ("kind", "region", "applicant", "lead_division", "checked_by")


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("home", "queue", "待办", 10, "approvals/home_queue.html", work_queue))
    register(Panel("home", "notifications", "提醒", 5, "approvals/home_notifications.html", reminders, lazy=True))
    register(Panel("home", "deadlines", "即将到期和超期", 20, "approvals/home_deadlines.html", deadlines))
    register(Panel("unit", "cases", "办件", 60, "approvals/unit_cases.html", unit_cases))
    register(Panel("unit", "documents", "文件", 70, "approvals/unit_documents.html", unit_documents))


def _viewer(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    return request.user


def reminders(request: HttpRequest, _: Any) -> dict[str, Any]:
    """What the user was told and has not put aside."""
    return {"notifications": notifications.waiting_for(_viewer(request), SHOWN_AT_HOME)}


def work_queue(request: HttpRequest, _: Any) -> dict[str, Any]:
    """How much of what waits for the user, and the most urgent cases."""
    today = workdays.today()
    agenda = queue.agenda_of(_viewer(request))
    first = dict(agenda[:SHOWN_AT_HOME])
    cases = marked(Case.objects.select_related(*RELATED_AT_HOME), today).in_bulk(first) if first else {}
    rows = [queue.row_of(cases[pk], today, task) for pk, task in first.items()]
    may_file = not rows and policies.kinds_for(_viewer(request)).exists()
    return {"counts": queue.counts(task for _, task in agenda), "rows": rows, "may_file": may_file}


def deadlines(request: HttpRequest, _: Any) -> dict[str, Any]:
    """The cases in the user's scope whose time limit is near or over, the worst first."""
    today = workdays.today()
    seen = Case.objects.visible_to(_viewer(request)).filter(queue.due_soon(today)).select_related(*RELATED_AT_HOME)
    return {"rows": queue.rows_of(marked(seen, today).order_by("due_on", "id")[:SHOWN_AT_HOME], today)}


def unit_cases(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The latest cases the unit filed or that move its figures."""
    today = workdays.today()
    about = Q(applicant=unit) | Q(pk__in=unit.cases.values("pk"))
    seen = Case.objects.visible_to(_viewer(request)).filter(about).select_related(*RELATED).order_by("-id")
    return {"rows": queue.rows_of(marked(seen, today)[:SHOWN_OF_UNIT], today)}


def unit_documents(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The latest documents addressed to the unit."""
    seen = (
        Document.objects.visible_to(_viewer(request))
        .issued()
        .filter(pk__in=unit.documents.values("pk"))
        .select_related("case")
    )
    rows = list(seen.order_by("-issued_on", "-id")[:SHOWN_OF_UNIT])
    return {"rows": rows, "open_cases": dossier.open_cases(_viewer(request), rows)}
