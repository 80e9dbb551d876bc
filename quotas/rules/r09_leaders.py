"""R09: actual leaders do not exceed the approved posts of their level (不得超职数)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import lines_of, occupied


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
    for line in lines_of(examination.case):
        unit, kind = line.source_unit, line.quota_type
        if unit is None or kind.family != QuotaType.Family.LEADERSHIP:
            continue
        before = next((f.value for f in examination.before if f.key == (unit.name, kind.name, "核定")), 0)
        leaders, after = occupied(unit, kind), before - line.count
        if leaders > after:
            yield (
                f"{unit.name}“{kind}”核定{before}名，划出{line.count}名后为{after}名，"
                f"少于现任{leaders}名，将超职数{leaders - after}名。"
            )
