"""Telling people (提醒): once each, on the first page and in a daily digest by e-mail."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import User
from approvals.models import Notification, NotificationReceipt
from approvals.scheduled import Check, Outcome
from units.models import Mandate, Region, Role, Unit
from units.models.mandate import DESK_ROLES

# A digest tells of the last days only: who was away longer reads the first page.
DIGEST_DAYS = 7


class Told(NamedTuple):
    """What to tell, under which key, to which office or unit, where it leads, and by when."""

    key: str
    text: str
    url: str
    to: Region | Unit
    due_on: dt.date | None = None


def tell(news: Iterable[Told]) -> int:
    """Building block of checks: notify of what nobody was told under its key yet; how many are new."""
    rows = {
        told.key: Notification(
            key=told.key, text=told.text[:200], url=told.url, due_on=told.due_on,
            region=told.to if isinstance(told.to, Region) else None,
            unit=told.to if isinstance(told.to, Unit) else None,
        )
        for told in news
    }  # fmt: skip
    known = set(Notification.objects.filter(key__in=rows).values_list("key", flat=True))
    new = [row for key, row in rows.items() if key not in known]
    # Another worker may have been faster; the key decides.
    Notification.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def waiting_for(user: User, limit: int) -> list[Notification]:
    """The newest notifications of a user that were not put aside."""
    unread = Notification.objects.addressed_to(user).unread_by(user)
    return list(unread.order_by("-id")[:limit])


@use_case
def put_aside(*, actor: User, ids: list[int]) -> int:
    """The user has read these; what is not addressed to them is left alone. How many there were."""
    own = Notification.objects.addressed_to(actor).filter(pk__in=ids)
    rows = [NotificationReceipt(notification=found, user=actor, read=True) for found in own]
    NotificationReceipt.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["notification", "user"], update_fields=["read"]
    )
    return len(rows)


def send_digests(on: dt.date) -> Outcome:
    """One e-mail a day to everybody with an address and news: each thing once, whoever sends and however often."""
    since = timezone.now() - dt.timedelta(days=DIGEST_DAYS)
    letters: dict[int, list[Notification]] = defaultdict(list)
    for found in Notification.objects.filter(created_at__gte=since).select_related("unit").order_by("id"):
        for user in _recipients(found, on):
            letters[user].append(found)
    sent = sum(_send(user, letters[user.pk]) for user in _with_address(letters))
    return Outcome(len(letters), sent)


def _recipients(found: Notification, on: dt.date) -> Iterable[int]:
    mandates = Mandate.objects.in_force(on).filter(user__is_active=True)
    if found.unit is None:
        own = Q(region=found.region_id, role__in=DESK_ROLES)
    else:
        department = Q(role=Role.DEPARTMENT, unit=found.unit.competent_department_id)
        own = Q(unit=found.unit_id) | (department if found.unit.competent_department_id else Q(pk__in=[]))
    return mandates.filter(own).values_list("user", flat=True).distinct()


def _with_address(letters: dict[int, list[Notification]]) -> Iterable[User]:
    return User.objects.filter(pk__in=letters, is_active=True).exclude(email="").order_by("pk")


def _send(user: User, news: list[Notification]) -> bool:
    """What the user was not sent yet, on record before it leaves: rather not at all than twice."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        done = NotificationReceipt.objects.filter(user=user, notification__in=news).exclude(mailed_at=None, read=False)
        old = set(done.values_list("notification", flat=True))
        new = [found for found in news if found.pk not in old]
        NotificationReceipt.objects.bulk_create(
            [NotificationReceipt(notification=found, user=user, mailed_at=timezone.now()) for found in new],
            update_conflicts=True, unique_fields=["notification", "user"], update_fields=["mailed_at"],
        )  # fmt: skip
    if not new:
        return False
    lines = [f"{number}. {found.text}" for number, found in enumerate(new, start=1)]
    body = "\n".join([f"{user.name}：", "", *lines, "", "请登录编衡办理。此邮件由系统发送，请勿回复。"])
    send_mail(f"编衡提醒：{len(new)}项", body, settings.DEFAULT_FROM_EMAIL, [user.email], fail_silently=True)
    return True


CHECK = Check("send_digests", "提醒邮件汇总", dt.timedelta(days=1), send_digests)
