"""Appointing a deputy (代行职责)."""

from typing import Any

from django import forms

from accounts.models import User

from .parts import Day, KeyedForm


class DeputyForm(KeyedForm):
    """Who acts for whom, from when to when."""

    principal = forms.ModelChoiceField(User.objects.none(), label="委托人", empty_label=None)
    deputy = forms.ModelChoiceField(User.objects.none(), label="代行人", empty_label="请选择")
    starts_on = Day(label="开始日期")
    ends_on = Day(label="结束日期")
    note = forms.CharField(label="事由", max_length=120, required=False, help_text="如：出差、学习、休假。")

    def __init__(self, *args: Any, principals: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["principal"] = forms.ModelChoiceField(principals, label="委托人", empty_label=None)
        self.fields["deputy"] = forms.ModelChoiceField(colleagues, label="代行人", empty_label="请选择")
        self.order_fields(["principal", "deputy", "starts_on", "ends_on", "note"])
