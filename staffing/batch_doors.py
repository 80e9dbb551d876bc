"""The four steps on the page of a case: 公示 by the unit, 审核 and 入库 by the office, each with one form."""

from typing import Any

from django import forms

from accounts.models import User
from approvals import policies
from approvals.forms.actions import ActionForm, BareForm
from approvals.forms.parts import text
from approvals.models import Action, Case
from approvals.views import boxes
from approvals.views.boxes import Door
from staffing import admission, desk_doors, drafts, noticing
from staffing.batches import ENROLMENT_BATCH, candidates_of
from staffing.models import Candidate, EnrolmentBatch

# Up to so many people each has a line for a reason of their own.
WITH_REASONS = 40


class AdmitForm(ActionForm):
    """Agreement to store."""

    opinion = text("入库意见", rows=2, initial="同意入库。")


class ReturnForm(ActionForm):
    """What is to be mended, in general and of each person."""

    opinion = text("退回补正的原因", rows=2, required=False)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, case=case, user=user, **kwargs)
        people = candidates_of(case)
        for one in people if len(people) <= WITH_REASONS else ():
            label = f"第{one.position}人{one.name}"
            self.fields[f"reason_{one.position}"] = forms.CharField(label=label, max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        given = {name: typed.pop(name) for name in list(typed) if name.startswith("reason_")}
        return {**typed, "reasons": {int(name.removeprefix("reason_")): words for name, words in given.items()}}


def may_announce(user: User, case: Case) -> bool:
    """Whether a complete batch waits for its public notice, and the user may put it up."""
    if case.state not in noticing.OPEN_TO_CHANGE or not policies.may_edit(user, case):
        return False
    batch = EnrolmentBatch.objects.select_related("unit").get(case=case)
    fresh = Candidate.objects.filter(batch=batch, is_announced=False).exists()
    return (batch.published_on is None or fresh) and not drafts.gaps(batch)


ANNOUNCE_ASKS = "公示后名单向社会公开，公示期内接受异议；人员变动须重新公示。公示？"
ADMIT_ASKS = "入库后人员占编、用编号使用、签发入编通知单，同时入账，不可撤销。入库？"
DOORS: dict[str, Door | None] = {
    Action.ANNOUNCE: Door(BareForm, noticing.announce, "公示", "已公示。", ANNOUNCE_ASKS, may=may_announce),
    Action.RECEIVE: desk_doors.check(Action.RECEIVE, admission.check),
    Action.CHECK: desk_doors.check(Action.CHECK, admission.check),
    Action.APPROVE: Door(
        AdmitForm, admission.admit, "入库", "已入库，入编通知单已签发。", ADMIT_ASKS, label="入库",
        may=desk_doors.stepwise(Action.APPROVE),
    ),
    Action.RETURN: Door(ReturnForm, admission.send_back, "退回补正", "已退回补正。", tone=""),
    Action.ASK_JOINT: None,
}  # fmt: skip


def register() -> None:
    """To be called once, when the app is ready."""
    boxes.offer(ENROLMENT_BATCH.key, DOORS)
