"""Documents (批文): drafts of a dry run, decision sheets, approvals with their yearly number, incoming papers."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, numbering, policies, workdays
from approvals.models import Case, Document
from approvals.subjects import subject_of
from units.models import Region, Unit


def issuer_of(region: Region) -> str:
    """The office that signs for the region (中共××机构编制委员会办公室)."""
    return f"中共{region.name}委机构编制委员会办公室"


def draft_sheet(case: Case, *, actor: User) -> Document:
    """The unnumbered sheet that a dry run cites; the ledger refuses to commit anything that rests on it."""
    return Document.objects.create(
        region=case.region, kind=Document.Kind.DECISION_SHEET, title=case.title, issuer=issuer_of(case.region),
        case=case, drafted_by=actor,
    )  # fmt: skip


def issue_sheet(case: Case, *, actor: User, title: str) -> Document:
    """The decision sheet (审批单): what holds and releases cite until the document is issued."""
    return _issue(case, purpose=numbering.DECISION_SHEET, title=title, body="", actor=actor)


def issue_approval(case: Case, *, actor: User, title: str, body: str) -> Document:
    """The paper of the decision (批文, 通知单) with its next number, addressed to applicant and touched units."""
    document = _issue(case, purpose=subject_of(case).paper, title=title, body=body, actor=actor)
    document.units.set({case.applicant, *case.units.all()})
    return document


def issue_notice(case: Case, *, actor: User, title: str, body: str = "") -> Document:
    """The notice (核准使用编制通知单) with its number ×编控〔年〕n号, addressed to applicant and touched units."""
    notice = _issue(case, purpose=numbering.USE_NOTICE, title=title, body=body, actor=actor)
    notice.units.set({case.applicant, *case.units.all()})
    return notice


def issue_order(region: Region, *, actor: User, title: str, units: Iterable[Unit], body: str = "") -> Document:
    """A decision sheet of the office's own accord, without a case (依职权办理), addressed to the units it touches."""
    today = workdays.today()
    number = numbering.next_number(region, numbering.DECISION_SHEET, today.year)
    acting.cite(document=number)
    order = Document.objects.create(
        region=region, kind=Document.Kind.DECISION_SHEET, state=Document.State.ISSUED, title=title[:200], body=body,
        number=number, issuer=issuer_of(region), issued_on=today, drafted_by=actor,
    )  # fmt: skip
    order.units.set(set(units))
    return order


def _issue(case: Case, *, purpose: str, title: str, body: str, actor: User) -> Document:
    today = workdays.today()
    number = numbering.next_number(case.region, purpose, today.year)
    acting.cite(document=number)
    return Document.objects.create(
        region=case.region, kind=purpose, state=Document.State.ISSUED, title=title[:200], body=body, number=number,
        issuer=issuer_of(case.region), issued_on=today, case=case, drafted_by=actor,
    )  # fmt: skip


@use_case
def register_incoming(
    *,
    actor: User,
    region: Region,
    number: str,
    title: str,
    issuer: str,
    issued_on: dt.date,
    body: str = "",
    once: flow.Once | None = None,
) -> Document:
    """Register a paper of another body (来文), e.g. the superior's grant; title, issuer, number and date (R13)."""
    if not policies.may_draft_document(actor, region):
        raise PermissionDenied(f"您不能登记{region.name}的来文。")
    document = register(
        actor=actor, region=region, number=number, title=title, issuer=issuer, issued_on=issued_on, body=body
    )
    flow.keep_receipt(actor, once, document)
    return document


def register(
    *, actor: User, region: Region, number: str, title: str, issuer: str, issued_on: dt.date, body: str = ""
) -> Document:
    """Building block: the incoming paper, or the one the region has already registered under issuer and number."""
    number, title, issuer = number.strip(), title.strip(), issuer.strip()
    gaps = {"number": number, "title": title, "issuer": issuer}
    if wrong := {name: "请填写。" for name, value in gaps.items() if not value}:
        raise ValidationError(wrong, code="required")
    if len(number) > 60 or len(title) > 200 or len(issuer) > 120:
        raise ValidationError({"number": "文号、标题或发文机关过长。"}, code="length")
    if issued_on > workdays.today():
        raise ValidationError({"issued_on": "来文日期不能晚于今天。"}, code="future")
    acting.explain("登记来文")
    known = Document.objects.filter(region=region, issuer=issuer, number=number).first()
    if known is not None:
        return known
    return Document.objects.create(
        region=region, kind=Document.Kind.EXTERNAL, state=Document.State.ISSUED, number=number, title=title,
        issuer=issuer, issued_on=issued_on, body=body, drafted_by=actor,
    )  # fmt: skip
