"""The pages of a batch on its case: its part of the filing form, its people with notice and objections, its clauses."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import QueryDict

from accounts.models import User
from approvals import policies
from approvals.dossier import Step
from approvals.faces import SubjectForm
from approvals.forms.rows import RowsPart, redrawn, typed_rows
from approvals.models import Case, CaseKind, State
from staffing import drafts, noticing
from staffing.batch_forms import (
    BLANK_LINES,
    BatchHead,
    CandidateForm,
    Choices,
    Rows,
    facts_of,
    recorded_head,
    recorded_rows,
    units_for,
)
from staffing.batches import ENROLMENT_BATCH, candidates_of
from staffing.drafts import MOST
from staffing.models import Candidate, EnrolmentBatch, Slip
from units.models import Secrecy

STEPS = ("公示", "申请", "审核", "入库")


class BatchPart(RowsPart):
    """Head and people of a batch."""

    key = "candidates"

    def data(self) -> Mapping[str, Any]:
        typed = self.head.cleaned_data
        people = [row.values() for row in self.rows.filled()]
        return {"unit": self.head.units[typed["unit"]], "starts_on": typed["starts_on"], "candidates": people}


class EnrolmentBatchFace:
    """入编."""

    title = "人员入编"

    def form(
        self, *, user: User, kind: CaseKind, case: Case | None, sent: QueryDict | None = None, redraw: str = ""
    ) -> SubjectForm:
        units = units_for(user, kind, case)
        head = recorded_head(ENROLMENT_BATCH.record(case)) if case else {"unit": next(iter(units), "")}
        unit = units.get(head["unit"] if sent is None else str(sent.get("unit", "")))
        given: dict[str, Any] = {"form_kwargs": {"choices": Choices(unit, case)}, "prefix": "people"}
        if sent is not None and not redraw:
            return BatchPart(BatchHead(sent, units=units), Rows(sent, **given))
        if sent is not None:
            head, rows = {name: sent.get(name, "") for name in BatchHead.base_fields}, _redrawn(sent, redraw)
        else:
            rows = recorded_rows(candidates_of(case)) if case else []
        drawn = Rows(initial=rows, **given)
        drawn.extra = 0 if sent is not None else (1 if rows else BLANK_LINES)
        return BatchPart(BatchHead(initial=head, units=units), drawn)

    def detail(self, *, user: User, case: Case) -> dict[str, Any]:
        batch, people = ENROLMENT_BATCH.record(case), candidates_of(case)
        slips = Slip.objects.filter(kind=Slip.Kind.ENTRY, posting__in=[one.posting_id for one in people])
        by_posting = {slip.posting_id: slip for slip in slips}
        return {
            "batch": batch, "people": [Line(one, facts_of(one), by_posting.get(one.posting_id or 0)) for one in people],
            "objections": list(batch.objections.select_related("answered_by")),
            "may_answer": noticing.may_answer(user, case),
            "steps": _steps(case, batch), "unannounced": any(not one.is_announced for one in people),
            "is_draft": case.state in noticing.OPEN_TO_CHANGE and policies.may_edit(user, case),
            "returned": any(one.return_reason for one in people), "enrolled": bool(by_posting),
            "is_public": batch.published_on is not None and batch.unit.secrecy != Secrecy.SECRET,
        }  # fmt: skip

    def clauses(self, case: Case) -> list[str]:
        return [f"{one.name}凭用编号{one.slot}入编，占用{one.slot.quota_type}1名。" for one in candidates_of(case)]


class Line(NamedTuple):
    """One person of the batch: what is known, and the slip when there is one."""

    candidate: Candidate
    facts: list[tuple[str, str]]
    slip: Slip | None


def _steps(case: Case, batch: EnrolmentBatch) -> list[Step]:
    """公示—申请—审核—入库: which is done, and which is next."""
    done = 0
    if batch.published_on is not None:
        done = 1 if case.state in noticing.OPEN_TO_CHANGE and drafts.notice_gaps(batch) == {} else 0
    if case.state not in (*noticing.OPEN_TO_CHANGE, State.WITHDRAWN):
        done = {State.FILED: 2, State.RECEIVED: 2, State.REFUSED: 2, State.CHECKED: 3}.get(State(case.state), 4)
    states = ["done"] * done + ["current"] * (done < len(STEPS)) + ["waiting"] * (len(STEPS) - done - 1)
    return [Step(label, state) for label, state in zip(STEPS, states, strict=True)]


def _redrawn(sent: QueryDict, redraw: str) -> list[dict[str, Any]]:
    """The typed rows with one more, without one, or with the slots of another unit."""
    rows = typed_rows(sent, "people", CandidateForm.base_fields, MOST)
    if redraw == "unit":
        return [{**row, "slot": "", "division": ""} for row in rows] or [{}]
    return redrawn(rows, redraw)
