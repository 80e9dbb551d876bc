"""Registering a paper of another body (来文)."""

from typing import Any

from django import forms

from units.models import Region

from .parts import Day, KeyedForm, text


class IncomingForm(KeyedForm):
    """The four things every paper has, and its text if it is at hand."""

    region = forms.ModelChoiceField(Region.objects.none(), label="登记地区", empty_label=None)
    title = forms.CharField(label="文件名称", max_length=200)
    issuer = forms.CharField(label="发文机关", max_length=120)
    number = forms.CharField(label="文号", max_length=60, help_text="如：省编〔2026〕1号")
    issued_on = Day(label="印发日期")
    body = text("内容摘要", rows=5, required=False)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = forms.ModelChoiceField(regions, label="登记地区", empty_label=None)
        self.order_fields(["region", "title", "issuer", "number", "issued_on", "body"])
