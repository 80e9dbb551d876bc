"""The pages of the pools: the board, the special ledger, a loan with its life, a recovery with its decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from approvals import workdays
from approvals.forms.parts import refuse
from approvals.paging import newest_first
from approvals.policies import OFFICE
from approvals.views.sending import actor_of
from quotas.policies import reads_a_region
from staffing.facts import NewPerson
from staffing.policies import may_keep_register
from talentpool import book, lending, pools, recovery
from talentpool.board import stocks
from talentpool.forms import ArrivalForm, DecisionForm, LedgerFilter, PoolForm
from talentpool.models import Loan, Recovery
from talentpool.sisters import sisters_of
from units.mandates import scope_of
from units.models import Region, Unit

# What stands for "not this time" among the sisters of a line.
LATER = "later"


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


def _office(request: HttpRequest) -> Region | None:
    """The region of the first office in which the user works."""
    own = [held.region_id for held in scope_of(actor_of(request)).held if held.role in OFFICE and held.region_id]
    return Region.objects.filter(pk__in=own).order_by("prefix").first()


@require_POST
def found_pool(request: HttpRequest) -> HttpResponse:
    """Set up a pool; a refusal stands beside the field it is about."""
    office = _office(request)
    if office is None:
        raise Http404
    form = PoolForm(request.POST)
    if form.is_valid():
        try:
            pool = pools.found(actor=actor_of(request), region=office, reason="设立周转池", **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已设立{pool}，可办理“划入周转池”。")
            return redirect("talentpool:board")
    return render(request, "talentpool/board.html", _board(request, form))


class LedgerView(TemplateView):
    """The special ledger of loans as of a day (专项台账)."""

    template_name = "talentpool/ledger.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = actor_of(self.request)
        form = LedgerFilter(self.request.GET, user=user)
        page = newest_first(form.narrow(book.loans_of(user)), self.request.GET)
        rows = book.standing(page.rows, form.on)
        filtered = any(self.request.GET.get(name) for name in form.fields)
        return super().get_context_data(
            form=form, page=page, rows=rows, on=form.on, is_filtered=filtered, nav_key="loans", **kwargs
        )


class LoanView(TemplateView):
    """One loan: who, where, from which pool, and its life in one time line."""

    template_name = "talentpool/loan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_loan(self.request, self.kwargs["pk"]), nav_key="loans")


def _loan(request: HttpRequest, pk: int, form: ArrivalForm | None = None) -> dict[str, Any]:
    loan = get_object_or_404(book.loans_of(actor_of(request)), pk=pk)
    [shown] = book.standing([loan], workdays.today())
    awaits = loan.state == Loan.State.PROMISED and may_keep_register(actor_of(request), loan.unit)
    if awaits and form is None:
        form = ArrivalForm(initial={"started_on": workdays.today()})
    return {"loan": loan, "shown": shown, "steps": book.life(loan), "form": form if awaits else None}


@require_POST
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the talent on the borrowed post."""
    loan = get_object_or_404(book.loans_of(actor_of(request)), pk=pk)
    form = ArrivalForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        person = NewPerson(loan.talent.name, given["id_number"], given["title"])
        try:
            lending.enrol_talent(
                actor=actor_of(request), loan_id=pk, person=person, started_on=given["started_on"],
                document=loan.document, reason="引进人才到岗",
            )  # fmt: skip
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{loan.talent.name}已到岗，周转编制开始计期。")
            return redirect("talentpool:loan", pk=pk)
    return render(request, "talentpool/loan.html", {**_loan(request, pk, form), "nav_key": "loans"})


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
