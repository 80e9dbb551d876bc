"""Filing a case (申报): draft, papers, file, withdraw."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, numbering, policies, workdays
from approvals.models import Action, Attachment, Case, CaseKind, Deliberation, State
from approvals.offices import office_of
from approvals.subjects import reading_once, subject_of
from units.models import Unit

MAX_SIZE = 20 * 1024 * 1024
SUFFIXES = ("pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "jpg", "jpeg", "png", "zip")
FAST_LANE_SHARE = 3


@use_case
def draft(
    *,
    actor: User,
    kind: CaseKind,
    applicant: Unit,
    title: str,
    reason: str,
    data: Mapping[str, Any],
    answers: Mapping[str, str] | None = None,
    fast_lane: bool = False,
    once: flow.Once | None = None,
) -> Case:
    """Write a new dossier with its typed record; it takes the next case number of the deciding office's region."""
    case = _open(kind, applicant, actor=actor)
    _write(case, title=title, reason=reason, fast_lane=fast_lane)
    _answer(case, answers or {})
    subject_of(case).save(case, data, actor=actor)
    flow.advance(case, Action.DRAFT, actor=actor, once=once)
    return case


@use_case
def submit(
    *,
    actor: User,
    kind: CaseKind,
    applicant: Unit,
    title: str,
    reason: str,
    data: Mapping[str, Any],
    answers: Mapping[str, str] | None = None,
    fast_lane: bool = False,
    once: flow.Once | None = None,
) -> Case:
    """Draft a case and hand it in at once: both, or nothing."""
    case = _open(kind, applicant, actor=actor)
    _write(case, title=title, reason=reason, fast_lane=fast_lane)
    _answer(case, answers or {})
    subject_of(case).save(case, data, actor=actor)
    flow.advance(case, Action.DRAFT, actor=actor)
    flow.ensure(case, Action.FILE, actor=actor)
    _hand_in(case, actor=actor, once=once)
    return case


@use_case
def amend(
    case_id: int,
    *,
    actor: User,
    title: str,
    reason: str,
    data: Mapping[str, Any],
    answers: Mapping[str, str] | None = None,
    fast_lane: bool = False,
) -> Case:
    """Change a draft or a returned case; what was filed is not changed behind the office's back."""
    case = _own(case_id, actor)
    _write(case, title=title, reason=reason, fast_lane=fast_lane)
    _answer(case, answers or {})
    subject_of(case).save(case, data, actor=actor)
    return case


@use_case
def attach(case_id: int, *, actor: User, paper: str, upload: File[bytes], once: flow.Once | None = None) -> Attachment:
    """Add a paper to a draft or a returned case; at most 20 MiB, of the usual office formats."""
    case = _own(case_id, actor)
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    if name.rsplit(".", 1)[-1].lower() not in SUFFIXES or "." not in name:
        raise ValidationError({"upload": f"不支持该文件格式，可上传：{'、'.join(SUFFIXES)}。"}, code="format")
    if not upload.size or upload.size > MAX_SIZE:
        raise ValidationError({"upload": "文件为空或超过 20 MB。"}, code="size")
    if len(name) > 200 or not paper or len(paper) > 60:
        raise ValidationError({"upload": "文件名或要件名称过长，或未选择要件。"}, code="name")
    attachment = Attachment.objects.create(
        case=case, paper=paper, name=name, file=upload, size=upload.size, sha256=digest_of(upload), uploaded_by=actor
    )
    flow.keep_receipt(actor, once, attachment)
    return attachment


