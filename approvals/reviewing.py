"""The office's work on a case: receive (受理), joint review (会签), check (审核), argue (论证)."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import User
from approvals import flow, policies, workdays
from approvals.deciding import Preview, rehearse
from approvals.models import Action, Argument, Case, JointReview
from approvals.offices import divisions_in
from units.models import InternalDivision

JOINT_DAYS = 3


@use_case
def receive(
    case_id: int,
    *,
    actor: User,
    opinion: str = "",
    lead_division: InternalDivision | None = None,
    once: flow.Once | None = None,
) -> Case:
    """Accept the case for handling and name the division that leads (牵头科室)."""
    case = flow.take(case_id, Action.RECEIVE, actor=actor)
    if lead_division is not None:
        _ensure_own([lead_division], case, field="lead_division")
    flow.advance(case, Action.RECEIVE, actor=actor, text=opinion.strip(), once=once, lead_division=lead_division)
    return case


@use_case
def send_back(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Return the case for correction, saying what is wrong; joint opinions and an open agenda item fall away."""
    case = flow.take(case_id, Action.RETURN, actor=actor)
    give_back(case, actor=actor, opinion=opinion, once=once)
    return case


def give_back(case: Case, *, actor: User, opinion: str, once: flow.Once | None = None) -> None:
    """Building block of every return for correction."""
    text = flow.require_text(opinion, "退回补正的原因")
    case.joint_reviews.all().delete()
    case.agenda_items.filter(result="").delete()
    flow.advance(case, Action.RETURN, actor=actor, text=text, once=once, checked_by=None)


@use_case
def ask_joint(
    case_id: int,
    *,
    actor: User,
    divisions: Sequence[InternalDivision],
    opinion: str = "",
    once: flow.Once | None = None,
) -> Case:
    """Ask other divisions of the office for their opinion, within three working days."""
    case = flow.take(case_id, Action.ASK_JOINT, actor=actor)
    if not divisions:
        raise ValidationError({"divisions": "请选择会签科室。"}, code="required")
    _ensure_own(divisions, case, field="divisions")
    asked = set(case.joint_reviews.values_list("division_id", flat=True))
    due_on = workdays.add_workdays(workdays.today(), JOINT_DAYS)
    for division in divisions:
        if division.pk == case.lead_division_id:
            raise ValidationError({"divisions": f"{division.name}是牵头科室，无须会签。"}, code="lead")
        if division.pk not in asked:
            JointReview.objects.create(case=case, division=division, asked_by=actor, due_on=due_on)
    flow.advance(case, Action.ASK_JOINT, actor=actor, text=opinion.strip(), once=once)
    return case


def _ensure_own(divisions: Sequence[InternalDivision], case: Case, *, field: str) -> None:
    own = set(divisions_in(case.region).filter(pk__in=[division.pk for division in divisions]))
    if strange := [division.name for division in divisions if division not in own]:
        raise ValidationError({field: f"{'、'.join(strange)}不是{case.region.name}编办的内设科室。"}, code="division")


@use_case
def answer_joint(
    case_id: int, *, actor: User, review_id: int, verdict: str, opinion: str = "", once: flow.Once | None = None
) -> Case:
    """Give a division's joint opinion; never on what one filed or asked for oneself."""
    case = flow.take(case_id, Action.JOINT, actor=actor)
    review = case.joint_reviews.select_for_update().filter(pk=review_id, verdict="").first()
    if review is None:
        raise ValidationError("该会签不存在或已完成。", code="joint")
    principal = _respondent(review, case, actor)
    if verdict not in JointReview.Verdict.values:
        raise ValidationError({"verdict": "请选择会签意见。"}, code="verdict")
    if verdict == JointReview.Verdict.DISAGREE:
        opinion = flow.require_text(opinion, "不同意的理由")
    review.verdict, review.text, review.reviewer, review.answered_at = verdict, opinion, actor, timezone.now()
    review.save(update_fields=["verdict", "text", "reviewer", "answered_at"])
    text = f"{review.division.name}：{review.get_verdict_display()}。{opinion}"
    flow.advance(case, Action.JOINT, actor=actor, text=text, once=once, principal=principal)
    return case


def _respondent(review: JointReview, case: Case, actor: User) -> User:
    """In whose right the actor answers; PermissionDenied says why not."""
    if actor.pk == case.filed_by_id:
        raise PermissionDenied("本人申报的办件，不能由本人会签。")
    if actor.pk == review.asked_by_id:
        raise PermissionDenied("本人发起的会签，不能由本人填写意见。")
    own = JointReview.objects.filter(pk=review.pk)
    for principal in policies.principals_of(actor):
        if own.filter(policies.answerable(actor, principal)).exists():
            return principal
    raise PermissionDenied(f"该会签由{review.division.name}的人员填写意见。")


@use_case
def check(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Conclude the lead division's check; what the rules found is kept with the opinion."""
    case = flow.take(case_id, Action.CHECK, actor=actor)
    conclude(case, actor=actor, opinion=opinion, once=once)
    return case


def conclude(case: Case, *, actor: User, opinion: str, once: flow.Once | None = None) -> Preview:
    """Building block of every check; returns what the dry run showed."""
    text = flow.require_text(opinion, "审核意见")
    waiting = case.joint_reviews.filter(verdict="").select_related("division")
    if names := [review.division.name for review in waiting]:
        raise ValidationError(f"尚有科室未会签：{'、'.join(names)}。", code="joint")
    seen = rehearse(case, actor=actor)
    flow.advance(
        case, Action.CHECK, actor=actor, text=text, once=once, checked_by=actor,
        findings=[finding.as_dict() for finding in seen.findings],
        effects=[effect.as_dict() for effect in seen.effects],
    )  # fmt: skip
    return seen


@use_case
def argue(
    case_id: int,
    *,
    actor: User,
    form: str,
    held_on: dt.date,
    conclusion: str,
    opinion: str,
    participants: str = "",
    vertical: str = "",
    horizontal: str = "",
    once: flow.Once | None = None,
) -> Case:
    """Record how the need was argued (R21: 纵向与横向比较) and what came out."""
    case = flow.take(case_id, Action.ARGUE, actor=actor)
    text = flow.require_text(opinion, "论证意见")
    if form not in Argument.Form.values:
        raise ValidationError({"form": "请选择论证形式。"}, code="form")
    if conclusion not in Argument.Conclusion.values:
        raise ValidationError({"conclusion": "请选择论证结论。"}, code="conclusion")
    if held_on > workdays.today():
        raise ValidationError({"held_on": "论证日期不能晚于今天。"}, code="future")
    if form == Argument.Form.COMPARISON and not (vertical.strip() and horizontal.strip()):
        raise ValidationError({"vertical": "定量比较分析须填写纵向比较和横向比较。"}, code="comparison")
    Argument.objects.create(
        case=case, form=form, held_on=held_on, conclusion=conclusion, text=text, recorded_by=actor,
        participants=participants.strip()[:300], vertical=vertical.strip(), horizontal=horizontal.strip(),
    )  # fmt: skip
    flow.advance(case, Action.ARGUE, actor=actor, text=text, once=once)
    return case
