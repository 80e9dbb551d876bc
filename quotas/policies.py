"""Who may allow people above the cap, who closes the books, and who reads a region's own numbers."""

from django.db.models import QuerySet

from accounts.models import User
from approvals.offices import office_of
from units.mandates import acts_as, scope_of
from units.models import Region, Role, Unit

EXCEPTING = (Role.DIRECTOR, Role.COMMITTEE)
CLOSING = (Role.DIRECTOR,)


def may_allow_some_excess(user: User) -> bool:
    """Whether there is any office in which the user may allow people above the cap."""
    return acts_as(user, *EXCEPTING)


def may_allow_excess(user: User, unit: Unit) -> bool:
    """The director or the committee of the office that is in charge of the unit."""
    return acts_as(user, *EXCEPTING, region=office_of(unit.region))


def may_close(user: User, region: Region) -> bool:
    """The director closes the books of the director's own region."""
    return acts_as(user, *CLOSING, region=region)


def regions_to_close(user: User) -> QuerySet[Region]:
    """The regions whose books the user may close."""
    return Region.objects.filter(pk__in=scope_of(user).regions_as(*CLOSING))


def reads_a_region(user: User) -> bool:
    """Whether the user oversees whole regions, or only units of their own."""
    return bool(scope_of(user).region_prefixes)
