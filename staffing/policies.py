"""Who may change the register of people."""

from accounts.models import User
from approvals.policies import APPLICANTS, OFFICE
from staffing.models import ChangeSheet
from units.mandates import acts_as, sees_region
from units.models import Region, Role, Unit


def may_keep_register(user: User, unit: Unit) -> bool:
    """The bureau in charge of the unit enrols, releases, appoints and relieves; nobody else does."""
    return acts_as(user, *OFFICE, unit=unit)


def sees_readings(user: User, home: Unit | None) -> bool:
    """Who oversees the region of the unit sees who read the personal data of its people."""
    return home is not None and sees_region(user, home.region)


def keeps_a_register(user: User) -> bool:
    """Whether there is any office for which the user keeps the register."""
    return acts_as(user, *OFFICE)


def may_maintain(user: User, unit: Unit) -> bool:
    """The unit's own clerks, and those of its department, say what has changed of its people."""
    return acts_as(user, *APPLICANTS, unit=unit)


def may_review(user: User, sheet: ChangeSheet) -> bool:
    """The office decides what a unit filed, but never who entered or filed it."""
    own = user.pk == sheet.filed_by_id or sheet.lines.filter(entered_by=user).exists()
    return not own and may_keep_register(user, sheet.unit)


def may_complete_opening(user: User, region: Region) -> bool:
    """The director declares the register of the director's own office complete."""
    return acts_as(user, Role.DIRECTOR, region=region)


def may_complete_some_opening(user: User) -> bool:
    """Whether there is any office whose register the user may declare complete."""
    return acts_as(user, Role.DIRECTOR)


def may_recheck(user: User, unit: Unit) -> bool:
    """The unit, its department and the bureau mend data, so they may ask whether it is mended."""
    return acts_as(user, *OFFICE, Role.DEPARTMENT, Role.UNIT, unit=unit)
