"""Filters of a page, read from its address: what is missing takes its default, what is wrong is said at its field."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

# Before the People's Republic no office of today has decided anything.
EARLIEST = dt.date(1949, 10, 1)
# The largest number that the database keeps as a key.
LARGEST = 2**63 - 1
NO_DATE = "请输入日期，如2026-03-01。"
NO_MOMENT = "请输入日期和时间，如2026-03-01 12:00。"


class QueryForm(forms.Form):
    """A GET form that is always bound; blank fields take the value of `defaults`."""

    def __init__(self, query: Mapping[str, Any], **kwargs: Any) -> None:
        given = {name: value for name, value in query.items() if isinstance(value, str) and value.strip()}
        super().__init__({**self.defaults(), **given}, **kwargs)

    def defaults(self) -> dict[str, Any]:
        """Values by the name they have in the address."""
        return {}


class PastDateField(forms.DateField):
    """A day from 1949 to today."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        messages = {"invalid": NO_DATE, "required": NO_DATE}
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=messages, **kwargs)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None:
            require_past(value)


class PastMomentField(forms.DateTimeField):
    """A moment from 1949 to now; a bare date is its first minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, error_messages={"invalid": NO_MOMENT}, **kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise ValidationError(NO_MOMENT, code="invalid") from error

    def validate(self, value: dt.datetime | None) -> None:
        super().validate(value)
        if value is not None:
            require_past(value.date())


def require_past(day: dt.date) -> None:
    """Refuses a day before 1949 or after today, in words."""
    if day < EARLIEST:
        raise ValidationError(f"日期不能早于{EARLIEST}。", code="too_early")
    if day > timezone.localdate():
        raise ValidationError("日期不能晚于今天。", code="future")


def key_in(text: str) -> int:
    """The key that a text of an address or a form names; 0, which no row has, where it names none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if number <= LARGEST else 0


def sentences_of(form: forms.BaseForm) -> list[str]:
    """What is wrong with a form, for where there is no field to say it beside."""
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]
