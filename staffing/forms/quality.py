"""Filters of data quality."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import User
from staffing.forms.forecast import AreaQuery
from staffing.models import Aspect, Owner

STATES = (("", "待整改"), ("overdue", "已超期"), ("mended", "已整改"))


class BoardQuery(AreaQuery):
    """Whose quality."""

    field_order = ["unit", "level"]

    def __init__(self, query: Mapping[str, Any], types: Any, *, user: User) -> None:
        super().__init__(query, types, user=user)
        del self.fields["type"]


class FindingQuery(BoardQuery):
    """Which findings of whom."""

    state = forms.ChoiceField(
        label="状态", choices=STATES, required=False, error_messages={"invalid_choice": "没有这种状态。"}
    )
    aspect = forms.ChoiceField(
        label="五性", choices=[("", "全部"), *Aspect.choices], required=False,
        error_messages={"invalid_choice": "五性为真实、准确、完整、及时、规范。"},
    )  # fmt: skip
    owner = forms.ChoiceField(
        label="责任方", choices=[("", "全部"), *Owner.choices], required=False,
        error_messages={"invalid_choice": "没有这个责任方。"},
    )  # fmt: skip

    field_order = ["unit", "level", "state", "aspect", "owner"]
