"""A subject's part of the filing form: one form, or a head with rows that come and go."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory


class BaseRows(BaseFormSet):  # type: ignore[type-arg]  # generic in the stubs only
    """All rows may stay blank: a row counts when something was typed into it."""

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        if self.is_bound:
            return super().total_form_count()
        return min(len(self.initial or []) + self.extra, self.max_num)

    def filled(self) -> list[Any]:
        """The rows that say something, in order."""
        return [form for form in self.forms if form.has_changed()]


def rows_of(form: type[forms.Form], most: int) -> Any:
    """The formset of a row's form, with no more rows than that."""
    return formset_factory(form, formset=BaseRows, extra=0, max_num=most, absolute_max=most, validate_max=True)


def typed_rows(sent: Mapping[str, Any], prefix: str, names: Iterable[str], most: int) -> list[dict[str, Any]]:
    """The rows as they were typed, unchecked, for a form that is drawn again."""
    total = str(sent.get(f"{prefix}-TOTAL_FORMS", ""))
    count = min(int(total), most) if total.isascii() and total.isdigit() and len(total) < 6 else 0
    return [{name: sent.get(f"{prefix}-{number}-{name}", "") for name in names} for number in range(count)]


def redrawn(rows: list[dict[str, Any]], redraw: str) -> list[dict[str, Any]]:
    """The typed rows with one more (add_line), or without one (drop_line:n)."""
    if redraw == "add_line":
        return [*rows, {}]
    return [row for place, row in enumerate(rows) if redraw != f"drop_line:{place}"] or [{}]


class FormPart:
    """A record that is filled in by one form; `values` of the form is what its subject saves."""

    def __init__(self, form: Any) -> None:
        self.form = form

    def is_valid(self) -> bool:
        return bool(self.form.is_valid())

    def data(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.form.values()
        return found

    def refuse(self, field: str, sentences: list[str]) -> bool:
        if field not in self.form.fields:
            return False
        self.form.add_error(field, sentences)
        return True


class RowsPart:
    """A record of a head and rows; what is refused stands beside its row (line_n), its field, or above the form."""

    key = "lines"
    beside: Mapping[str, str] = {}  # where a refusal stands that is about no field of the head

    def __init__(self, head: Any, rows: Any) -> None:
        self.head, self.rows = head, rows

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), self.rows.is_valid()])

    def data(self) -> Mapping[str, Any]:
        return {**self.head.cleaned_data, self.key: [row.values() for row in self.rows.filled()]}

    def refuse(self, field: str, sentences: list[str]) -> bool:
        number, filled = field.removeprefix("line_"), self.rows.filled()
        if number.isdigit() and 0 < int(number) <= len(filled):
            filled[int(number) - 1].add_error(None, sentences)
        elif field in self.head.fields:
            self.head.add_error(field, sentences)
        elif field == self.key or field in self.beside:
            self.head.add_error(self.beside.get(field), sentences)
        else:
            return False
        return True
