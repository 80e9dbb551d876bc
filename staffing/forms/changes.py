"""What a unit says has changed of a person, what the office corrects, and what it says of each line of a sheet."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from accounts.queries import QueryForm
from approvals import workdays
from approvals.forms.parts import Day, KeyedForm
from staffing import facts
from staffing.forms.leadership import PaperField
from staffing.maintaining import Decision
from staffing.models import ChangeLine, Person, Posting, SheetState, Verdict


class FactsForm(forms.Form):
    """Facts of a person and their post as they are, to be typed over."""

    def __init__(self, *args: Any, person: Person, posting: Posting, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(names)
        self.order_fields(None)
        for name in self.names:
            row = person if facts.kept_in(name) is Person else posting
            self.fields[name] = _field(name)
            self.initial[name] = getattr(row, name)

    @property
    def values(self) -> dict[str, Any]:
        """The facts in the words of their columns: nothing is an empty text, or no day."""
        return {name: self.cleaned_data[name] for name in self.names}


def _field(name: str) -> forms.Field:
    column = facts.column(name)
    if column.get_internal_type() == "DateField":
        return Day(label=str(column.verbose_name), required=not column.blank)
    field = column.formfield()
    assert field is not None, "Every fact can be typed."
    if isinstance(field, forms.TypedChoiceField):
        field.error_messages["invalid_choice"] = "没有这个选项。"
    return field


class ProposalForm(FactsForm):
    """A unit's changes of one person, and the day since which they are so."""

    happened_on = Day(label="变动日期", help_text="变动发生之日，应在其后10个工作日内报送。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, names=facts.UNIT_KEEPS, **kwargs)
        self.initial.setdefault("happened_on", workdays.today())
        self.order_fields([*self.names, "happened_on"])


class CorrectionForm(FactsForm):
    """The office's corrections of one person, with their paper and reason."""

    document = PaperField(label="依据文号")
    reason = forms.CharField(label="事由", max_length=150)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        names = [*facts.OFFICE_KEEPS_OF_PERSON, *facts.OFFICE_KEEPS_OF_POSTING]
        super().__init__(*args, names=names, **kwargs)
        self.order_fields([*self.names, "document", "reason"])
        paper = self.fields["document"]
        assert isinstance(paper, PaperField)
        paper.user = user


class DecisionForm(forms.Form):
    """A verdict for each line, and a reason for what is returned."""

    everything = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Iterable[ChangeLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"line_{line.pk}"] = forms.ChoiceField(
                label="审核", choices=Verdict.choices, initial=Verdict.ACCEPTED, required=False,
                error_messages={"invalid_choice": "请选择采纳或退回。"},
            )  # fmt: skip
            self.fields[f"note_{line.pk}"] = forms.CharField(
                label="退回原因", required=False, max_length=200, widget=forms.TextInput({"placeholder": "退回原因"})
            )

    @property
    def decisions(self) -> dict[int, Decision]:
        given = self.cleaned_data
        return {line.pk: Decision(given[f"line_{line.pk}"], given[f"note_{line.pk}"]) for line in self.lines}

    def of(self, line: ChangeLine) -> tuple[Any, Any]:
        """The two fields of a line."""
        return self[f"line_{line.pk}"], self[f"note_{line.pk}"]


class SheetQuery(QueryForm):
    """Which sheets."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部状态"), *SheetState.choices],
        error_messages={"invalid_choice": "没有这个状态。"},
    )  # fmt: skip


class NumberForm(KeyedForm):
    """The right ID number of a person, with the office's paper and reason."""

    number = forms.CharField(
        label="正确的公民身份号码", max_length=18, widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"})
    )
    document = PaperField(label="依据文号", help_text="已登记或印发的文件。")
    reason = forms.CharField(label="事由", max_length=150, help_text="如：公安机关更正户口登记。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper = self.fields["document"]
        assert isinstance(paper, PaperField)
        paper.user = user
