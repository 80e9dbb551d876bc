"""R09: actual leaders do not exceed the approved posts of their level (不得超职数)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import approved_before, occupied, taken


@rule(
    "R09",
    title="不得超职数",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第二十条、第二十六条第五项",
    subjects=("quota_request",),
    exception_by="本级机构编制委员会（须有限期例外）",
)
def leaders_within_posts(examination: Examination) -> Iterable[str]:
    """A unit that gives leadership posts away keeps one for each of its leaders."""
    for (unit, kind), leaving in taken(examination, QuotaType.Family.LEADERSHIP).items():
        posts, leaders = approved_before(examination, unit, kind), occupied(unit, kind)
        over = leaders - max(posts - leaving, 0)
        if over > 0:
            yield (
                f"{unit.name}“{kind}”核定{posts}名、现任{leaders}名，可划出{max(posts - leaders, 0)}名；"
                f"申请划出{leaving}名，将超职数{over}名。"
            )
