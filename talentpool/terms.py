"""The terms of lending that a region sets: how long a loan runs, how long a promise keeps, how posts are recovered."""

import calendar
import datetime as dt
from typing import Any

from approvals import rulebook
from units.models import Region

RULE = "R18"


def setting(region: Region, name: str, on: dt.date) -> Any:
    """A parameter of the returning rule as it stands for the region on a day."""
    declared = rulebook.find_parameter(RULE, name)
    assert declared is not None, f"{RULE} declares no parameter {name}"
    return declared.in_force(RULE, region=region, on=on)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_on(region: Region, started_on: dt.date) -> dt.date:
    """When a post lent from a day on is due (还编期限); two years unless the region says otherwise (兴安盟)."""
    return months_after(started_on, setting(region, "term_months", started_on))


def use_by(region: Region, granted_on: dt.date) -> dt.date:
    """Until when the talent must have arrived."""
    return months_after(granted_on, setting(region, "arrival_months", granted_on))
