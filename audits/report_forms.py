"""What the director says when a return is announced or withdrawn."""

from django import forms

from accounts.queries import PastDateField
from audits.models import PeriodReport
from quotas.forms import PeriodForm


class AnnounceForm(PeriodForm):
    """Which month or year of which region, and when writing rests."""

    ends_on = PastDateField(label="期末", help_text="该日所在的月份（月报）或年度（年报）。")
    kind = forms.ChoiceField(label="报表", choices=PeriodReport.Kind)
    starts_at = forms.DateTimeField(
        label="暂停开始", required=False, help_text="留空即刻开始；已结账的期间无须暂停。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], error_messages={"invalid": "请按 2026-11-30 18:00 填写。"},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="暂停时长（分钟）", min_value=1, max_value=120, initial=30,
        error_messages={"min_value": "暂停时长须为1至120分钟。", "max_value": "暂停时长须为1至120分钟。"},
    )  # fmt: skip

    field_order = ("region", "kind", "ends_on", "starts_at", "minutes")


class WithdrawForm(forms.Form):
    """Why a return is given up."""

    reason = forms.CharField(label="撤回事由", max_length=120)
