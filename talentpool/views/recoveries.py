"""A proposal to recover posts from sister units, and its decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from approvals.forms.parts import refuse
from approvals.views.sending import actor_of
from talentpool import recovery
from talentpool.forms import DecisionForm
from talentpool.models import Recovery
from talentpool.sisters import sisters_of
from units.models import Unit

# What stands for "not this time" among the sisters of a line.
LATER = "later"


class RecoveryView(TemplateView):
    """A proposal to recover posts from sister units, and the form that decides it."""

    template_name = "talentpool/recovery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_recovery(self.request, self.kwargs["pk"]), nav_key="pool")


def _recovery(request: HttpRequest, pk: int, form: DecisionForm | None = None) -> dict[str, Any]:
    related = ("unit__competent_department", "pool__region", "quota_type", "document", "decided_by")
    seen = Recovery.objects.visible_to(actor_of(request)).select_related(*related)
    found = get_object_or_404(seen, pk=pk)
    lines = list(found.lines.select_related("loan__talent", "sister").order_by("id"))
    waits = found.state == Recovery.State.PROPOSED and recovery.may_decide(actor_of(request), found)
    sisters = sisters_of(found.unit, found.quota_type) if waits else []
    return {
        "recovery": found, "lines": lines, "sisters": sisters, "form": (form or DecisionForm()) if waits else None,
    }  # fmt: skip


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a recovery, with other sisters where the office names them, or refuse it with a reason."""
    found = get_object_or_404(Recovery.objects.visible_to(actor_of(request)), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            said = _decide(request, found, form.cleaned_data["opinion"])
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect("talentpool:recovery", pk=pk)
    return render(request, "talentpool/recovery.html", {**_recovery(request, pk, form), "nav_key": "pool"})


def _decide(request: HttpRequest, found: Recovery, opinion: str) -> str:
    if request.POST.get("decision") == "refuse":
        recovery.refuse(found.pk, actor=actor_of(request), opinion=opinion)
        return "已记录不予收回的理由。"
    named = {line.pk: request.POST.get(f"sister_{line.pk}", "") for line in found.lines.all()}
    numbers = {number for number in named.values() if number not in ("", LATER)}
    seen = Unit.objects.visible_to(actor_of(request)).select_related("region")
    units = {unit.number: unit for unit in seen.filter(number__in=numbers)}
    if unknown := sorted(numbers - set(units)):
        raise ValidationError(f"没有编码为{unknown[0][:30]}的单位。", code="sister")
    sisters = {line: units.get(number) for line, number in named.items() if number}
    done = recovery.confirm(found.pk, actor=actor_of(request), opinion=opinion or "同意。", sisters=sisters)
    return f"{done.get_state_display()}：{done.unit.name}逾期周转编制。"
