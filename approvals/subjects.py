"""What cases are about: each app registers the typed record it owns and how it moves the book."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from accounts.models import User
from approvals.models import Case, CaseKind, Document
from approvals.rulebook import Figure
from units.models import Unit

T = TypeVar("T")


class Subject(Protocol):
    """The typed record of a case, seen from the flow; building blocks that assume a transaction."""

    key: str
    paper: Document.Kind  # what its decisions are issued as, and the series of their numbers
    detail_template: str
    form_template: str
    api_serializer: str  # dotted path of the serializer that reads and writes the record in the API

    def record(self, case: Case) -> Any:
        """The record, locked by nobody; raises LookupError when the case has none."""

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Write the record from what the applicant filled in; ValidationError with the field's name when wrong."""

    def gaps(self, case: Case) -> dict[str, str]:
        """What is missing before the case can be filed: field → sentence."""

    def units(self, case: Case) -> Sequence[Unit]:
        """The units whose figures the case would move."""

    def figures(self, case: Case) -> tuple[Figure, ...]:
        """The numbers the request stands on, as they are now."""

    def effective_on(self, case: Case) -> Any:
        """The date (date) on which the decision takes effect."""

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Promise what the case asks for: lock it, so that nobody else can take it."""

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        """Post what was held."""

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        """Give back what was held."""


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a subject known to the flow."""
    _subjects[subject.key] = subject


def subject_of(case: Case) -> Subject:
    """The subject of the case's kind; KeyError when no app registered it."""
    return of_kind(case.kind)


def of_kind(kind: CaseKind) -> Subject:
    return _subjects[kind.subject]


def known(key: str) -> bool:
    return key in _subjects


def every() -> list[Subject]:
    """All subjects in the order of their keys."""
    return [_subjects[key] for key in sorted(_subjects)]


READ = "_read_of_subject"


@contextmanager
def reading_once(case: Case) -> Iterator[None]:
    """While a step is at work that leaves what the case asks for as it is, its subject need not read that again."""
    if READ in case.__dict__:
        yield
        return
    case.__dict__[READ] = {}
    try:
        yield
    finally:
        del case.__dict__[READ]


def read(case: Case, name: str, anew: Callable[[], T]) -> T:
    """What a subject reads of its record: once inside `reading_once`, else anew each time."""
    kept: dict[str, Any] | None = case.__dict__.get(READ)
    if kept is None:
        return anew()
    if name not in kept:
        kept[name] = anew()
    found: T = kept[name]
    return found
