"""The registry of rules: one small function each, contributed by the app that knows the facts."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Length

from approvals.models import Case, RuleParameter
from units.models import Region

BLOCK, WARN = "block", "warn"


@dataclass(frozen=True)
class Figure:
    """One number of the book: whose, of what, in which state; the place (inner code) tells owners of one name apart."""

    owner: str
    quota_type: str
    bucket: str
    value: int
    place: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.place or self.owner, self.quota_type, self.bucket)


@dataclass(frozen=True)
class Examination:
    """What a rule looks at: the case, its typed record, and the book before the request (now is the state after)."""

    case: Case
    record: Any
    region: Region
    on: dt.date
    before: tuple[Figure, ...]
    read: dict[str, Any] = field(default_factory=dict)  # what one rule has read and the others need too


@dataclass(frozen=True)
class Parameter:
    """A value of a rule that an office may set by a document: its name, what it means, what holds where none is set."""

    name: str
    label: str
    default: str


@dataclass(frozen=True)
class Rule:
    """A rule of the catalogue (DOMAIN §2.2): its function yields one sentence per finding and repairs nothing."""

    code: str
    title: str
    severity: str
    basis: str
    subjects: frozenset[str]
    exception_by: str
    examine: Callable[[Examination], Iterable[str]]
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One Chinese sentence with the numbers of the formula, its legal basis, and who may grant an exception."""

    rule: str
    title: str
    severity: str
    sentence: str
    basis: str
    exception_by: str

    @property
    def blocks(self) -> bool:
        return self.severity == BLOCK

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


_rules: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    title: str,
    severity: str,
    basis: str,
    subjects: Iterable[str],
    exception_by: str = "",
    parameters: Iterable[Parameter] = (),
) -> Callable[[Callable[[Examination], Iterable[str]]], Callable[[Examination], Iterable[str]]]:
    """Register the decorated function as the rule `code` for the given case subjects."""

    def register(function: Callable[[Examination], Iterable[str]]) -> Callable[[Examination], Iterable[str]]:
        if code in _rules and _rules[code].examine.__qualname__ != function.__qualname__:
            raise ValueError(f"two rules are called {code}")
        about = (frozenset(subjects), exception_by, function, tuple(parameters))
        _rules[code] = Rule(code, title, severity, basis, *about)
        return function

    return register


def rules() -> list[Rule]:
    """All rules in the order of their codes."""
    return [_rules[code] for code in sorted(_rules)]


def examine(examination: Examination, subject: str) -> list[Finding]:
    """Run every rule of the subject; findings that block come first."""
    found = [
        Finding(rule.code, rule.title, rule.severity, sentence, rule.basis, rule.exception_by)
        for rule in rules()
        if subject in rule.subjects
        for sentence in rule.examine(examination)
    ]
    return sorted(found, key=lambda finding: (finding.severity != BLOCK, finding.rule))


def parameter(rule_code: str, name: str, *, region: Region, on: dt.date, default: Any) -> Any:
    """The value in force for the region on the date: the nearest region's, then the newest; else the default."""
    own = Q(region__isnull=True) | Q(region__prefix__in=_ancestor_prefixes(region))
    found = (
        RuleParameter.objects.filter(own, rule=rule_code, name=name, starts_on__lte=on)
        .exclude(ends_on__lt=on)
        .order_by(Length("region__prefix").desc(nulls_last=True), F("starts_on").desc())
        .values_list("value", flat=True)
        .first()
    )
    return default if found is None else found


def _ancestor_prefixes(region: Region) -> list[str]:
    return [region.prefix[:n] for n in (2, 4, 6, 9, 12) if n <= len(region.prefix)]
