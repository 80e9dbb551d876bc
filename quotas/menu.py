"""The entries of quotas in the main menu."""

from accounts.navigation import NavItem, register
from quotas import policies


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(NavItem("quotas", "编制总览", "quotas:overview", 50))
    register(NavItem("exceptions", "超编例外", "quotas:exceptions", 60))
    register(NavItem("periods", "结账", "quotas:periods", 70, visible=policies.reads_a_region))
    register(NavItem("types", "编制类型", "quotas:types", 80))
