"""Meetings (室务会、编委会): agenda from the waiting cases, results entered once, minutes number to every case."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, Q, QuerySet

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import deciding, documents, flow, numbering, policies, workdays
from approvals.models import Action, AgendaItem, Authority, Case, Document, Meeting, State
from units.models import Region


class Result(NamedTuple):
    """What the meeting decided about one item, with its words and the base its members saw."""

    result: str
    note: str
    confirmed_base: str = ""


def waiting(region: Region, kind: str) -> QuerySet[Case]:
    """Cases that are ready for this kind of meeting and on no open agenda."""
    ready = Q(state=State.ARGUED) | Q(state=State.CHECKED, fast_lane=True)
    ready |= Q(state=State.CHECKED, kind__needs_argument=False)
    cases = Case.objects.filter(ready, region=region, kind__authority=kind)
    return cases.exclude(agenda_items__result="").select_related("kind", "applicant").order_by("due_on", "id")


@use_case
def convene(
    *, actor: User, region: Region, kind: str, title: str, planned_on: dt.date, once: flow.Once | None = None
) -> Meeting:
    """Plan a meeting; its agenda starts with every case that waits for it."""
    if not policies.may_convene(actor, region):
        raise PermissionDenied(f"您不能筹备{region.name}的会议。")
    if kind not in (Authority.OFFICE_MEETING, Authority.COMMITTEE):
        raise ValidationError({"kind": "请选择会议类型。"}, code="kind")
    if not title.strip() or len(title) > 120:
        raise ValidationError({"title": "请填写会议名称，不超过120字。"}, code="title")
    acting.explain("筹备会议")
    meeting = Meeting.objects.create(
        region=region, kind=kind, title=title.strip(), planned_on=planned_on, convened_by=actor
    )
    for position, case in enumerate(waiting(region, kind), start=1):
        acting.cite(case=case.number)
        AgendaItem.objects.create(meeting=meeting, case=case, position=position)
    flow.keep_receipt(actor, once, meeting)
    return meeting


@use_case
def put_on(meeting_id: int, *, actor: User, case_id: int) -> AgendaItem:
    """Put a case that has become ready on the agenda of a planned meeting."""
    meeting = _planned(meeting_id)
    if not policies.may_convene(actor, meeting.region):
        raise PermissionDenied("您不能修改此会议的议程。")
    case = waiting(meeting.region, meeting.kind).filter(pk=case_id).first()
    if case is None:
        raise ValidationError("该办件不在待上会之列。", code="agenda")
    acting.cite(case=case.number, reason="列入议程")
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, case=case, position=last + 1)


@use_case
def take_off(meeting_id: int, *, actor: User, item_id: int) -> None:
    """Take an item off the agenda of a planned meeting; the case waits for the next one."""
    meeting = _planned(meeting_id)
    if not policies.may_convene(actor, meeting.region):
        raise PermissionDenied("您不能修改此会议的议程。")
    acting.explain("移出议程")
    meeting.items.filter(pk=item_id, result="").delete()


@use_case
def record(
    meeting_id: int,
    *,
    actor: User,
    chair: str,
    attendees: str,
    results: Mapping[int, Result],
    body: str = "",
    once: flow.Once | None = None,
) -> Meeting:
    """Enter the results of all items at once: minutes get their number, every case its decision. All or nothing."""
    meeting = _planned(meeting_id)
    if not policies.may_record(actor, meeting):
        raise PermissionDenied("您没有录入此会议结果的权限。")
    items = list(meeting.items.filter(result="").order_by("position"))
    cases = [flow.lock(item.case_id) for item in items]
    if not items or not chair.strip():
        raise ValidationError("请填写主持人；没有议题的会议不能录入结果。", code="incomplete")
    today = workdays.today()
    number = numbering.next_number(meeting.region, numbering.MINUTES, today.year)
    acting.cite(document=number, reason="录入会议结果")
    minutes = Document.objects.create(
        region=meeting.region, kind=Document.Kind.MINUTES, state=Document.State.ISSUED, title=f"{meeting.title}纪要",
        number=number, issued_on=today,
        issuer=documents.issuer_of(meeting.region), body=body.strip(), drafted_by=actor,
    )  # fmt: skip
    # What the members saw is compared before the first decision moves anything.
    for item, case in zip(items, cases, strict=True):
        _ensure_seen(item, case, results.get(item.pk))
    for item, case in zip(items, cases, strict=True):
        _settle(item, case, results[item.pk], minutes, actor)
    acting.cite(case="", reason="录入会议结果")
    meeting.state, meeting.minutes, meeting.chair = Meeting.State.HELD, minutes, chair.strip()[:40]
    meeting.attendees = attendees.strip()
    meeting.save(update_fields=["state", "minutes", "chair", "attendees"])
    flow.keep_receipt(actor, once, meeting)
    return meeting


def _planned(meeting_id: int) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("region").get(pk=meeting_id)
    if meeting.state != Meeting.State.PLANNED:
        raise ValidationError("会议结果已录入，不能再修改。", code="held")
    return meeting


def _ensure_seen(item: AgendaItem, case: Case, result: Result | None) -> None:
    with _beside(item):
        if result is None or result.result not in AgendaItem.Result.values:
            raise ValidationError("未选择审议结果。", code="result")
        if result.result == AgendaItem.Result.APPROVED:
            deciding.ensure_base(case, result.confirmed_base)


def _settle(item: AgendaItem, case: Case, result: Result, minutes: Document, actor: User) -> None:
    decided = f"{minutes.number}审议{AgendaItem.Result(result.result).label}"
    opinion = f"{decided}：{result.note.strip()}" if result.note.strip() else decided
    acting.cite(case=case.number, document=minutes.number, reason=opinion)
    with _beside(item):
        if result.result == AgendaItem.Result.APPROVED:
            flow.ensure(case, Action.APPROVE, actor=actor)
            deciding.grant(case, actor=actor, opinion=opinion, paper=minutes)
        elif result.result == AgendaItem.Result.REFUSED:
            flow.ensure(case, Action.REFUSE, actor=actor)
            deciding.decline(case, actor=actor, opinion=opinion)
    item.result, item.note = result.result, result.note.strip() or decided
    item.save(update_fields=["result", "note"])


@contextmanager
def _beside(item: AgendaItem) -> Iterator[None]:
    """A refusal is told beside the item that it is about."""
    try:
        yield
    except ValidationError as refusal:
        found = [part for parts in refusal.update_error_dict({}).values() for part in parts]
        told = [ValidationError(f"第{item.position}项：{part.messages[0]}", code=part.code) for part in found]
        raise ValidationError({f"result_{item.pk}": told}) from refusal
