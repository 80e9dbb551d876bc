"""Reading the pools: how many posts each has, how many of them are lent, how many are free."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from accounts.models import User
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType

LENT = (Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)


@dataclass(frozen=True)
class Stock:
    """What a pool has of one type (posts)."""

    pool: Pool
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


def stocks(user: User) -> list[Stock]:
    """What lies in the pools of the regions the user oversees and what is lent from them, by pool and type."""
    pools = {pool.pk: pool for pool in Pool.objects.visible_to(user).select_related("region")}
    accounts = QuotaAccount.objects.filter(pool__in=pools, balance__gt=0)
    counted: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pool, kind, bucket, total in accounts.values_list("pool", "quota_type", "bucket").annotate(
        total=Sum("balance")
    ):
        counted[pool, kind][bucket] += total
    types = QuotaType.objects.in_bulk({kind for _, kind in counted})
    found = [
        Stock(pools[pool], types[kind], *(held[bucket] for bucket in (Bucket.POOL, *LENT)))
        for (pool, kind), held in counted.items()
    ]
    return sorted(found, key=lambda stock: (stock.pool.region.prefix, stock.pool.pk, stock.quota_type.position))
