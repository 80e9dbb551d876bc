"""Hiring plans and slots as the rest of the house meets them: subject, face, rules, kinds of cases."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from approvals import faces, subjects
from staffing import catalogue, rules, scheduled
from staffing.plan_faces import HiringPlanFace
from staffing.planning import HIRING_PLAN


def register_all() -> None:
    """To be called once, when the app is ready."""
    subjects.register(HIRING_PLAN)
    faces.register(HIRING_PLAN.key, HiringPlanFace())
    for module in iter_modules(rules.__path__):
        import_module(f"staffing.rules.{module.name}")
    scheduled.register_all()


def load_catalogue(sender: Any, **kwargs: Any) -> None:
    """After migrate: add the case kinds about people that the database does not have yet."""
    catalogue.load()
