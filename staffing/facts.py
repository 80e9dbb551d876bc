"""What is known of a person beside name and ID number, and of the post: the fields that an enrolment may bring."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
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
REMEMBERED = 4096


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
        # The type tells 1 from true, which are equal; a list from the API is nothing that could be looked up.
        is_plain = isinstance(value, str | int | dt.date)
        if said := _kept_refusal(name, value, type(value).__name__) if is_plain else _refusal(name, value):
            wrong[name] = list(said)
    return wrong


@lru_cache(maxsize=REMEMBERED)
def _kept_refusal(name: str, value: Any, kind: str) -> tuple[str, ...]:
    """The same facts are brought by person after person."""
    return _refusal(name, value)


def _refusal(name: str, value: Any) -> tuple[str, ...]:
    """What the column says of a value that it would not take."""
    field = field_of(name)
    try:
        field.clean(value, None)
    except ValidationError as refusal:
        return tuple(f"{field.verbose_name}：{message}" for message in refusal.messages)
    return ()


# What a unit keeps up to date by itself, on a change sheet; all else is locked (DOMAIN §1.2): the office changes it, or
# enrolment, release and appointment do.
UNIT_KEEPS_OF_PERSON = (
    "ethnicity", "native_place", "political_status", "party_joined_on", "education", "degree", "school", "major",
    "graduated_on", "technical_title", "phone",
)  # fmt: skip
UNIT_KEEPS_OF_POSTING = ("title", "title_since", "civil_rank")
UNIT_KEEPS = UNIT_KEEPS_OF_PERSON + UNIT_KEEPS_OF_POSTING
OFFICE_KEEPS_OF_PERSON = ("name", *OF_PERSON)
OFFICE_KEEPS_OF_POSTING = ("title", *OF_POSTING)
KEPT = frozenset((*OFFICE_KEEPS_OF_PERSON, *OFFICE_KEEPS_OF_POSTING))


def kept_in(name: str) -> "type[Person] | type[Posting]":
    """Which table keeps a fact."""
    return Person if name in OFFICE_KEEPS_OF_PERSON else Posting


def column(name: str) -> "models.Field[Any, Any]":
    """The column of any fact that somebody keeps, title and name among them."""
    return kept_in(name)._meta.get_field(name)  # type: ignore[return-value]


def typed(name: str, value: Any) -> Any:
    """A fact that came as text or nothing, in the type of its column; ValidationError with a sentence."""
    if name not in KEPT:
        raise ValidationError(f"没有“{name[:40]}”这一项信息。", code="unknown_fact")
    return column(name).clean("" if value is None and not column(name).null else value, None)


def stored(value: Any) -> Any:
    """A fact as a change sheet keeps it: text, number, truth or nothing; days by ISO 8601."""
    return value.isoformat() if isinstance(value, dt.date) else value


def told(name: str, value: Any) -> str:
    """A stored fact in words."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(column(name).flatchoices).get(value, value))
