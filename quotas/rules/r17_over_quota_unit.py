"""R17: an over-quota unit is given no more than what clears the difference (超编单位只出不进)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas import figures
from quotas.models import QuotaType
from quotas.rules.reading import approved_before, given, occupied


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
    for (unit, kind), coming in given(examination, QuotaType.Family.POST).items():
        excess = -figures.find(examination.before, unit, kind, "超编基数")
        if 0 < excess < coming:
            cap, people = approved_before(examination, unit, kind), occupied(unit, kind)
            yield (
                f"{unit.name}“{kind}”核定{cap}名、实有{people}名，超编{excess}名；"
                f"本次申请{coming}名，多于消化超编所需的{excess}名。"
            )
