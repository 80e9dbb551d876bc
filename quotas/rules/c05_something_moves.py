"""C05: what is approved moves something; a request of which nothing is left is declined."""

from collections.abc import Iterable

from approvals.rulebook import BLOCK, Examination, rule
from quotas.rules.reading import lines_of


@rule(
    "C05",
    title="核定数不为零",
    severity=BLOCK,
    basis="批准须有核定事项，不予核定的作不予同意（本地办理规程）",
    subjects=("quota_request",),
)
def something_moves(examination: Examination) -> Iterable[str]:
    """At least one line is left with a number above zero (拟核数)."""
    if not lines_of(examination):
        yield "各行拟核数均为0，同意后账面没有任何变动；不予核定的，应作“不予同意”。"
