"""Overseeing who read personal data: the log of a region's people, for those who oversee it; looking is logged too."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.acting import use_case
from accounts.models import PersonalDataReading, User
from accounts.reading import LONGEST, record_reading
from staffing.models import Engagement, Person, Posting, Tenure
from units.mandates import scope_of
from units.models import Region, Role

OVERSEERS = (Role.INSPECTOR, Role.DIRECTOR, Role.ADMIN)
LOG = "个人信息查阅记录"


def oversees(user: User) -> bool:
    """Inspectors, directors and administrators of a region see who read whose data there."""
    return bool(_prefixes(user))


def _prefixes(user: User) -> list[str]:
    held = (held for held in scope_of(user).held if held.role in OVERSEERS and held.region_id is not None)
    return sorted({one.region_prefix for one in held})


def seen_by(user: User) -> QuerySet[PersonalDataReading]:
    """The readings of people who are or were of a unit in the regions that the user oversees, and of their log."""
    below = Q(pk__in=[])
    regions = Q(pk__in=[])
    for prefix in _prefixes(user):
        below |= Q(unit__region__prefix__startswith=prefix)
        regions |= Q(prefix__startswith=prefix)
    own = Q(person=OuterRef("subject_id")) & below
    of_people = Q(subject_model=Person._meta.label_lower) & (
        Q(Exists(Posting.objects.filter(own)))
        | Q(Exists(Tenure.objects.filter(own)))
        | Q(Exists(Engagement.objects.filter(own)))
    )
    of_log = Q(subject_model=Region._meta.label_lower, subject_id__in=Region.objects.filter(regions).values("pk"))
    return PersonalDataReading.objects.filter(of_people | of_log)


@use_case
def look(*, actor: User, purpose: str) -> None:
    """Write down that somebody looks through the log of their region, with what they look for."""
    held = (h for h in scope_of(actor).held if h.role in OVERSEERS and h.region_id is not None)
    first = next(held, None)
    if first is None:
        raise PermissionDenied("只有督查人员、编办主任和系统管理员可以查看个人信息查阅记录。")
    record_reading(Region.objects.get(prefix=first.region_prefix), field=LOG, purpose=purpose[:LONGEST], actor=actor)
