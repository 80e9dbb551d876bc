"""The forms of lending: what a loan case asks for, and a later date of return."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.queries import PastDateField, QueryForm
from approvals import policies, workdays
from approvals.forms.parts import Day, KeyedForm, text
from approvals.forms.rows import rows_of
from approvals.pickers import UnitField
from quotas.models import Pool, QuotaType
from staffing.forms.leavers import BasisForm
from talentpool.lending import MOST
from talentpool.models import Loan, LoanState, TalentClass
from units.mandates import scope_of
from units.models import Region, Unit

BLANK = 2


def pools_for(user: User) -> QuerySet[Pool]:
    """The pools from which the user's units may borrow: those of their own region and of the regions above."""
    scope = scope_of(user)
    own = Region.objects.filter(units__in=Unit.objects.filter(pk__in=scope.unit_ids | scope.department_ids))
    prefixes = {prefix[:length] for prefix in own.values_list("prefix", flat=True) for length in (2, 4, 6, 9)}
    return Pool.objects.filter(region__prefix__in=prefixes, is_active=True).select_related("region")


class LoanForm(forms.Form):
    """Which unit borrows, from which pool, posts of which type."""

    pool = forms.ModelChoiceField(Pool.objects.none(), label="周转池", empty_label="请选择")
    unit = UnitField(label="用人单位")
    quota_type = forms.ModelChoiceField(QuotaType.objects.none(), label="编制类型", empty_label="请选择")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pool"] = forms.ModelChoiceField(pools_for(user), label="周转池", empty_label="请选择")
        types = QuotaType.objects.filter(family=QuotaType.Family.POST, is_group=False, is_active=True)
        self.fields["quota_type"] = forms.ModelChoiceField(types, label="编制类型", empty_label="请选择")
        if isinstance(field := self.fields["unit"], UnitField):
            field.units = policies.nameable_units(user)
        self.order_fields(["pool", "unit", "quota_type"])


class TalentForm(forms.Form):
    """A talent for whom a post is asked."""

    name = forms.CharField(label="姓名", max_length=50)
    talent_class = forms.ChoiceField(label="人才类别", choices=[("", "请选择"), *TalentClass.choices])
    certification = forms.CharField(label="认定材料（名称、文号）", max_length=120)

    def values(self) -> dict[str, Any]:
        """The talent as the use case takes it."""
        return self.cleaned_data


Talents = rows_of(TalentForm, MOST)


class ExtensionForm(forms.Form):
    """A later date of return for one loan."""

    loan = forms.ModelChoiceField(Loan.objects.none(), label="借编", empty_label="请选择")
    until = Day(label="延至")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        loans = Loan.objects.visible_to(user).filter(state=Loan.State.ON_LOAN)
        self.fields["loan"] = forms.ModelChoiceField(
            loans.select_related("unit", "talent").order_by("due_on", "id"), label="借编", empty_label="请选择"
        )
        self.order_fields(["loan", "until"])

    def values(self) -> dict[str, Any]:
        """The request as the use case takes it."""
        return self.cleaned_data


class LedgerFilter(QueryForm):
    """The filters of the special ledger."""

    pool = forms.ModelChoiceField(Pool.objects.none(), label="周转池", empty_label="全部", required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *LoanState.choices], required=False)
    unit = forms.CharField(label="用人单位", max_length=100, required=False)
    as_of = PastDateField(label="截至日期", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Q(pk__in=Loan.objects.visible_to(user).values("pool")) | Q(
            pk__in=Pool.objects.visible_to(user).values("pk")
        )
        self.fields["pool"] = forms.ModelChoiceField(
            Pool.objects.filter(seen).select_related("region"), label="周转池", empty_label="全部", required=False
        )
        self.order_fields(["pool", "state", "unit", "as_of"])

    def narrow(self, loans: QuerySet[Loan]) -> QuerySet[Loan]:
        """The loans that meet the filters on the day asked for; none when a filter is wrong."""
        if not self.is_valid():
            return loans.none()
        given = self.cleaned_data
        on = self.on
        loans = loans.filter(granted_on__lte=on)
        if given["pool"]:
            loans = loans.filter(pool=given["pool"])
        if given["unit"]:
            loans = loans.filter(Q(unit__name__contains=given["unit"]) | Q(unit__number=given["unit"]))
        return loans.filter(stood(given["state"], on)) if given["state"] else loans

    @property
    def on(self) -> dt.date:
        """The day as of which the ledger is read; today when none is given."""
        found: dt.date | None = getattr(self, "cleaned_data", {}).get("as_of")
        return found or workdays.today()


def stood(state: str, on: dt.date) -> Q:
    """The loans that were in a state at the end of a day."""
    still = Q(ended_on=None) | Q(ended_on__gt=on)
    if state == LoanState.ON_LOAN:
        return still & Q(started_on__lte=on)
    if state == LoanState.PROMISED:
        return still & (Q(started_on=None) | Q(started_on__gt=on))
    return Q(state=state, ended_on__lte=on)


class PoolForm(KeyedForm):
    """A new pool of the office."""

    name = forms.CharField(label="名称", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=Pool.Kind.choices)


class ArrivalForm(forms.Form):
    """The talent takes the borrowed post."""

    id_number = forms.CharField(label="公民身份号码", max_length=30, widget=forms.TextInput({"autocomplete": "off"}))
    title = forms.CharField(label="职务（岗位）", max_length=60, required=False)
    started_on = Day(label="到岗日期")


class ReturnForm(BasisForm):
    """A borrowed post is returned by decision: on which paper, and why."""

    def given(self, unit: Unit) -> dict[str, Any]:
        """What the use case takes."""
        return {"document": self.document(unit), "reason": self.cleaned_data["reason"]}


class DecisionForm(forms.Form):
    """Words that decide."""

    opinion = text("意见", rows=2, max_length=500, required=False)
