"""Where a person and a unit stand with slips and secondments, on their pages."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.panels import Panel, register
from approvals import workdays
from approvals.views.sending import actor_of
from staffing import dossiers, policies
from staffing.forms.leavers import named
from staffing.models import Person, Posting, Secondment, Slip
from units.models import Unit

SHOWN = 50


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("person", "movements", "进出和借调", 20, "staffing/person_movements.html", of_person))
    register(Panel("unit", "secondments", "借调", 46, "staffing/unit_secondments.html", of_unit))


def of_person(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The slips and secondments of a person that the user may see, and what the office may do."""
    user = actor_of(request)
    seen = dossiers.postings_seen(person, user)
    posting = next((each for each in seen if each.ended_on is None), None)
    return {
        "slips": list(Slip.objects.filter(posting__in=[each.pk for each in seen])),
        "secondments": _secondments(person, user),
        "posting": posting, "today": workdays.today(),
        "may_keep": posting is not None and policies.may_keep_register(user, posting.unit),
        "requests": _requests(user, posting) if posting is not None else [],
    }  # fmt: skip


def _secondments(person: Person, user: User) -> list[Secondment]:
    own = Secondment.objects.filter(person=person)
    # Few people are ever away, and a look is cheaper than asking what the user sees of it.
    return list(own.visible_to(user).select_related("host")) if own.exists() else []


def _requests(user: User, posting: Posting) -> list[tuple[str, str]]:
    """What the unit may ask of the office about somebody: words and the form, filled in as far as it is known."""
    if not policies.may_maintain(user, posting.unit):
        return []
    asked = {"staff_release": "申请出编", "staff_move": "申请调动"}
    whom = {"posting": named(posting), "applicant": posting.unit.number}
    return [
        (
            words,
            f"{reverse('approvals:case_draft', args=[kind])}?{urlencode(whom | {'title': f'{posting.person}{words}'})}",
        )
        for kind, words in asked.items()
    ]


def of_unit(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Who of the unit works elsewhere, and who of elsewhere works here, today."""
    active = Secondment.objects.active().select_related("person", "host", "posting__unit").order_by("ends_on", "id")
    return {
        "away": list(active.filter(posting__unit=unit)[:SHOWN]), "here": list(active.filter(host=unit)[:SHOWN]),
        "today": workdays.today(),
    }  # fmt: skip
