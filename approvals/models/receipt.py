"""What was sent twice is done once: the receipt of acts that leave no opinion on a case."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Receipt(models.Model):
    """What an idempotency key made where no opinion bears it: a registered paper, a meeting, an attachment."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField("幂等键", max_length=80)
    digest = models.CharField(max_length=64)
    made_id = models.BigIntegerField()
    at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        verbose_name = "请求回执"
        verbose_name_plural = "请求回执"
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="an_actor_gets_one_receipt_for_a_key"),
        ]

    def __str__(self) -> str:
        return self.key
