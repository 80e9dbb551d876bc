"""Slots (用编号): one per head that a decided plan or request lets a unit take on."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from accounts.models import User
from approvals.models import Case, Document
from quotas.models import QuotaType
from units.mandates import scope_of
from units.models import Region, Unit

from .codes import Channel, SlotState
from .plan import HiringPlanLine

ALIVE = (SlotState.WAITING, SlotState.OPEN)
ENDED = (SlotState.USED, SlotState.LAPSED, SlotState.CANCELLED)


class SlotQuerySet(models.QuerySet["Slot"]):
    """Slots, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))

    def free(self) -> Self:
        """Those on which somebody may be enrolled now."""
        return self.filter(state=SlotState.OPEN)


class Slot(models.Model):
    """One head that may be taken on (先编后人): of a unit, type and channel, until a date.

    An open slot locks a post of its unit; a waiting one (出一进一) gets the next that falls vacant.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="编办所在地区", related_name="slots")
    number = models.CharField("用编号", max_length=12)
    notice = models.ForeignKey(Document, models.PROTECT, verbose_name="核准使用编制通知单", related_name="slots")
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="slots")
    plan_line = models.ForeignKey(
        HiringPlanLine, models.PROTECT, verbose_name="用编明细", null=True, blank=True, related_name="slots"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="slots", db_index=False)
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+", db_index=False)
    channel = models.CharField("进入方式", max_length=20, choices=Channel)
    purpose = models.CharField("编制用途", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=SlotState, default=SlotState.OPEN)
    issued_on = models.DateField("核准日期")
    expires_on = models.DateField("有效期至")
    ended_on = models.DateField("使用或失效日期", null=True, blank=True)
    history = tracked()

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "用编号"
        verbose_name_plural = "用编号"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit", "quota_type", "state", "id"], name="slots_of_unit"),
            models.Index(fields=["expires_on"], condition=Q(state__in=ALIVE), name="slot_that_will_lapse"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="an_office_gives_a_slot_number_once"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("issued_on")), name="a_slot_lapses_after_it_is_given"),
            models.CheckConstraint(
                condition=Q(state__in=ALIVE, ended_on__isnull=True) | Q(state__in=ENDED, ended_on__isnull=False),
                name="a_slot_that_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.number
