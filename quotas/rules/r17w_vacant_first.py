"""R17W: a unit that still has many free posts is asked to use them first (先用空编)."""

from collections.abc import Iterable

from approvals.rulebook import WARN, Examination, parameter, rule
from quotas import figures
from quotas.rules.reading import incoming

MANY_VACANT_PERCENT = 10


@rule(
    "R17W",
    title="先用空编",
    severity=WARN,
    basis="盘活存量、先内后外（本地编制使用规定）",
    subjects=("quota_request",),
)
def vacant_first(examination: Examination) -> Iterable[str]:
    """A unit that still has many free posts is asked to use them before it gets more."""
    limit = parameter(
        "R17W", "vacant_percent", region=examination.region, on=examination.on, default=MANY_VACANT_PERCENT
    )
    for line in incoming(examination.case):
        unit, kind = line.target_unit, line.quota_type
        if unit is None or examination.case.kind.code not in ("quota_increase", "quota_floating"):
            continue
        cap = figures.find(examination.before, unit.name, kind.name, "核定")
        vacant = figures.find(examination.before, unit.name, kind.name, "空编")
        if cap and vacant * 100 > cap * limit:
            yield (
                f"{unit.name}“{kind}”核定{cap}名中尚空{vacant}名，"
                f"空编率{vacant * 100 / cap:.1f}%，高于{limit}%，建议先使用空编。"
            )
