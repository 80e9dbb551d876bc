"""Slots (用编号): given by a notice, used by an enrolment, lapsed or cancelled; each change moves its post along."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, numbering, workdays
from approvals.models import Case, Document
from quotas import ledger
from quotas.models import Bucket, QuotaType
from staffing import places, policies
from staffing.models import HiringPlanLine, Slot, SlotState
from staffing.places import Act, Places
from units.models import Unit

ENDINGS = {SlotState.LAPSED: "用编号到期失效", SlotState.CANCELLED: "用编号核销"}


class Promise(NamedTuple):
    """So many heads of one line of a decision; `waits` says that no post is locked for them yet (出一进一)."""

    unit: Unit
    quota_type: QuotaType
    channel: str
    purpose: str
    heads: int
    waits: bool
    plan_line: HiringPlanLine | None = None


def give(lines: Sequence[Promise], *, case: Case, notice: Document, expires_on: dt.date) -> list[Slot]:
    """Building block: one numbered slot per head, on the notice; the posts of those that do not wait are locked."""
    region, today = case.region, workdays.today()
    numbers = iter(numbering.next_slot_numbers(region, sum(line.heads for line in lines), today.year))
    return Slot.objects.bulk_create(
        Slot(
            region=region, number=next(numbers), notice=notice, case=case, unit=line.unit, quota_type=line.quota_type,
            channel=line.channel, purpose=line.purpose, issued_on=today, expires_on=expires_on,
            plan_line=line.plan_line,
            state=SlotState.WAITING if line.waits else SlotState.OPEN,
        )
        for line in lines
        for _ in range(line.heads)
    )  # fmt: skip


def use(given: Sequence[Slot], *, unit: Unit, on: dt.date) -> dict[int, Slot]:
    """Building block of enrolment, after the accounts: the slots, locked, free, of the unit, and used from now on."""
    ids = [slot.pk for slot in given]
    locked = Slot.objects.select_for_update(of=("self",)).select_related("quota_type").filter(pk__in=ids)
    found = {slot.pk: slot for slot in locked.order_by("id")}
    if len(found) < len(ids):
        raise ValidationError({"slot": "同一用编号不能用于两人。"}, code="slot_twice")
    wrong = [sentence for slot in found.values() if (sentence := _unusable(slot, unit, on))]
    if wrong:
        raise ValidationError({"slot": [ValidationError(sentence, code="slot") for sentence in wrong]})
    Slot.objects.filter(pk__in=ids).update(state=SlotState.USED, ended_on=on)
    return found


def _unusable(slot: Slot, unit: Unit, on: dt.date) -> str:
    if slot.unit_id != unit.pk:
        return f"用编号{slot.number}不属于{unit.name}。"
    if slot.state != SlotState.OPEN:
        return f"用编号{slot.number}{slot.get_state_display()}，不能使用。"
    if slot.expires_on < workdays.today():
        return f"用编号{slot.number}已于{slot.expires_on}到期。"
    if on < slot.issued_on:
        return f"入编日期不能早于用编号{slot.number}的核准日期{slot.issued_on}。"
    return ""


def open_next(own: Places, act: Act) -> bool:
    """Building block after a post fell vacant: the oldest waiting slot of the unit and type gets it (出一进一)."""
    waiting = Slot.objects.select_for_update(of=("self",)).filter(
        unit=own.unit, quota_type=own.quota_type, state=SlotState.WAITING, expires_on__gte=workdays.today()
    )
    slot = waiting.order_by("id").first()
    if slot is None:
        return False
    vacant = own.accounts[Bucket.VACANT]
    locked = ledger.open_account(own.unit, own.quota_type, Bucket.LOCKED)
    move = ledger.Posting(vacant, locked, 1, f"slot:{slot.pk}:open")
    ledger.post([move], document=act.document, actor=act.actor, effective_on=act.on, reason=f"出一进一：{slot.number}")
    slot.state = SlotState.OPEN
    slot.save(update_fields=["state"])
    return True


@use_case
def open_waiting(unit: Unit, quota_type: QuotaType, *, actor: User) -> int:
    """Give the unit's vacant posts to its waiting slots, the oldest first, for the schedule (e.g. after 增编)."""
    own = places.lock(unit, quota_type, Bucket.VACANT)
    acting.cite(reason="空编转入待空编的用编号")
    free = 0 if own.over else own.balance(Bucket.VACANT)
    waiting = Slot.objects.filter(unit=unit, quota_type=quota_type, state=SlotState.WAITING).select_related("notice")
    due = list(waiting.filter(expires_on__gte=workdays.today()).order_by("id")[:free])
    return sum(open_next(own, Act(actor, workdays.today(), slot.notice, "用编号待空编")) for slot in due)


@use_case
def cancel(slot_id: int, *, actor: User, reason: str, once: flow.Once | None = None) -> Slot:
    """Give a slot back before it is used (核销); its post is vacant again."""
    slot = Slot.objects.select_related("unit__region").get(pk=slot_id)
    if not policies.may_keep_register(actor, slot.unit):
        raise PermissionDenied(f"只有主管{slot.unit.name}的编办可以核销用编号。")
    if not reason.strip():
        raise ValidationError({"reason": "请填写事由。"}, code="required")
    slot = _end(slot, SlotState.CANCELLED, actor=actor)
    flow.keep_receipt(actor, once, slot)
    return slot


@use_case
def lapse(slot_id: int, *, actor: User) -> Slot:
    """End a slot whose date has passed (失效), for the schedule; lapsed already is lapsed."""
    slot = Slot.objects.select_related("unit__region").get(pk=slot_id)
    acting.cite(reason=ENDINGS[SlotState.LAPSED])
    if slot.state == SlotState.LAPSED:
        return slot
    if slot.expires_on >= workdays.today():
        raise ValidationError(f"用编号{slot.number}有效期至{slot.expires_on}，尚未到期。", code="early")
    return _end(slot, SlotState.LAPSED, actor=actor)


def _end(slot: Slot, state: SlotState, *, actor: User) -> Slot:
    own = places.lock(slot.unit, slot.quota_type, Bucket.VACANT)
    slot = Slot.objects.select_for_update(of=("self",)).select_related("notice").get(pk=slot.pk)
    if slot.state not in (SlotState.WAITING, SlotState.OPEN):
        raise ValidationError(f"用编号{slot.number}{slot.get_state_display()}，不能再变更。", code="ended")
    acting.cite(document=slot.notice.number)
    if slot.state == SlotState.OPEN:
        move = ledger.Posting(
            own.accounts[Bucket.LOCKED], own.accounts[Bucket.VACANT], 1, f"slot:{slot.pk}:{state.value}"
        )
        ledger.post(
            [move], document=slot.notice, actor=actor, effective_on=workdays.today(),
            reason=f"{ENDINGS[state]}：{slot.number}",
        )  # fmt: skip
    slot.state, slot.ended_on = state, workdays.today()
    slot.save(update_fields=["state", "ended_on"])
    return slot
