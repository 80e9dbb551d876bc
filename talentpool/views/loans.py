"""The special ledger on screen and on paper, and a loan with its life, its arrival and its return."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from accounts.paging import newest_first
from approvals import workdays
from approvals.forms.parts import refuse
from approvals.views import sending
from approvals.views.sending import actor_of
from staffing.facts import NewPerson
from staffing.policies import may_keep_register
from talentpool import book, lending, returning
from talentpool.forms import ArrivalForm, LedgerFilter, ReturnForm
from talentpool.models import Loan
from units.mandates import scope_of

MOST_PRINTED = 1000


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


class PrintView(TemplateView):
    """The special ledger of a day on one sheet, to be printed and signed; the filters are those of the list."""

    template_name = "talentpool/ledger_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = actor_of(self.request)
        form = LedgerFilter(self.request.GET, user=user)
        loans = form.narrow(book.loans_of(user)).order_by("pool", "unit", "id")
        rows = book.standing(loans[: MOST_PRINTED + 1], form.on)
        return super().get_context_data(
            form=form, on=form.on, rows=rows[:MOST_PRINTED], is_cut=len(rows) > MOST_PRINTED, most=MOST_PRINTED,
            today=workdays.today(), office=scope_of(user).region_name, nav_key="loans", **kwargs,
        )  # fmt: skip


class LoanView(TemplateView):
    """One loan: who, where, from which pool, and its life in one time line."""

    template_name = "talentpool/loan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_loan(self.request, self.kwargs["pk"]))


def _loan(
    request: HttpRequest, pk: int, form: ArrivalForm | None = None, back: ReturnForm | None = None
) -> dict[str, Any]:
    user = actor_of(request)
    loan = get_object_or_404(book.loans_of(user), pk=pk)
    [shown] = book.standing([loan], workdays.today())
    may_keep = loan.is_open and may_keep_register(user, loan.unit)
    if may_keep and loan.state == Loan.State.PROMISED:
        form = form or ArrivalForm(initial={"started_on": workdays.today()})
    elif may_keep:
        back = back or ReturnForm(user=user)
    return {
        "loan": loan, "shown": shown, "steps": book.life(loan), "way_back": book.way_back(loan),
        "form": form if may_keep else None, "back": back if may_keep else None, "nav_key": "loans",
    }  # fmt: skip


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
    return render(request, "talentpool/loan.html", _loan(request, pk, form))


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a borrowed post by decision: the unit has a vacant post of its own."""
    user, key = actor_of(request), sending.key_of(request)
    seen = book.loans_of(user)
    loan = get_object_or_404(seen, pk=pk)
    form = ReturnForm(request.POST, user=user)
    if form.is_valid():
        try:
            sending.once(
                lambda: returning.return_post(actor=user, loan_id=pk, once=key, **form.given(loan.unit)),
                found=lambda: sending.made_under(user, key, seen),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{loan.talent.name}已转入本单位编制，周转编制还池。")
            return redirect("talentpool:loan", pk=pk)
    return render(request, "talentpool/loan.html", _loan(request, pk, back=form))
