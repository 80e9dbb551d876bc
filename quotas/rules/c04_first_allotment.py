"""C04: an allotment (核定) is the first one of its type; what is there already is increased or adjusted."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.rules.reading import approved_before, given, promised


@rule(
    "C04",
    title="首次核定",
    severity=BLOCK,
    basis="核定适用于新设机构或首次核定；已核定的按增编、调剂程序办理（本地办理规程）",
    subjects=("quota_request",),
)
def first_allotment(examination: Examination) -> Iterable[str]:
    """The unit has no number of the type yet, nor a promised one: no allotment passes by the rules of an increase."""
    if examination.case.kind.code != "quota_allot":
        return
    for (unit, kind), count in given(examination).items():
        cap, coming = approved_before(examination, unit, kind), promised(unit, kind)
        if cap + coming:
            waiting = f"、已决定未入账{coming}名" if coming else ""
            yield f"{unit.name}“{kind}”已核定{cap}名{waiting}，本次{count}名应按增加编制或调剂编制办理。"
