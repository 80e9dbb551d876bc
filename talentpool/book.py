"""The special ledger (专项台账): every loan as it stood on a day, its light, and its life in one time line."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from approvals.workdays import Light
from staffing.forecasting import Source
from talentpool.models import Loan, LoanState, Recovery, RecoveryLine
from talentpool.models.loan import OPEN_STATES

RELATED = (
    "unit__competent_department", "unit__region", "pool__region", "quota_type", "talent", "document", "end_document",
    "case", "posting",
)  # fmt: skip
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

    @property
    def is_over(self) -> bool:
        """Whether the loan had ended by that day."""
        return self.state not in OPEN_STATES


def loans_of(user: User) -> QuerySet[Loan]:
    """The loans of the user's scope with all that the ledger shows of them; `taken_from` names a sister's post."""
    done = RecoveryLine.objects.filter(loan=OuterRef("pk"), recovery__state=Recovery.State.DONE)
    seen = Loan.objects.visible_to(user).select_related(*RELATED)
    return seen.annotate(taken_from=Subquery(done.values("sister__name")[:1]))


def way_back(loan: Loan) -> str:
    """How a post came back (归还方式), and whose vacant post made it up."""
    sister = getattr(loan, "taken_from", None)
    return f"{loan.get_state_display()}（{sister}空编）" if sister else loan.get_state_display()


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
    """What happened to a loan, in order, for the component of time lines; what is to come stands last."""
    ended = [] if loan.ended_on is None else [_ended(loan)]
    steps = sorted([*_begun(loan), *_put_off(loan), *_decided(loan), *ended], key=lambda step: step["who"])
    if loan.state == LoanState.PROMISED:
        steps.append({"action": "待到岗", "who": str(loan.use_by), "state": "waiting"})
    if loan.state == LoanState.ON_LOAN:
        steps.append({"action": "应归还", "who": str(loan.due_on), "state": _due(loan)})
    return steps


def _begun(loan: Loan) -> Iterator[dict[str, Any]]:
    yield _step("批准借用", loan.granted_on, f"到岗期限{loan.use_by}", loan.document)
    if loan.started_on:
        yield _step("到岗", loan.started_on, f"{loan.talent.name}列入周转编制")


def _put_off(loan: Loan) -> Iterator[dict[str, Any]]:
    for request in loan.extensions.filter(case__state__in=("executed", "closed")).select_related("case"):
        yield _step("延期", request.case.decided_on, f"延至{request.until}（{request.case.number}）")


def _decided(loan: Loan) -> Iterator[dict[str, Any]]:
    """Proposals to recover it: those that wait, and those that the office refused, with the reason."""
    lines = loan.recovery_lines.filter(recovery__state__in=(Recovery.State.PROPOSED, Recovery.State.REFUSED))
    for line in lines.select_related("recovery", "sister").order_by("id"):
        found = line.recovery
        yield _step("拟收回", workdays.day_of(found.proposed_at), f"以{line.sister.name}的空编归还")
        if found.state == Recovery.State.REFUSED:
            yield _step("不予收回", found.decided_on, found.opinion)


def _ended(loan: Loan) -> dict[str, Any]:
    taken_from = loan.recovery_lines.filter(recovery__state=Recovery.State.DONE).select_related("sister").first()
    words = f"以{taken_from.sister.name}的空编归还" if taken_from else ""
    return _step(loan.get_state_display(), loan.ended_on, words, loan.end_document)


def _step(action: str, on: dt.date | None, opinion: str, document: Document | None = None) -> dict[str, Any]:
    papers = [{"name": document.number, "url": document.get_absolute_url()}] if document else []
    return {"action": action, "who": str(on or ""), "opinion": opinion, "documents": papers, "state": "done"}


def _due(loan: Loan) -> str:
    found = light(loan, workdays.today())
    return "bad" if found and found.colour == "red" else "waiting"
