"""The pages of a reassignment on its case."""

from typing import Any

from django.http import QueryDict

from accounts.models import User
from approvals.faces import SubjectForm
from approvals.forms.rows import FormPart
from approvals.models import Case, CaseKind
from staffing.forms.leavers import MoveForm, recorded_move
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
        initial = recorded_move(STAFF_MOVE.record(case)) if case is not None else {}
        return FormPart(MoveForm(initial=initial, user=user))

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        move = STAFF_MOVE.record(case)
        both = [move.posting.unit_id, move.target_unit_id]
        opened = set(Unit.objects.visible_to(user).filter(pk__in=both).values_list("pk", flat=True))
        slips = Slip.objects.visible_to(user).filter(posting__in=[move.posting_id, move.new_posting_id or 0])
        return {"move": move, "open_units": opened, "slips": [slip for slip in slips if move.new_posting_id]}

    def clauses(self, case: Case) -> list[str]:
        move = STAFF_MOVE.record(case)
        return [f"同意{move.posting.person}由{move.posting.unit}调入{move.target_unit}，占用{move.quota_type}1名。"]
