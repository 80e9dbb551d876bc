"""Filters of the page of units, and the forms of its internal divisions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.queries import PastDateField, QueryForm
from units.divisions import FIELDS
from units.models import Category, Unit
from units.models.division import DivisionKind

LARGEST = 9999


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


def _count(label: str) -> forms.IntegerField:
    words = {"required": "请填写人数，没有填0。", "invalid": "请填写整数。"}
    return forms.IntegerField(
        label=label, min_value=0, max_value=LARGEST, initial=0, error_messages=words,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )  # fmt: skip


class DocumentForm(forms.Form):
    """What every change of a division rests on."""

    document_number = forms.CharField(
        label="批准文号", max_length=100, error_messages={"required": "须注明批准文号。"},
        help_text="批准这次调整的文件，如某编办〔2026〕12号。",
    )  # fmt: skip


class DivisionForm(DocumentForm):
    """A division: name, kind, posts and leadership posts."""

    name = forms.CharField(label="名称", max_length=60, error_messages={"required": "请填写名称。"})
    kind = forms.ChoiceField(label="类别", choices=DivisionKind.choices)
    post_count = _count("编制数")
    position = forms.IntegerField(label="排序", min_value=0, max_value=LARGEST, initial=0, help_text="从小到大排列。")
    chief_count = _count("正职数")
    deputy_count = _count("副职数")
    field_order = [*FIELDS, "document_number"]

    def given(self) -> dict[str, Any]:
        """What the use case takes."""
        fields = {name: self.cleaned_data[name] for name in FIELDS}
        return {"fields": fields, "document_number": self.cleaned_data["document_number"]}


class AbolitionForm(DocumentForm):
    """The last day of a division."""

    on = PastDateField(label="撤销日期", initial=timezone.localdate)
    field_order = ["on", "document_number"]
