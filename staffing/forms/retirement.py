"""The month of flexible retirement that a person chose, and taking it back."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from approvals import workdays
from approvals.forms.parts import Day, KeyedForm
from staffing.forms.leadership import PaperField
from staffing.models import Person
from staffing.retirement import Retirement, retirement, shifted

NO_MONTH = "请选择退休月份。"


class OnPaperForm(KeyedForm):
    """An act of the office on a person, on an issued paper."""

    document = PaperField(label="依据文号", help_text="已登记或印发的文件，如人社部门核定的告知书、协议。")
    reason = forms.CharField(label="事由", max_length=150)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper = self.fields["document"]
        assert isinstance(paper, PaperField)
        paper.user = user


class ChoiceForm(OnPaperForm):
    """Which month, of those that the law leaves to the person."""

    agreed_on = Day(label="告知（约定）日期", help_text="提前退休为书面告知单位之日，延迟退休为与单位书面明确之日。")
    is_approved = forms.BooleanField(
        label="经有权机关批准", required=False, help_text="公务员、领导人员到龄应当及时退休，经批准延迟的勾选。"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = retirement(person.retirement_category, person.birth_date)
        self.months = months_of(law)
        words = {"required": NO_MONTH, "invalid_choice": NO_MONTH}
        self.fields["month"] = forms.ChoiceField(label="退休月份", choices=_choices(law), error_messages=words)
        self.order_fields(["month", "agreed_on", "is_approved", "document", "reason"])
        self.initial.setdefault("agreed_on", workdays.today())
        if person.chosen_month is not None:
            self.initial["month"] = person.chosen_month.isoformat()

    def clean_month(self) -> dt.date:
        chosen = next((m for m in self.months if m.isoformat() == self.cleaned_data["month"]), None)
        if chosen is None:
            raise ValidationError(NO_MONTH, code="month")
        return chosen


def months_of(law: Retirement) -> list[dt.date]:
    """Every month that may be chosen, in order; none where the old rule applies."""
    if law.earliest is None or law.latest is None:
        return []
    span = (law.latest.year - law.earliest.year) * 12 + law.latest.month - law.earliest.month
    return [month for month in (shifted(law.earliest, n) for n in range(span + 1)) if month != law.month]


def _choices(law: Retirement) -> list[Any]:
    """The months in two groups, each with how far it is from the statutory one."""
    early = [(m.isoformat(), f"{m:%Y年%-m月}（提前{_apart(law, m)}个月）") for m in months_of(law) if m < law.month]
    late = [(m.isoformat(), f"{m:%Y年%-m月}（延迟{_apart(law, m)}个月）") for m in months_of(law) if m > law.month]
    return [("", "请选择"), ("弹性提前", early), ("弹性延迟", late)]


def _apart(law: Retirement, month: dt.date) -> int:
    return abs((month.year - law.month.year) * 12 + month.month - law.month.month)
