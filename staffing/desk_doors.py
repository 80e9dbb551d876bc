"""The doors of what one person of the office does in one go with a small case."""

from collections.abc import Callable

from accounts.models import User
from approvals import policies
from approvals.forms.actions import OpinionForm
from approvals.models import Authority, Case
from approvals.views.boxes import Door


def check(action: str, act: Callable[..., Case]) -> Door:
    """审核, which receives the case too."""
    return Door(OpinionForm, act, "审核通过", "审核意见已记录。", label="审核", may=stepwise(action))


def stepwise(action: str) -> Callable[[User, Case], bool]:
    """A step of the office, where the kind leaves the decision to one person."""

    def may(user: User, case: Case) -> bool:
        return case.kind.authority != Authority.OFFICE_MEETING and policies.may(user, action, case)

    return may
