"""Q13: Where a unit has divisions its people are in one, but for its leaders."""

import datetime as dt

from staffing.models import Aspect
from staffing.quality_rules import of_people, quality_rule


@quality_rule("Q13", title="内设机构", aspect=Aspect.CONFORMITY)
def division_missing(on: dt.date) -> str:
    """Where a unit has divisions its people are in one, but for its leaders."""
    return of_people(
        "p.name || '未落到内设机构。'",
        "s.division_id is null and s.staff_class not in ('chief', 'deputy')"
        f" and exists (select from units_internaldivision d where d.unit_id = s.unit_id"
        f" and (d.abolished_on is null or d.abolished_on > date '{on}'))",
    )
