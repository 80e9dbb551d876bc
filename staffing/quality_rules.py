"""The registry of rules about data quality: each file of `staffing/quality` adds one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from staffing.models import Aspect, Owner


@dataclass(frozen=True)
class QualityRule:
    """What is looked for, which of the five it touches, who mends it; `per_person` rules look at everybody.

    `find` gives SQL of rows (unit_id, person_id or null, subject, words) as of a day, for all units at once.
    """

    code: str
    title: str
    aspect: Aspect
    owner: Owner
    per_person: bool
    find: Callable[[dt.date], str]


_rules: dict[str, QualityRule] = {}


def quality_rule(
    code: str, *, title: str, aspect: Aspect, owner: Owner = Owner.UNIT, per_person: bool = True
) -> Callable[[Callable[[dt.date], str]], Callable[[dt.date], str]]:
    """Register the decorated function as the rule `code`."""

    def register(function: Callable[[dt.date], str]) -> Callable[[dt.date], str]:
        if code in _rules and _rules[code].find.__qualname__ != function.__qualname__:
            raise ValueError(f"two rules are called {code}")
        _rules[code] = QualityRule(code, title, aspect, owner, per_person, function)
        return function

    return register


def rules() -> list[QualityRule]:
    """All rules in the order of their codes."""
    return [_rules[code] for code in sorted(_rules)]


def title_of(code: str) -> str:
    return _rules[code].title if code in _rules else code


def load() -> None:
    """Import every rule; to be called once, when the app is ready."""
    from staffing import quality

    for module in iter_modules(quality.__path__):
        import_module(f"staffing.quality.{module.name}")


# The people on posts, as most rules read them.
PEOPLE = "staffing_posting s join staffing_person p on p.id = s.person_id where s.ended_on is null"


def of_people(words: str, condition: str) -> str:
    """The usual rule: who of the people on posts fulfils a condition, and what is said of them (both SQL)."""
    who = "s.unit_id, s.person_id, 'person:' || s.person_id as subject"
    return f"select {who}, {words} as words from {PEOPLE} and ({condition})"
