"""Loans on the pages of a unit and of a person."""

from typing import Any

from django.http import HttpRequest

from accounts.panels import Panel, register
from approvals import workdays
from approvals.views.sending import actor_of
from staffing.models import Person
from talentpool import book
from talentpool.models import Loan, Recovery, RecoveryLine
from units.models import Unit

SHOWN = 50


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("unit", "loans", "周转借用", 25, "talentpool/unit_loans.html", of_unit))
    register(Panel("person", "loans", "周转编制", 15, "talentpool/person_loans.html", of_person, visible=_has_loans))


def of_unit(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """What the unit has borrowed, those still out first, and which of its vacant posts made up for others."""
    loans = book.loans_of(actor_of(request)).filter(unit=unit).order_by("ended_on", "due_on", "id")
    given = RecoveryLine.objects.filter(sister=unit, recovery__state=Recovery.State.DONE)
    return {
        "unit": unit, "rows": book.standing(loans[:SHOWN], workdays.today()),
        "given": list(given.select_related("recovery__unit", "recovery__document").order_by("-id")[:SHOWN]),
    }  # fmt: skip


def _has_loans(request: HttpRequest, person: Person) -> bool:
    # Few people ever hold a borrowed post, and a look is cheaper than all that is told of a loan.
    return Loan.objects.filter(posting__person=person).exists()


def of_person(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The borrowed posts that the person held or holds."""
    loans = book.loans_of(actor_of(request)).filter(posting__person=person).order_by("-id")
    return {"rows": book.standing(loans[:SHOWN], workdays.today())}
