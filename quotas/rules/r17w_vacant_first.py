"""R17W: a unit that still has many free posts is asked to use them first (先用空编)."""

from collections.abc import Iterable

from approvals.rulebook import WARN, Examination, Parameter, Whole, parameter, rule
from quotas import figures
from quotas.models import QuotaType
from quotas.rules.reading import approved_before, given

MANY_VACANT_PERCENT = 10


@rule(
    "R17W",
    title="先用空编",
    severity=WARN,
    basis="盘活存量、先内后外（本地编制使用规定）",
    subjects=("quota_request",),
    parameters=[Parameter("vacant_percent", "空编率上限（%）", MANY_VACANT_PERCENT, Whole(0, 100))],
)
def vacant_first(examination: Examination) -> Iterable[str]:
    """A unit that still has many free posts is asked to use them before it gets more."""
    limit = parameter("R17W", "vacant_percent", examination)
    if examination.case.kind.code not in ("quota_increase", "quota_floating"):
        return
    for unit, kind in given(examination, QuotaType.Family.POST):
        cap = approved_before(examination, unit, kind)
        vacant = figures.find(examination.before, unit, kind, "空编")
        if cap and vacant * 100 > cap * limit:
            yield (
                f"{unit.name}“{kind}”核定{cap}名中尚空{vacant}名，"
                f"空编率{vacant * 100 / cap:.1f}%，高于{limit}%，建议先使用空编。"
            )
