"""C04: an allotment (核定) is the first one of its type; what is there already is increased or adjusted."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas import figures
from quotas.rules.reading import incoming


@rule(
    "C04",
    title="首次核定",
    severity=BLOCK,
    basis="核定适用于新设机构或首次核定；已核定的按增编、调剂程序办理（本地办理规程）",
    subjects=("quota_request",),
)
def first_allotment(examination: Examination) -> Iterable[str]:
    """The unit has no approved number of the type yet, so that no allotment passes by the rules of an increase."""
    if examination.case.kind.code != "quota_allot":
        return
    for line in incoming(examination.case):
        unit, kind = line.target_unit, line.quota_type
        approved = figures.find(examination.before, unit.name, kind.name, "核定") if unit else 0
        if approved:
            yield f"{unit}“{kind}”已核定{approved}名，本次{line.count}名应按增加编制或调剂编制办理。"
