"""The whole region in one call."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from accounts.models import User
from approvals import scheduled
from demoregion import build as steps
from demoregion import keeping, off_quota, people, places, standing, workbooks
from demoregion.arriving import Arrivals
from demoregion.hiring import Hiring
from demoregion.lending import Lending
from demoregion.moving import Moving
from demoregion.story import Office, Progress, on
from demoregion.under_way import UnderWay
from units.models import Role, Unit

LAST_ACCOUNT = "admin"
SCHOOL = "澜川市第二中学"


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
    steps.credit_codes(units)
    clerks = _clerks(units)
    hiring = Hiring(city, units, clerks)
    parts: tuple[Callable[[], None], ...] = (
        partial(standing.build, city, district, units),
        hiring.build, Moving(city, units, clerks).build, partial(off_quota.build, city, units),
        Lending(city, units, clerks).build, Arrivals(city, units, clerks).build,
        UnderWay(city, units, clerks[places.EDUCATION], clerks[SCHOOL]).build, hiring.under_way,
        partial(_changes, city, units, clerks), partial(workbooks.imports, district, units), _look_after,
    )  # fmt: skip
    for done, part in enumerate(parts, start=1):
        part()
        progress("办理各项业务", done, len(parts))
    steps.person(LAST_ACCOUNT, "许守一", Role.ADMIN, region=city.region)


def _clerks(units: Mapping[str, Unit]) -> dict[str, User]:
    """Those who file for departments and for one school, by the name of their unit."""
    departments = {
        places.EDUCATION: ("department", "秦书瑶"), places.HEALTH: ("health_department", "顾明夷"),
        places.SCIENCE: ("science_department", "容若谦"), places.FORESTRY: ("forestry_department", "柏青山"),
    }  # fmt: skip
    found = {
        unit: steps.person(username, name, Role.DEPARTMENT, unit=units[unit])
        for unit, (username, name) in departments.items()
    }
    return {**found, SCHOOL: steps.person("unit", "白露", Role.UNIT, unit=units[SCHOOL])}


def _changes(city: Office, units: Mapping[str, Unit], clerks: Mapping[str, User]) -> None:
    school, bureau = units[SCHOOL], units[places.EDUCATION]
    keeping.changes(clerk=city.clerk, unit_clerk=clerks[SCHOOL], school=school, bureau=bureau)


def _look_after() -> None:
    """All scheduled checks once: people are reminded, and the quality of the data is known, from the first page on."""
    scheduled.run_due()


def is_complete() -> bool:
    """Whether an earlier run came to its end: its last step opens the administrator's account."""
    return User.objects.filter(username=LAST_ACCOUNT).exists()
