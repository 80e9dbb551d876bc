"""Mandates (授权): who may see and do what, for which region or unit, from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import SYSTEM_USERNAME, User
from units.models import InternalDivision, Mandate, Region, Role, Unit

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Held:
    """One mandate in force, as plain values."""

    role: str
    region_id: int | None
    region_prefix: str
    unit_id: int | None
    code: str
    place: str
    region_name: str
    region_parent_id: int | None = None
    division_id: int | None = None

    @property
    def region(self) -> Region:
        """The region of a mandate for a region, without reading it again."""
        assert self.region_id is not None, "Only a mandate for a region has one."
        return Region(
            pk=self.region_id, code=self.code, name=self.place, prefix=self.region_prefix,
            parent_id=self.region_parent_id,
        )  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What a user's mandates of one day cover: whole regions, departments with their units, single units."""

    held: tuple[Held, ...] = ()

    @cached_property
    def region_prefixes(self) -> tuple[str, ...]:
        """The prefixes that cover the others too: a city's makes that of its district superfluous."""
        every = sorted({held.region_prefix for held in self.held if held.region_id is not None})
        return tuple(prefix for prefix in every if not any(prefix != p and prefix.startswith(p) for p in every))

    @property
    def department_ids(self) -> frozenset[int]:
        return frozenset(h.unit_id for h in self.held if h.role == Role.DEPARTMENT and h.unit_id is not None)

    @property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(h.unit_id for h in self.held if h.role == Role.UNIT and h.unit_id is not None)

    @property
    def department_numbers(self) -> list[str]:
        return [held.code for held in self.held if held.role == Role.DEPARTMENT]

    @property
    def unit_numbers(self) -> list[str]:
        return [held.code for held in self.held if held.role == Role.UNIT]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(held.role for held in self.held)

    def regions_as(self, *roles: str) -> list[int]:
        """The regions in which one of these roles is held."""
        return [held.region_id for held in self.held if held.role in roles and held.region_id is not None]

    @property
    def standing(self) -> list[tuple[str, str]]:
        """Role and place of each mandate, in words."""
        return [(Role(held.role).label, held.place) for held in self.held]

    @property
    def region_name(self) -> str:
        """The region of the first mandate, for the head of a page."""
        return self.held[0].region_name if self.held else ""

    def as_condition(self, unit: str = "") -> Q:
        """The units in scope as a filter; `unit` is the path to them, such as "unit__", from another model."""
        condition = self.as_own_condition(unit)
        for prefix in self.region_prefixes:
            condition |= Q(**{f"{unit}region__prefix__startswith": prefix})
        return condition

    def as_own_condition(self, unit: str = "") -> Q:
        """The units the user answers for as department or unit clerk, without those of whole regions."""
        condition = Q(pk__in=[])
        own = self.unit_ids | self.department_ids
        if own:
            condition |= Q(**{f"{unit}id__in": sorted(own)})
        if self.department_ids:
            condition |= Q(**{f"{unit}competent_department__in": sorted(self.department_ids)})
        return condition

    def as_region_condition(self) -> Q:
        """The regions in scope as a filter: those covered whole, and those where units in scope lie."""
        own = Unit.objects.filter(pk__in=self.unit_ids | self.department_ids)
        subordinate = Unit.objects.filter(competent_department__in=self.department_ids)
        condition = Q(pk__in=own.values("region")) | Q(pk__in=subordinate.values("region"))
        for prefix in self.region_prefixes:
            condition |= Q(prefix__startswith=prefix)
        return condition


def scope_of(user: Viewer, on: date | None = None) -> Scope:
    """The scope of a user on a day (today), read once per user object and day; inactive users have none."""
    if not isinstance(user, User) or not user.is_active:
        return Scope()
    day = on or timezone.localdate()
    remembered: dict[date, Scope] = user.__dict__.setdefault("_scopes", {})
    if day not in remembered:
        mandates = Mandate.objects.in_force(day).filter(user=user)
        remembered[day] = Scope(tuple(_held(row) for row in mandates.order_by("id").values_list(*COLUMNS)))
    return remembered[day]


# Every page asks for these, so no more is read than is needed.
COLUMNS = (
    "role", "region_id", "region__prefix", "region__code", "region__name", "region__parent_id",
    "unit_id", "unit__number", "unit__name", "unit__region__name", "division_id",
)  # fmt: skip


