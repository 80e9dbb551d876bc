"""The pages of a reassignment and of a request for a release on their cases."""

from typing import Any

from django.http import QueryDict

from accounts.models import User
from approvals.faces import SubjectForm
from approvals.forms.actions import ActionForm
from approvals.forms.parts import text
from approvals.forms.rows import FormPart, RowsPart, redrawn, typed_rows
from approvals.models import Action, Case, CaseKind
from approvals.views import boxes
from approvals.views.boxes import Door
from staffing import departing, desk_doors
from staffing.departing import MOST, STAFF_RELEASE
from staffing.forms.leavers import (
    LeaveHead,
    LeaverForm,
    Leavers,
    MoveForm,
    recorded_leavers,
    recorded_move,
    typed_so_far,
)
from staffing.models import Slip, Tenure
from staffing.moving import STAFF_MOVE
from units.models import Unit

BLANK_LINES = 1


class StaffMoveFace:
    """调动."""

    title = "人员调动"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        if sent is not None and not redraw:
            return FormPart(MoveForm(sent, user=user))
        recorded = recorded_move(STAFF_MOVE.record(case)) if case is not None else {}
        return FormPart(MoveForm(initial=recorded or typed_so_far(sent, MoveForm), user=user))

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        move = STAFF_MOVE.record(case)
        both = [move.posting.unit_id, move.target_unit_id]
        opened = set(Unit.objects.visible_to(user).filter(pk__in=both).values_list("pk", flat=True))
        slips = Slip.objects.visible_to(user).filter(posting__in=[move.posting_id, move.new_posting_id or 0])
        return {"move": move, "open_units": opened, "slips": [slip for slip in slips if move.new_posting_id]}

    def clauses(self, case: Case) -> list[str]:
        move = STAFF_MOVE.record(case)
        return [f"同意{move.posting.person}由{move.posting.unit}调入{move.target_unit}，占用{move.quota_type}1名。"]


class StaffReleaseFace:
    """减员."""

    title = "减员申请"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        given: dict[str, Any] = {"form_kwargs": {"user": user}, "prefix": "lines"}
        if sent is not None and not redraw:
            return RowsPart(LeaveHead(sent), Leavers(sent, **given))
        head, people = _leavers_typed(sent, redraw) if sent is not None else _leavers_recorded(case)
        rows = Leavers(initial=people, **given)
        rows.extra = 0 if people else BLANK_LINES
        return RowsPart(LeaveHead(initial=head), rows)

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        lines = STAFF_RELEASE.lines(case)
        postings = {line.posting_id: line.posting for line in lines}
        slips = Slip.objects.visible_to(user).filter(posting__in=postings, kind=Slip.Kind.EXIT)
        found = {slip.posting_id: slip for slip in slips}
        people = [posting.person_id for posting in postings.values()]
        leading = set(Tenure.objects.active().filter(person__in=people).values_list("person", flat=True))
        opened = Unit.objects.visible_to(user).filter(pk__in={posting.unit_id for posting in postings.values()})
        return {
            "asked": STAFF_RELEASE.record(case), "open_units": set(opened.values_list("pk", flat=True)),
            "lines": [(line, found.get(line.posting_id)) for line in lines],
            "leading": [posting.person.name for posting in postings.values() if posting.person_id in leading],
        }  # fmt: skip

    def clauses(self, case: Case) -> list[str]:
        asked = STAFF_RELEASE.record(case)
        return [
            f"同意{line.posting.person}自{asked.leaves_on}起出编（{line.get_exit_reason_display()}）。"
            for line in STAFF_RELEASE.lines(case)
        ]


def _leavers_typed(sent: QueryDict, redraw: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was typed, with one row more or less; an address names one person, or none."""
    head = {name: sent[name] for name in LeaveHead.base_fields if sent.get(name)}
    if "posting" in sent:
        return head, [typed_so_far(sent, LeaverForm)]
    rows = typed_rows(sent, "lines", LeaverForm.base_fields, MOST)
    return head, redrawn(rows, redraw) if redraw != "given" else rows


def _leavers_recorded(case: Case | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if case is None:
        return {}, []
    return {"leaves_on": STAFF_RELEASE.record(case).leaves_on}, recorded_leavers(STAFF_RELEASE.lines(case))


class SettleForm(ActionForm):
    """Agreement to a release."""

    opinion = text("审批意见", rows=2, initial="同意出编。")


ASKS = "同意后签发出编通知单、腾出编制并入账，不可撤销；出编日期未到的，到日自动办理。同意出编？"
RELEASE_DOORS: dict[str, Door | None] = {
    Action.RECEIVE: desk_doors.check(Action.RECEIVE, departing.check),
    Action.CHECK: desk_doors.check(Action.CHECK, departing.check),
    Action.APPROVE: Door(
        SettleForm, departing.settle, "同意出编", "已同意出编。", ASKS, label="办理出编",
        may=desk_doors.stepwise(Action.APPROVE),
    ),
    Action.ASK_JOINT: None,
}  # fmt: skip


def register() -> None:
    """To be called once, when the app is ready."""
    boxes.offer(STAFF_RELEASE.key, RELEASE_DOORS)
