"""C10: nobody is enrolled whose name the public could not object to (公示—申请—审核—入库)."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from staffing import drafts
from staffing.noticing import NOTICE_DAYS, RULE


@rule(
    RULE,
    title="入编公示",
    severity=BLOCK,
    basis="入编备案按公示、申请、审核、入库四步办理（本地入编备案规程）",
    subjects=("enrolment_batch",),
    exception_by="无",
    parameters=[NOTICE_DAYS],
)
def public_notice(examination: Examination) -> Iterable[str]:
    """The notice of these very people has run its term, and every objection was answered."""
    yield from drafts.notice_gaps(examination.record).values()
