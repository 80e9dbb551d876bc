"""The board of the pools: what each has, lends and waits for; and a new one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from approvals import workdays
from approvals.forms.parts import refuse
from approvals.policies import OFFICE
from approvals.views import sending
from approvals.views.sending import actor_of
from quotas.models import Pool
from quotas.policies import reads_a_region
from talentpool import pools
from talentpool.board import stocks
from talentpool.forms import PoolForm
from talentpool.models import Recovery
from units.mandates import scope_of


class BoardView(TemplateView):
    """How many posts each pool has, how many are lent, free, due and overdue; for those who oversee a region."""

    template_name = "talentpool/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_board(self.request), **kwargs)


def _board(request: HttpRequest, form: PoolForm | None = None) -> dict[str, Any]:
    user = actor_of(request)
    if not reads_a_region(user):
        raise Http404
    today = workdays.today()
    waiting = Recovery.objects.visible_to(user).waiting().select_related("unit", "pool", "quota_type")
    office = next((held.region_name for held in scope_of(user).held if held.role in OFFICE and held.region_id), "")
    return {
        "stocks": stocks(user, today), "recoveries": list(waiting[:100]), "today": today, "nav_key": "pool",
        "form": form or (PoolForm() if office else None), "office": office,
    }  # fmt: skip


@require_POST
def found_pool(request: HttpRequest) -> HttpResponse:
    """Set up a pool; a refusal stands beside the field it is about."""
    user, key = actor_of(request), sending.key_of(request)
    office = pools.office_region(user)
    if office is None:
        raise Http404
    form = PoolForm(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "kind")}
        try:
            pool = sending.once(
                lambda: pools.found(actor=user, region=office, reason="设立周转池", once=key, **given),
                found=lambda: sending.made_under(user, key, Pool.objects.visible_to(user)),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已设立{pool}，可办理“划入周转池”。")
            return redirect("talentpool:board")
    return render(request, "talentpool/board.html", _board(request, form))
