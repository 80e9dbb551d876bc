"""Parameters of rules: what an office may set by a document, within which bounds, and which value is in force."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length

from approvals.models import RuleParameter
from units.models import Region

INVALID = "parameter"


class Values(Protocol):
    """The values a parameter may have: read from what somebody typed, held against what is stored, shown in words."""

    @property
    def help(self) -> str: ...

    def read(self, text: str) -> Any: ...

    def ensure(self, value: Any) -> Any: ...

    def show(self, value: Any) -> str: ...


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both allowed."""

    minimum: int
    maximum: int

    @property
    def help(self) -> str:
        return f"{self.minimum}至{self.maximum}的整数"

    def read(self, text: str) -> int:
        return self.ensure(int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip(), re.ASCII) else text)

    def ensure(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.minimum <= value <= self.maximum:
            raise ValidationError(f"取值须为{self.help}。", code=INVALID)
        return value

    def show(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True)
class Chosen:
    """One or more of some words, or exactly one: stored as their codes, typed and shown as the words themselves."""

    words: Mapping[str, str]
    only_one: bool = False

    @property
    def help(self) -> str:
        return f"{'、'.join(self.words.values())}中的一项" + ("" if self.only_one else "或几项，以顿号分隔")

    def read(self, text: str) -> list[str]:
        codes = {word: code for code, word in self.words.items()}
        return self.ensure([codes.get(word, word) for word in re.split(r"[、，,；;\s]+", text.strip())])

    def ensure(self, value: Any) -> list[str]:
        known = isinstance(value, list) and all(isinstance(code, str) and code in self.words for code in value)
        if not known or not value or len(set(value)) < len(value) or (self.only_one and len(value) > 1):
            raise ValidationError(f"取值须为{self.help}。", code=INVALID)
        return list(value)

    def show(self, value: Any) -> str:
        return "、".join(self.words.get(code, str(code)) for code in value)


@dataclass(frozen=True)
class Parameter:
    """A value of a rule that an office may set by a document: its name, what it means, its bounds and its default."""

    name: str
    label: str
    default: Any
    values: Values

    @property
    def default_text(self) -> str:
        return self.values.show(self.default)

    def shown(self, value: Any) -> str:
        """A stored value in words; one that it cannot have, as it is stored."""
        try:
            return self.values.show(self.values.ensure(value))
        except ValidationError:
            return str(value)

    def in_force(self, rule: str, *, region: Region, on: dt.date) -> Any:
        """The value for the region on the date: the nearest region's, then the newest; else the default.

        ValidationError when somebody got a value past every form that the parameter cannot have.
        """
        return self.value_of(rule, _settings(region, on).filter(rule=rule, name=self.name).first())

    def value_of(self, rule: str, found: RuleParameter | None) -> Any:
        """The value of the setting that was found to be in force; the default where none is."""
        if found is None:
            return self.default
        try:
            return self.values.ensure(found.value)
        except ValidationError as error:
            sentence = f"规则{rule}的参数“{self.label}”（{found.document_number}）有误：{error.message}请先更正参数。"
            raise ValidationError(sentence, code=INVALID) from error


def settings_in_force(region: Region, on: dt.date) -> dict[tuple[str, str], RuleParameter]:
    """The setting in force of every parameter that somebody set, by rule and name, in one query."""
    found: dict[tuple[str, str], RuleParameter] = {}
    for setting in _settings(region, on):
        found.setdefault((setting.rule, setting.name), setting)
    return found


def _settings(region: Region, on: dt.date) -> QuerySet[RuleParameter]:
    """What was set for the region or above and holds on the date; the nearest region first, then the newest."""
    own = Q(region__isnull=True) | Q(region__prefix__in=_ancestor_prefixes(region))
    return (
        RuleParameter.objects.filter(own, starts_on__lte=on)
        .exclude(ends_on__lt=on)
        .order_by(Length("region__prefix").desc(nulls_last=True), F("starts_on").desc())
    )


def _ancestor_prefixes(region: Region) -> list[str]:
    return [region.prefix[:n] for n in (2, 4, 6, 9, 12) if n <= len(region.prefix)]
