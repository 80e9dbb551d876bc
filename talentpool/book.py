"""The special ledger (专项台账): every loan as it stood on a day, its light, and its life in one time line."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from accounts.models import User
from approvals import workdays
from approvals.models import Document, State
from approvals.workdays import Light
from staffing.forecasting import Source
from talentpool.models import ExtensionRequest, Loan, LoanState, Recovery, RecoveryLine
from talentpool.models.loan import OPEN_STATES

RELATED = (
    "unit__competent_department", "unit__region", "pool__region", "quota_type", "talent", "document", "end_document",
    "case", "posting",
)  # fmt: skip
# When a unit is reminded before a loan falls due (days).
REMINDERS = (180, 90, 30, 0)
# Cases that have put a date off.
GRANTED = (State.EXECUTED, State.CLOSED)

# In the month in which it is due a borrowed post leaves the unit; the person stays.
LOANS = Source(
    "loans",
    "select unit_id, quota_type_id, due_on, 1 as quantity from talentpool_loan where state = 'on_loan'",
    brings_people=False,
)


@dataclass(frozen=True)
class Standing:
    """A loan as it stood on a day: nothing that happened later is told of it."""

    loan: Loan
    state: str
    started_on: dt.date | None
    due_on: dt.date | None
    light: Light | None

    @property
    def label(self) -> str:
        return LoanState(self.state).label

    @property
    def is_over(self) -> bool:
        """Whether the loan had ended by that day."""
        return self.state not in OPEN_STATES

    @property
    def ended_on(self) -> dt.date | None:
        return self.loan.ended_on if self.is_over else None

    @property
    def end_paper(self) -> str:
        """The number of the document on which it had ended."""
        return self.loan.end_document.number if self.is_over and self.loan.end_document else ""

    @property
    def taken_from(self) -> str:
        """The sister whose vacant post had made it up."""
        return getattr(self.loan, "taken_from", None) or "" if self.is_over else ""


def loans_of(user: User) -> QuerySet[Loan]:
    """The loans of the user's scope with all that the ledger shows of them; `taken_from` names a sister's post."""
    done = RecoveryLine.objects.filter(loan=OuterRef("pk"), recovery__state=Recovery.State.DONE)
    versions: Any = Loan.history
    first = versions.filter(id=OuterRef("pk"), due_on__isnull=False).order_by("history_id")
    put_off = ExtensionRequest.objects.filter(case__state__in=GRANTED).select_related("case")
    seen = Loan.objects.visible_to(user).select_related(*RELATED)
    return seen.annotate(
        taken_from=Subquery(done.values("sister__name")[:1]), first_due_on=Subquery(first.values("due_on")[:1])
    ).prefetch_related(Prefetch("extensions", queryset=put_off.order_by("case__decided_on", "pk"), to_attr="put_off"))


def way_back(loan: Loan) -> str:
    """How a post came back (归还方式), and whose vacant post made it up."""
    sister = getattr(loan, "taken_from", None)
    return f"{loan.get_state_display()}（{sister}空编）" if sister else loan.get_state_display()


def standing(loans: Iterable[Loan], on: dt.date) -> list[Standing]:
    """Each loan as it stood at the end of a day; those granted later are left out."""
    return [_standing(loan, on) for loan in loans if loan.granted_on <= on]


def _standing(loan: Loan, on: dt.date) -> Standing:
    if loan.started_on is None or loan.started_on > on:
        over = loan.ended_on is not None and loan.ended_on <= on
        return Standing(loan, loan.state if over else LoanState.PROMISED, None, None, None)
    due_on = _due_on(loan, on)
    if loan.ended_on is not None and loan.ended_on <= on:
        return Standing(loan, loan.state, loan.started_on, due_on, None)
    return Standing(loan, LoanState.ON_LOAN, loan.started_on, due_on, light(due_on, on))


def _due_on(loan: Loan, on: dt.date) -> dt.date | None:
    """The date of return as it was on a day: an extension that was decided later had not put it off yet."""
    put_off: list[ExtensionRequest] = getattr(loan, "put_off", [])
    known = [each for each in put_off if each.case.decided_on is not None and each.case.decided_on <= on]
    if len(known) == len(put_off):
        return loan.due_on
    return known[-1].until if known else getattr(loan, "first_due_on", loan.due_on)


def light(due_on: dt.date | None, on: dt.date) -> Light | None:
    """Red when the post is overdue, yellow from ninety days before, green until then."""
    if due_on is None:
        return None
    left = (due_on - on).days
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
    for request in loan.extensions.filter(case__state__in=GRANTED).select_related("case"):
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
    found = light(loan.due_on, workdays.today())
    return "bad" if found and found.colour == "red" else "waiting"
