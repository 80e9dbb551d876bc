"""The registry of rules: one small function each, contributed by the app that knows the facts."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from approvals import parameters
from approvals.models import Case
from approvals.parameters import Chosen, Parameter, Whole
from units.models import Region

__all__ = ["BLOCK", "WARN", "Chosen", "Examination", "Figure", "Finding", "Parameter", "Rule", "Whole", "rule"]
BLOCK, WARN = "block", "warn"
SETTINGS = "settings"


@dataclass(frozen=True)
class Figure:
    """One number of the book: whose, of what, in which state.

    Place and kind are the inner codes of owner and type, by which it is told apart and found again after a new name.
    """

    owner: str
    quota_type: str
    bucket: str
    value: int
    place: str = ""
    kind: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.place or self.owner, self.kind or self.quota_type, self.bucket)


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
        finding for rule in rules() if subject in rule.subjects for finding in _findings_of(rule, examination)
    ]  # fmt: skip
    return sorted(found, key=lambda finding: (finding.severity != BLOCK, finding.rule))


def _findings_of(rule: Rule, examination: Examination) -> list[Finding]:
    """What one rule finds; one that cannot count, because its parameter is wrong, blocks until that is mended."""
    try:
        sentences, severity = list(rule.examine(examination)), rule.severity
    except ValidationError as error:
        if error.code != parameters.INVALID:
            raise
        sentences, severity = error.messages, BLOCK
    told = (rule.basis, rule.exception_by)
    return [Finding(rule.code, rule.title, severity, sentence, *told) for sentence in sentences]


def find_parameter(rule_code: str, name: str) -> Parameter | None:
    """The declared parameter of a rule, if there is one."""
    declared = _rules[rule_code].parameters if rule_code in _rules else ()
    return next((each for each in declared if each.name == name), None)


def parameter(rule_code: str, name: str, examination: Examination) -> Any:
    """The value of the rule's parameter in force for the request's region and day."""
    declared = find_parameter(rule_code, name)
    assert declared is not None, f"{rule_code} declares no parameter {name}"
    if SETTINGS not in examination.read:
        examination.read[SETTINGS] = parameters.settings_in_force(examination.region, examination.on)
    return declared.value_of(rule_code, examination.read[SETTINGS].get((rule_code, name)))
