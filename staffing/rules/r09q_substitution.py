"""R09Q: how far a leader of a lower level may take a higher post (以副占正)."""

from collections.abc import Iterable

from approvals import rulebook
from approvals.rulebook import BLOCK, Examination, Parameter, Whole, rule
from staffing.models.levels import level_words, steps_below


@rule(
    "R09Q",
    title="低职占高职数",
    severity=BLOCK,
    basis="领导职数按层次核定、分别使用，正职空缺时可由副职占用（本地职数管理规定）",
    subjects=("appointment",),
    exception_by="无",
    parameters=(Parameter("steps", "可占用高几级的职数", default=1, values=Whole(0, 9)),),
)
def substitution(examination: Examination) -> Iterable[str]:
    """A deputy may take the vacant post of a chief, as far as the office allows; it counts on the chief's account."""
    appointment = examination.record
    allowed = rulebook.parameter("R09Q", "steps", examination)
    steps = steps_below(appointment.level, appointment.posts.quota_type.level or 0)
    if appointment.terms.takes_post and steps > allowed:
        yield (
            f"任职层次{level_words(appointment.level)}比“{appointment.posts.quota_type}”低{steps}级，"
            f"按规定最多低{allowed}级可以占用，须使用本层次职数。"
        )
