"""Data quality: the board of an area, the list of what to mend, and looking at a unit again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from approvals import workdays
from staffing import charts, checking, quality_board
from staffing.areas import Area
from staffing.forms.forecast import AreaQuery
from staffing.forms.quality import BoardQuery, FindingQuery
from staffing.views.forecast import AreaView
from units.models import Unit


class BoardView(AreaView):
    """The units of an area, the worst first, and how the area stands in the five."""

    template_name = "staffing/quality.html"
    form_class = BoardQuery
    nav_key = "quality"

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        found = quality_board.board(area, workdays.today())
        page = quality_board.worst_first(area, after=self.request.GET.get("after", ""))
        return {"board": found, "page": page, "aspects": charts.of_aspects(found)}


class FindingsView(AreaView):
    """What is to be mended: what, whose, by whom, until when."""

    template_name = "staffing/quality_findings.html"
    form_class = FindingQuery
    nav_key = "quality"

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        asked = {name: form.cleaned_data[name] for name in ("state", "aspect", "owner")}
        found = quality_board.findings(area, on=workdays.today(), **asked)
        page = quality_board.page_of(found, self.request.GET.get("after", ""))
        return {"page": page, "rows": charts.of_findings(page.rows, workdays.today())}


@require_POST
def recheck(request: HttpRequest, number: str) -> HttpResponse:
    """Look at a unit again now."""
    assert isinstance(request.user, User), "Only signed-in users get here."
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("region"), number=number)
    found = checking.check_unit(actor=request.user, unit=unit)
    messages.success(request, f"已重新核对：新发现{found.new}项，已整改{found.mended}项，待整改{found.open}项。")
    return redirect(f"{reverse('units:unit', args=[number])}?tab=quality")
