"""Filters of the forecast, saved in the address."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import User
from accounts.queries import PastDateField
from approvals import workdays
from approvals.pickers import UnitField
from quotas.forms import TypedQuery
from quotas.models import QuotaType
from units.models import Unit

LEVELS = [("", "含下级和所属单位"), ("own", "本级、本单位")]


class AreaQuery(TypedQuery):
    """Whose people, of which type; the region is part of the address that the view looks up."""

    region = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = UnitField(label="单位或主管部门", required=False)
    level = forms.ChoiceField(
        label="范围", choices=LEVELS, required=False, error_messages={"invalid_choice": "没有这个范围。"}
    )

    field_order = ["unit", "level", "type"]

    def __init__(self, query: Mapping[str, Any], types: Sequence[QuotaType], *, user: User) -> None:
        super().__init__(query, types)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = Unit.objects.visible_to(user).select_related("region")


class HeadcountQuery(AreaQuery):
    """Whose people on which day."""

    as_of = PastDateField(label="截至日期")

    field_order = ["unit", "level", "type", "as_of"]

    def defaults(self) -> dict[str, Any]:
        return {"as_of": workdays.today().isoformat()}


class MonthField(forms.CharField):
    """A month as 2027-03, given back as its first day."""

    MESSAGE = "月份应写作2027-03。"

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text):
            raise forms.ValidationError(self.MESSAGE, code="month")
        return dt.date.fromisoformat(f"{text}-01")


class TurnoverQuery(AreaQuery):
    """Who came and left in which month."""

    month = MonthField(label="月份")

    field_order = ["month", "unit", "level", "type"]

    def defaults(self) -> dict[str, Any]:
        return {"month": f"{workdays.today():%Y-%m}"}

    def clean_month(self) -> dt.date:
        month: dt.date = self.cleaned_data["month"]
        if month > workdays.today():
            raise forms.ValidationError("月份不能晚于本月。", code="future")
        return month


class RetiringQuery(AreaQuery):
    """Who goes in a month: by statute, or as early as the law lets."""

    month = MonthField(label="月份")
    by = forms.ChoiceField(
        label="口径", choices=[("", "预计退休"), ("early", "弹性提前")], required=False,
        error_messages={"invalid_choice": "没有这种口径。"},
    )  # fmt: skip

    field_order = ["month", "by", "unit", "level", "type"]
