"""R17: an over-quota unit is given no more than what clears the difference (超编单位只出不进)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas import figures
from quotas.models import QuotaType
from quotas.rules.reading import incoming, occupied


@rule(
    "R17",
    title="超编单位不得增编",
    severity=BLOCK,
    basis="超编单位只出不进、满编单位出一进一（本地编制使用规定）",
    subjects=("quota_request",),
    exception_by="本级机构编制委员会",
)
def over_quota_unit(examination: Examination) -> Iterable[str]:
    """A unit that has more people than posts receives posts only up to what clears the difference."""
    for line in incoming(examination.case):
        unit, kind = line.target_unit, line.quota_type
        if unit is None or kind.family != QuotaType.Family.POST:
            continue
        excess = -figures.find(examination.before, unit.name, kind.name, "超编基数")
        if 0 < excess < line.count:
            cap = figures.find(examination.before, unit.name, kind.name, "核定")
            yield (
                f"{unit.name}“{kind}”核定{cap}名、实有{occupied(unit, kind)}名，超编{excess}名；"
                f"本次申请{line.count}名，多于消化超编所需的{excess}名。"
            )
