"""Filters of the pages about quota, and the forms for exceptions and closing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import PastDateField, PastMomentField, QueryForm
from approvals import workdays
from approvals.models import Document
from approvals.pickers import UnitField, issued_document
from quotas import policies
from quotas.models import QuotaType
from quotas.reports import SORTS
from units.models import Region, Unit

Family = QuotaType.Family
FAMILIES = (Family.POST, Family.LEADERSHIP, Family.BODY, Family.CONTRACT)
UNKNOWN_TYPE = "没有这个编制类型。"
SORT_LABELS = {"approved": "核定", "occupied": "实有", "locked": "锁定", "vacant": "空编", "over": "超编"}
SORT_CHOICES = [("", "机构编码"), *((key, f"{SORT_LABELS[key]}从多到少") for key in SORTS)]


def type_choices(types: Sequence[QuotaType]) -> list[tuple[str, str]]:
    """The types with the sums of their groups, indented as a tree."""
    depth: dict[int | None, int] = {None: -1}
    for kind in types:
        depth[kind.pk] = depth.get(kind.parent_id, -1) + 1
    return [("", "全部类型"), *((kind.code, "　" * depth[kind.pk] + kind.name) for kind in types)]


class TypedQuery(QueryForm):
    """A filter by type among the given ones."""

    type = forms.ChoiceField(label="编制类型", required=False, error_messages={"invalid_choice": UNKNOWN_TYPE})

    def __init__(self, query: Mapping[str, Any], types: Sequence[QuotaType], **kwargs: Any) -> None:
        super().__init__(query, **kwargs)
        self.types = types
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = type_choices(types)

    @property
    def chosen(self) -> QuotaType | None:
        code = self.cleaned_data.get("type")
        return next((kind for kind in self.types if kind.code == code), None)


class OverviewQuery(TypedQuery):
    """Family, type and day of the overview; the region is part of the address that the view looks up."""

    region = forms.CharField(required=False, widget=forms.HiddenInput)
    family = forms.ChoiceField(
        label="类别", required=False, choices=Family.choices, widget=forms.HiddenInput,
        error_messages={"invalid_choice": "没有这个类别。"},
    )  # fmt: skip
    as_of = PastDateField(label="截至日期")

    field_order = ["type", "as_of"]

    def __init__(self, query: Mapping[str, Any], types: Sequence[QuotaType]) -> None:
        given = query.get("family")
        self.of_family = Family(given) if given in Family.values else Family.POST
        super().__init__(query, [kind for kind in types if kind.family == self.of_family])

    def defaults(self) -> dict[str, Any]:
        return {"family": str(self.of_family), "as_of": workdays.today().isoformat()}


class UnitsQuery(OverviewQuery):
    """The overview's filters with the order of the units."""

    LEVELS = [("", "含下级"), ("own", "本级")]
    level = forms.ChoiceField(
        label="范围", choices=LEVELS, required=False, error_messages={"invalid_choice": "没有这个范围。"}
    )
    sort = forms.ChoiceField(
        label="排序", required=False, error_messages={"invalid_choice": "不能按这一项排序。"},
        choices=SORT_CHOICES,
    )  # fmt: skip

    field_order = ["type", "level", "sort", "as_of"]


class StatementQuery(TypedQuery):
    """The two days of a statement, the type, and the moment as known at which it is read."""

    of = forms.ChoiceField(
        choices=[("", "储备和周转池"), ("total", "地区总量"), ("own", "本级总量")], required=False,
        widget=forms.HiddenInput, error_messages={"invalid_choice": "没有这种台账。"},
    )  # fmt: skip
    start = PastDateField(label="起始日期")
    end = PastDateField(label="截止日期")
    known_at = PastMomentField(label="按当时所知", required=False)

    field_order = ["type", "start", "end", "known_at"]

    def add_prefix(self, field_name: str) -> str:
        """In the address the two days are called as people call them, which Python does not allow."""
        return {"start": "from", "end": "to"}.get(field_name, field_name)

    def defaults(self) -> dict[str, Any]:
        return {"to": workdays.today().isoformat()}

    def __init__(self, query: Mapping[str, Any], types: Sequence[QuotaType]) -> None:
        super().__init__(query, types)
        assert isinstance(self.data, dict), "A query form is bound to a dictionary."
        self.data.setdefault("from", f"{self.data['to'][:4]}-01-01")

    def clean(self) -> None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and start > end:
            self.add_error("end", ValidationError("截止日期不能早于起始日期。", code="order"))


class ExceptionForm(forms.Form):
    """Who may be kept above the cap, how many, until when, by whose authority and on which paper."""

    unit = UnitField(label="单位")
    quota_type = forms.ModelChoiceField(
        label="编制类型", queryset=QuotaType.objects.filter(is_group=False, is_active=True).order_by("position"),
        error_messages={"invalid_choice": UNKNOWN_TYPE}, empty_label="请选择",
    )  # fmt: skip
    people_count = forms.IntegerField(label="人数", min_value=1, max_value=100_000)
    ends_on = forms.DateField(label="截止日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    authority = forms.CharField(label="批准机关", max_length=120)
    document = forms.CharField(label="依据文号", max_length=60, help_text="已登记或印发的文件，如：澜编〔2026〕3号。")
    reason = forms.CharField(label="原因", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["unit"]
        assert isinstance(field, UnitField)
        field.units = Unit.objects.active().visible_to(user)

    def clean_document(self) -> Document:
        return issued_document(self.user, self.cleaned_data["document"])


class PeriodForm(forms.Form):
    """Which region's books are closed to the end of which day."""

    region = forms.ModelChoiceField(
        label="地区", queryset=Region.objects.none(), empty_label=None,
        error_messages={"invalid_choice": "没有这个地区的结账权限。"},
    )  # fmt: skip
    ends_on = PastDateField(label="结账到")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = policies.regions_to_close(user)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = regions
        self.initial.setdefault("region", regions.first())
        self.initial.setdefault("ends_on", last_month_end(workdays.today()))


def last_month_end(today: dt.date) -> dt.date:
    """The last day of the month before."""
    return today.replace(day=1) - dt.timedelta(days=1)
