"""The tree of regions, competent departments and units, a branch at a time, in a fixed number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from accounts.addresses import address, page
from accounts.models import User
from units.codes import division_code
from units.mandates import scope_of
from units.models import Region, Unit

# More units than anybody reads through; the page says so and offers the search.
MOST = 600
PREFIX_LENGTHS = (2, 4, 6, 9)


@dataclass(frozen=True)
class Node:
    """A region or a unit; `more_url` gives what opens below it, `open_url` the page on which it is open."""

    name: str
    url: str = ""
    note: str = ""
    count: int | None = None
    children: list["Node"] = field(default_factory=list)
    open: bool = False
    is_current: bool = False
    more_url: str = ""
    open_url: str = ""


@dataclass(frozen=True)
class Tree:
    """The nodes of a tree or a branch; `is_cut` when not all units are among them."""

    nodes: list[Node]
    is_cut: bool = False


@dataclass(frozen=True)
class Opened:
    """What the open nodes show: regions by the prefix of their parent, units by region and by department."""

    prefixes: frozenset[str] = frozenset()
    tops: tuple[Region, ...] = ()
    regions: dict[str, list[Region]] = field(default_factory=dict)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    below: dict[int, list[Unit]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    current: str = ""
    is_cut: bool = False


def whole(user: User, opened: str = "") -> Tree:
    """The tree from the user's own regions, open down to a region code or unit number; own units without regions."""
    tops = scope_of(user).region_prefixes
    if not tops:
        return _own_units(user, opened)
    unit = Unit.objects.visible_to(user).select_related("region").filter(number=opened).first() if opened else None
    prefix = unit.region.prefix if unit else _prefix(opened)
    way = {prefix[:n] for n in PREFIX_LENGTHS if n <= len(prefix)}
    prefixes = {p for p in way if any(p.startswith(top) for top in tops)} | set(tops)
    found = _open(user, prefixes, tops, [unit.pk] if unit else [], opened)
    return Tree([_region_node(region, found) for region in found.tops], found.is_cut)


def below_region(user: User, code: str) -> Tree:
    """What opens below a region: its own units, then the regions directly below. Http404 outside the scope."""
    prefix = _prefix(code)
    if not prefix or not any(prefix.startswith(top) for top in scope_of(user).region_prefixes):
        raise Http404
    found = _open(user, {prefix}, (), [], "")
    return Tree(_below(prefix, found), found.is_cut)


def below_unit(user: User, number: str) -> Tree:
    """What opens below a competent department: its units. Http404 outside the scope."""
    unit = Unit.objects.visible_to(user).filter(number=number).first()
    if unit is None:
        raise Http404
    units = list(_subordinates(user, [unit.pk])[: MOST + 1])
    return Tree([_unit_node(each, Opened()) for each in units[:MOST]], len(units) > MOST)


def _own_units(user: User, current: str) -> Tree:
    """For a department or a unit: its own units, those of a department below it."""
    units = list(_counted(Unit.objects.visible_to(user).active()).order_by("number")[: MOST + 1])
    shown = {unit.pk for unit in units[:MOST]}
    below: dict[int, list[Unit]] = {}
    for unit in units[:MOST]:
        if unit.competent_department_id is not None:
            below.setdefault(unit.competent_department_id, []).append(unit)
    found = Opened(below=below, current=current)
    tops = [unit for unit in units[:MOST] if unit.competent_department_id not in shown]
    return Tree([_unit_node(unit, found) for unit in tops], len(units) > MOST)


