"""A unit's request for a release (减员申请): who leaves, when, why, where to; one checks it, another settles it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Case, Document
from approvals.offices import office_of
from approvals.rulebook import Figure
from quotas import figures
from staffing import desk, leaving
from staffing.models import ExitReason, Person, Posting, StaffRelease
from staffing.places import Act
from units.models import Unit

RELATED = ("posting__person", "posting__unit__region", "posting__quota_type")
AHEAD = dt.timedelta(days=366)


class StaffReleaseSubject:
    """One person's leaving: nothing is held before, because who leaves takes nothing; an over-quota unit may always."""

    key = "staff_release"
    paper = Document.Kind.DECISION_SHEET
    detail_template = "staffing/release_case.html"
    form_template = "staffing/leaver_form.html"
    api_serializer = "staffing.move_serializers.StaffReleaseSerializer"

    def record(self, case: Case) -> StaffRelease:
        found = StaffRelease.objects.select_related(*RELATED).get(case=case)
        found.case = case
        return found

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Write who leaves when and why; the person is of the applicant, or of a unit that it is competent for."""
        posting, destination = data.get("posting"), (data.get("destination") or "").strip()
        wrong = {}
        if not isinstance(posting, Posting) or posting.ended_on is not None:
            wrong["posting"] = "请选择在编人员。"
        if data.get("exit_reason") not in ExitReason.values:
            wrong["exit_reason"] = "请选择出编原因。"
        if data.get("leaves_on") is None:
            wrong["leaves_on"] = "请填写出编日期。"
        if len(destination) > 120:
            wrong["destination"] = "去向不超过120字。"
        if wrong:
            raise ValidationError(wrong)
        assert isinstance(posting, Posting)
        if case.applicant_id not in (posting.unit_id, posting.unit.competent_department_id):
            raise ValidationError({"posting": f"只能为{case.applicant.name}及其所属单位的人员申请。"}, code="applicant")
        fields = {name: data[name] for name in ("posting", "leaves_on", "exit_reason")}
        StaffRelease.objects.update_or_create(case=case, defaults={**fields, "destination": destination})

    def gaps(self, case: Case) -> dict[str, str]:
        asked = self.record(case)
        posting, found = asked.posting, {}
        if posting.ended_on is not None:
            found["posting"] = f"{posting.person}已于{posting.ended_on}出编。"
        elif other := _other_case(asked):
            found["posting"] = f"{posting.person}的减员申请{other.number}正在办理。"
        if asked.leaves_on < posting.started_on:
            found["leaves_on"] = f"出编日期不能早于入编日期{posting.started_on}。"
        elif asked.leaves_on > workdays.today() + AHEAD:
            found["leaves_on"] = "出编日期最多提前一年申报。"
        if asked.exit_reason == ExitReason.MOVED and not asked.destination:
            found["destination"] = "调离的，请填写去向。"
        if office_of(posting.unit.region) != case.region:
            found["posting"] = f"{posting.unit.name}不由{case.region.name}编办主管。"
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        return [self.record(case).posting.unit]

    def figures(self, case: Case) -> tuple[Figure, ...]:
        posting = self.record(case).posting
        return figures.of_pairs([(posting.unit, posting.quota_type)])

    def effective_on(self, case: Case) -> dt.date:
        return self.record(case).leaves_on

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing is promised: the place is given back when the person leaves."""

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        """Take the person off the post, with the exit slip."""
        asked = self.record(case)
        act = Act(actor, min(asked.leaves_on, workdays.today()), document, case.title)
        Person.objects.select_for_update(no_key=True).get(pk=asked.posting.person_id)
        leaving.end(asked.posting, act, exit_reason=asked.exit_reason, destination=asked.destination)

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing was held."""


def _other_case(asked: StaffRelease) -> Case | None:
    others = Case.objects.open().filter(staff_release__posting=asked.posting_id)
    return others.exclude(pk=asked.case_id).first()


STAFF_RELEASE = StaffReleaseSubject()


@use_case
def check(case_id: int, *, actor: User, opinion: str, once: flow.Once | None = None) -> Case:
    """Receive and check a filed request at once (审核)."""
    case = _case(case_id)
    acting.explain("审核减员申请")
    return desk.check(case, actor=actor, opinion=opinion, once=once)


@use_case
def settle(case_id: int, *, actor: User, opinion: str = "同意出编。", once: flow.Once | None = None) -> Case:
    """Accept a checked request: the person leaves and the exit slip is issued, today or on the day that was asked."""
    case = _case(case_id)
    acting.explain("办理出编")
    asked = STAFF_RELEASE.record(case)
    person, unit = asked.posting.person, asked.posting.unit
    title, done = f"关于{unit.name}{person.name}出编的审批单", f"{person.name}出编，签发出编通知单"
    desk.settle(case, actor=actor, opinion=opinion, title=title, done=done, once=once)
    return case


def _case(case_id: int) -> Case:
    return desk.opened(case_id, STAFF_RELEASE, what="减员申请")
