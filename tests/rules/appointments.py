"""Appointments as the rules look at them, without a book."""

from approvals import rulebook
from approvals.models import Case
from approvals.rulebook import Examination
from quotas.models import QuotaType
from staffing.appointing import APPOINTMENT, Appointment, Posts, Terms
from tests.staffing.conftest import STARTED
from units.models import Unit


def sentences(code: str, unit: Unit, posts: Posts, terms: Terms, *, by_exception: bool = False) -> list[str]:
    """What one rule says of an appointment on a day in March."""
    appointment = Appointment(unit, posts, terms, STARTED, by_exception)
    look = Examination(Case(), appointment, unit.region, STARTED, before=())
    return [finding.sentence for finding in rulebook.examine(look, APPOINTMENT) if finding.rule == code]


def posts(code: str = "leader_141", **buckets: int) -> Posts:
    return Posts(QuotaType.objects.get(code=code), buckets)
