"""The end of the time in which an office registers who is there already (建账)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from units.models import Region


class Opening(models.Model):
    """The day on which an office's register was complete: since then people come on slots only. Append-only."""

    region = models.OneToOneField(Region, models.PROTECT, verbose_name="编办所在地区", related_name="register_opening")
    completed_at = models.DateTimeField("建账完成时间", db_default=Now())
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", related_name="+")

    reason = models.CharField("核对情况", max_length=200)

    class Meta:
        verbose_name = "建账完成"
        verbose_name_plural = "建账完成"
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="an_opening_says_what_was_checked")]

    def __str__(self) -> str:
        return f"{self.region} {self.completed_at:%Y-%m-%d}"
