"""Freezing a region (暂停办理): announced to everybody there, held by the ledger's gate, lifted or over by itself."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from approvals import notifications
from approvals.notifications import Told
from quotas import policies
from quotas.models import Freeze
from units.models import Mandate, Region, Unit
from units.models.mandate import REGION_ROLES

FARTHEST = dt.timedelta(days=31)


def announce(*, actor: User, region: Region, starts_at: dt.datetime, minutes: int, reason: str) -> Freeze:
    """Building block: nothing is written for the region in those minutes, and everybody there is told."""
    if not policies.may_close(actor, region):
        raise PermissionDenied(f"您没有{region.name}的结账权限。")
    wrong = {}
    now = timezone.now()
    if not now - dt.timedelta(minutes=1) <= starts_at <= now + FARTHEST:
        wrong["starts_at"] = "开始时间须在现在至31天内。"
    if not 1 <= minutes <= 120:
        wrong["minutes"] = "暂停时长须为1至120分钟。"
    if not reason.strip():
        wrong["reason"] = "请填写事由。"
    if wrong:
        raise ValidationError(wrong)
    ends_at = starts_at + dt.timedelta(minutes=minutes)
    freeze = Freeze.objects.create(
        region=region, starts_at=starts_at, ends_at=ends_at, reason=reason.strip(), announced_by=actor
    )
    notifications.tell(_told(freeze, to) for to in _everybody(region))
    return freeze


def _everybody(region: Region) -> list[Region | Unit]:
    """The offices, departments and units in which somebody works on the region's numbers today."""
    inside = Mandate.objects.in_force()
    regions = Region.objects.filter(prefix__startswith=region.prefix, pk__in=inside.values("region"))
    units = Unit.objects.filter(region__prefix__startswith=region.prefix, pk__in=inside.values("unit"))
    return [*regions, *units]


def _told(freeze: Freeze, to: Region | Unit) -> Told:
    start, end = timezone.localtime(freeze.starts_at), timezone.localtime(freeze.ends_at)
    words = f"{freeze.region.name}因{freeze.reason}，{start:%Y-%m-%d %H:%M}至{end:%H:%M}暂停办理编制和人员变动。"
    key = f"freeze:{freeze.pk}:{'region' if isinstance(to, Region) else 'unit'}:{to.pk}"
    return Told(key, words, reverse("accounts:home"), to, start.date(), REGION_ROLES if isinstance(to, Region) else ())


def lift(freeze: Freeze) -> Freeze:
    """Building block: writing goes on before the announced end."""
    if not freeze.is_over:
        freeze.lifted_at = timezone.now()
        freeze.save(update_fields=["lifted_at"])
    return freeze
