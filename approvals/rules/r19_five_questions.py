"""R19: a proposal answers the five questions of the deliberation."""

from collections.abc import Iterable

from approvals.models import Deliberation
from approvals.rulebook import BLOCK, Examination, rule


@rule(
    "R19",
    title="五项审议内容",
    severity=BLOCK,
    basis="《中国共产党机构编制工作条例》第十六条",
    subjects=("quota_request", "body_request"),
)
def five_questions(examination: Examination) -> Iterable[str]:
    """Every question of article 16 has an answer, where the kind of case asks for them."""
    if not examination.case.kind.needs_five_questions:
        return
    given = Deliberation.objects.filter(case=examination.case).first() or Deliberation()
    if unanswered := given.unanswered():
        yield f"五项审议内容应答复5项，已答复{5 - len(unanswered)}项，缺：{'；'.join(unanswered)}。"
