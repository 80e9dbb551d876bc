"""The register in the main menu, and what its rules look at that is no case."""

from accounts.navigation import BOOKS, NavItem, register
from approvals import faces
from staffing.appointing import APPOINTMENT


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(NavItem("people", "人员名册", "staffing:people", 45, group=BOOKS))
    register(NavItem("leadership", "领导职数", "staffing:leadership", 51, group=BOOKS))
    faces.name(APPOINTMENT, "领导任职")
