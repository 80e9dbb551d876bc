"""What the schedule does with slots: those whose date has passed lapse, those that wait get posts that fell vacant."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from accounts.acting import system_user
from approvals.scheduled import Check, Outcome, register
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing import slots
from staffing.models import Slot, SlotState
from staffing.models.slot import ALIVE
from units.models import Unit

BATCH = 5000


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Check("slots_lapse", "用编号到期失效", dt.timedelta(hours=1), lapse_due))
    register(Check("slots_open", "待空编用编号启用", dt.timedelta(hours=1), open_waiting))


def lapse_due(on: dt.date) -> Outcome:
    """End the slots that were good until a day before; what another worker ended meanwhile is ended."""
    due = Slot.objects.filter(state__in=ALIVE, expires_on__lt=on).order_by("expires_on", "id")
    found = list(due.values_list("pk", flat=True)[:BATCH])
    done, notes, actor = 0, [], system_user()
    for pk in found:
        try:
            slots.lapse(pk, actor=actor)
        except ValidationError as refusal:
            if Slot.objects.filter(pk=pk, state__in=ALIVE).exists():
                notes.append("；".join(refusal.messages))
        else:
            done += 1
    return Outcome(len(found), done, "\n".join(notes))


def open_waiting(on: dt.date) -> Outcome:
    """Give vacant posts to the slots that wait for one (待空编), unit by unit."""
    vacant = QuotaAccount.objects.filter(
        unit=OuterRef("unit"), quota_type=OuterRef("quota_type"), bucket=Bucket.VACANT, balance__gt=0
    )
    waiting = Slot.objects.filter(Exists(vacant), state=SlotState.WAITING, expires_on__gte=on)
    pairs = list(waiting.order_by("unit", "quota_type").values_list("unit", "quota_type").distinct()[:BATCH])
    units = Unit.objects.select_related("region").in_bulk({unit for unit, _ in pairs})
    kinds, opened, actor = QuotaType.objects.in_bulk({kind for _, kind in pairs}), 0, system_user()
    for unit, kind in pairs:
        opened += slots.open_waiting(units[unit], kinds[kind], actor=actor)
    return Outcome(len(pairs), opened)
