"""Filters of the page of units."""

from django import forms
from django.db.models import QuerySet

from accounts.queries import QueryForm
from units.models import Category, Unit


class UnitQuery(QueryForm):
    """Search and filters; with none of them the page is the tree."""

    STATES = [("", "在册"), ("abolished", "已撤销"), ("all", "在册和已撤销")]

    q = forms.CharField(
        label="机构名称、简称、编码", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "最多输入100个字。"},
    )  # fmt: skip
    category = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部类别"), *Category.choices],
        error_messages={"invalid_choice": "没有这个类别。"},
    )  # fmt: skip
    state = forms.ChoiceField(
        label="状态", required=False, choices=STATES, error_messages={"invalid_choice": "没有这个状态。"}
    )

    @property
    def is_search(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def narrow(self, units: QuerySet[Unit]) -> QuerySet[Unit]:
        """The units that match a valid form."""
        text, category = self.cleaned_data["q"], self.cleaned_data["category"]
        if self.cleaned_data["state"] == "abolished":
            units = Unit.objects.abolished() & units
        elif not self.cleaned_data["state"]:
            units = Unit.objects.active() & units
        if text:
            units = Unit.objects.matching(text) & units
        return units.filter(category=category) if category else units
