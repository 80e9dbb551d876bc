"""Notifications (提醒): said once to the office of a region or to a unit, read by each person for themselves."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from units.mandates import scope_of
from units.models import Region, Unit
from units.models.mandate import DESK_ROLES


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, and to whom they are addressed."""

    def addressed_to(self, user: User) -> Self:
        """Those for the offices in which the user works, and for the units the user answers for."""
        scope = scope_of(user)
        offices = [held.region_id for held in scope.held if held.role in DESK_ROLES and held.region_id]
        own = Q(pk__in=[]) if not offices else Q(region__in=offices)
        if scope.unit_ids or scope.department_ids:
            own |= Q(unit__isnull=False) & scope.as_own_condition("unit__")
        return self.filter(own)

    def unread_by(self, user: User) -> Self:
        return self.exclude(pk__in=NotificationReceipt.objects.filter(user=user, read=True).values("notification"))


class Notification(models.Model):
    """One thing that somebody should know, with the key under which it is said once. Append-only."""

    key = models.CharField("标识", max_length=120, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="编办所在地区", null=True, blank=True, related_name="notifications"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", null=True, blank=True, related_name="notifications"
    )
    text = models.CharField("内容", max_length=200)
    url = models.CharField("链接", max_length=200)
    due_on = models.DateField("期限", null=True, blank=True)
    created_at = models.DateTimeField("提醒时间", db_default=Now())

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["region", "-id"], name="notification_of_office"),
            models.Index(fields=["unit", "-id"], name="notification_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=True, unit__isnull=False) | Q(region__isnull=False, unit__isnull=True),
                name="a_notification_is_for_an_office_or_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class NotificationReceipt(models.Model):
    """That a person has been sent a notification by e-mail, or has put it aside."""

    notification = models.ForeignKey(
        Notification, models.CASCADE, verbose_name="提醒", related_name="receipts", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="用户", related_name="+")
    mailed_at = models.DateTimeField("邮件时间", null=True, blank=True)
    read = models.BooleanField("已阅", default=False)

    class Meta:
        verbose_name = "提醒回执"
        verbose_name_plural = "提醒回执"
        constraints = [
            models.UniqueConstraint(fields=["notification", "user"], name="a_person_has_one_receipt_per_notification"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} {self.user_id}"
