"""After the decision: issue the document (发文), execute it on its date (执行), close the case (办结)."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import documents, flow, policies, workdays
from approvals.models import Action, Case, Document, State
from approvals.subjects import subject_of


@use_case
def issue(case_id: int, *, actor: User, title: str, body: str = "", once: flow.Once | None = None) -> Document:
    """Issue the numbered document; what takes effect today or earlier is posted in the same transaction.

    A decision for a later date stays issued, keeps its lock, and is executed by the scheduled check on its day.
    """
    case = flow.take(case_id, Action.ISSUE, actor=actor)
    title = title.strip()
    if not title or len(title) > 200:
        raise ValidationError({"title": "请填写文件标题，不超过200字。"}, code="title")
    document = documents.issue_approval(case, actor=actor, title=title, body=body.strip())
    flow.advance(case, Action.ISSUE, actor=actor, text=f"印发{document.number}", once=once)
    if subject_of(case).effective_on(case) <= workdays.today():
        _post(case, document, actor=actor)
    return document


def _post(case: Case, document: Document, *, actor: User) -> None:
    subject_of(case).apply(case, document=document, actor=actor)
    flow.advance(case, Action.EXECUTE, actor=actor, text=f"依据{document.number}入账")


@use_case
def execute(case_id: int, *, actor: User) -> Case:
    """Post an issued decision whose date has come, for the schedule or the desk; done already is done."""
    case = flow.lock(case_id)
    acting.cite(case=case.number, reason="决定生效入账")
    if not policies.may_execute(actor, case):
        raise PermissionDenied("您没有执行此办件的权限。")
    if case.state == State.EXECUTED or case.state == State.CLOSED:
        return case
    effective_on: dt.date = subject_of(case).effective_on(case)
    if case.state != State.ISSUED:
        raise ValidationError(f"办件当前状态为“{case.get_state_display()}”，不能执行。", code="state")
    if effective_on > workdays.today():
        raise ValidationError(f"该决定自{effective_on:%Y年%-m月%-d日}起生效，尚不能入账。", code="early")
    document = case.documents.filter(kind=subject_of(case).paper, state=Document.State.ISSUED).latest("id")
    acting.cite(document=document.number)
    _post(case, document, actor=actor)
    return case


@use_case
def close(case_id: int, *, actor: User, opinion: str = "", once: flow.Once | None = None) -> Case:
    """Close the dossier after execution."""
    case = flow.take(case_id, Action.CLOSE, actor=actor)
    flow.advance(case, Action.CLOSE, actor=actor, text=opinion.strip(), once=once, closed_on=workdays.today())
    return case
