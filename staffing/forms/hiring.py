"""Filters of plans and slots, saved in the address, and the reason for cancelling a slot."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet

from approvals import workdays
from approvals.forms.parts import text
from staffing.models import Channel, Slot, SlotState
from staffing.models.slot import ALIVE

from .forecast import AreaQuery

ALIVE_KEY = "alive"
STATES = [("", "全部"), (ALIVE_KEY, "有效（待使用、待空编）"), *SlotState.choices]
TERMS = [("", "不限"), ("30", "30天内到期"), ("90", "90天内到期"), ("180", "180天内到期")]
SORTS = [("", "核准时间从近到远"), ("expires", "到期时间从近到远")]


class YearField(forms.IntegerField):
    """A year of this century, as a filter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="年度", min_value=2000, max_value=2100, **kwargs)


class PlanQuery(AreaQuery):
    """The plans of a year and an area."""

    year = YearField()

    field_order = ["year", "unit", "level", "type"]

    def defaults(self) -> dict[str, Any]:
        return {"year": workdays.today().year}


class SlotQuery(AreaQuery):
    """Which slots to list, and in which order."""

    q = forms.CharField(
        label="用编号",
        required=False,
        max_length=12,
        widget=forms.TextInput({"type": "search", "placeholder": "N2026…"}),
    )
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    channel = forms.ChoiceField(label="进入方式", choices=[("", "全部"), *Channel.choices], required=False)
    year = YearField(required=False)
    within = forms.ChoiceField(label="到期", choices=TERMS, required=False)
    sort = forms.ChoiceField(label="排序", choices=SORTS, required=False)

    field_order = ["q", "unit", "level", "type", "channel", "state", "year", "within", "sort"]

    def narrow(self, slots: QuerySet[Slot]) -> QuerySet[Slot]:
        """The slots that meet the given filters; those about to lapse are still alive."""
        given = self.cleaned_data
        if words := given["q"].strip():
            slots = slots.filter(number__startswith=words)
        if given["state"] == ALIVE_KEY:
            slots = slots.filter(state__in=ALIVE)
        elif given["state"]:
            slots = slots.filter(state=given["state"])
        if given["channel"]:
            slots = slots.filter(channel=given["channel"])
        if year := given["year"]:
            slots = slots.filter(issued_on__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        if given["within"]:
            until = workdays.today() + dt.timedelta(days=int(given["within"]))
            slots = slots.filter(state__in=ALIVE, expires_on__lte=until)
        return slots


class CancelForm(forms.Form):
    """Why a slot is given back."""

    reason = text("事由", rows=2, max_length=200)
