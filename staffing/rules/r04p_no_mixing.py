"""R04P: organs plan with administrative posts, institutions with institution posts (不得混用)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.rules.r04_no_mixing import ALLOWED
from staffing.rules.reading import all_heads
from units.models import Category


@rule(
    "R04P",
    title="不得混用编制",
    severity=BLOCK,
    basis="《地方各级人民政府机构设置和编制管理条例》第十五条、第二十六条第三项",
    subjects=("hiring_plan",),
)
def no_mixing(examination: Examination) -> Iterable[str]:
    """Nobody is planned on a post whose nature the unit's category may not use."""
    for (unit, kind), heads in all_heads(examination).items():
        allowed = ALLOWED[Category(unit.category)]
        if kind.nature not in allowed:
            names = "、".join(nature.label for nature in allowed)
            yield (
                f"{unit.name}为{unit.get_category_display()}，可使用{names}编制，"
                f"不能按“{kind}”（{kind.get_nature_display()}）用编{heads}名。"
            )
