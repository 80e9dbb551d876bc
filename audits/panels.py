"""History on the pages of others."""

from typing import Any

from django.http import HttpRequest

from accounts.changes import changes_of
from accounts.models import User
from accounts.panels import Panel
from audits.records import follows_person, oversees_a_region
from staffing.models import Person

SHOWN = 6


def _oversees(request: HttpRequest, person: Person) -> bool:
    """History holds what other units wrote, so it is for whoever oversees the person's region."""
    user = request.user
    return isinstance(user, User) and oversees_a_region(user) and follows_person(user, person)


def person_history(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The last changes of a person's own facts, field by field."""
    return {"person_changes": changes_of(Person, SHOWN, id=person.pk)}


PERSON = Panel("person", "history", "变更历史", 90, "audits/person_history.html", person_history, visible=_oversees)
