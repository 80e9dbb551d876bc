"""Reading data quality: the board of an area, worst units first, and the list of what is to be mended."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.paging import Page, cut
from accounts.queries import key_in
from staffing.areas import Area
from staffing.models import Aspect, QualityFinding, QualityScore
from units.models import Unit

SIZE = 50
BANDS = ((0, "60以下"), (60, "60–70"), (70, "70–80"), (80, "80–90"), (90, "90–95"), (95, "95–100"))


@dataclass(frozen=True)
class Board:
    """An area in figures: the means over its people, how many units in which band, what is open and overdue."""

    units: int
    mean: Decimal | None
    means: dict[str, Decimal | None]
    bands: list[tuple[str, int]]
    open: int
    overdue: int


def board(area: Area, on: dt.date) -> Board:
    """Two statements, whatever the size of the area; a unit counts by its people, and at least once."""
    where, params = area.where()
    means = ", ".join(
        f"round(sum(q.{name} * (q.people_count + 1)) / nullif(sum(q.people_count + 1), 0), 1)"
        for name in ("total", *Aspect.values)
    )
    bands = ", ".join(
        f"count(*) filter (where q.total >= {low} and q.total < {high})"
        for (low, _), high in zip(BANDS, [*(low for low, _ in BANDS[1:]), 101], strict=True)
    )
    within = f"join units_unit u on u.id = q.unit_id join units_region r on r.id = u.region_id where {where}"
    late = f"select count(*) from staffing_qualityfinding q {within} and q.mended_on is null and q.due_on < %s"
    sql = f"""select count(*), coalesce(sum(q.open_count), 0), ({late}), {means}, {bands}
                from staffing_qualityscore q {within}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, on, *params])
        units, still, overdue, mean, *rest = cursor.fetchone()
    of_aspects = dict(zip(Aspect.values, rest[: len(Aspect.values)], strict=True))
    counted = zip(BANDS, rest[len(Aspect.values) :], strict=True)
    return Board(units, mean, of_aspects, [(label, n) for (_, label), n in counted], still, overdue)


def scores(area: Area) -> QuerySet[QualityScore]:
    """The units of the area, the worst first."""
    return QualityScore.objects.filter(area.as_condition()).select_related("unit__region").order_by("total", "unit")


def worst_first(area: Area, *, after: str = "") -> Page[QualityScore]:
    """A page of the units of the area by score; the cursor is `score~id`, one that is none leads to the first page."""
    found = scores(area)
    score, mark, number = after.partition("~")
    if mark and _is_score(score) and (unit := key_in(number)):
        found = found.filter(Q(total__gt=Decimal(score)) | Q(total=Decimal(score), unit__gt=unit))
    else:
        after = ""
    rows = found[: SIZE + 1]
    return cut(rows, SIZE, lambda row: f"{row.total}~{row.unit_id}", after=after)


def _is_score(text: str) -> bool:
    return len(text) < 6 and text.isascii() and text.replace(".", "", 1).isdigit() and text[0] != "."


def findings(
    area: Area, *, state: str = "", aspect: str = "", owner: str = "", on: dt.date
) -> QuerySet[QualityFinding]:
    """What is to be mended in the area, the earliest due first: open, overdue only, or what was mended."""
    found = QualityFinding.objects.filter(area.as_condition())
    found = found.exclude(mended_on=None) if state == "mended" else found.filter(mended_on=None)
    if state == "overdue":
        found = found.filter(due_on__lt=on)
    for name, value in (("aspect", aspect), ("owner", owner)):
        if value:
            found = found.filter(**{name: value})
    return found.select_related("unit", "person").order_by("due_on", "id")


def page_of(found: QuerySet[QualityFinding], after: str) -> Page[QualityFinding]:
    """A page; the cursor is `due date~id`."""
    day, mark, number = after.partition("~")
    try:
        due = dt.date.fromisoformat(day) if mark else None
    except ValueError:
        due = None
    if due is not None and (finding := key_in(number)):
        found = found.filter(Q(due_on__gt=due) | Q(due_on=due, id__gt=finding))
    else:
        after = ""
    return cut(found[: SIZE + 1], SIZE, lambda row: f"{row.due_on}~{row.pk}", after=after)


def score_of(unit: Unit) -> QualityScore | None:
    return QualityScore.objects.filter(unit=unit).first()
