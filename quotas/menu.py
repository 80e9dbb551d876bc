"""The entries of quotas in the main menu."""

from accounts.navigation import BOOKS, SETTINGS, NavItem, register
from quotas import policies


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(NavItem("quotas", "编制总览", "quotas:overview", 50, group=BOOKS))
    register(NavItem("exceptions", "超编例外", "quotas:exceptions", 60, group=BOOKS))
    register(NavItem("periods", "结账", "quotas:periods", 70, visible=policies.reads_a_region, group=BOOKS))
    register(NavItem("types", "编制类型", "quotas:types", 80, group=SETTINGS))