def _open(
    user: User, prefixes: Collection[str], tops: Collection[str], departments: Collection[int], current: str
) -> Opened:
    around = Region.objects.filter(Q(prefix__in=tops) | Q(parent__prefix__in=prefixes)).select_related("parent")
    regions: dict[str, list[Region]] = {}
    for region in around.order_by("prefix"):
        regions.setdefault(region.parent.prefix if region.parent else "", []).append(region)
    # A unit whose department sits in another region stands in its own region.
    own = ~Q(competent_department__region=F("region")) | Q(competent_department=None)
    listed = _counted(Unit.objects.active().filter(own, region__prefix__in=prefixes).select_related("region"))
    units = list(listed.order_by("region__prefix", "position", "number")[: MOST + 1])
    kept: dict[str, list[Unit]] = {}
    for unit in units[:MOST]:
        kept.setdefault(unit.region.prefix, []).append(unit)
    below: dict[int, list[Unit]] = {}
    for unit in _subordinates(user, departments)[:MOST] if departments else ():
        below.setdefault(unit.competent_department_id or 0, []).append(unit)
    found = tuple(region for each in regions.values() for region in each if region.prefix in tops)
    return Opened(
        frozenset(prefixes), found, regions, kept, below, _counts(prefixes), current, is_cut=len(units) > MOST
    )


def _counts(prefixes: Collection[str]) -> dict[str, int]:
    """How many units each region has, with those of the regions below it."""
    highest = [p for p in prefixes if not any(p != other and p.startswith(other) for other in prefixes)]
    within = Q(pk__in=[])
    for prefix in highest:
        within |= Q(prefix__startswith=prefix)
    # Region by region, which the index answers alone; a join of all units with their regions costs five times as much.
    units = Unit.objects.active().filter(region=OuterRef("pk")).order_by().values("region")
    regions = Region.objects.filter(within).annotate(n=Subquery(units.annotate(n=Count("*")).values("n")))
    rows = regions.values_list("prefix", "n")
    found: dict[str, int] = {}
    for prefix, count in rows:
        for length in PREFIX_LENGTHS:
            if length <= len(prefix):
                found[prefix[:length]] = found.get(prefix[:length], 0) + (count or 0)
    return found


def _counted(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units with `below`: how many units of the same region they are the competent department of."""
    living = Q(subordinates__abolished_on=None) | Q(subordinates__abolished_on__gt=timezone.localdate())
    return units.annotate(below=Count("subordinates", filter=living & Q(subordinates__region=F("region"))))


def _subordinates(user: User, departments: Iterable[int]) -> QuerySet[Unit]:
    units = Unit.objects.visible_to(user).active().filter(competent_department__in=departments)
    if scope_of(user).region_prefixes:
        units = units.filter(competent_department__region=F("region"))
    return _counted(units).order_by("position", "number")


def _region_node(region: Region, found: Opened) -> Node:
    is_open = region.prefix in found.prefixes
    return Node(
        name=region.name,
        count=found.counts.get(region.prefix, 0),
        children=_below(region.prefix, found) if is_open else [],
        open=is_open,
        is_current=region.code == found.current,
        more_url="" if is_open else _address("units:branch", region=region.code),
        open_url=_address("units:tree", open=region.code),
    )


def _below(prefix: str, found: Opened) -> list[Node]:
    units = [_unit_node(unit, found) for unit in found.units.get(prefix, [])]
    return units + [_region_node(region, found) for region in found.regions.get(prefix, [])]


def _unit_node(unit: Unit, found: Opened) -> Node:
    below = found.below.get(unit.pk, [])
    count = len(below) or getattr(unit, "below", 0)
    return Node(
        name=unit.name,
        url=address("units:unit", unit.number),
        note=unit.short_name,
        count=count or None,
        children=[_unit_node(each, found) for each in below],
        open=bool(below),
        is_current=unit.number == found.current,
        more_url=_address("units:branch", unit=unit.number) if count and not below else "",
        open_url=_address("units:tree", open=unit.number),
    )


def _address(name: str, **query: str) -> str:
    return f"{page(name)}?{urlencode(query)}"


def _prefix(code: str) -> str:
    """The prefix of a region code, or nothing when it is no region code."""
    try:
        return division_code(code).prefix
    except ValidationError:
        return ""
