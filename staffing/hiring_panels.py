"""Slots on other pages: those of a unit, those that a case gave, and the list that belongs to a notice."""

from typing import Any

from django.http import HttpRequest

from accounts.panels import Panel, register
from approvals import workdays
from approvals.models import Case, Document
from approvals.views.sending import actor_of
from staffing import slot_lists, vacancies
from staffing.models import Slot
from units.models import Unit

SHOWN = 50


def register_all() -> None:
    """To be called once, when the app is ready."""
    register(Panel("unit", "slots", "用编", 43, "staffing/unit_slots.html", of_unit))
    register(Panel("case", "slots", "用编号", 5, "staffing/case_slots.html", of_case, visible=_has_slots))
    register(
        Panel(
            "document", "slots", "用编号清单", 5, "staffing/notice_slots.html", of_notice, visible=_lists, prints=True
        )
    )


def of_unit(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """How the unit stands with its posts, and its latest slots."""
    own = Slot.objects.filter(unit=unit)
    latest = slot_lists.with_what_is_shown(own).order_by("-id")[: SHOWN + 1]
    rows = slot_lists.rows_of(latest, actor_of(request))
    year = workdays.today().year
    return {
        "states": slot_lists.by_state(own), "rows": rows[:SHOWN], "is_cut": len(rows) > SHOWN, "shown": SHOWN,
        "outlook": vacancies.outlook([unit], year), "year": year,
    }  # fmt: skip


def _has_slots(request: HttpRequest, case: Case) -> bool:
    return case.kind.subject == "hiring_plan" and Slot.objects.filter(case=case).exists()


def of_case(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The slots that the case gave, as far as the reader may see their units."""
    seen = Slot.objects.visible_to(actor_of(request)).filter(case=case)
    rows = slot_lists.rows_of(slot_lists.with_what_is_shown(seen).order_by("id")[: SHOWN + 1], actor_of(request))
    return {"states": slot_lists.by_state(seen), "rows": rows[:SHOWN], "is_cut": len(rows) > SHOWN, "shown": SHOWN}


def _lists(request: HttpRequest, document: Document) -> bool:
    return document.kind == Document.Kind.USE_NOTICE and Slot.objects.filter(notice=document).exists()


def of_notice(request: HttpRequest, document: Document) -> dict[str, Any]:
    """The list attached to the notice (附：用编号清单): the name stays blank until somebody came on the slot."""
    slots = slot_lists.with_what_is_shown(Slot.objects.filter(notice=document)).order_by("id")
    seen = set(Slot.objects.visible_to(actor_of(request)).filter(notice=document).values_list("pk", flat=True))
    return {"list": [(slot, slot_lists.who_is_on(slot) if slot.pk in seen else "") for slot in slots], "seen": seen}
