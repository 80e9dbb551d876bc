"""What the schedule does with slots: those whose date has passed lapse, those that wait get posts that fell vacant."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from accounts.acting import system_user
from approvals import notifications
from approvals.notifications import Told
from approvals.scheduled import Check, Outcome, register
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing import slots
from staffing.models import Slot, SlotState
from staffing.models.slot import ALIVE
from units.models import Unit

BATCH = 5000
REMINDERS = (30, 7, 0)


def register_all() -> None:
    """To be called once, when the app is ready."""
    an_hour, a_day = dt.timedelta(hours=1), dt.timedelta(days=1)
    said = "用编号过了有效期未使用的，即行失效，锁定的编制退回空编，并告知用编单位。"
    register(Check("slots_lapse", "用编号到期失效", an_hour, lapse_due, said, turn=20))
    said = "单位有空编的，按先后启用待空编的用编号（出一进一）。"
    register(Check("slots_open", "待空编用编号启用", an_hour, open_waiting, said, turn=30))
    said = "用编号到期前30天、7天和当日提醒用编单位。"
    register(Check("slots_ending", "用编号到期提醒", a_day, remind, said))


def lapse_due(on: dt.date) -> Outcome:
    """End the slots that were good until a day before; what another worker ended meanwhile is ended."""
    due = Slot.objects.filter(state__in=ALIVE, expires_on__lt=on).order_by("expires_on", "id")
    found = list(due.values_list("pk", flat=True)[:BATCH])
    done, notes, actor, lapsed = 0, [], system_user(), []
    for pk in found:
        try:
            lapsed.append(slots.lapse(pk, actor=actor))
        except ValidationError as refusal:
            if Slot.objects.filter(pk=pk, state__in=ALIVE).exists():
                notes.append("；".join(refusal.messages))
        else:
            done += 1
    notifications.tell(_lapsed(slot) for slot in lapsed)
    return Outcome(len(found), done, "\n".join(notes))


def _lapsed(slot: Slot) -> Told:
    words = f"{slot.unit.name}用编号{slot.number}（{slot.get_channel_display()}）有效期至{slot.expires_on}，已失效。"
    return Told(f"slot-lapsed:{slot.pk}", words, _page_of(slot.unit), slot.unit)


def _page_of(unit: Unit) -> str:
    return reverse("units:unit", args=[unit.number]) + "?tab=slots"


def remind(on: dt.date) -> Outcome:
    """Tell units 30, 7 and 0 days before slots lapse, those of one day together."""
    soon = on + dt.timedelta(days=REMINDERS[0])
    alive = Slot.objects.filter(state__in=ALIVE, expires_on__range=(on, soon)).order_by("unit", "expires_on")
    counted = list(alive.values_list("unit", "expires_on").annotate(n=Count("pk")))
    units = Unit.objects.in_bulk({unit for unit, _, _ in counted})
    news = [_reminder(units[unit], expires_on, count, on) for unit, expires_on, count in counted]
    return Outcome(sum(count for _, _, count in counted), notifications.tell(news))


def _reminder(unit: Unit, expires_on: dt.date, count: int, on: dt.date) -> Told:
    step = notifications.passed((expires_on - on).days, REMINDERS)
    words = f"{unit.name}有{count}个用编号{expires_on}到期，未使用的将失效，请及时办理入编。"
    return Told(f"slots:{unit.pk}:{expires_on}:{step}", words, _page_of(unit), unit, expires_on)


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
