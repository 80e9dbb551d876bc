"""Deciding a case: the dry run in a savepoint that an approver sees, and the decision that does the same for good."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import documents, flow, rulebook, workdays
from approvals.models import Action, Authority, Case, Document
from approvals.rulebook import BLOCK, Examination, Figure, Finding
from approvals.subjects import reading_once, subject_of

LEDGER_BASIS = "总量不突破：凡有增必有出处，账户余额不足不得划转"


@dataclass(frozen=True)
class Effect:
    """One number that the decision would change: before and after."""

    owner: str
    quota_type: str
    bucket: str
    before: int
    after: int
    place: str = ""

    @property
    def delta(self) -> int:
        return self.after - self.before

    def as_dict(self) -> dict[str, str | int]:
        return {**asdict(self), "delta": self.delta}


@dataclass(frozen=True)
class Preview:
    """What would happen (办理结果预演) and what the rules say about it."""

    effects: tuple[Effect, ...]
    findings: tuple[Finding, ...]

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)


def blocked(seen: Preview) -> ValidationError:
    """The refusal that says everything for which a case cannot be agreed to."""
    return ValidationError([ValidationError(found.sentence, code="blocked") for found in seen.findings if found.blocks])


def preview(case: Case, *, actor: User) -> Preview:
    """The dry run for a screen: everything is done as in earnest, and nothing of it stays."""
    with transaction.atomic(durable=True):
        acting.announce(actor, reason="办理结果预演")
        seen = rehearse(case, actor=actor)
        transaction.set_rollback(True)
    return seen


def rehearse(case: Case, *, actor: User) -> Preview:
    """Apply the case inside a savepoint, let the rules look at the state that results, roll back."""
    with transaction.atomic(), reading_once(case):
        subject = subject_of(case)
        before = subject.figures(case)
        refusal = _try(case, actor)
        effects = _effects(before, subject.figures(case))
        examination = Examination(case, subject.record(case), case.region, subject.effective_on(case), before)
        findings = rulebook.examine(examination, subject.key)
        transaction.set_rollback(True)
    if refusal and not any(finding.blocks for finding in findings):
        findings.insert(0, Finding("LEDGER", "账户余额", BLOCK, refusal, LEDGER_BASIS, ""))
    return Preview(effects, tuple(findings))


def _try(case: Case, actor: User) -> str:
    subject = subject_of(case)
    try:
        with transaction.atomic():
            paper = documents.draft_sheet(case, actor=actor)
            subject.hold(case, document=paper, actor=actor)
            subject.apply(case, document=paper, actor=actor)
    except ValidationError as refusal:
        return "；".join(refusal.messages)
    return ""


def _effects(before: tuple[Figure, ...], after: tuple[Figure, ...]) -> tuple[Effect, ...]:
    old = {figure.key: figure.value for figure in before}
    new = {figure.key: figure.value for figure in after}
    named = {figure.key: figure for figure in (*before, *after)}
    changed = [
        Effect(figure.owner, figure.quota_type, figure.bucket, old.get(key, 0), new.get(key, 0), figure.place)
        for key, figure in named.items()
    ]
    return tuple(effect for effect in changed if effect.delta)


def base_changes(case: Case) -> tuple[Effect, ...]:
    """How the numbers the request stands on have moved since it was filed.

    Only what was looked at then and is looked at now: of a number that one side does not know nothing can be said.
    """
    filed, today = tuple(Figure(*row) for row in case.base), subject_of(case).figures(case)
    known = {figure.key for figure in filed} & {figure.key for figure in today}
    then, now = (tuple(figure for figure in side if figure.key in known) for side in (filed, today))
    return _effects(then, now)


def base_token(case: Case) -> str:
    """A digest of today's numbers: the approver confirms exactly these."""
    figures = [asdict(figure) for figure in subject_of(case).figures(case)]
    return hashlib.sha256(json.dumps(figures, ensure_ascii=False).encode()).hexdigest()[:16]


@use_case
def approve(
    case_id: int, *, actor: User, opinion: str, confirmed_base: str = "", once: flow.Once | None = None
) -> Case:
    """Agree: the rules are asked once more under lock, and what is promised is held. Raises what blocks it."""
    case = flow.take(case_id, Action.APPROVE, actor=actor)
    ensure_off_meeting(case)
    ensure_base(case, confirmed_base)
    grant(case, actor=actor, opinion=opinion, once=once)
    return case


@use_case
def refuse(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Decline, with the reason the applicant will read."""
    case = flow.take(case_id, Action.REFUSE, actor=actor)
    ensure_off_meeting(case)
    decline(case, actor=actor, opinion=opinion, once=once)
    return case


@use_case
def revoke(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Undo a decision that has not been executed; what it held goes back."""
    case = flow.take(case_id, Action.REVOKE, actor=actor)
    text = flow.require_text(opinion, "撤销决定的原因")
    paper = documents.issue_sheet(case, actor=actor, title=f"关于撤销“{case.title}”决定的审批单")
    subject_of(case).release(case, document=paper, actor=actor)
    flow.advance(case, Action.REVOKE, actor=actor, text=text, once=once, closed_on=workdays.today())
    return case


def ensure_off_meeting(case: Case) -> None:
    """What a meeting is to decide is not decided beside it."""
    if case.kind.authority == Authority.OFFICE_MEETING:
        raise ValidationError("此类事项须经室务会审议，请在会议中录入结果。", code="meeting")
    if case.agenda_items.filter(result="").exists():
        raise ValidationError("该办件已列入会议议程，请在会议中录入结果，或先移出议程。", code="on_agenda")


def ensure_base(case: Case, confirmed_base: str) -> None:
    """When the numbers have moved since the case was filed, whoever decides has confirmed those of today."""
    if base_changes(case) and confirmed_base != base_token(case):
        raise ValidationError("申报后账面数已发生变化，请核对变化后再次确认。", code="base_changed")


def grant(
    case: Case, *, actor: User, opinion: str, paper: Document | None = None, once: flow.Once | None = None
) -> None:
    """Building block of every approval (alone or at a meeting): rehearse, refuse what is blocked, hold."""
    text = flow.require_text(opinion, "审批意见")
    seen = rehearse(case, actor=actor)
    if seen.blocked:
        raise blocked(seen)
    sheet = paper or documents.issue_sheet(case, actor=actor, title=f"关于“{case.title}”的审批单")
    subject_of(case).hold(case, document=sheet, actor=actor)
    flow.advance(
        case, Action.APPROVE, actor=actor, text=text, once=once, decided_by=actor, decided_on=workdays.today(),
        findings=[finding.as_dict() for finding in seen.findings],
        effects=[effect.as_dict() for effect in seen.effects],
    )  # fmt: skip


def decline(case: Case, *, actor: User, opinion: str, once: flow.Once | None = None) -> None:
    """Building block of every refusal."""
    text = flow.require_text(opinion, "不予同意的理由")
    today = workdays.today()
    flow.advance(
        case, Action.REFUSE, actor=actor, text=text, once=once, decided_by=actor, decided_on=today, closed_on=today
    )
