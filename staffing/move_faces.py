"""The pages of a reassignment and of a request for a release on their cases."""

from typing import Any

from django.http import QueryDict

from accounts.models import User
from approvals.faces import SubjectForm
from approvals.forms.actions import ActionForm
from approvals.forms.parts import text
from approvals.forms.rows import FormPart
from approvals.models import Action, Case, CaseKind
from approvals.views import boxes
from approvals.views.boxes import Door
from staffing import departing, desk_doors
from staffing.departing import STAFF_RELEASE
from staffing.forms.leavers import (
    LeaveForm,
    MoveForm,
    recorded_leave,
    recorded_move,
    typed_so_far,
)
from staffing.models import Slip
from staffing.moving import STAFF_MOVE
from units.models import Unit


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
        if sent is not None and not redraw:
            return FormPart(LeaveForm(sent, user=user))
        recorded = recorded_leave(STAFF_RELEASE.record(case)) if case is not None else {}
        return FormPart(LeaveForm(initial=recorded or typed_so_far(sent, LeaveForm), user=user))

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        asked = STAFF_RELEASE.record(case)
        slip = Slip.objects.visible_to(user).filter(posting=asked.posting, kind=Slip.Kind.EXIT).first()
        return {"asked": asked, "slip": slip, "tenures": list(asked.posting.person.tenures.filter(ended_on=None))}

    def clauses(self, case: Case) -> list[str]:
        asked = STAFF_RELEASE.record(case)
        return [f"同意{asked.posting.person}自{asked.leaves_on}起出编（{asked.get_exit_reason_display()}）。"]


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
