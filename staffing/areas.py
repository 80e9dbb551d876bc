"""Whose people a report is about: a unit with the units below it (系统), a region with all below it, or one alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404

from accounts.models import User
from quotas import reports
from quotas.places import Place, find_place
from quotas.reports import Balance
from units.mandates import scope_of, sees_region
from units.models import Region, Unit


@dataclass(frozen=True)
class Area:
    """A unit or a place; `own_level` leaves out the units below the unit, or the regions below the region.

    `has_units`: the unit is a competent department whose units the reader may see too.
    """

    unit: Unit | None = None
    place: Place | None = None
    own_level: bool = False
    has_units: bool = False

    @property
    def region(self) -> Region:
        """The region, or that in which the unit lies."""
        if self.unit is not None:
            return self.unit.region
        assert self.place is not None, "An area is a unit or a place."
        return self.place.region

    @property
    def is_system(self) -> bool:
        """A department together with its units."""
        return self.has_units and not self.own_level

    @property
    def name(self) -> str:
        if self.unit is not None:
            return f"{self.unit.name}系统" if self.is_system else self.unit.name
        return f"{self.region.name}本级" if self.own_level else self.region.name

    @property
    def query(self) -> dict[str, str]:
        """What names the area in an address."""
        named = {"unit": self.unit.number} if self.unit is not None else {"region": self.region.code}
        return {**named, **({"level": "own"} if self.own_level else {})}

    def where(self) -> tuple[str, list[Any]]:
        """A condition on the tables u (units) and r (regions), and its parameters."""
        if self.unit is None:
            return "r.prefix like %s", [self.region.prefix if self.own_level else f"{self.region.prefix}%"]
        if self.is_system:
            return "u.id = any(%s)", [self.unit_ids]
        return "u.id = %s", [self.unit.pk]

    def as_condition(self, unit: str = "unit__") -> Q:
        """The same as a filter; `unit` is the path to the unit from another model."""
        if self.unit is not None:
            return Q(**{f"{unit.removesuffix('__')}__in" if unit else "pk__in": self.unit_ids})
        exactly = "" if self.own_level else "__startswith"
        return Q(**{f"{unit}region__prefix{exactly}": self.region.prefix})

    @cached_property
    def unit_ids(self) -> list[int]:
        """The unit and, of a system, the units of the department."""
        assert self.unit is not None, "Units are listed for a unit, places are told by their prefix."
        if not self.is_system:
            return [self.unit.pk]
        return [self.unit.pk, *Unit.objects.filter(competent_department=self.unit).values_list("pk", flat=True)]

    def balances(self) -> list[Balance]:
        """The numbers of the area as the ledger stands, per type; those of a region from its kept totals."""
        if self.unit is not None:
            return reports.balances_of_these(self.unit_ids, None)
        totals = reports.totals_by_region(self.region)
        return [balance for balance in totals if not self.own_level or balance.owner_id == self.region.pk]


def area_of_unit(user: User, unit: Unit, *, own_level: bool = False) -> Area:
    """The area of a unit that the user may see; the units below only where the user may see those too."""
    may_see = unit.pk in scope_of(user).department_ids or sees_region(user, unit.region)
    has_units = may_see and Unit.objects.filter(competent_department=unit).exists()
    return Area(unit=unit, own_level=own_level, has_units=has_units)


def asked_area(user: User, given: Mapping[str, Any], query: Mapping[str, str]) -> Area:
    """The area that a valid filter of an area asks for: its unit, or the place that the address names."""
    if given["unit"] is not None:
        return area_of_unit(user, given["unit"], own_level=given["level"] == "own")
    return find_area(user, {name: query.get(name, "") for name in ("region", "level")})


def find_area(user: User, query: Mapping[str, str]) -> Area:
    """The area that `unit`, `region` and `level` name, or that of the first mandate; Http404 outside the scope."""
    own_level = query.get("level") == "own"
    scope = scope_of(user)
    code, number = query.get("region", ""), query.get("unit", "").split(" ", 1)[0]
    if not number and not code and not scope.region_prefixes:
        number = next(iter([*scope.department_numbers, *scope.unit_numbers]), "")
    if not number:
        return Area(place=find_place(user, code), own_level=own_level)
    unit = Unit.objects.visible_to(user).select_related("region").filter(number=number[:30]).first()
    if unit is None:
        raise Http404
    return area_of_unit(user, unit, own_level=own_level)
