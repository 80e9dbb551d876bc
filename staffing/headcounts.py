"""Staff as of a day (人员统计): who was on a post then, counted from the postings themselves, by place and type."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from quotas.models import QuotaType
from staffing.areas import Area
from units.models import Region, Unit

# A posting lasts until its last day, which is no longer part of it.
SQL = """
    select {owner}, s.quota_type_id, count(*)
      from staffing_posting s join units_unit u on u.id = s.unit_id join units_region r on r.id = u.region_id
     where s.started_on <= %s and (s.ended_on is null or s.ended_on > %s) and s.quota_type_id = any(%s) and {where}
     group by 1, 2"""


class Headcount(NamedTuple):
    """How many people stood on posts of one type in a region, or in a unit where the area is one of units."""

    owner_id: int
    quota_type_id: int
    people: int


@dataclass(frozen=True)
class Line:
    """A place of the area with its people by type; `key` names it in an address, if it has more below it."""

    name: str
    key: str
    by_type: list[int]

    @property
    def people(self) -> int:
        return sum(self.by_type)


@dataclass(frozen=True)
class Table:
    """Places by types that have anybody, with the sums of both."""

    types: list[QuotaType]
    lines: list[Line]

    @property
    def sums(self) -> list[int]:
        return [sum(line.by_type[place] for line in self.lines) for place in range(len(self.types))]

    @property
    def people(self) -> int:
        return sum(line.people for line in self.lines)


def headcounts(area: Area, kinds: Collection[int], on: dt.date) -> list[Headcount]:
    """The people on posts of the area on a day. One statement, whatever the size of the area and however long ago."""
    where, params = area.where()
    sql = SQL.format(owner="u.region_id" if area.unit is None else "s.unit_id", where=where)
    with connection.cursor() as cursor:
        cursor.execute(sql, [on, on, list(kinds), *params])
        return [Headcount(*row) for row in cursor.fetchall()]


def table(area: Area, types: Iterable[QuotaType], on: dt.date) -> Table:
    """The people of the area by type: own level first, then each region directly below; or unit by unit."""
    known = {kind.pk: kind for kind in types}
    found = headcounts(area, known, on)
    shown = [pk for pk in known if any(each.quota_type_id == pk for each in found)]
    counts = Counter({(each.owner_id, each.quota_type_id): each.people for each in found})
    lines = _by_unit(found, counts, shown) if area.unit is not None else _by_place(area, counts, shown)
    return Table([known[pk] for pk in shown], lines)


def _by_unit(found: list[Headcount], counts: Counter[tuple[int, int]], shown: list[int]) -> list[Line]:
    units = Unit.objects.filter(pk__in={each.owner_id for each in found}).order_by("position", "number")
    return [
        Line(unit.name, unit.number, [counts[unit.pk, pk] for pk in shown]) for unit in units.only("name", "number")
    ]


def _by_place(area: Area, counts: Counter[tuple[int, int]], shown: list[int]) -> list[Line]:
    """Each region is counted with the one directly below the area in which it lies."""
    assert area.place is not None, "An area without a unit is a place."
    prefixes = Region.objects.filter(pk__in={owner for owner, _ in counts}).values_list("pk", "prefix")
    sums: Counter[tuple[int, int]] = Counter()
    for region, prefix in prefixes:
        child = next((c.pk for c in area.place.below if prefix.startswith(c.prefix)), area.region.pk)
        for pk in shown:
            sums[child, pk] += counts[region, pk]
    places = [(f"{area.region.name}本级", "", area.region.pk)]
    places += [(child.name, child.code, child.pk) for child in area.place.below]
    lines = [Line(name, key, [sums[owner, pk] for pk in shown]) for name, key, owner in places]
    return [line for line in lines if line.people]
