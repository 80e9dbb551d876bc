"""Reading the pools: how many posts each has, how many of them are lent, how many are free."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from accounts.models import User
from approvals import workdays
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType
from talentpool.models import Loan

LENT = (Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)


@dataclass(frozen=True)
class Stock:
    """What a pool has of one type (posts)."""

    pool: Pool
    quota_type: QuotaType
    free: int
    promised: int
    used: int
    due: int
    overdue: int

    @property
    def lent(self) -> int:
        """What units have borrowed, with or without a person on it."""
        return self.promised + self.used

    @property
    def total(self) -> int:
        return self.free + self.lent


def stocks(user: User, on: dt.date | None = None) -> list[Stock]:
    """What lies in the pools of the regions the user oversees and what is lent from them, by pool and type."""
    today = on or workdays.today()
    pools = {pool.pk: pool for pool in Pool.objects.visible_to(user).select_related("region")}
    accounts = QuotaAccount.objects.filter(pool__in=pools, balance__gt=0)
    counted: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pool, kind, bucket, total in accounts.values_list("pool", "quota_type", "bucket").annotate(
        total=Sum("balance")
    ):
        counted[pool, kind][bucket] += total
    for pool, kind, due, overdue in _falling_due(list(pools), today):
        counted[pool, kind].update({"due": due, "overdue": overdue})
    types = QuotaType.objects.in_bulk({kind for _, kind in counted})
    found = [
        Stock(pools[pool], types[kind], *(held[name] for name in (Bucket.POOL, *LENT, "due", "overdue")))
        for (pool, kind), held in counted.items()
    ]
    return sorted(found, key=lambda stock: (stock.pool.region.prefix, stock.pool.pk, stock.quota_type.position))


def _falling_due(pools: list[int], today: dt.date) -> Iterable[tuple[int, int, int, int]]:
    """(pool, type, due within half a year, overdue) of the loans with a person on them."""
    late = Q(due_on__lt=today)
    soon = Q(due_on__gte=today, due_on__lte=today + dt.timedelta(days=180))
    loans = Loan.objects.filter(pool__in=pools, state=Loan.State.ON_LOAN).order_by()
    counted = loans.values("pool", "quota_type").annotate(due=Count("pk", filter=soon), late=Count("pk", filter=late))
    return counted.values_list("pool", "quota_type", "due", "late")


def free_in(pools: Iterable[Pool]) -> dict[int, list[tuple[QuotaType, int]]]:
    """What may be borrowed from each of these pools now, by type."""
    accounts = QuotaAccount.objects.filter(pool__in=pools, bucket=Bucket.POOL).select_related("quota_type")
    found: dict[int, list[tuple[QuotaType, int]]] = defaultdict(list)
    for account in accounts.order_by("quota_type__position", "quota_type__code"):
        assert account.pool_id is not None, "Accounts of this bucket are of a pool."
        found[account.pool_id].append((account.quota_type, account.balance))
    return found
