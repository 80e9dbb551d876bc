"""Flexible retirement (弹性退休): the month that a person chose and stated in writing, recorded by the office.

Early, at most 36 months before the statutory month, never before the original age, stated three months ahead; late, at
most 36 months after it, agreed with the unit a month ahead (DOMAIN §6). Forecast, reminders and checks follow it.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import policies
from staffing.models import Person, Posting, StaffClass, Tenure
from staffing.retirement import Retirement, month_of, retirement, shifted

EARLY_AHEAD, LATE_AHEAD = 3, 1
CHOICE = ("chosen_month", "chosen_on", "chosen_document")
PUBLIC_SERVICE = (QuotaType.Nature.ADMINISTRATIVE, QuotaType.Nature.SPECIAL)


@use_case
def choose(
    person: Person,
    *,
    actor: User,
    month: dt.date,
    agreed_on: dt.date,
    document: Document,
    reason: str,
    is_approved: bool = False,
    once: flow.Once | None = None,
) -> Person:
    """Record the month, a first of it; `is_approved` says that whoever leads may stay on by a special approval."""
    person, posting = _locked(person, actor, document, reason)
    if wrong := _refusals(person, posting, month, agreed_on, is_approved=is_approved):
        raise ValidationError(wrong)
    person.chosen_month, person.chosen_on, person.chosen_document = month, agreed_on, document
    person.save(update_fields=CHOICE)
    flow.keep_receipt(actor, once, person)
    return person


@use_case
def withdraw(person: Person, *, actor: User, document: Document, reason: str, once: flow.Once | None = None) -> Person:
    """Take the choice back, so that the statutory month counts again."""
    person, _ = _locked(person, actor, document, reason)
    if person.chosen_month is None:
        raise ValidationError(f"{person}没有登记弹性退休，无须撤销。", code="none")
    person.chosen_month = person.chosen_on = person.chosen_document = None
    person.save(update_fields=CHOICE)
    flow.keep_receipt(actor, once, person)
    return person


def ensure_kept(person: Person, category: str, birth: dt.date, *, field: str) -> None:
    """Refuse another category or birth date under which the month that was chosen would be outside the law."""
    if person.chosen_month is None:
        return
    law = retirement(category, birth) if category else None
    if law is None or _outside(law, person.chosen_month):
        said = f"已登记弹性退休月{person.chosen_month:%Y年%-m月}，与更正后的法定退休时间不符，请先撤销弹性退休。"
        raise ValidationError({field: ValidationError(said, code="chosen")})


def told(person: Person) -> str:
    """Which way and on what paper the month was chosen."""
    assert person.chosen_month is not None, "Asked of whoever has chosen."
    assert person.retires_on is not None, "Nobody chooses without a statutory month."
    assert person.chosen_document is not None, "The database asks for it."
    way = "提前" if person.chosen_month < person.retires_on else "延迟"
    return f"弹性{way}，{person.chosen_on}告知，{person.chosen_document.number}"


def _locked(person: Person, actor: User, document: Document, reason: str) -> tuple[Person, Posting]:
    """The person, locked, with the post; for the office in charge of it, on an issued document."""
    active = Posting.objects.active().filter(person=person)
    posting = active.select_related("unit__region", "quota_type").first()
    if posting is None:
        raise ValidationError(f"{person}不在编，不登记弹性退休。", code="not_on_a_post")
    if not policies.may_keep_register(actor, posting.unit):
        raise PermissionDenied(f"只有主管{posting.unit.name}的编办可以登记弹性退休。")
    if document.state != Document.State.ISSUED or not reason.strip():
        raise ValidationError({"reason": "弹性退休须有已印发的依据文件和事由。"}, code="basis")
    acting.cite(document=document.number)
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk), posting


def _refusals(
    person: Person, posting: Posting, month: dt.date, agreed_on: dt.date, *, is_approved: bool
) -> dict[str, str]:
    """Field → sentence for what the law does not let the person choose."""
    if not person.retirement_category:
        return {"month": "未填退休类别，请先更正退休类别。"}
    law = retirement(person.retirement_category, person.birth_date)
    if said := _outside(law, month):
        return {"month": said}
    if agreed_on > workdays.today():
        return {"agreed_on": "告知（约定）日期不能晚于今天。"}
    if month < law.month:
        first = shifted(month_of(agreed_on), EARLY_AHEAD)
        said = f"提前退休须至少提前{EARLY_AHEAD}个月书面告知，{agreed_on}告知的最早为{first:%Y年%-m月}。"
        return {"month": said} if month < first else {}
    if shifted(month_of(agreed_on), LATE_AHEAD) > law.month:
        said = f"延迟退休须在法定退休时间{law.month:%Y年%-m月}前至少{LATE_AHEAD}个月书面明确。"
        return {"agreed_on": said}
    if _must_go_in_time(person, posting) and not is_approved:
        return {"month": "公务员、领导人员到达法定退休年龄应当及时退休，经批准延迟的请勾选“经有权机关批准”。"}
    return {}


def _outside(law: Retirement, month: dt.date) -> str:
    """Why the law does not know the month as a choice; empty when it does."""
    if law.earliest is None or law.latest is None:
        return f"法定退休时间为{law.month:%Y年%-m月}，适用原规定，没有弹性退休。"
    if month.day != 1:
        return "退休时间按月填写，请填当月1日。"
    if month == law.month:
        return "与法定退休时间相同，无须登记。"
    if not law.earliest <= month <= law.latest:
        return f"可选择{law.earliest:%Y年%-m月}至{law.latest:%Y年%-m月}。"
    return ""


def _must_go_in_time(person: Person, posting: Posting) -> bool:
    """Civil servants and who leads; all others may agree with the unit on a later month."""
    serves = person.is_civil_servant or posting.quota_type.nature in PUBLIC_SERVICE
    leads = posting.staff_class != StaffClass.ORDINARY
    return bool(serves or leads or Tenure.objects.active().filter(person=person).exists())
