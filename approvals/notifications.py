"""Telling people (提醒): once each, on the first page and in a daily digest by e-mail."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import User
from approvals import policies
from approvals.models import Notification, NotificationReceipt
from approvals.models.notification import NotificationQuerySet
from approvals.scheduled import Check, Outcome
from units.models import Mandate, Region, Secrecy, Unit

# A digest tells of the last days only: who was away longer reads the first page.
DIGEST_DAYS = 7
BATCH = 1000


class Told(NamedTuple):
    """What to tell, under which key, to which office, unit or person, where it leads, and by when.

    Of an office the desks are told (经办、科长、主任), or only the `roles` that are named.
    """

    key: str
    text: str
    url: str
    to: Region | Unit | User
    due_on: dt.date | None = None
    roles: Sequence[str] = ()


def tell(news: Iterable[Told]) -> int:
    """Building block of checks: notify of what nobody was told under its key yet; how many are new."""
    once = list({told.key: told for told in news}.values())
    return sum(_tell(once[start : start + BATCH]) for start in range(0, len(once), BATCH))


def _tell(news: Sequence[Told]) -> int:
    known = set(Notification.objects.filter(key__in=[told.key for told in news]).values_list("key", flat=True))
    new = [_row(told) for told in news if told.key not in known]
    # Another worker may have been faster; the key decides.
    Notification.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _row(told: Told) -> Notification:
    return Notification(
        key=told.key, text=told.text[:200], url=told.url, due_on=told.due_on, roles=[*map(str, told.roles)],
        region=told.to if isinstance(told.to, Region) else None, unit=told.to if isinstance(told.to, Unit) else None,
        user=told.to if isinstance(told.to, User) else None,
    )  # fmt: skip


def passed(left: int, thresholds: Sequence[int]) -> int | None:
    """The nearest threshold (days before a term) that has passed: after days without a check only that one is told.

    None while none has passed, -1 when the term is over.
    """
    if left < 0:
        return -1
    return min((days for days in thresholds if left <= days), default=None)


def addressed_to(user: User) -> NotificationQuerySet:
    """What is for the user, in person, as a clerk of a unit or an office, or as somebody's deputy today."""
    return Notification.objects.addressed_to(*policies.principals_of(user))


def waiting_for(user: User, limit: int) -> list[Notification]:
    """The newest notifications of a user that were not put aside."""
    return list(addressed_to(user).unread_by(user).order_by("-id")[:limit])


@use_case
def put_aside(*, actor: User, ids: list[int]) -> int:
    """The user has read these; what is not addressed to them is left alone. How many there were."""
    own = addressed_to(actor).filter(pk__in=ids)
    rows = [NotificationReceipt(notification=found, user=actor, read=True) for found in own]
    NotificationReceipt.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["notification", "user"], update_fields=["read"]
    )
    return len(rows)


def send_digests(on: dt.date) -> Outcome:
    """One e-mail a day to everybody with an address and news: each thing once, whoever sends and however often."""
    since = timezone.now() - dt.timedelta(days=DIGEST_DAYS)
    held = Mandate.objects.in_force(on).values("user")
    readers = User.objects.filter(pk__in=held, is_active=True).exclude(email="").order_by("pk")
    found = sent = 0
    for user in readers.iterator():
        if _news_for(user, since).exists():
            found += 1
            sent += _send(user, since)
    return Outcome(found, sent)


def _news_for(user: User, since: dt.datetime) -> QuerySet[Notification]:
    """What the user neither was sent nor has read."""
    done = NotificationReceipt.objects.filter(user=user).exclude(mailed_at=None, read=False)
    return addressed_to(user).filter(created_at__gte=since).exclude(pk__in=done.values("notification"))


def _send(user: User, since: dt.datetime) -> bool:
    """What the user was not sent yet, on record before it leaves: rather not at all than twice."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        new = list(_news_for(user, since).select_related("unit").order_by("id"))
        NotificationReceipt.objects.bulk_create(
            [NotificationReceipt(notification=found, user=user, mailed_at=timezone.now()) for found in new],
            update_conflicts=True, unique_fields=["notification", "user"], update_fields=["mailed_at"],
        )  # fmt: skip
    if not new:
        return False
    lines = [f"{number}. {_line(found)}" for number, found in enumerate(new, start=1)]
    body = "\n".join([f"{user.name}：", "", *lines, "", "请登录编衡办理。此邮件由系统发送，请勿回复。"])
    send_mail(f"编衡提醒：{len(new)}项", body, settings.DEFAULT_FROM_EMAIL, [user.email], fail_silently=True)
    return True


def _line(found: Notification) -> str:
    """A line of a letter; what concerns a secret unit is read in the house only."""
    if found.unit is not None and found.unit.secrecy == Secrecy.SECRET:
        return "涉密单位的一项提醒，请登录查看。"
    return f"{found.text}（期限{found.due_on}）" if found.due_on else found.text


CHECK = Check(
    "send_digests", "提醒邮件汇总", dt.timedelta(days=1), send_digests,
    "把尚未发送、尚未阅知的提醒按人汇总，每日发一封邮件，每项只发一次。", turn=90,
)  # fmt: skip
