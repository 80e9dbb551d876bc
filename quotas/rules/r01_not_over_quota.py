"""R01: actual people do not exceed the approved number (不得超编)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import approved, lines_of, occupied


@rule(
    "R01",
    title="不得超编",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第六条、第二十六条第四项",
    subjects=("quota_request",),
    exception_by="本级机构编制委员会（须有限期超编例外）",
)
def not_over_quota(examination: Examination) -> Iterable[str]:
    """No unit that gives posts away is left with more people than posts; a dated exception raises what it approves."""
    units = {(line.source_unit, line.quota_type) for line in lines_of(examination.case) if line.source_unit}
    for unit, kind in sorted(units, key=lambda pair: (pair[0].pk, pair[1].pk)):
        if kind.family != QuotaType.Family.POST:
            continue
        people, cap = occupied(unit, kind), approved(unit, kind)
        leaving = sum(
            line.count for line in lines_of(examination.case) if line.source_unit == unit and line.quota_type == kind
        )
        before = _approved_before(examination, unit.name, kind.name) or cap + leaving
        if people > before - leaving:
            yield (
                f"{unit.name}“{kind}”核定{before}名，划出{leaving}名后为{before - leaving}名，"
                f"少于实有{people}名，将超编{people - (before - leaving)}名。"
            )


def _approved_before(examination: Examination, owner: str, kind: str) -> int:
    return next((f.value for f in examination.before if f.key == (owner, kind, "核定")), 0)
