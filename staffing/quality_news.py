"""Telling those who are to mend: what a look at the register newly found, and what is past its term."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from approvals import notifications
from approvals.notifications import Told
from approvals.offices import office_of
from approvals.scheduled import Outcome
from staffing import checking
from staffing.models import Owner, QualityFinding
from units.models import Region, Unit


def check_and_tell(on: dt.date) -> Outcome:
    """The scheduled check: every rule over every unit; the unit, or its office, is told what it has to mend."""
    outcome = checking.check_all(on)
    still_open = QualityFinding.objects.open()
    new = still_open.filter(found_on=on).values_list("unit", "owner", "due_on")
    late = still_open.filter(due_on__lt=on).values_list("unit", "owner", "due_on")
    counted = [(row, "新发现{}项，请于{}前整改") for row in new.annotate(n=Count("pk")).order_by()]
    counted += [(row, "有{}项已超过整改期限{}") for row in late.annotate(n=Count("pk")).order_by()]
    units = Unit.objects.select_related("region").in_bulk({row[0] for row, _ in counted})
    notifications.tell(_news(counted, units))
    return outcome


def _news(counted: list[tuple[tuple[int, str, dt.date, int], str]], units: dict[int, Unit]) -> Iterator[Told]:
    for (unit_id, owner, due_on, count), words in counted:
        unit = units[unit_id]
        to: Unit | Region = unit if owner == Owner.UNIT else office_of(unit.region)
        url = reverse("units:unit", args=[unit.number]) + "?tab=quality"
        key = f"quality:{unit.pk}:{owner}:{due_on}:{words[:1]}"
        yield Told(key, f"{unit.name}数据质量问题{words.format(count, due_on)}。", url, to, due_on)
