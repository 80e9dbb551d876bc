"""Reading the pools: how many posts each has, how many of them are lent, how many are free."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, Sum

from accounts.models import User
from quotas.models import Bucket, QuotaAccount, QuotaType
from units.mandates import scope_of
from units.models import Region

LENT = (Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)


@dataclass(frozen=True)
class Pool:
    """The pool of a region for one type (posts)."""

    region: Region
    quota_type: QuotaType
    free: int
    promised: int
    used: int

    @property
    def lent(self) -> int:
        """What units have borrowed, with or without a person on it."""
        return self.promised + self.used

    @property
    def total(self) -> int:
        return self.free + self.lent


def pools(user: User) -> list[Pool]:
    """The pools of the regions the user oversees, by region and type; a unit borrows from the office in charge."""
    accounts = QuotaAccount.objects.filter(_overseen(user, "region__"), bucket__in=(Bucket.POOL, *LENT), balance__gt=0)
    rows = accounts.values_list("region__prefix", "quota_type_id", "bucket").annotate(total=Sum("balance"))
    counted: dict[tuple[Region, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    offices = {region.prefix: region for region in Region.objects.filter(_overseen(user), has_office=True)}
    for prefix, quota_type_id, bucket, total in rows:
        # A place whose office lies above what the user oversees tells only a part of that office's pool.
        if lender := _lender(offices, prefix):
            counted[lender, quota_type_id][bucket] += total
    types = QuotaType.objects.in_bulk({quota_type_id for _, quota_type_id in counted})
    found = [
        Pool(region, types[kind], *(held[bucket] for bucket in (Bucket.POOL, *LENT)))
        for (region, kind), held in counted.items()
    ]
    return sorted(found, key=lambda pool: (pool.region.prefix, pool.quota_type.position))


def _overseen(user: User, region: str = "") -> Q:
    condition = Q(pk__in=[])
    for prefix in scope_of(user).region_prefixes:
        condition |= Q(**{f"{region}prefix__startswith": prefix})
    return condition


def _lender(offices: dict[str, Region], prefix: str) -> Region | None:
    """The nearest region, itself or above, that has an office, and with it the pool."""
    return next((offices[prefix[:length]] for length in (9, 6, 4, 2) if prefix[:length] in offices), None)
