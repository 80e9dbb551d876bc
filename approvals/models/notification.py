"""Notifications (提醒): said once to the office of a region, to a unit or to a person; each reads it for themselves."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from units.mandates import scope_of
from units.models import Region, Role, Unit
from units.models.mandate import DESK_ROLES, REGION_ROLES


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, and to whom they are addressed."""

    def addressed_to(self, user: User, *principals: User) -> Self:
        """Those for the user, for the units the user answers for, and for the user's part in an office.

        As a deputy the user also reads what is for the part that the principals have in an office.
        """
        scope = scope_of(user)
        own = Q(user=user)
        for person in (user, *principals):
            own |= _for_the_office_of(person)
        if scope.unit_ids or scope.department_ids:
            own |= Q(unit__isnull=False) & scope.as_own_condition("unit__")
        return self.filter(own)

    def unread_by(self, user: User) -> Self:
        return self.exclude(pk__in=NotificationReceipt.objects.filter(user=user, read=True).values("notification"))


def _for_the_office_of(user: User) -> Q:
    """What is for the desks of the user's offices, or for the roles that the user has there."""
    scope = scope_of(user)
    desks = scope.regions_as(*DESK_ROLES)
    own = Q(region__in=desks, roles=[]) if desks else Q(pk__in=[])
    for role in scope.roles & set(REGION_ROLES):
        own |= Q(region__in=scope.regions_as(role), roles__contains=[role])
    return own


class Notification(models.Model):
    """One thing that somebody should know, with the key under which it is said once. Append-only."""

    key = models.CharField("标识", max_length=120, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="编办所在地区", null=True, blank=True, related_name="notifications"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="单位", null=True, blank=True, related_name="notifications"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="用户", null=True, blank=True,
        related_name="notifications",
    )  # fmt: skip
    roles = ArrayField(
        models.CharField(max_length=12, choices=Role), verbose_name="角色", default=list, blank=True,
        help_text="编办中须知悉的角色；为空即经办、科长、主任。",
    )  # fmt: skip
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
            models.Index(fields=["user", "-id"], name="notification_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False, unit=None, user=None)
                | Q(region=None, unit__isnull=False, user=None)
                | Q(region=None, unit=None, user__isnull=False),
                name="a_notification_is_for_an_office_a_unit_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(roles=[])
                | Q(region__isnull=False, roles__contained_by=[str(role) for role in REGION_ROLES]),
                name="only_an_office_is_told_by_its_roles",
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