def with_scopes(users: Iterable[User]) -> list[User]:
    """These users with the scopes of today already read, in one statement for all of them."""
    people, today = list(users), timezone.localdate()
    if not people:
        return []
    found: dict[int, list[Held]] = {user.pk: [] for user in people}
    mandates = Mandate.objects.in_force(today).filter(user__in=found).order_by("id")
    for user_id, *row in mandates.values_list("user_id", *COLUMNS):
        found[user_id].append(_held(tuple(row)))
    for user in people:
        user.__dict__.setdefault("_scopes", {})[today] = Scope(tuple(found[user.pk]))
    return people


def _held(row: tuple[Any, ...]) -> Held:
    role, region_id, prefix, code, region, parent_id, unit_id, number, unit, place, division_id = row
    if region_id is not None:
        return Held(role, region_id, prefix, None, code, region, region, parent_id, division_id)
    return Held(role, None, "", unit_id, number, unit, place)


def forget_scope(user: User) -> None:
    """To be called after a mandate of this user object changed, so that it is read again."""
    user.__dict__.pop("_scopes", None)


def acts_as(user: Viewer, *roles: str, region: Region | None = None, unit: Unit | None = None) -> bool:
    """Whether the user holds one of the roles for exactly this region or this unit, or at all when none is named.

    A bureau role acts only where its own office is in charge: an upper bureau sees lower regions, no more.
    A department acts for itself and the units whose competent department it is, a unit clerk for the unit.
    """
    held = [h for h in scope_of(user).held if h.role in roles]
    if not held or (region is None and unit is None):
        return bool(held)
    if any(_acts_for_unit(h, unit) for h in held if unit is not None and h.unit_id is not None):
        return True
    region_ids = {h.region_id for h in held if h.region_id is not None}
    if not region_ids:
        return False
    return _region_in_charge(region, unit) in region_ids


def _acts_for_unit(held: Held, unit: Unit) -> bool:
    return held.unit_id == unit.pk or (held.role == Role.DEPARTMENT and held.unit_id == unit.competent_department_id)


def _region_in_charge(region: Region | None, unit: Unit | None) -> int | None:
    if region is not None:
        return region.pk
    office = unit.region.office_region() if unit is not None else None
    return office.pk if office is not None else None


def sees_region(user: Viewer, region: Region) -> bool:
    """Whether a mandate of the user covers the whole region."""
    return any(region.prefix.startswith(prefix) for prefix in scope_of(user).region_prefixes)


def sees_unit(user: Viewer, unit: Unit) -> bool:
    """Whether the unit lies in the user's scope: the same answer as `visible_to`, for a unit at hand."""
    scope = scope_of(user)
    return (
        unit.pk in scope.unit_ids | scope.department_ids
        or unit.competent_department_id in scope.department_ids
        or sees_region(user, unit.region)
    )


def may_administer(user: Viewer, region: Region) -> bool:
    """Whether the user may give and end mandates in a region: its administrators, and whoever set the house up."""
    if isinstance(user, User) and (user.username == SYSTEM_USERNAME or (user.is_active and user.is_superuser)):
        return True
    administered = (held.region_prefix for held in scope_of(user).held if held.role == Role.ADMIN)
    return any(region.prefix.startswith(prefix) for prefix in administered)


@use_case
def grant(
    user: User,
    *,
    role: str,
    actor: User,
    region: Region | None = None,
    unit: Unit | None = None,
    division: InternalDivision | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Mandate:
    """Gives a user a role for a region or a unit; nobody but an administrator of the region may do it."""
    given = {"region": region, "unit": unit, "division": division, "ends_on": ends_on}
    mandate = Mandate(user=user, role=role, granted_by=actor, **given)
    if starts_on is not None:
        mandate.starts_on = starts_on
    mandate.full_clean()
    _require_administrator(actor, mandate)
    mandate.save()
    forget_scope(user)
    return mandate


@use_case
def end(mandate: Mandate, *, on: date, actor: User) -> Mandate:
    """Lets a mandate end with a day, its last; it stays on record."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    _require_administrator(actor, mandate)
    if mandate.ends_on is not None and mandate.ends_on < on:
        raise ValidationError({"ends_on": ValidationError("该授权已于更早日期终止。", code="ended")})
    mandate.ends_on = on
    mandate.full_clean()
    mandate.save(update_fields=["ends_on"])
    return mandate


def _require_administrator(actor: User, mandate: Mandate) -> None:
    region = mandate.region or (mandate.unit.region if mandate.unit is not None else None)
    if region is None or not may_administer(actor, region):
        raise PermissionDenied("只有本地区的系统管理员可以授权。")
