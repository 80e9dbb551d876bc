"""The register of slots (用编号台账), the page of one, and giving one back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from approvals.forms.parts import refuse
from approvals.models import Case
from approvals.views.sending import actor_of
from staffing import policies, slot_lists, slots
from staffing.areas import Area
from staffing.forms.hiring import CancelForm, SlotQuery
from staffing.models import Slot
from staffing.models.slot import ALIVE

from .forecast import AreaView


class SlotListView(AreaView):
    """The slots of an area, the newest or the soonest to lapse first."""

    template_name = "staffing/slots.html"
    form_class = SlotQuery
    nav_key = "slots"

    def answer(self, area: Area, kinds: set[int], form: Any) -> dict[str, Any]:
        user = actor_of(self.request)
        found = Slot.objects.visible_to(user).filter(area.as_condition())
        if form.chosen:
            found = found.filter(quota_type__in=kinds)
        found = form.narrow(found)
        page = slot_lists.page_of(found, self.request.GET.dict(), form.cleaned_data["sort"])
        filtered = {"q", "type", "channel", "state", "year", "within"} & set(self.request.GET)
        return {"page": page, "rows": slot_lists.rows_of(page.rows, user), "is_filtered": bool(filtered)}


@require_GET
def slot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One slot: whose, on what notice, until when, who came on it."""
    return _show(request, _find(request, pk), CancelForm())


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a slot back before it is used; a refusal stands beside the reason."""
    slot, form = _find(request, pk), CancelForm(request.POST)
    if form.is_valid():
        try:
            slots.cancel(slot.pk, actor=actor_of(request), reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"用编号{slot.number}已核销。")
            return redirect("staffing:slot", pk=slot.pk)
    return _show(request, slot, form, status=422)


def _find(request: HttpRequest, pk: int) -> Slot:
    seen = slot_lists.with_what_is_shown(Slot.objects.visible_to(actor_of(request)))
    return get_object_or_404(seen, pk=pk)


def _show(request: HttpRequest, slot: Slot, form: CancelForm, status: int = 200) -> HttpResponse:
    user = actor_of(request)
    [row] = slot_lists.rows_of([slot], user)
    may_cancel = slot.state in ALIVE and policies.may_keep_register(user, slot.unit)
    context = {
        "slot": slot, "row": row, "nav_key": "slots", "form": form if may_cancel or form.is_bound else None,
        "case_is_open": Case.objects.visible_to(user).filter(pk=slot.case_id).exists(),
    }  # fmt: skip
    return render(request, "staffing/slot_detail.html", context, status=status)
