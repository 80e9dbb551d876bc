"""The whole region in one call."""

import datetime as dt

from accounts.models import User
from demoregion import build as steps
from demoregion import keeping, people, places
from demoregion.hiring import Hiring
from demoregion.story import Progress, on
from demoregion.under_way import UnderWay
from units.models import Role

LAST_ACCOUNT = "admin"


def build(progress: Progress) -> None:
    """Build everything in order; each step is a set of decided cases or registered people."""
    regions = steps.regions()
    city = steps.office(regions[places.CITY], places.BUREAU, steps.PEOPLE)
    district = steps.office(regions[places.DISTRICT], places.DISTRICT_BUREAU, steps.DISTRICT_PEOPLE)
    offices = {places.CITY: city, places.DISTRICT: district}
    with on(steps.GRANTED + dt.timedelta(days=1)):
        steps.grants(city, district)
        units = steps.bodies(offices, regions, progress)
        steps.posts(offices, units)
        people.register(offices, units, progress)
    department = steps.person("department", "秦书瑶", Role.DEPARTMENT, unit=units[places.EDUCATION])
    unit_clerk = steps.person("unit", "白露", Role.UNIT, unit=units["澜川市第二中学"])
    hiring = Hiring(city, units, department)
    hiring.build()
    UnderWay(city, units, department, unit_clerk).build()
    hiring.under_way()
    keeping.changes(
        clerk=city.clerk, unit_clerk=unit_clerk, school=units["澜川市第二中学"],
        bureau=units[places.EDUCATION],
    )  # fmt: skip
    progress("在办事项", 1, 1)
    steps.person(LAST_ACCOUNT, "许守一", Role.ADMIN, region=city.region)


def is_complete() -> bool:
    """Whether an earlier run came to its end: its last step opens the administrator's account."""
    return User.objects.filter(username=LAST_ACCOUNT).exists()
