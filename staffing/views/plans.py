"""Hiring plans: what the office proposes while it checks one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from approvals.views.cases import find
from quotas.views.requests import take_counts
from staffing.plan_faces import HiringPlanFace
from staffing.planning import HIRING_PLAN, propose_heads


@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Take the proposed heads of each line; a wrong one is marked at its line, and none is taken."""
    case = find(request, number)
    lines = [line.pk for line in HIRING_PLAN.lines(case)]
    return take_counts(request, case, lines=lines, propose=propose_heads, face=HiringPlanFace())
