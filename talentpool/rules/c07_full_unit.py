"""C07: posts of a pool are for full units only (兴安盟: 满编事业单位引进人才)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas import figures


@rule(
    "C07",
    title="满编单位方可借用周转编制",
    severity=BLOCK,
    basis="周转池用于解决满编事业单位引进高层次和急需紧缺人才的用编需求（兴安盟周转池管理办法）",
    subjects=("loan_request",),
    exception_by="本级机构编制委员会办公室",
)
def full_unit(examination: Examination) -> Iterable[str]:
    """A unit with a vacant post of the type uses that first."""
    unit, kind = examination.record.unit, examination.record.quota_type
    vacant = figures.find(examination.before, unit, kind, "空编")
    if vacant > 0:
        yield f"{unit.name}“{kind}”尚有空编{vacant}名，未满编，应先使用空编，不得借用周转编制。"
