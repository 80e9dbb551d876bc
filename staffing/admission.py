"""Steps three and four of an enrolment: 审核 by one person of the office, 入库 by another."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, reviewing, workdays
from approvals.models import Action, Case
from staffing import desk
from staffing.batches import ENROLMENT_BATCH, candidates_of
from staffing.models import Candidate


@use_case
def check(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Receive and check a filed batch at once (审核); ValidationError says all for which it cannot be stored."""
    case = _batch(case_id)
    acting.explain("审核")
    return desk.check(case, actor=actor, opinion=opinion, once=once)


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
    desk.settle(case, actor=actor, opinion=opinion, words=lambda: _words(case), once=once)
    return case


def _words(case: Case) -> desk.Words:
    batch, count = ENROLMENT_BATCH.record(case), len(candidates_of(case))
    if batch.starts_on is not None and batch.starts_on > workdays.today():
        raise ValidationError(f"入编日期为{batch.starts_on}，届时方可入库。", code="early")
    return f"关于{batch.unit.name}{count}名人员入编的审批单", f"{count}人入编，签发入编通知单{count}份"


def _batch(case_id: int) -> Case:
    return desk.opened(case_id, ENROLMENT_BATCH, what="入编批次")
