"""The entries of approvals in the main menu."""

from accounts.models import User
from accounts.navigation import SETTINGS, NavItem, register
from approvals import deputies, policies
from units.mandates import scope_of


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(NavItem("cases", "办件", "approvals:cases", 10))
    register(NavItem("meetings", "会议", "approvals:meetings", 20, visible=_oversees_a_region))
    register(NavItem("documents", "文件", "approvals:documents", 30))
    register(NavItem("deputies", "代行授权", "approvals:deputies", 85, visible=_works_in_an_office, group=SETTINGS))
    register(NavItem("checks", "定期检查", "approvals:checks", 95, visible=policies.reads_checks, group=SETTINGS))
    register(NavItem("rules", "规则", "approvals:rules", 90, group=SETTINGS))


def _oversees_a_region(user: User) -> bool:
    return bool(scope_of(user).region_prefixes)


def _works_in_an_office(user: User) -> bool:
    return bool(deputies.regions_of(user))
