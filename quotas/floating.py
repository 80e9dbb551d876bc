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


CHECK = Check("take_back_floating", "机动编制到期收回", dt.timedelta(days=1), take_back_due)
