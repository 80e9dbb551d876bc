"""Closing a period (结账): after it nothing may take effect inside, and its balances are the next checkpoint."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from quotas import ledger, policies
from quotas.models import Period
from units.models import Region


def close(*, actor: User, region: Region, ends_on: dt.date) -> Period:
    """Building block: close the region's books to the end of a past day; writing waits for the moment this takes."""
    if not policies.may_close(actor, region):
        raise PermissionDenied(f"您没有{region.name}的结账权限。")
    if ends_on >= workdays.today():
        raise ValidationError({"ends_on": "只能结账到昨天或以前。"}, code="future")
    # The database takes the same lock when the period is written; before we look, so that what we see stays true.
    ledger.wait_for_writers()
    last = Period.objects.filter(region=region).order_by("-ends_on").first()
    if last is not None and last.ends_on >= ends_on:
        raise ValidationError({"ends_on": f"已结账到{last.ends_on}，只能结账到此后的日期。"}, code="order")
    return Period.objects.create(region=region, ends_on=ends_on, closed_by=actor)


close_period = use_case(close)
