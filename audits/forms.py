"""The questions an inspector asks of a record's history."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.queries import LARGEST, PastDateField


class NumberForm(forms.Form):
    """Which record: the number of a unit, a case, a document or a slot."""

    q = forms.CharField(label="编号", max_length=60, help_text="机构编码、办件编号、文号或用编号，须完整。")


class PastForm(forms.Form):
    """As it was on which day."""

    on = PastDateField(label="日期")


class CompareForm(forms.Form):
    """Which two versions."""

    a = forms.IntegerField(label="版本一", min_value=1, max_value=LARGEST)
    b = forms.IntegerField(label="版本二", min_value=1, max_value=LARGEST)

    def clean(self) -> None:
        if self.cleaned_data.get("a") and self.cleaned_data.get("a") == self.cleaned_data.get("b"):
            raise ValidationError("请选择两个不同的版本。", code="same")


class TransferForm(forms.Form):
    """Which move on the ledger."""

    transfer = forms.IntegerField(label="台账变动号", min_value=1, max_value=LARGEST)
