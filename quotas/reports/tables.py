"""Balances laid out as the rows of a table: along the tree of types, and by place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotas.models import QuotaType
from units.models import Region

from .balances import Balance, combined


@dataclass(frozen=True)
class TypeRow:
    """The numbers of one type, or the sum of a group of types; `level` is its depth in the table."""

    quota_type: QuotaType
    level: int
    balance: Balance


@dataclass(frozen=True)
class PlaceRow:
    """The numbers of a place: their sum, and one row for each type. `is_own` is the region's own level (本级)."""

    region: Region
    is_own: bool
    balance: Balance
    types: list[TypeRow]


def by_type(balances: Iterable[Balance], types: Sequence[QuotaType]) -> list[TypeRow]:
    """One row for each type that has numbers, below the sums of its groups; `types` in their order, with groups."""
    kept: dict[int, list[Balance]] = {}
    for balance in balances:
        kept.setdefault(balance.quota_type_id, []).append(balance)
    sums = {kind: combined(found) for kind, found in kept.items()}
    rows: list[TypeRow] = []
    for top in (kind for kind in types if kind.parent_id is None):
        rows += _branch(top, types, sums, 0)
    return rows


def _branch(kind: QuotaType, types: Sequence[QuotaType], sums: dict[int, Balance], level: int) -> list[TypeRow]:
    """The rows of a type; a group with a single row below it says nothing that the row does not."""
    if not kind.is_group:
        balance = sums.get(kind.pk)
        return [TypeRow(kind, level, balance)] if balance is not None and not balance.is_empty else []
    children = [child for child in types if child.parent_id == kind.pk]
    below = [row for child in children for row in _branch(child, types, sums, level + 1)]
    if len(below) < 2:
        return [TypeRow(row.quota_type, level, row.balance) for row in below]
    total = combined(row.balance for row in below if not row.quota_type.is_group)
    return [TypeRow(kind, level, total), *below]


def counted(types: Sequence[QuotaType], chosen: QuotaType | None = None) -> list[QuotaType]:
    """The types among these that are counted themselves: all, or those of the chosen type or group."""
    if chosen is None:
        return [kind for kind in types if not kind.is_group]
    if not chosen.is_group:
        return [chosen]
    return [leaf for child in types if child.parent_id == chosen.pk for leaf in counted(types, child)]


def leaves(rows: Iterable[TypeRow]) -> list[TypeRow]:
    """The rows that are counted themselves, without the sums of groups."""
    return [row for row in rows if not row.quota_type.is_group]


def by_place(
    region: Region, children: Sequence[Region], balances: Iterable[Balance], types: Sequence[QuotaType]
) -> list[PlaceRow]:
    """The region's own level first, then each region directly below that has numbers."""
    kept: dict[int, list[Balance]] = {}
    for balance in balances:
        if balance.owner_id is not None:
            kept.setdefault(balance.owner_id, []).append(balance)
    rows = []
    for place in (region, *children):
        found = leaves(by_type(kept.get(place.pk, ()), types))
        if found:
            rows.append(PlaceRow(place, place == region, combined(row.balance for row in found), found))
    return rows


@dataclass(frozen=True)
class FamilyTree:
    """The types of one family with their depth in the tree."""

    label: str
    rows: list[tuple[QuotaType, int]]


def families(types: Sequence[QuotaType]) -> list[FamilyTree]:
    """All types, family by family, each below its group."""
    depth: dict[int | None, int] = {None: -1}
    found: dict[str, FamilyTree] = {}
    for kind in types:
        depth[kind.pk] = depth.get(kind.parent_id, -1) + 1
        tree = found.setdefault(kind.family, FamilyTree(kind.get_family_display(), []))
        tree.rows.append((kind, depth[kind.pk]))
    return list(found.values())
