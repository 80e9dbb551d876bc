"""Taking a case through the office, step by step, as its people would; the demo's only way to change the book."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from approvals import deciding, filing, issuing, meetings, reviewing, workdays
from approvals.models import Authority, Case, CaseKind, Document, Meeting
from units.models import Region, Unit

ANSWERS = {
    "party_leadership": "有利于加强党委对本领域工作的统一领导，已报党组（党委）研究同意。",
    "legality": "符合《中国共产党机构编制工作条例》和本地机构编制管理规定，不突破总量、限额和标准。",
    "fiscal_capacity": "所需经费在部门预算内解决，与财力相适应，解决一线人员不足的实际问题。",
    "alternatives": "已先行内部挖潜，合并岗位并通过政府购买服务分担事务性工作，仍不能满足需要。",
    "foreseen": "可能出现结构性缺员，拟通过年度用编进人计划分步补充。",
}
VERTICAL = "近三年工作量年均增长12%，编制未增加。"
HORIZONTAL = "同类单位人均承担事项低于本单位约两成。"


@dataclass(frozen=True)
class Office:
    """The people of one establishment office."""

    region: Region
    bureau: Unit
    clerk: User
    head: User
    director: User
    committee: User


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Let the office's calendar stand on a past day, so that the demo has deadlines of all colours."""
    with patch.object(workdays, "today", lambda: day):
        yield


def file_case(
    office: Office, kind: str, data: Mapping[str, Any], *, title: str, reason: str, by: User, applicant: Unit,
    fast_lane: bool = False,
) -> Case:  # fmt: skip
    """Draft, attach what the kind asks for, and file."""
    case = filing.draft(
        actor=by, kind=CaseKind.objects.get(code=kind), applicant=applicant, title=title, reason=reason, data=data,
        answers=ANSWERS, fast_lane=fast_lane,
    )  # fmt: skip
    attach(case, actor=by)
    return filing.file(case.pk, actor=by)


def attach(case: Case, *, actor: User) -> None:
    """The papers that the kind of the case asks for."""
    for paper in case.kind.required_papers:
        name = f"{paper}（{case.title[:30]}）.pdf"
        upload = SimpleUploadedFile(name, b"%PDF-1.4\n% demo\n%%EOF\n", "application/pdf")
        filing.attach(case.pk, actor=actor, paper=paper, upload=upload)


def review(office: Office, case: Case) -> Case:
    """Receive, check and, where the kind asks for it, argue."""
    lead = office.bureau.divisions.order_by("position")[1]
    reviewing.receive(case.pk, actor=office.clerk, opinion="材料齐全，予以受理。", lead_division=lead)
    case = reviewing.check(case.pk, actor=office.clerk, opinion="经核对台账，申请数与账面相符，依据充分。")
    if not case.skips_argument:
        case = reviewing.argue(
            case.pk, actor=office.head, form="comparison", held_on=workdays.today(), conclusion="feasible",
            opinion="经纵向、横向比较，确有必要。", participants="编办科室、财政局、申报单位",
            vertical=VERTICAL, horizontal=HORIZONTAL,
        )  # fmt: skip
    return case


def decide(office: Office, cases: list[Case]) -> None:
    """Approve: by the director or the committee alone, or together at one office meeting."""
    for case in cases:
        if case.kind.authority == Authority.DIRECTOR:
            deciding.approve(case.pk, actor=office.director, opinion="同意。", confirmed_base=deciding.base_token(case))
        elif case.kind.authority == Authority.COMMITTEE:
            deciding.approve(
                case.pk, actor=office.committee, opinion="同意。", confirmed_base=deciding.base_token(case)
            )
    if any(case.kind.authority == Authority.OFFICE_MEETING for case in cases):
        hold_meeting(office)


def hold_meeting(office: Office) -> Meeting:
    """An office meeting that agrees to everything that waits for it."""
    today = workdays.today()
    meeting = meetings.convene(
        actor=office.head, region=office.region, kind=Authority.OFFICE_MEETING, planned_on=today,
        title=f"{office.region.name}编办{today.year}年第{Meeting.objects.count() + 1}次室务会",
    )  # fmt: skip
    results = {
        item.pk: meetings.Result("approved", "同意。", deciding.base_token(item.case))
        for item in meeting.items.select_related("case__kind")
    }
    return meetings.record(
        meeting.pk, actor=office.director, chair=office.director.name, attendees="全体室务会成员", results=results
    )


def issue(office: Office, case: Case) -> Document:
    """Issue the document and close the dossier."""
    title = f"关于{case.title}的批复"
    body = f"{case.applicant.name}：\n{case.title}事项收悉。经研究，同意所请。请按规定办理有关手续。"
    document = issuing.issue(case.pk, actor=office.clerk, title=title, body=body)
    case.refresh_from_db()
    if case.allows("close"):
        issuing.close(case.pk, actor=office.clerk, opinion="已办结归档。")
    return document


def settle(office: Office, kind: str, data: Mapping[str, Any], *, title: str, reason: str) -> Document:
    """The whole way of a case that the office files itself."""
    case = file_case(office, kind, data, title=title, reason=reason, by=office.clerk, applicant=office.bureau)
    decide(office, [review(office, case)])
    return issue(office, case)


Progress = Callable[[str, int, int], None]
