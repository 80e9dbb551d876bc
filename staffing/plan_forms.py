"""The hiring plan as a form: for which year, until when, on which letter; its lines, and what units can plan with."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import User
from approvals import policies, workdays
from approvals.forms.parts import Day
from approvals.forms.rows import rows_of
from approvals.pickers import UnitField
from quotas.models import QuotaType
from quotas.request_forms import grouped_types
from staffing import vacancies
from staffing.models import MOST_HEADS, Channel
from staffing.planning import MAX_LINES
from staffing.vacancies import Outlook
from units.mandates import scope_of
from units.models import Unit

BLANK_LINES = 3
MOST_UNITS = 100


class PlanHead(forms.Form):
    """Year, expiry, the letter that brought it, whom to ask."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    expires_on = Day(label="有效期至", help_text="到期未使用的用编号自动失效。")
    letter_number = forms.CharField(label="来文文号", max_length=60, required=False)
    letter_title = forms.CharField(label="来文名称", max_length=200, required=False)
    letter_on = Day(label="来文日期", required=False)
    department_opinion = forms.CharField(label="主管部门意见", max_length=200, required=False)
    contact = forms.CharField(label="联系人", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = workdays.today()
        self.initial.setdefault("year", today.year)
        self.initial.setdefault("expires_on", dt.date(today.year, 12, 31))


class PlanLineForm(forms.Form):
    """So many heads of one type for one unit, by one channel."""

    unit = UnitField(label="用编单位")
    quota_type = forms.ChoiceField(label="编制类型")
    channel = forms.ChoiceField(label="进入方式", choices=[("", "请选择"), *Channel.choices])
    planned_count = forms.IntegerField(label="计划数", min_value=1, max_value=MOST_HEADS)
    one_out_one_in = forms.BooleanField(label="出一进一", required=False)
    for_grass_roots = forms.BooleanField(label="街镇等基层", required=False)
    post = forms.CharField(label="岗位", max_length=60, required=False)
    qualification = forms.CharField(label="学历、专业等资格条件", max_length=120, required=False)
    purpose = forms.CharField(label="编制用途", max_length=200, required=False)

    def __init__(self, *args: Any, choices: "PlanChoices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.fields["unit"].units = choices.units  # type: ignore[attr-defined]
        self.fields["quota_type"] = forms.ChoiceField(label="编制类型", choices=[("", "请选择"), *choices.types])
        self.order_fields(list(PlanLineForm.base_fields))
        for name in ("post", "qualification", "purpose"):
            self.fields[name].widget.attrs["placeholder"] = str(self.fields[name].label)

    def values(self) -> dict[str, Any]:
        """The line as the use case takes it."""
        return {**self.cleaned_data, "quota_type": self.choices.by_code[self.cleaned_data["quota_type"]]}


class PlanChoices:
    """What every line may choose from, and how the user's own units stand; read once for all lines."""

    def __init__(self, user: User, year: int, named: Sequence[Unit] = ()) -> None:
        self.units = policies.nameable_units(user)
        kinds = QuotaType.objects.filter(family=QuotaType.Family.POST, is_active=True).select_related("parent")
        self.by_code = {kind.code: kind for kind in kinds if not kind.is_group}
        self.types = grouped_types(list(self.by_code.values()))
        own = Unit.objects.active().filter(scope_of(user).as_own_condition()).select_related("region")
        seen = [*own.order_by("region", "position", "number")[:MOST_UNITS], *named]
        self.outlook = vacancies.outlook(list({unit.pk: unit for unit in seen}.values()), year)


def proposed(outlook: Sequence[Outlook]) -> list[dict[str, Any]]:
    """A line for every type with a vacant post, and one in turn (出一进一) where all are taken and somebody leaves."""
    rows = [(each, each.vacant or each.to_come) for each in outlook if not each.over]
    return [_line(each, heads) for each, heads in rows if heads][:MAX_LINES]


def _line(each: Outlook, heads: int) -> dict[str, Any]:
    return {
        "unit": each.unit,
        "quota_type": each.quota_type.code,
        "channel": vacancies.usual_channel(each.unit, each.quota_type),
        "planned_count": min(heads, MOST_HEADS),
        "one_out_one_in": not each.vacant,
        "for_grass_roots": vacancies.is_grass_roots(each.unit),
    }


PlanLines = rows_of(PlanLineForm, MAX_LINES)


def year_of(sent: Mapping[str, Any]) -> int:
    """The year that was typed, or this one."""
    text = str(sent.get("year", ""))
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100 else workdays.today().year
