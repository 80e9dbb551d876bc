"""The form with which a file is sent."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.queries import PastDateField
from approvals import workdays
from approvals.models import Document
from approvals.pickers import issued_document
from staffing.imports.policies import offices_of
from units.models import Region


class ImportForm(forms.Form):
    """For which office, on which paper, as of which day, and the file."""

    region = forms.ModelChoiceField(
        label="编办所在地区", queryset=Region.objects.none(), empty_label=None,
        error_messages={"invalid_choice": "您不在这个地区的编办工作。", "required": "请选择地区。"},
    )  # fmt: skip
    started_on = PastDateField(label="登记日期", help_text="账上从这一天起计为实有，一般为建账基准日。")
    document = forms.CharField(label="依据文号", max_length=60, help_text="已登记或印发的文件，如：澜编〔2026〕3号。")
    reason = forms.CharField(label="事由", max_length=200, initial="建账登记")
    file = forms.FileField(
        label="填好的模板（.xlsx）", widget=forms.ClearableFileInput({"accept": ".xlsx"}), max_length=200,
        error_messages={
            "required": "请选择文件。", "empty": "文件是空的，请重新选择。", "missing": "请选择文件。",
            "max_length": "文件名过长，请缩短后上传。", "invalid": "没有收到文件，请重新选择。",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("started_on", workdays.today())
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Region.objects.filter(pk__in=offices_of(user), has_office=True).order_by("prefix")

    def clean_document(self) -> Document:
        return issued_document(self.user, self.cleaned_data["document"])
