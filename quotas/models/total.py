"""Sums that are kept so that an overview of a whole province need not read all its accounts."""

from __future__ import annotations

from django.db import models

from units.models import Region

from .ledger import QuotaType


class RegionTotal(models.Model):
    """What a region's accounts add up to after a certain transfer (地区合计); what is true, only the ledger says."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, related_name="+", db_index=False)
    # As on an account, but the locked posts of a reserve are told apart from those of units.
    bucket = models.CharField(max_length=20)
    balance = models.BigIntegerField()
    upto = models.BigIntegerField("截至变动")

    class Meta:
        verbose_name = "地区合计"
        verbose_name_plural = "地区合计"
        indexes = [models.Index(fields=["upto"], name="totals_after_a_transfer")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.quota_type_id} {self.bucket} {self.balance}"
