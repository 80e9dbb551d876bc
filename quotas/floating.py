"""Floating quota (机动编制) that reaches its end date: what is vacant goes back, what is occupied is asked back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import F
from django.urls import reverse

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import notifications
from approvals.models import Document
from approvals.notifications import Told
from approvals.offices import office_of
from approvals.scheduled import Check, Outcome
from approvals.subjects import subject_of
from quotas import ledger
from quotas.models import Bucket, FloatingQuota, QuotaAccount


def take_back_due(on: dt.date) -> Outcome:
    """Take floating posts back when their date has passed; occupied ones are tried again and proposed to the office."""
    due = FloatingQuota.objects.filter(ends_on__lt=on, returned_count__lt=F("quantity")).order_by("ends_on", "id")
    found, done, notes, news = 0, 0, [], []
    for pk in list(due.values_list("pk", flat=True)):
        found += 1
        try:
            floating = take_back(pk, actor=acting.system_user(), on=on)
        except ValidationError as refusal:
            notes.append("；".join(refusal.messages))
            continue
        done += not floating.owed
        if floating.owed:
            notes.append(_words(floating))
            news.append(_proposal(floating))
    notifications.tell(news)
    return Outcome(found, done, "\n".join(notes))


@use_case
def take_back(pk: int, *, actor: User, on: dt.date) -> FloatingQuota:
    """Move what the unit has vacant back to the reserve, on the document that lent it; the rest stays owed."""
    related = ("unit__region", "quota_type", "case__region", "case__kind")
    floating = FloatingQuota.objects.select_for_update(of=("self",)).select_related(*related).get(pk=pk)
    own = QuotaAccount.objects.select_for_update(no_key=True).filter(
        unit=floating.unit, quota_type=floating.quota_type, bucket=Bucket.VACANT
    )
    vacant = own.first()
    count = min(floating.owed, vacant.balance if vacant else 0)
    if floating.ends_on >= on or not count or vacant is None:
        return floating
    paper = _paper(floating)
    acting.cite(case=floating.case.number, document=paper.number, reason="机动编制到期收回")
    reserve = ledger.open_account(floating.case.region, floating.quota_type, Bucket.RESERVE)
    move = ledger.Posting(vacant, reserve, count, f"floating:{floating.pk}:{floating.returned_count}")
    ledger.post(
        [move], document=paper, actor=actor, effective_on=on, case=floating.case,
        reason=f"机动编制到期收回：{floating.unit.name}"[:200],
    )  # fmt: skip
    floating.returned_count += count
    floating.save(update_fields=["returned_count"])
    return floating


def _paper(floating: FloatingQuota) -> Document:
    issued = floating.case.documents.filter(kind=subject_of(floating.case).paper, state=Document.State.ISSUED)
    return issued.latest("id")


def _words(floating: FloatingQuota) -> str:
    return (
        f"{floating.unit.name}“{floating.quota_type}”机动编制{floating.ends_on}到期，"
        f"尚有{floating.owed}名在用，待空出后收回，或由编办办理收回。"
    )


def _proposal(floating: FloatingQuota) -> Told:
    url = reverse("approvals:case", args=[floating.case.number])
    return Told(
        f"floating:{floating.pk}", _words(floating), url, office_of(floating.unit.region), floating.ends_on
    )  # fmt: skip


REMINDERS = (90, 30, 0)


def remind(on: dt.date) -> Outcome:
    """Tell units 90, 30 and 0 days before what was lent to them for a time is taken back."""
    soon = on + dt.timedelta(days=REMINDERS[0])
    due = FloatingQuota.objects.filter(ends_on__range=(on, soon), returned_count__lt=F("quantity"))
    news = [_reminder(found, on) for found in due.select_related("unit", "quota_type").order_by("ends_on", "id")]
    return Outcome(len(news), notifications.tell(news))


def _reminder(floating: FloatingQuota, on: dt.date) -> Told:
    unit, step = floating.unit, notifications.passed((floating.ends_on - on).days, REMINDERS)
    words = (
        f"{unit.name}“{floating.quota_type}”机动编制{floating.owed}名使用至{floating.ends_on}，到期收回，请妥善安排。"
    )
    url = reverse("units:unit", args=[unit.number]) + "?tab=quotas"
    return Told(f"floating:{floating.pk}:{floating.ends_on}:{step}", words, url, unit, floating.ends_on)


CHECKS = (
    Check(
        "take_back_floating", "机动编制到期收回", dt.timedelta(days=1), take_back_due,
        "机动编制到期的，空编即收回储备；在用的提请编办收回，并逐日再办。", turn=20,
    ),
    Check(
        "remind_of_floating", "机动编制到期提醒", dt.timedelta(days=1), remind,
        "机动编制到期前90天、30天和当日提醒使用单位。",
    ),
)  # fmt: skip
