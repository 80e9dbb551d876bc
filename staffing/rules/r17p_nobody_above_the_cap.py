"""R17P: a unit above its cap plans nobody (超编单位只出不进)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from staffing.rules.reading import all_heads, before


@rule(
    "R17P",
    title="超编单位不得用编",
    severity=BLOCK,
    basis="超编单位只出不进、满编单位出一进一（本地编制使用规定）",
    subjects=("hiring_plan",),
)
def nobody_above_the_cap(examination: Examination) -> Iterable[str]:
    """Neither on a vacant post nor in turn: who leaves an over-quota unit makes the excess smaller first."""
    for pair, heads in all_heads(examination).items():
        unit, kind = pair
        excess = -before(examination, pair, "超编基数")
        if excess > 0:
            cap, people = (before(examination, pair, label) for label in ("核定", "实有"))
            yield f"{unit.name}“{kind}”核定{cap}名、实有{people}名，超编{excess}名，只出不进，不能计划用编{heads}名。"
