"""The register on the pages of a unit."""

from typing import Any

from django.http import HttpRequest

from accounts.panels import Panel
from staffing import rosters
from units.models import Unit


def people(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Leaders and a page of the people of the unit, ID numbers masked."""
    page = rosters.people_of(unit, request.GET)
    return {"leaders": rosters.leaders_of(unit), "people": page, "headcount": rosters.headcount(unit)}


PEOPLE = Panel("unit", "people", "实有人员", 40, "staffing/unit_people.html", people)
