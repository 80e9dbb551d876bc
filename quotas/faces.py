"""The pages of the two subjects: their part of the filing form, their detail on a case, and their clauses."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from accounts.models import User
from approvals import policies
from approvals.faces import SubjectForm
from approvals.forms.rows import FormPart, RowsPart, redrawn
from approvals.models import Case, CaseKind, Document, State
from quotas import figures, wording
from quotas.body_forms import BodyForm
from quotas.models import QuotaRequestLine, QuotaType
from quotas.request_forms import BLANK_LINES, SOURCES, TARGETS, Choices, Lines, RequestHead, typed_lines
from quotas.routes import ROUTES, End
from quotas.subjects import BODY_REQUEST, QUOTA_REQUEST
from units.mandates import sees_unit
from units.models import Category, SystemClass, Unit
from units.models.unit import Rank


class RequestPart(RowsPart):
    """Head and lines of a quota request."""

    beside = {"basis": "basis_number"}


class QuotaRequestFace:
    """Posts and leadership posts."""

    title = "编制事项"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        choices = Choices(user, kind)
        given: dict[str, Any] = {"form_kwargs": {"choices": choices}, "prefix": "lines"}
        if sent is not None and not redraw:
            return RequestPart(RequestHead(sent, user=user, route=choices.route), Lines(sent, **given))
        if sent is not None:
            head, lines = (
                {name: sent[name] for name in RequestHead.base_fields if name in sent},
                redrawn(typed_lines(sent), redraw),
            )
        else:
            head, lines = _recorded(case)
        rows = Lines(initial=lines, **given)
        rows.extra = 0 if sent is not None else (1 if lines else BLANK_LINES)
        return RequestPart(RequestHead(initial=head, user=user, route=choices.route), rows)

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        lines, record = QUOTA_REQUEST.lines(case), QUOTA_REQUEST.record(case)
        opened = _open_units(user, lines)
        rows = [LineOnBook(line, book) for line, book in zip(lines, _books(lines, opened), strict=True)]
        desk = policies.principal_for(user, policies.DESK, case.region) is not None
        proposing = case.state == State.RECEIVED and desk
        shown = {
            "has_source": ROUTES[case.kind.code].source in SOURCES,
            "has_target": ROUTES[case.kind.code].target in TARGETS,
            "has_region": ROUTES[case.kind.code].target == End.TARGET_RESERVE,
        }
        has_books = any(row.book for row in rows)
        has_locked = any(row.book.locked for row in rows if row.book)
        return {
            **shown, "lines": rows, "record": record, "proposing": proposing, "key": uuid.uuid4().hex,
            "has_books": has_books, "open_units": opened,
            "has_locked": has_locked, "columns_before": 1 + sum(shown.values()) + 3 * has_books + has_locked,
            "shows_approved": proposing or any(line.approved_count is not None for line in lines),
            "applied": sum(line.applied_count for line in lines), "approved": sum(line.count for line in lines),
            "basis_is_open": record.basis is not None
            and Document.objects.visible_to(user).filter(pk=record.basis.pk).exists(),
        }  # fmt: skip

    def clauses(self, case: Case) -> list[str]:
        return [wording.clause(line, case.kind.code) for line in QUOTA_REQUEST.lines(case) if line.count]


@dataclass(frozen=True)
class Book:
    """How a unit stands with a type today (posts)."""

    approved: int
    occupied: int
    locked: int
    vacant: int


@dataclass(frozen=True)
class LineOnBook:
    """A line with today's figures of the unit it changes; None where the reader may not see them."""

    line: QuotaRequestLine
    book: Book | None
    typed: str = ""
    error: str = ""


def _open_units(user: User, lines: list[QuotaRequestLine]) -> set[int]:
    """Which of the named units the reader may open."""
    named = {unit.pk for line in lines for unit in (line.source_unit, line.target_unit) if unit}
    return set(Unit.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))


def _books(lines: list[QuotaRequestLine], opened: set[int]) -> list[Book | None]:
    touched = [line.target_unit or line.source_unit for line in lines]
    pairs: list[tuple[Unit, QuotaType] | None] = [
        (unit, line.quota_type) if unit and unit.pk in opened else None
        for unit, line in zip(touched, lines, strict=True)
    ]
    known = figures.of_pairs([pair for pair in pairs if pair])
    return [_book(known, pair) for pair in pairs]


def _book(known: Any, pair: tuple[Unit, QuotaType] | None) -> Book | None:
    if pair is None:
        return None
    return Book(*(figures.find(known, *pair, label) for label in ("核定", "实有", "锁定", "空编")))


def _recorded(case: Case | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The request as it was saved, for the form that changes it."""
    if case is None:
        return {}, []
    record = QUOTA_REQUEST.record(case)
    head = {name: getattr(record, name) for name in ("effective_on", "ends_on", "reserve_use", "pool")}
    head["basis_number"] = record.basis.number if record.basis else ""
    lines = [
        {
            "quota_type": line.quota_type.code, "source_unit": line.source_unit, "target_unit": line.target_unit,
            "target_region": str(line.target_region_id or ""), "applied_count": line.applied_count,
            "purpose": line.purpose,
        }
        for line in QUOTA_REQUEST.lines(case)
    ]  # fmt: skip
    return head, lines


class BodyRequestFace:
    """Bodies under their cap."""

    title = "机构事项"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        move = BODY_REQUEST.MOVES[kind.code]
        if sent is not None and not redraw:
            return FormPart(BodyForm(sent, user=user, move=move))
        initial = {} if case is None else _recorded_body(case)
        if sent is not None:
            initial = {name: sent[name] for name in BodyForm.base_fields if name in sent}
        return FormPart(BodyForm(initial=initial, user=user, move=move))

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        record = BODY_REQUEST.record(case)
        return {
            "record": record, "unit_is_open": record.unit is not None and sees_unit(user, record.unit),
            "category": dict(Category.choices).get(record.category, ""),
            "system_class": dict(SystemClass.choices).get(record.system_class, ""),
            "rank": dict(Rank.choices).get(record.rank, ""),
        }  # fmt: skip

    def clauses(self, case: Case) -> list[str]:
        return wording.body_clauses(BODY_REQUEST.record(case))


def _recorded_body(case: Case) -> dict[str, Any]:
    record = BODY_REQUEST.record(case)
    found = {name: getattr(record, name) for name in BodyForm.base_fields}
    return {**found, "region": str(record.region_id)}
