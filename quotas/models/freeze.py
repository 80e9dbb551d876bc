"""A freeze: the minutes in which nothing is written for a region, so that a return is checked at rest."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.history import tracked
from units.models import Region

LONGEST = dt.timedelta(hours=2)


class FreezeQuerySet(models.QuerySet["Freeze"]):
    """Freezes by the time in which they hold."""

    def holding(self) -> Self:
        """Those that hold at this moment."""
        now = timezone.now()
        return self.filter(lifted_at=None, starts_at__lte=now, ends_at__gt=now)


class Freeze(models.Model):
    """A freeze of a region and all below it (暂停办理); it ends by itself, or is lifted before [seed 002]."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="freezes")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    reason = models.CharField("事由", max_length=120)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="公告人", related_name="+")
    announced_at = models.DateTimeField("公告时间", db_default=Now())
    lifted_at = models.DateTimeField("提前恢复时间", null=True, blank=True)
    history = tracked()

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = "暂停办理"
        verbose_name_plural = "暂停办理"
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["ends_at"], condition=Q(lifted_at=None), name="freezes_not_lifted")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_freeze_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(ends_at__lte=F("starts_at") + LONGEST), name="a_freeze_is_short"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_freeze_has_a_reason"),
        ]

    def __str__(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{self.region}{start:%Y-%m-%d %H:%M}至{end:%H:%M}"

    @property
    def holds(self) -> bool:
        """Whether nothing is written at this moment."""
        return self.lifted_at is None and self.starts_at <= timezone.now() < self.ends_at

    @property
    def is_over(self) -> bool:
        return self.lifted_at is not None or timezone.now() >= self.ends_at
