"""The figures a request stands on: approved, locked, occupied, vacant of the units, reserve and total of regions."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Sum

from approvals.rulebook import Figure
from quotas import routes
from quotas.models import APPROVED, Bucket, QuotaAccount, QuotaRequestLine, QuotaType
from units.models import Region, Unit

REGION_LABELS = (
    (Bucket.RESERVE, "储备", 1), (Bucket.LOCKED, "储备锁定", 1), (Bucket.POOL, "周转池", 1),
    (Bucket.GRANTED, "上级下达", -1),
)  # fmt: skip
UNIT_LABELS = ((Bucket.VACANT, "空编"), (Bucket.LOCKED, "锁定"), (Bucket.OCCUPIED, "实有"), (Bucket.EXCESS, "超编基数"))


def of_lines(lines: Iterable[QuotaRequestLine]) -> tuple[Figure, ...]:
    """The figures of every owner whose accounts the lines move, units first; one query for all of them."""
    return of_pairs(dict.fromkeys((owner, line.quota_type) for line in lines for owner in routes.owners(line)))


def of_pairs(pairs: Iterable[tuple[Unit | Region, QuotaType]]) -> tuple[Figure, ...]:
    """Approved and its parts for each (unit, type); reserve and locked for each (region, type)."""
    wanted = list(pairs)
    balances = _balances(wanted)
    units = [figure for owner, kind in wanted if isinstance(owner, Unit) for figure in _of_unit(owner, kind, balances)]
    regions = [f for owner, kind in wanted if isinstance(owner, Region) for f in _of_region(owner, kind, balances)]
    return tuple(units + regions)


Balances = dict[tuple[int, int | None, int, str], int]


def _balances(pairs: list[tuple[Unit | Region, QuotaType]]) -> Balances:
    units = [owner.pk for owner, _ in pairs if isinstance(owner, Unit)]
    regions = [owner.pk for owner, _ in pairs if isinstance(owner, Region)]
    kinds = {kind.pk for _, kind in pairs}
    accounts = QuotaAccount.objects.filter(quota_type__in=kinds)
    own = accounts.filter(unit__in=units) | accounts.filter(unit__isnull=True, region__in=regions)
    rows = own.values_list("region_id", "unit_id", "quota_type_id", "bucket").annotate(total=Sum("balance"))
    found: Balances = defaultdict(int)
    for region, unit, kind, bucket, total in rows:
        found[0 if unit else region, unit, kind, bucket] += total
    return found


def _of_unit(unit: Unit, kind: QuotaType, balances: Balances) -> list[Figure]:
    def value(bucket: str) -> int:
        return balances.get((0, unit.pk, kind.pk, bucket), 0)

    approved = sum(value(bucket) for bucket in APPROVED)
    parts = [(label, value(bucket)) for bucket, label in UNIT_LABELS]
    whole = [("核定", approved), *parts]
    return [Figure(unit.name, kind.name, label, number, unit.number, kind.code) for label, number in whole]


def _of_region(region: Region, kind: QuotaType, balances: Balances) -> list[Figure]:
    def value(bucket: str) -> int:
        return balances.get((region.pk, None, kind.pk, bucket), 0)

    return [
        Figure(region.name, kind.name, label, sign * value(bucket), region.code, kind.code)
        for bucket, label, sign in REGION_LABELS
    ]


def find(figures: Iterable[Figure], owner: Unit | Region, kind: QuotaType, label: str) -> int:
    """The value of one figure; 0 when there is none."""
    key = (owner.number if isinstance(owner, Unit) else owner.code, kind.code, label)
    return next((figure.value for figure in figures if figure.key == key), 0)
