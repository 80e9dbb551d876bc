"""Convening a meeting, and entering once what it decided about each case."""

from typing import Any

from django import forms

from approvals.meetings import Result
from approvals.models import AgendaItem, Meeting
from units.models import Region

from .parts import Day, KeyedForm, text

NO_RESULT = {"required": "请选择审议结果。"}


class ConveneForm(KeyedForm):
    """A meeting to be planned."""

    region = forms.ModelChoiceField(Region.objects.none(), label="地区", empty_label=None)
    kind = forms.ChoiceField(label="会议类型", choices=Meeting._meta.get_field("kind").choices or [])
    title = forms.CharField(label="会议名称", max_length=120)
    planned_on = Day(label="会议日期")

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = forms.ModelChoiceField(regions, label="地区", empty_label=None)
        self.order_fields(["region", "kind", "title", "planned_on"])


# The fields of the results stand in several places of the page; each names the form with which it is sent.
RESULTS = "results-form"


def _send_with_results(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        field.widget.attrs["form"] = RESULTS


class MinutesForm(KeyedForm):
    """Who chaired, who came, what was said."""

    chair = forms.CharField(label="主持人", max_length=40)
    attendees = text("出席人员", rows=2, required=False)
    body = text("纪要正文", rows=5, required=False, help_text="一行一段；各议题的审议结果由系统列在正文之后。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _send_with_results(self)


class ItemForm(forms.Form):
    """The result of one item, its words, and today's base when it has moved since the case was filed."""

    result = forms.ChoiceField(
        label="审议结果",
        choices=[("", "请选择"), *AgendaItem.Result.choices],
        error_messages=NO_RESULT,
    )
    note = text("审议意见", rows=2, required=False)
    confirmed_base = forms.CharField(label="已核对账面数变化", max_length=40, required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        kwargs["prefix"] = f"item_{item.pk}"
        super().__init__(*args, **kwargs)
        self.item = item
        _send_with_results(self)

    @property
    def outcome(self) -> Result:
        """What the use case takes."""
        return Result(self.cleaned_data["result"], self.cleaned_data["note"], self.cleaned_data["confirmed_base"])
