"""Reading change sheets: their lines beside what is on record, their lights, and what waits for a user."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from approvals import workdays
from approvals.policies import APPLICANTS, OFFICE
from approvals.workdays import Light, light
from staffing import facts, maintaining
from staffing.models import ChangeLine, ChangeSheet, SheetState
from units.mandates import acts_as, scope_of

SHOWN_AT_HOME = 8


@dataclass(frozen=True)
class LineRow:
    """A line in words; `moved` says why it can no longer be accepted, `late` that it came after its ten days."""

    line: ChangeLine
    label: str
    old: str
    new: str
    moved: str
    late: bool


@dataclass(frozen=True)
class SheetRow:
    """A sheet in a list, with the light of its deadline while it waits."""

    sheet: ChangeSheet
    lines: int
    light: Light | None


def lines_of(sheet: ChangeSheet) -> list[LineRow]:
    """The lines of a sheet in one query, person by person."""
    rows = sheet.lines.select_related("posting__person", "entered_by").order_by("posting", "id")
    filed_on = sheet.filed_on or workdays.today()
    return [_row(line, filed_on, is_open=sheet.state != SheetState.DECIDED) for line in rows]


def _row(line: ChangeLine, filed_on: dt.date, *, is_open: bool) -> LineRow:
    return LineRow(
        line, str(facts.column(line.field).verbose_name), facts.told(line.field, line.old),
        facts.told(line.field, line.new), maintaining.moved(line, line.posting) if is_open else "",
        late=workdays.add_workdays(line.happened_on, maintaining.TO_FILE) < filed_on,
    )  # fmt: skip


def rows_of(sheets: list[ChangeSheet]) -> list[SheetRow]:
    """Sheets with the number of their lines, in one query."""
    ids = [sheet.pk for sheet in sheets]
    counted: dict[int, int] = dict(
        ChangeLine.objects.filter(sheet__in=ids).order_by().values_list("sheet").annotate(n=Count("pk"))
    )
    return [SheetRow(sheet, counted.get(sheet.pk, 0), light_of(sheet)) for sheet in sheets]


def light_of(sheet: ChangeSheet) -> Light | None:
    """The light of a sheet that waits for its office."""
    if sheet.state != SheetState.FILED or sheet.due_on is None:
        return None
    return light(sheet.due_on, workdays.today())


def seen_by(user: User) -> QuerySet[ChangeSheet]:
    return ChangeSheet.objects.visible_to(user).select_related("unit__region", "filed_by", "decided_by")


def waiting_for(user: User) -> QuerySet[ChangeSheet]:
    """What the user is to do next: filed sheets for the desk of an office, sheets to file for a unit's clerks."""
    regions = [h.region_id for h in scope_of(user).held if h.role in OFFICE and h.region_id is not None]
    wanted = Q(pk__in=[])
    if regions:
        prefixes = [h.region_prefix for h in scope_of(user).held if h.role in OFFICE and h.region_id is not None]
        for prefix in prefixes:
            wanted |= Q(state=SheetState.FILED, unit__region__prefix__startswith=prefix)
    if acts_as(user, *APPLICANTS):
        wanted |= Q(state=SheetState.DRAFT) & scope_of(user).as_own_condition("unit__")
    return seen_by(user).filter(wanted).order_by("due_on", "id")


def keeps_changes(user: User) -> bool:
    """Whether change sheets are any of the user's business."""
    return acts_as(user, *OFFICE, *APPLICANTS)


def home(user: User) -> dict[str, Any]:
    """The most urgent sheets, for the first page."""
    return {"change_rows": rows_of(list(waiting_for(user)[:SHOWN_AT_HOME]))}
