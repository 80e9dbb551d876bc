"""Parts that several forms share: long texts, dates, the key that makes a second sending harmless, and refusals."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from accounts.queries import EARLIEST, NO_DATE

LONGEST = 5000
LATEST = dt.date(2199, 12, 31)


def text(label: str, *, rows: int = 4, max_length: int = LONGEST, **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea({"rows": rows, "class": "is-free"})
    return forms.CharField(label=label, max_length=max_length, widget=widget, **kwargs)


class Day(forms.DateField):
    """A day an office can mean, so that a term counted from it stays in the calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        words = {"invalid": NO_DATE, "required": NO_DATE}
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=words, **kwargs)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise ValidationError(f"日期须在{EARLIEST:%Y年}至{LATEST:%Y年}之间。", code="out_of_time")


class KeyedForm(forms.Form):
    """A form whose hidden key lets the server see that it was sent twice."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4().hex)


def refuse(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Show a use case's refusal beside the form's fields; what is about none of them stands above the form."""
    for field, sentences in by_field(refusal):
        form.add_error(field if field in form.fields else None, sentences)


def by_field(refusal: ValidationError) -> Iterable[tuple[str, list[str]]]:
    """The sentences of a refusal with the name of the field they are about, empty for none."""
    if not hasattr(refusal, "error_dict"):
        return [("", refusal.messages)]
    return [("" if field == NON_FIELD_ERRORS else field, messages) for field, messages in refusal.message_dict.items()]
