"""The register on the pages of a unit."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from accounts.panels import Panel
from approvals import workdays
from quotas.models import QuotaType
from staffing import charts, forecasting, policies, quality_board, rosters
from staffing import off_quota_register as register
from staffing.areas import area_of_unit
from units.models import Unit


def people(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Leaders and a page of the people of the unit, ID numbers masked."""
    page = rosters.people_of(unit, request.GET)
    return {"unit": unit, "leaders": rosters.leaders_of(unit), "people": page, "headcount": rosters.headcount(unit)}


PEOPLE = Panel("unit", "people", "实有人员", 40, "staffing/unit_people.html", people)


def forecast_of_unit(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The next 60 months of the unit alone."""
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    kinds = QuotaType.objects.filter(family=QuotaType.Family.POST, is_group=False).values_list("pk", flat=True)
    area = area_of_unit(request.user, unit, own_level=True)
    return {**charts.of_forecast(forecasting.forecast(area, set(kinds))), "kept": f"unit={unit.number}&level=own"}


def off_quota_of_unit(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The off-quota staff of the unit alone, with its number and the money of this year."""
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    area, today = area_of_unit(request.user, unit, own_level=True), workdays.today()
    return {
        "control": register.control_of(area, today.year),
        "year": today.year,
        "today": today,
        "page": register.page_of(register.engagements(area), request.GET.get("after", "")),
        "services": register.services(area),
        "may_engage": policies.may_keep_register(request.user, unit),
        "of_unit": unit,
    }


def quality_of_unit(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The score of the unit, and what is to be mended there."""
    assert isinstance(request.user, User), "Panels stand on pages for signed-in users."
    area, today = area_of_unit(request.user, unit, own_level=True), workdays.today()
    page = quality_board.page_of(quality_board.findings(area, on=today), request.GET.get("after", ""))
    return {
        "score": quality_board.score_of(unit),
        "page": page,
        "rows": charts.of_findings(page.rows, today),
        "may_recheck": policies.may_recheck(request.user, unit),
    }
