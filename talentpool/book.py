"""The special ledger (专项台账): every loan as it stood on a day, its light, and its life in one time line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from approvals import workdays
from approvals.workdays import Light
from staffing.forecasting import Source
from talentpool.models import Loan, LoanState

RELATED = ("unit__competent_department", "pool__region", "quota_type", "talent", "document", "end_document", "case")
# When a unit is reminded before a loan falls due (days).
REMINDERS = (180, 90, 30, 0)

# In the month in which it is due a borrowed post leaves the unit; the person stays.
LOANS = Source(
    "loans",
    "select unit_id, quota_type_id, due_on, 1 as quantity from talentpool_loan where state = 'on_loan'",
    brings_people=False,
)


@dataclass(frozen=True)
class Standing:
    """A loan as it stood on a day."""

    loan: Loan
    state: str
    light: Light | None

    @property
    def label(self) -> str:
        return LoanState(self.state).label


def loans_of(user: User) -> QuerySet[Loan]:
    """The loans of the user's scope with all that the ledger shows of them."""
    return Loan.objects.visible_to(user).select_related(*RELATED)


def standing(loans: Iterable[Loan], on: dt.date) -> list[Standing]:
    """Each loan as it stood at the end of a day; those granted later are left out."""
    return [_standing(loan, on) for loan in loans if loan.granted_on <= on]


def _standing(loan: Loan, on: dt.date) -> Standing:
    if loan.ended_on is not None and loan.ended_on <= on:
        return Standing(loan, loan.state, None)
    if loan.started_on is None or loan.started_on > on:
        return Standing(loan, LoanState.PROMISED, None)
    return Standing(loan, LoanState.ON_LOAN, light(loan, on))


def light(loan: Loan, on: dt.date) -> Light | None:
    """Red when the post is overdue, yellow from ninety days before, green until then."""
    if loan.due_on is None:
        return None
    left = (loan.due_on - on).days
    if left < 0:
        return Light("red", f"逾期{-left}天", left)
    return Light("yellow" if left <= REMINDERS[1] else "green", f"剩{left}天", left)


def life(loan: Loan) -> list[dict[str, Any]]:
    """What happened to a loan, in order, for the component of time lines."""
    approved = {"name": loan.document.number, "url": loan.document.get_absolute_url()}
    steps: list[dict[str, Any]] = [_step("批准借用", loan.granted_on, f"到岗期限{loan.use_by}", approved)]
    if loan.started_on:
        steps.append(_step("到岗", loan.started_on, f"{loan.talent.name}列入周转编制"))
    for request in loan.extensions.filter(case__state__in=("executed", "closed")).select_related("case"):
        steps.append(_step("延期", request.case.decided_on, f"延至{request.until}（{request.case.number}）"))
    if loan.ended_on and loan.end_document:
        ended = {"name": loan.end_document.number, "url": loan.end_document.get_absolute_url()}
        steps.append(_step(loan.get_state_display(), loan.ended_on, "", ended))
    elif loan.due_on:
        steps.append({"action": "应归还", "who": str(loan.due_on), "state": _due(loan)})
    return steps


def _step(action: str, on: dt.date | None, opinion: str, *documents: dict[str, str]) -> dict[str, Any]:
    return {"action": action, "who": str(on or ""), "opinion": opinion, "documents": documents, "state": "done"}


def _due(loan: Loan) -> str:
    found = light(loan, workdays.today())
    return "bad" if found and found.colour == "red" else "waiting"
