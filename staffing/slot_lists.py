"""Reading slots: the register (用编号台账), those of a unit, of a case and of a notice."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts import paging
from accounts.models import User
from accounts.paging import Page
from approvals import workdays
from approvals.models import Document
from approvals.workdays import Light
from staffing.models import Slot, SlotState
from staffing.models.slot import ALIVE

TONES = {
    SlotState.WAITING: "warn", SlotState.OPEN: "active", SlotState.USED: "good", SlotState.LAPSED: "plain",
    SlotState.CANCELLED: "plain",
}  # fmt: skip
SOON = 30


@dataclass(frozen=True)
class Row:
    """A slot as a list shows it; `who` is blank until somebody came on it, `light` where its date is near."""

    slot: Slot
    who: str
    tone: str
    light: Light | None
    notice_is_open: bool


def with_what_is_shown(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """The slots with units, types, notices and the people on them."""
    return slots.select_related("unit__region", "quota_type", "notice", "case", "posting__person", "plan_line")


def page_of(slots: QuerySet[Slot], params: Mapping[str, str], sort: str) -> Page[Slot]:
    """A page of 50, the newest first or the soonest to lapse first."""
    shown = with_what_is_shown(slots)
    if sort == "expires":
        return paging.soonest_first(shown, params, date="expires_on")
    return paging.newest_first(shown, params)


def rows_of(slots: Iterable[Slot], user: User) -> list[Row]:
    """The slots as rows; the notice is linked for those who may open it."""
    found, today = list(slots), workdays.today()
    notices = Document.objects.visible_to(user).filter(pk__in={slot.notice_id for slot in found})
    opened = set(notices.values_list("pk", flat=True))
    return [
        Row(slot, who_is_on(slot), TONES[SlotState(slot.state)], light_of(slot, today), slot.notice_id in opened)
        for slot in found
    ]


def who_is_on(slot: Slot) -> str:
    """The name of who came on the slot; blank before."""
    posting = getattr(slot, "posting", None)
    return posting.person.name if posting is not None else ""


def light_of(slot: Slot, today: dt.date) -> Light | None:
    """Yellow in the last thirty days of a slot that may still be used, red past its date."""
    left = (slot.expires_on - today).days
    if slot.state not in ALIVE or left > SOON:
        return None
    return Light("red", "已到期", left) if left < 0 else Light("yellow", f"剩{left}天", left)


def by_state(slots: QuerySet[Slot]) -> list[tuple[str, str, str, int]]:
    """State, its words, its tone and how many slots are in it; every state is there."""
    counted = dict(slots.order_by().values_list("state").annotate(total=Count("id")))
    return [(state.value, state.label, TONES[state], counted.get(state.value, 0)) for state in SlotState]
