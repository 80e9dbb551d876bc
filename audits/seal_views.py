"""Pages of the seal chain: how far it reaches, the report of a day, and proofs to take away."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max, Min, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import paging
from accounts.queries import sentences_of
from approvals import scheduled
from approvals.models import CheckRun
from approvals.policies import oversees_all
from audits import proofs, verify_offline
from audits.forms import PastForm, TransferForm
from audits.models import SealBlock, Unsealed
from audits.records import RECORDS
from audits.views import inspector
from quotas.models import Transfer


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """The blocks, newest first, with what the last verification found."""
    user = inspector(request)
    context = {
        # What is named there may lie in any region.
        "reads_notes": oversees_all(user), "page": paging.newest_first(SealBlock.objects.all(), request.GET),
        "head": SealBlock.objects.order_by("-number").first(),
        "waiting": Unsealed.objects.count(), "verified": scheduled.last_runs().get("verify_seals"),
        "day_form": PastForm(initial={"on": timezone.localdate()}), "transfer_form": TransferForm(), "nav_key": "seals",
    }  # fmt: skip
    return render(request, "audits/seals.html", context)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report of a day (封存日报), to be printed: its head is what the chain must hold ever after."""
    inspector(request)
    form = PastForm(request.GET)
    if not form.is_valid():
        messages.error(request, "；".join(sentences_of(form)))
        return redirect("audits:seals")
    on = form.cleaned_data["on"]
    return render(request, "audits/seal_report.html", {"on": on, "nav_key": "seals", **_of_day(on)})


def _of_day(on: dt.date) -> dict[str, Any]:
    start = timezone.make_aware(dt.datetime.combine(on, dt.time.min))
    end = start + dt.timedelta(days=1)
    blocks = SealBlock.objects.filter(sealed_at__gte=start, sealed_at__lt=end)
    runs = CheckRun.objects.filter(check_key="verify_seals", started_at__gte=start, started_at__lt=end)
    return {
        "head": SealBlock.objects.filter(sealed_at__lt=end).order_by("-number").first(),
        "figures": blocks.aggregate(first=Min("number"), last=Max("number"), rows=Sum("row_count")),
        "runs": list(runs.order_by("id")),
    }


@require_safe
def history_proof(request: HttpRequest, model: str, pk: int, version: int) -> HttpResponse:
    """The proof of one version of a record that the user may follow."""
    user = inspector(request)
    if model not in RECORDS:
        raise Http404
    record = RECORDS[model]
    row = get_object_or_404(record.within(user), pk=pk)
    get_object_or_404(record.history, id=row.pk, history_id=version)
    return _proof(request, record.history._meta.db_table, version)


@require_safe
def transfer_proof(request: HttpRequest) -> HttpResponse:
    """The proof of one move on the ledger that the user may see."""
    user, form = inspector(request), TransferForm(request.GET)
    if form.is_valid():
        seen: QuerySet[Transfer] = Transfer.objects.visible_to(user)
        found = seen.filter(pk=form.cleaned_data["transfer"]).first()
        if found is not None:
            return _proof(request, Transfer._meta.db_table, found.pk)
        form.add_error("transfer", "没有这笔变动，或不在您的管辖范围内。")
    messages.error(request, "；".join(sentences_of(form)))
    return redirect("audits:seals")


def _proof(request: HttpRequest, table: str, row_id: int) -> HttpResponse:
    try:
        proof = proofs.of_entry(table, row_id)
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return redirect("audits:seals")
    return HttpResponse(
        json.dumps(proof, ensure_ascii=False), content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="proof-{table}-{row_id}.json"'},
    )  # fmt: skip


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks bundles and proofs on another machine."""
    inspector(request)
    file = Path(verify_offline.__file__)
    return HttpResponse(
        file.read_bytes(), content_type="text/x-python",
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )  # fmt: skip
