"""Hiring plans: the board of a year, and what the office proposes while it checks one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from approvals import policies
from approvals.views.cases import find
from approvals.views.sending import actor_of
from quotas.views.requests import take_counts
from staffing import plan_reports
from staffing.areas import Area
from staffing.catalogue import PLAN
from staffing.forms.hiring import PlanQuery
from staffing.plan_faces import HiringPlanFace
from staffing.planning import HIRING_PLAN, propose_heads

from .forecast import AreaView


@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Take the proposed heads of each line; a wrong one is marked at its line, and none is taken."""
    case = find(request, number)
    lines = [line.pk for line in HIRING_PLAN.lines(case)]
    return take_counts(request, case, lines=lines, propose=propose_heads, face=HiringPlanFace())


class PlanBoardView(AreaView):
    """The plans of a year in an area: by channel planned, approved, used, left and lapsed; then plan by plan."""

    template_name = "staffing/plans.html"
    form_class = PlanQuery
    nav_key = "plans"

    def answer(self, area: Area, kinds: set[int], form: Any) -> dict[str, Any]:
        user, year = actor_of(self.request), form.cleaned_data["year"]
        channels = plan_reports.by_channel(area, year, kinds if form.chosen else None)
        page, rows = plan_reports.page_of_plans(user, area, year, self.request.GET.dict())
        return {
            "year": year, "channels": [(channel.label, channel.value, heads) for channel, heads in channels.items()],
            "total": plan_reports.total(channels.values()), "page": page, "rows": rows,
            "points": [(channel.label, heads.approved) for channel, heads in channels.items()],
            "may_file": policies.kinds_for(user).filter(code=PLAN).exists(), "plan_kind": PLAN,
        }  # fmt: skip
