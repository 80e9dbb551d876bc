"""What a subject shows of itself on the pages of a case: its part of the filing form, its detail, its clauses."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.http import QueryDict

from accounts.models import User
from approvals.models import Case, CaseKind


class SubjectForm(Protocol):
    """The part of the filing form that fills the typed record; drawn by the subject's form_template."""

    def is_valid(self) -> bool: ...

    def data(self) -> Mapping[str, Any]:
        """What the subject's `save` takes; only after is_valid()."""

    def refuse(self, field: str, sentences: list[str]) -> bool:
        """Show a refusal beside the field or line it is about; False when it is about none of this form."""


class Face(Protocol):
    """The pages' view of one subject; `title` is what its cases are called together."""

    title: str

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        """Blank or from the record; with `sent` to be checked; with `redraw` (add_line, drop_line:n) as typed."""

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        """What the subject's detail_template needs."""

    def clauses(self, case: Case) -> list[str]:
        """What the document says is agreed, one sentence each (批文正文的批复事项)."""


_faces: dict[str, Face] = {}


def register(subject: str, face: Face) -> None:
    """Give a subject its pages."""
    _faces[subject] = face


_named: dict[str, str] = {}


def name(subject: str, title: str) -> None:
    """Say what rules look at that is no case, such as an appointment."""
    _named[subject] = title


def title_of(subject: str) -> str:
    return _named.get(subject) or _faces[subject].title


def face_of(kind: CaseKind) -> Face:
    return _faces[kind.subject]
