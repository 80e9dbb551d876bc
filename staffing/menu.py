"""The register in the main menu, and what its rules look at that is no case."""

from typing import Any

from django.http import HttpRequest

from accounts import panels
from accounts.navigation import BOOKS, NavItem, register
from accounts.panels import Panel
from approvals import faces
from approvals.views.sending import actor_of
from staffing import changes
from staffing.appointing import APPOINTMENT


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(NavItem("changes", "人员信息变更", "staffing:changes", 14, visible=changes.keeps_changes))
    panels.register(
        Panel("home", "changes", "人员信息变更", 25, "staffing/home_changes.html", _waiting, visible=_keeps, lazy=True)
    )
    register(NavItem("people", "人员名册", "staffing:people", 45, group=BOOKS))
    register(NavItem("leadership", "领导职数", "staffing:leadership", 51, group=BOOKS))
    faces.name(APPOINTMENT, "领导任职")


def _keeps(request: HttpRequest, _: Any) -> bool:
    return changes.keeps_changes(actor_of(request))


def _waiting(request: HttpRequest, _: Any) -> dict[str, Any]:
    return changes.home(actor_of(request))
