"""What the office does in one go with a small case: receive and check it at once; decide, carry out and close it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from accounts import acting
from accounts.models import User
from approvals import deciding, documents, flow, reviewing, workdays
from approvals.models import Action, Case, Document, State
from approvals.subjects import Subject, reading_once, subject_of


def opened(case_id: int, subject: Subject, *, what: str) -> Case:
    """Building block: the case, locked and cited, if it is about this subject."""
    case = flow.lock(case_id)
    if case.kind.subject != subject.key:
        raise ValidationError(f"该办件不是{what}。", code="subject")
    acting.cite(case=case.number)
    return case


def check(case: Case, *, actor: User, opinion: str, once: flow.Once | None) -> Case:
    """Building block: receive and check at once (审核); ValidationError says all for which it cannot be carried out."""
    if case.state == State.FILED:
        flow.ensure(case, Action.RECEIVE, actor=actor)
        flow.advance(case, Action.RECEIVE, actor=actor)
    flow.ensure(case, Action.CHECK, actor=actor)
    seen = reviewing.conclude(case, actor=actor, opinion=opinion, once=once)
    if seen.blocked:
        raise deciding.blocked(seen)
    return case


Words = tuple[str, str]


def settle(case: Case, *, actor: User, opinion: str, words: Callable[[], Words], once: flow.Once | None) -> Document:
    """Building block: agree, issue the decision sheet (审批单), carry it out and close the case, all or nothing.

    Not by who filed or checked it. What is for a later day stays issued, and the schedule carries it out on its day.
    `words` are the title of the sheet and what was done; they are asked for once it is known that the actor may decide.
    """
    flow.ensure(case, Action.APPROVE, actor=actor)
    deciding.ensure_off_meeting(case)
    with reading_once(case):
        return _settled(case, actor, flow.require_text(opinion, "审批意见"), words(), once)


def _settled(case: Case, actor: User, opinion: str, words: Words, once: flow.Once | None) -> Document:
    subject, today = subject_of(case), workdays.today()
    title, done = words
    waits = subject.effective_on(case) > today
    sheet = documents.issue_sheet(case, actor=actor, title=title)
    sheet.units.set({case.applicant, *subject.units(case)})
    flow.advance(case, Action.APPROVE, actor=actor, text=opinion, decided_by=actor, decided_on=today)
    flow.advance(case, Action.ISSUE, actor=actor, text=f"印发{sheet.number}", once=once if waits else None)
    if not waits:
        subject.apply(case, document=sheet, actor=actor)
        flow.advance(case, Action.EXECUTE, actor=actor, text=done)
        flow.advance(case, Action.CLOSE, actor=actor, once=once, closed_on=today)
    return sheet
