"""The pages of a hiring plan: its part of the filing form, its detail on a case, and its clauses on the notice."""

import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q
from django.http import QueryDict

from accounts.models import User
from approvals import policies
from approvals.faces import SubjectForm
from approvals.forms.rows import RowsPart, redrawn, typed_rows
from approvals.models import Case, CaseKind, State
from staffing import vacancies
from staffing.models import HiringPlanLine, Slot, SlotState
from staffing.plan_forms import BLANK_LINES, PlanChoices, PlanHead, PlanLineForm, PlanLines, proposed, year_of
from staffing.planning import HIRING_PLAN, MAX_LINES, OF_LINE, OF_PLAN
from staffing.vacancies import Outlook
from units.models import Unit


class PlanPart(RowsPart):
    """Head and lines of a plan, with how the units stand (`choices`)."""

    def __init__(self, head: PlanHead, rows: Any, choices: PlanChoices) -> None:
        super().__init__(head, rows)
        self.choices = choices


class HiringPlanFace:
    """用编计划 and 用编申请."""

    title = "用编进人"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        head, lines = _recorded(case)
        choices = PlanChoices(user, year_of(head if sent is None else sent), [line["unit"] for line in lines])
        given: dict[str, Any] = {"form_kwargs": {"choices": choices}, "prefix": "lines"}
        if sent is not None and not redraw:
            return PlanPart(PlanHead(sent), PlanLines(sent, **given), choices)
        if sent is not None:
            head = {name: sent[name] for name in PlanHead.base_fields if name in sent}
            lines = _redrawn(sent, redraw, choices)
        rows = PlanLines(initial=lines, **given)
        rows.extra = 0 if sent is not None else (1 if lines else BLANK_LINES)
        return PlanPart(PlanHead(initial=head), rows, choices)

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        plan, lines = HIRING_PLAN.record(case), HIRING_PLAN.lines(case)
        desk = policies.principal_for(user, policies.DESK, case.region) is not None
        proposing = case.state == State.RECEIVED and desk
        given = _slots_of(case)
        rows = [LineOnBook(line, book, slots=given.get(line.pk)) for line, book in _with_books(lines, plan.year)]
        opened = Unit.objects.visible_to(user).filter(pk__in={line.unit_id for line in lines})
        return {
            "record": plan, "lines": rows,
            "open_units": set(opened.values_list("pk", flat=True)), "proposing": proposing, "key": uuid.uuid4().hex,
            "shows_approved": proposing or any(line.approved_count is not None for line in lines),
            "planned": sum(line.planned_count for line in lines), "approved": sum(line.count for line in lines),
            "grass_roots": sum(line.count for line in lines if line.for_grass_roots),
        }  # fmt: skip

    def clauses(self, case: Case) -> list[str]:
        plan = HIRING_PLAN.record(case)
        said = [_clause(line) for line in HIRING_PLAN.lines(case) if line.count]
        return [*said, f"用编号有效期至{plan.expires_on:%Y年%-m月%-d日}，到期未使用的自动失效。"]


class SlotsOfLine(NamedTuple):
    """The slots of one line: the first and the last number, how many heads, how many of them have come."""

    first: str
    last: str
    heads: int
    used: int


@dataclass(frozen=True)
class LineOnBook:
    """A line with how its unit stands today; None where the unit has no such posts."""

    line: HiringPlanLine
    book: Outlook | None
    typed: str = ""
    error: str = ""
    slots: SlotsOfLine | None = None


def _slots_of(case: Case) -> dict[int, SlotsOfLine]:
    """What became of each line that was decided: its numbers, and how many of them are used."""
    told = (
        Slot.objects.filter(case=case, plan_line__isnull=False)
        .values("plan_line")
        .annotate(first=Min("number"), last=Max("number"), n=Count("pk"), used=Count("pk", Q(state=SlotState.USED)))
        .values_list("plan_line", "first", "last", "n", "used")
    )
    return {line: SlotsOfLine(first, last, n, used) for line, first, last, n, used in told}


def _with_books(lines: list[HiringPlanLine], year: int) -> list[tuple[HiringPlanLine, Outlook | None]]:
    units = list({line.unit_id: line.unit for line in lines}.values())
    known = {(each.unit.pk, each.quota_type.pk): each for each in vacancies.outlook(units, year)}
    return [(line, known.get((line.unit_id, line.quota_type_id))) for line in lines]


def _clause(line: HiringPlanLine) -> str:
    turn = "，出一进一" if line.one_out_one_in else ""
    purpose = f"，用于{line.purpose}" if line.purpose else ""
    return f"核准{line.unit}使用{line.quota_type}{line.count}名（{line.get_channel_display()}{turn}）{purpose}。"


def _recorded(case: Case | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The plan as it was saved, for the form that changes it."""
    if case is None:
        return {}, []
    plan = HIRING_PLAN.record(case)
    lines = [
        {name: getattr(line, name) for name in OF_LINE} | {"quota_type": line.quota_type.code}
        for line in HIRING_PLAN.lines(case)
    ]
    return {name: getattr(plan, name) for name in OF_PLAN}, lines


def _redrawn(sent: QueryDict, redraw: str, choices: PlanChoices) -> list[dict[str, Any]]:
    """The typed rows with one more, without one, or with what the vacant posts propose."""
    lines = typed_rows(sent, "lines", PlanLineForm.base_fields, MAX_LINES)
    if redraw == "propose":
        return [line for line in lines if line["unit"] and line["planned_count"]] + proposed(choices.outlook)
    return redrawn(lines, redraw)
