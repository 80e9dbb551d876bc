"""Pools (周转池): named stocks of posts that a region's office lends and takes back."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.history import tracked
from accounts.models import User
from units.mandates import scope_of
from units.models import Region


class PoolQuerySet(models.QuerySet["Pool"]):
    """Pools, and who may read them."""

    def visible_to(self, user: User) -> Self:
        """The pools of the regions that the user oversees."""
        seen = Q(pk__in=[])
        for prefix in scope_of(user).region_prefixes:
            seen |= Q(region__prefix__startswith=prefix)
        return self.filter(seen)


class Pool(models.Model):
    """A named pool of a region; how many posts it has is on its accounts, one for each type."""

    class Kind(models.TextChoices):
        TALENT = "talent", "人才周转池"
        CROSS_COUNTY = "cross_county", "县域统筹周转池"
        SECTOR = "sector", "行业周转池"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所属地区", related_name="pools")
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.TALENT)
    is_active = models.BooleanField("启用", default=True)
    history = tracked()

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = "周转池"
        verbose_name_plural = "周转池"
        ordering = ["region__prefix", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="a_region_names_a_pool_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_pool_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
