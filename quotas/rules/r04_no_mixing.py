"""R04: organs use administrative quota, institutions use institution quota (不得混用)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.models import QuotaType
from quotas.rules.reading import incoming
from units.models import Category

Nature = QuotaType.Nature
ALLOWED = {
    Category.ORGAN: (Nature.ADMINISTRATIVE, Nature.SPECIAL, Nature.SUPPORT),
    Category.MASS: (Nature.ADMINISTRATIVE, Nature.SUPPORT, Nature.INSTITUTION),
    Category.INSTITUTION: (Nature.INSTITUTION, Nature.CONTROL),
    Category.OTHER: (Nature.INSTITUTION, Nature.SUPPORT),
}


@rule(
    "R04",
    title="不得混用编制",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十五条、第二十六条第三项",
    subjects=("quota_request",),
)
def no_mixing(examination: Examination) -> Iterable[str]:
    """Posts go only to a unit whose category may use their nature."""
    for line in incoming(examination):
        unit, kind = line.target_unit, line.quota_type
        if unit is None or kind.family != QuotaType.Family.POST:
            continue
        allowed = ALLOWED[Category(unit.category)]
        if kind.nature not in allowed:
            names = "、".join(nature.label for nature in allowed)
            yield (
                f"{unit.name}为{unit.get_category_display()}，可使用{names}编制，"
                f"不能使用“{kind}”（{kind.get_nature_display()}）{line.count}名。"
            )
