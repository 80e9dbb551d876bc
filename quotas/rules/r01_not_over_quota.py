"""R01: actual people do not exceed the approved number (不得超编)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import approved_before, occupied, taken


@rule(
    "R01",
    title="不得超编",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第六条、第二十六条第四项",
    subjects=("quota_request",),
    exception_by="本级机构编制委员会（须有限期超编例外）",
)
def not_over_quota(examination: Examination) -> Iterable[str]:
    """A unit that gives posts away keeps one for each of its people."""
    for (unit, kind), leaving in taken(examination, QuotaType.Family.POST).items():
        cap, people = approved_before(examination, unit, kind), occupied(unit, kind)
        over = people - max(cap - leaving, 0)
        if over > 0:
            yield (
                f"{unit.name}“{kind}”核定{cap}名、实有{people}名，可划出{max(cap - people, 0)}名；"
                f"申请划出{leaving}名，将超编{over}名。"
            )
