"""What is known of a person beside name and ID number, and of the post: the fields that an enrolment may bring."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models

from staffing.models import Person, Posting
from units.models import InternalDivision

OF_PERSON = (
    "retirement_category", "ethnicity", "native_place", "political_status", "party_joined_on", "work_started_on",
    "education", "degree", "school", "major", "graduated_on", "technical_title", "is_civil_servant", "phone",
)  # fmt: skip
OF_POSTING = (
    "title_since", "enrolled_on", "entry_way", "came_from", "entered_unit_on", "staff_class", "post_category",
    "rank_level", "civil_rank",
)  # fmt: skip


class NewPerson(NamedTuple):
    """Somebody to enrol; sex and birth date come from the ID number, `facts` are fields of person and posting."""

    name: str
    id_number: str
    title: str = ""
    division: InternalDivision | None = None
    facts: Mapping[str, Any] = {}

    def of_person(self) -> dict[str, Any]:
        return {name: self.facts[name] for name in OF_PERSON if name in self.facts}

    def of_posting(self) -> dict[str, Any]:
        return {name: self.facts[name] for name in OF_POSTING if name in self.facts}


def field_of(name: str) -> "models.Field[Any, Any]":
    """The column that keeps a fact; KeyError for anything that is not one."""
    if name in OF_PERSON:
        return Person._meta.get_field(name)  # type: ignore[return-value]
    if name in OF_POSTING:
        return Posting._meta.get_field(name)  # type: ignore[return-value]
    raise KeyError(name)


def refused_facts(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Field → sentences for every fact that its column would not take; empty when all are well."""
    wrong: dict[str, list[str]] = {}
    for name, value in facts.items():
        field = field_of(name)
        try:
            field.clean(value, None)
        except ValidationError as refusal:
            wrong[name] = [f"{field.verbose_name}：{message}" for message in refusal.messages]
    return wrong
