"""Filters of the log of reading personal data."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import PersonalDataReading
from accounts.queries import PastDateField, QueryForm


class ReadingQuery(QueryForm):
    """Whose data, read by whom, between which days."""

    person = forms.CharField(label="被查阅人", required=False, max_length=50)
    reader = forms.CharField(label="查阅人", required=False, max_length=50)
    since = PastDateField(label="自", required=False)
    until = PastDateField(label="至", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            raise ValidationError({"until": "截止日期不能早于起始日期。"}, code="order")
        return given

    def narrow(self, rows: QuerySet[PersonalDataReading]) -> QuerySet[PersonalDataReading]:
        """The readings that fit."""
        given = self.cleaned_data
        wanted = {
            "subject_name__startswith": given["person"], "reader_name__startswith": given["reader"],
            "read_at__date__gte": given["since"], "read_at__date__lte": given["until"],
        }  # fmt: skip
        return rows.filter(**{name: value for name, value in wanted.items() if value})

    @property
    def words(self) -> str:
        """What is looked for, as the log keeps it."""
        told = (f"{self.fields[name].label}：{value}" for name, value in self.cleaned_data.items() if value)
        return "监督检查" + "".join(f"；{each}" for each in told)
