"""What a page of units makes of a form: the deed, or the refusal beside the field that it is about."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

T = TypeVar("T")


def carried_out(form: forms.Form, act: Callable[[], T], field_of: Mapping[str, str]) -> T | None:
    """What the act made of the form; None where it cannot be read or was refused, and the form says why."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return act()
    except ValidationError as refusal:
        _refuse(form, refusal, field_of)
        return None


def _refuse(form: forms.Form, refusal: ValidationError, field_of: Mapping[str, str]) -> None:
    """Add the sentences to the form; `field_of` names the field for the code of a rule of the table."""
    parts = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, errors in parts.items():
        for error in errors:
            field = field_of.get(error.code or "", name)
            form.add_error(field if field in form.fields else None, error)
