"""How a page of units says a use case's refusal: beside the field that it is about."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def refuse(form: forms.Form, refusal: ValidationError, field_of: Mapping[str, str]) -> None:
    """Add the sentences to the form; `field_of` names the field for the code of a rule of the table."""
    parts = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, errors in parts.items():
        for error in errors:
            field = field_of.get(error.code or "", name)
            form.add_error(field if field in form.fields else None, error)
