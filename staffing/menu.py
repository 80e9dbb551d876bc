"""The entries of staffing in the main menu."""

from accounts.navigation import BOOKS, NavItem, register


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(NavItem("people", "人员名册", "staffing:people", 45, group=BOOKS))
    register(NavItem("leadership", "领导职数", "staffing:leadership", 52, group=BOOKS))
