"""Hiring plans and slots as the rest of the house meets them: subject, rules, checks, panels, menu, kinds of cases."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from accounts import navigation
from accounts.navigation import BOOKS, SETTINGS, WORK, NavItem
from approvals import faces, subjects
from staffing import catalogue, hiring_panels, policies, rules, scheduled
from staffing.plan_faces import HiringPlanFace
from staffing.planning import HIRING_PLAN


def register_all() -> None:
    """To be called once, when the app is ready."""
    subjects.register(HIRING_PLAN)
    faces.register(HIRING_PLAN.key, HiringPlanFace())
    for module in iter_modules(rules.__path__):
        import_module(f"staffing.rules.{module.name}")
    scheduled.register_all()
    hiring_panels.register_all()
    import_module("staffing.hiring_exports")
    navigation.register(NavItem("plans", "用编计划", "staffing:plans", 11, group=WORK))
    navigation.register(
        NavItem("openings", "建账完成", "staffing:openings", 84, visible=policies.keeps_a_register, group=SETTINGS)
    )
    navigation.register(NavItem("slots", "用编号台账", "staffing:slots", 52, group=BOOKS))


def load_catalogue(sender: Any, **kwargs: Any) -> None:
    """After migrate: add the case kinds about people that the database does not have yet."""
    catalogue.load()
