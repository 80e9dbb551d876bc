"""Exceptions (超编例外): people above the cap, by a dated record with authority and document, red on every page."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import policies
from quotas.models import QuotaException, QuotaType
from units.models import Unit


def record_excess(
    *,
    actor: User,
    unit: Unit,
    quota_type: QuotaType,
    people_count: int,
    authority: str,
    document: Document,
    ends_on: dt.date,
    reason: str,
) -> QuotaException:
    """Building block: so many people may be kept above the cap until a date, by whose authority, on which document."""
    if not policies.may_allow_excess(actor, unit):
        raise PermissionDenied("您没有批准超编例外的权限。")
    today = workdays.today()
    wrong = {}
    if not 1 <= people_count <= 100_000:
        wrong["people_count"] = "人数须为正整数。"
    if not authority.strip():
        wrong["authority"] = "请填写批准机关。"
    if ends_on <= today:
        wrong["ends_on"] = "截止日期须晚于今天。"
    if document.state != Document.State.ISSUED:
        wrong["document"] = "依据文件尚未印发。"
    if not reason.strip():
        wrong["reason"] = "请填写原因。"
    if wrong:
        raise ValidationError(wrong)
    acting.cite(document=document.number)
    return QuotaException.objects.create(
        unit=unit, quota_type=quota_type, people_count=people_count, authority=authority.strip(), document=document,
        starts_on=today, ends_on=ends_on, reason=reason.strip(), granted_by=actor,
    )  # fmt: skip


# The same as a use case; an import of opening balances needs the block under its own transaction.
allow_excess = use_case(record_excess)
