"""What the schedule watches over on the ledger: that it holds, and exceptions that come to their end."""

import datetime as dt

from django.urls import reverse

from approvals import notifications
from approvals.notifications import Told
from approvals.offices import office_of
from approvals.scheduled import Check, Outcome, register
from quotas import verification
from quotas.models import QuotaException
from units.models import Region, Role

DAY = dt.timedelta(days=1)
REMINDERS = (30, 7, 0)
NAMED = 50
WATCHERS = (Role.DIRECTOR, Role.INSPECTOR, Role.ADMIN)


def register_all() -> None:
    """To be called once, when the app is ready."""
    said = "独立重算全部账户、合计、锁定、期末数和借编，与台账核对；有不符的，提醒本级主任、督查员和系统管理员。"
    register(Check("verify_ledger", "台账核验", DAY, verify, said, turn=60))
    said = "超编例外截止前30天、7天、当日和期满后，提醒批准的编办。"
    register(Check("exceptions_ending", "超编例外到期提醒", DAY, exceptions_ending, said))


def verify(on: dt.date) -> Outcome:
    """Count the whole book once more; what does not hold is named in the run, and told to those who answer for it."""
    wrong, told = verification.verify(), 0
    if wrong:
        told = warn("verify", f"台账核验发现{len(wrong)}处不符，详见定期检查。", reverse("approvals:checks"), on)
    return Outcome(len(wrong), told, "\n".join(found.sentence for found in wrong[:NAMED]))


def warn(kind: str, words: str, url: str, on: dt.date) -> int:
    """Tell those who answer for the house, once a day, that something does not hold; how many offices that are."""
    news = [Told(f"{kind}:{on}:{office.pk}", words, url, office, roles=WATCHERS) for office in uppermost()]
    notifications.tell(news)
    return len(news)


def uppermost() -> list[Region]:
    """The offices above which there is none in this house."""
    found: list[Region] = []
    for office in Region.objects.filter(has_office=True).order_by("prefix"):
        if not any(office.prefix.startswith(above.prefix) for above in found):
            found.append(office)
    return found


def exceptions_ending(on: dt.date) -> Outcome:
    """Tell offices of exceptions that end within a month, and of those that ended while people are still above."""
    soon = on + REMINDERS[0] * DAY
    ending = QuotaException.objects.filter(ends_on__range=(on - REMINDERS[0] * DAY, soon))
    news = [_told(found, on) for found in ending.select_related("unit__region", "quota_type").order_by("ends_on", "id")]
    return Outcome(len(news), notifications.tell(news))


def _told(found: QuotaException, on: dt.date) -> Told:
    step = notifications.passed((found.ends_on - on).days, REMINDERS)
    ended = "已期满" if found.ends_on < on else f"至{found.ends_on}期满"
    words = f"{found.unit.name}“{found.quota_type}”超编例外{found.people_count}名{ended}，请督促消化，或报批延期。"
    url = reverse("quotas:exceptions")
    return Told(f"exception:{found.pk}:{found.ends_on}:{step}", words, url, office_of(found.unit.region), found.ends_on)
