"""Steps three and four of an enrolment: 审核 by one person of the office, 入库 by another."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import deciding, documents, flow, reviewing, workdays
from approvals.models import Action, Case, State
from staffing.batches import ENROLMENT_BATCH
from staffing.models import Candidate


@use_case
def check(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Receive and check a filed batch at once (审核); ValidationError says all for which it cannot be stored."""
    case = _batch(case_id)
    acting.explain("审核")
    if case.state == State.FILED:
        flow.ensure(case, Action.RECEIVE, actor=actor)
        flow.advance(case, Action.RECEIVE, actor=actor)
    flow.ensure(case, Action.CHECK, actor=actor)
    seen = reviewing.conclude(case, actor=actor, opinion=opinion, once=once)
    if seen.blocked:
        raise ValidationError([ValidationError(f.sentence, code="blocked") for f in seen.findings if f.blocks])
    return case


@use_case
def send_back(
    case_id: int, *, actor: User, reasons: Mapping[int, str], opinion: str = "", once: flow.Once | None = None
) -> Case:
    """Return a batch, saying of each person by position what is to be mended."""
    case = _batch(case_id)
    acting.explain("退回补正")
    flow.ensure(case, Action.RETURN, actor=actor)
    given = {position: reason.strip()[:200] for position, reason in reasons.items() if reason.strip()}
    people = list(Candidate.objects.filter(batch=case.pk, position__in=given))
    if len(people) < len(given):
        raise ValidationError({"reasons": "批次中没有该序号的人员。"}, code="position")
    for one in people:
        one.return_reason = given[one.position]
    Candidate.objects.bulk_update(people, ["return_reason"])
    told = "；".join(f"第{one.position}人{one.name}：{one.return_reason}" for one in people)
    reviewing.give_back(case, actor=actor, opinion="\n".join(filter(None, [opinion.strip(), told])), once=once)
    return case


@use_case
def admit(case_id: int, *, actor: User, opinion: str = "同意入库。", once: flow.Once | None = None) -> Case:
    """Enrol everybody of a checked batch (入库), number the slips, close the case: all of it or nothing.

    Not by who filed or checked it. The decision sheet (审批单) is what postings and transfers cite.
    """
    case = _batch(case_id)
    acting.explain("入库")
    flow.ensure(case, Action.APPROVE, actor=actor)
    deciding.ensure_off_meeting(case)
    text, today = flow.require_text(opinion, "入库意见"), workdays.today()
    batch = ENROLMENT_BATCH.record(case)
    if batch.starts_on is not None and batch.starts_on > today:
        raise ValidationError(f"入编日期为{batch.starts_on}，届时方可入库。", code="early")
    count = batch.candidates.count()
    title = f"关于{batch.unit.name}{count}名人员入编的审批单"
    sheet = documents.issue_sheet(case, actor=actor, title=title)
    sheet.units.set({case.applicant, batch.unit})
    flow.advance(case, Action.APPROVE, actor=actor, text=text, decided_by=actor, decided_on=today)
    flow.advance(case, Action.ISSUE, actor=actor, text=f"印发{sheet.number}")
    ENROLMENT_BATCH.apply(case, document=sheet, actor=actor)
    flow.advance(case, Action.EXECUTE, actor=actor, text=f"{count}人入编，签发入编通知单{count}份")
    flow.advance(case, Action.CLOSE, actor=actor, once=once, closed_on=today)
    return case


def _batch(case_id: int) -> Case:
    case = flow.lock(case_id)
    if case.kind.subject != ENROLMENT_BATCH.key:
        raise ValidationError("该办件不是入编批次。", code="subject")
    acting.cite(case=case.number)
    return case
