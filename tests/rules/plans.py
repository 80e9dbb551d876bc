"""Plans as the rules of hiring look at them: lines, a filed plan, and what a rule finds in its dry run."""

import datetime as dt
from typing import Any

from approvals import workdays
from quotas.models import QuotaType
from staffing import enrolment
from staffing.facts import NewPerson
from tests.people import id_number
from tests.stories import EFFECTIVE, Actors, file, found
from units.models import Unit

YEAR = workdays.today().year


def heads(unit: Unit, quota_type: QuotaType, count: int, channel: str = "teacher_recruitment", **more: Any) -> Any:
    """So many heads on one line."""
    return {"unit": unit, "quota_type": quota_type, "channel": channel, "planned_count": count, **more}


def in_turn(unit: Unit, quota_type: QuotaType, count: int) -> Any:
    """So many heads who come when somebody leaves (出一进一)."""
    return heads(unit, quota_type, count, one_out_one_in=True)


def plan(*lines: Any) -> dict[str, Any]:
    """This year's plan with these lines."""
    return {"year": YEAR, "expires_on": dt.date(YEAR, 12, 31), "lines": lines}


def said(rule: str, applicant: Unit, actors: Actors, *lines: Any) -> list[str]:
    """What the rule says of a plan with these lines, filed by the office."""
    return found(file("hiring_plan", applicant, plan(*lines), actors.clerk), rule, actors)


def retiring(
    unit: Unit, quota_type: QuotaType, count: int, actors: Actors, document: Any, *, born: str = "19640615"
) -> None:
    """So many men of the unit who reach the statutory age this year or have reached it."""
    people = [NewPerson(f"示例{n}", id_number(2 * n + 1, born=born)) for n in range(count)]
    enrolment.register(
        actor=actors.clerk, unit=unit, quota_type=quota_type, people=people, started_on=EFFECTIVE, document=document,
        reason="建账",
    )  # fmt: skip
