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
from quotas.models import Bucket, QuotaType
from staffing import desk, leaving, places
from staffing.models import ExitReason, Person, Posting, StaffRelease, StaffReleaseLine
from staffing.places import Act
from units.models import Unit

RELATED = ("posting__person", "posting__unit__region", "posting__quota_type", "posting__slot")
AHEAD = dt.timedelta(days=366)
MOST = 100


class StaffReleaseSubject:
    """People's leaving: nothing is held before, because who leaves takes nothing; an over-quota unit may always."""

    key = "staff_release"
    paper = Document.Kind.DECISION_SHEET
    detail_template = "staffing/release_case.html"
    form_template = "staffing/release_form.html"
    api_serializer = "staffing.move_serializers.StaffReleaseSerializer"

    def record(self, case: Case) -> StaffRelease:
        found = StaffRelease.objects.get(case=case)
        found.case = case
        return found

    def lines(self, case: Case) -> list[StaffReleaseLine]:
        """Who leaves, in the order in which they were named."""
        return list(StaffReleaseLine.objects.filter(release=case.pk).select_related(*RELATED))

    def save(self, case: Case, data: Mapping[str, Any], *, actor: User) -> None:
        """Write who leaves when and why; people of the applicant, or of units that it is competent for."""
        given, wrong = list(data.get("lines") or []), {}
        if data.get("leaves_on") is None:
            wrong["leaves_on"] = "请填写出编日期。"
        if len(given) > MOST:
            wrong["lines"] = f"一份减员申请不超过{MOST}人。"
        else:
            wrong |= _wrong_lines(given, case)
        if wrong:
            raise ValidationError(wrong)
        release, _ = StaffRelease.objects.update_or_create(case=case, defaults={"leaves_on": data["leaves_on"]})
        release.lines.all().delete()
        for line in given:
            facts = {"posting": line["posting"], "exit_reason": line["exit_reason"]}
            StaffReleaseLine.objects.create(release=release, destination=_destination(line), **facts)

    def gaps(self, case: Case) -> dict[str, str]:
        asked, lines = self.record(case), self.lines(case)
        found = {} if lines else {"lines": "请至少填写一人。"}
        if asked.leaves_on > workdays.today() + AHEAD:
            found["leaves_on"] = "出编日期最多提前一年申报。"
        others = _other_cases(case, lines)
        for number, line in enumerate(lines, start=1):
            if said := _gap(line, asked, others):
                found[f"line_{number}"] = said
        return found

    def units(self, case: Case) -> Sequence[Unit]:
        return list(dict.fromkeys(line.posting.unit for line in self.lines(case)))

    def figures(self, case: Case) -> tuple[Figure, ...]:
        return figures.of_pairs(dict.fromkeys(_pair(line) for line in self.lines(case)))

    def effective_on(self, case: Case) -> dt.date:
        return self.record(case).leaves_on

    def hold(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing is promised: the places are given back when the people leave."""

    def apply(self, case: Case, *, document: Document, actor: User) -> None:
        """Take everybody off their posts, each with an exit slip, or nobody."""
        asked, lines = self.record(case), self.lines(case)
        act = Act(actor, min(asked.leaves_on, workdays.today()), document, case.title)
        # People first, then accounts, each in one order, whoever else releases some of them.
        people = [line.posting.person_id for line in lines]
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("id"))
        for unit, kind in sorted({_pair(line) for line in lines}, key=lambda pair: (pair[0].pk, pair[1].pk)):
            places.lock(unit, kind, Bucket.VACANT)
        for line in lines:
            leaving.end(line.posting, act, exit_reason=line.exit_reason, destination=line.destination)

    def release(self, case: Case, *, document: Document, actor: User) -> None:
        """Nothing was held."""


def _wrong_lines(given: Sequence[Mapping[str, Any]], case: Case) -> dict[str, str]:
    """What is wrong with each line, by its number."""
    wrong, seen = {}, set[int]()
    for number, line in enumerate(given, start=1):
        posting = line.get("posting")
        if not isinstance(posting, Posting) or posting.ended_on is not None:
            said = "请选择在编人员。"
        elif posting.pk in seen:
            said = f"{posting.person}重复。"
        elif line.get("exit_reason") not in ExitReason.values:
            said = "请选择出编原因。"
        elif len(_destination(line)) > 120:
            said = "去向不超过120字。"
        elif case.applicant_id not in (posting.unit_id, posting.unit.competent_department_id):
            said = f"只能为{case.applicant.name}及其所属单位的人员申请。"
        else:
            seen.add(posting.pk)
            continue
        wrong[f"line_{number}"] = f"第{number}人：{said}"
    return wrong


def _destination(line: Mapping[str, Any]) -> str:
    return str(line.get("destination") or "").strip()


def _gap(line: StaffReleaseLine, asked: StaffRelease, others: Mapping[int, Case]) -> str:
    """Why somebody cannot leave as it was asked; empty when they can."""
    posting = line.posting
    if posting.ended_on is not None:
        return f"{posting.person}已于{posting.ended_on}出编。"
    if other := others.get(posting.pk):
        return f"{posting.person}的减员申请{other.number}正在办理。"
    if office_of(posting.unit.region) != asked.case.region:
        return f"{posting.unit.name}不由{asked.case.region.name}编办主管。"
    if asked.leaves_on < posting.started_on:
        return f"{posting.person}的出编日期不能早于入编日期{posting.started_on}。"
    if line.exit_reason == ExitReason.MOVED and not line.destination:
        return f"{posting.person}调离，请填写去向。"
    return ""


def _pair(line: StaffReleaseLine) -> tuple[Unit, QuotaType]:
    return line.posting.unit, line.posting.quota_type


def _other_cases(case: Case, lines: Sequence[StaffReleaseLine]) -> dict[int, Case]:
    """Open requests about the same people, by posting."""
    open_ones = Case.objects.open().exclude(pk=case.pk)
    found = StaffReleaseLine.objects.filter(
        posting__in=[line.posting_id for line in lines], release__case__in=open_ones
    ).select_related("release__case")
    return {line.posting_id: line.release.case for line in found}


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
    desk.settle(case, actor=actor, opinion=opinion, words=lambda: _words(case), once=once)
    return case


def _words(case: Case) -> desk.Words:
    lines = STAFF_RELEASE.lines(case)
    whom = named_together(lines)
    title = f"关于{lines[0].posting.unit.name if lines else case.applicant.name}{whom}出编的审批单"
    return title, f"{whom}出编，签发出编通知单" + (f"{len(lines)}份" if lines[1:] else "")


def named_together(lines: Sequence[StaffReleaseLine]) -> str:
    """The one who leaves by name; of several the first, and how many they are."""
    first = lines[0].posting.person.name if lines else ""
    return f"{first}等{len(lines)}人" if lines[1:] else first


def _case(case_id: int) -> Case:
    return desk.opened(case_id, STAFF_RELEASE, what="减员申请")