def digest_of(upload: File[bytes]) -> str:
    """The SHA-256 of what was uploaded, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@use_case
def detach(case_id: int, *, actor: User, attachment_id: int) -> None:
    """Take a paper out of a draft or a returned case; its history stays."""
    case = _own(case_id, actor)
    case.attachments.filter(pk=attachment_id).delete()


@use_case
def file(case_id: int, *, actor: User, once: flow.Once | None = None) -> Case:
    """Hand the case in: complete, with the papers its kind asks for; the numbers it stands on are kept."""
    case = flow.take(case_id, Action.FILE, actor=actor)
    _hand_in(case, actor=actor, once=once)
    return case


@use_case
def withdraw(case_id: int, *, actor: User, opinion: str = "", once: flow.Once | None = None) -> Case:
    """Take the case back before it is checked."""
    case = flow.take(case_id, Action.WITHDRAW, actor=actor)
    flow.advance(case, Action.WITHDRAW, actor=actor, text=opinion.strip(), once=once, closed_on=workdays.today())
    return case


def missing(case: Case) -> dict[str, str]:
    """What the case still lacks before it can be filed: field → sentence."""
    gaps = dict(subject_of(case).gaps(case))
    if not case.applicant.is_active:
        gaps["applicant"] = f"{case.applicant.name}已撤销，不能申报。"
    if not case.reason.strip():
        gaps["reason"] = "请填写申请理由。"
    present = set(case.attachments.values_list("paper", flat=True))
    if absent := [paper for paper in case.kind.required_papers if paper not in present]:
        gaps["attachments"] = f"缺少申报要件：{'、'.join(absent)}。"
    return gaps


def time_limit(case: Case) -> int:
    """Working days the office has; the fast lane (绿色通道) has a third of them."""
    days = case.kind.working_days
    return max(1, -(-days // FAST_LANE_SHARE)) if case.fast_lane else days


def _open(kind: CaseKind, applicant: Unit, *, actor: User) -> Case:
    if not kind.is_active:
        raise ValidationError({"kind": "该类事项已停用。"}, code="inactive")
    if not policies.may_file(actor, kind, applicant):
        raise PermissionDenied(f"您不能为{applicant.name}申报“{kind.name}”。")
    if not applicant.is_active:
        raise ValidationError({"applicant": f"{applicant.name}已撤销，不能申报。"}, code="abolished")
    region = office_of(applicant.region)
    case = Case(kind=kind, region=region, applicant=applicant, filed_by=actor)
    case.number = numbering.next_number(region, numbering.CASE, workdays.today().year)
    acting.cite(case=case.number)
    return case


def _hand_in(case: Case, *, actor: User, once: flow.Once | None = None) -> None:
    with reading_once(case):
        _file(case, actor=actor, once=once)


def _file(case: Case, *, actor: User, once: flow.Once | None) -> None:
    if gaps := missing(case):
        raise ValidationError({field: ValidationError(text, code="incomplete") for field, text in gaps.items()})
    subject = subject_of(case)
    today = workdays.today()
    case.units.set(subject.units(case))
    flow.advance(
        case,
        Action.FILE,
        actor=actor,
        once=once,
        filed_by=actor,
        filed_on=today,
        due_on=workdays.add_workdays(today, time_limit(case)),
        checked_by=None,
        base=[astuple(figure) for figure in subject.figures(case)],
    )


def _own(case_id: int, actor: User) -> Case:
    case = flow.lock(case_id)
    acting.cite(case=case.number)
    acting.explain("修改申报材料")
    if not policies.may_edit(actor, case):
        raise PermissionDenied("您不能修改此办件。")
    if case.state not in (State.DRAFT, State.RETURNED):
        raise ValidationError(f"办件当前状态为“{case.get_state_display()}”，不能修改。", code="state")
    return case


def _write(case: Case, *, title: str, reason: str, fast_lane: bool) -> None:
    title = title.strip()
    if not title or len(title) > 200:
        raise ValidationError({"title": "请填写标题，不超过200字。"}, code="title")
    if fast_lane and not case.kind.fast_lane:
        raise ValidationError({"fast_lane": f"“{case.kind.name}”不适用绿色通道。"}, code="fast_lane")
    case.title, case.reason, case.fast_lane = title, reason.strip(), fast_lane
    case.save()


def _answer(case: Case, answers: Mapping[str, str]) -> None:
    given = {name: answers.get(name, "").strip() for name in Deliberation.QUESTIONS}
    Deliberation.objects.update_or_create(case=case, defaults=given)
