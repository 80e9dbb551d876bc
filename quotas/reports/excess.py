"""People above the cap: where they are, and which exception covers them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from approvals import workdays
from quotas.models import Bucket, QuotaAccount, QuotaException
from units.mandates import scope_of


@dataclass(frozen=True)
class Excepted:
    """An exception and how many people it really covers today."""

    exception: QuotaException
    over: int


@dataclass(frozen=True)
class Over:
    """A unit that is above the cap of a type today, and the exceptions that are in force for it."""

    account: QuotaAccount
    exceptions: list[QuotaException]

    @property
    def people(self) -> int:
        return -self.account.balance

    @property
    def ends_on(self) -> dt.date | None:
        """The day to which the people are covered; None when nothing covers them any more."""
        return min((exception.ends_on for exception in self.exceptions), default=None)


def with_excess(found: Iterable[QuotaException]) -> list[Excepted]:
    """The exceptions with the excess of their units as the book stands."""
    listed = list(found)
    units = {exception.unit_id for exception in listed}
    accounts = QuotaAccount.objects.filter(unit__in=units, bucket=Bucket.EXCESS) if units else ()
    over = {(account.unit_id, account.quota_type_id): -account.balance for account in accounts}
    return [Excepted(e, over.get((e.unit_id, e.quota_type_id), 0)) for e in listed]


def over_quota(user: User, limit: int) -> list[Over]:
    """The units in the user's scope with people above the cap, most people first."""
    above = QuotaAccount.objects.filter(scope_of(user).as_condition("unit__"), bucket=Bucket.EXCESS, balance__lt=0)
    accounts = list(above.select_related("unit", "quota_type").order_by("balance", "id")[:limit])
    return _covered(accounts)


def over_quota_of(unit_id: int) -> list[Over]:
    """The types in which one unit has people above the cap."""
    above = QuotaAccount.objects.filter(unit=unit_id, bucket=Bucket.EXCESS, balance__lt=0)
    return _covered(list(above.select_related("unit", "quota_type").order_by("quota_type__position")))


def _covered(accounts: list[QuotaAccount]) -> list[Over]:
    pairs = Q(pk__in=[])
    for account in accounts:
        pairs |= Q(unit=account.unit_id, quota_type=account.quota_type_id)
    today = workdays.today()
    found = QuotaException.objects.filter(pairs, starts_on__lte=today, ends_on__gte=today).select_related("document")
    kept: dict[tuple[int, int], list[QuotaException]] = {}
    for exception in found.order_by("ends_on") if accounts else ():
        kept.setdefault((exception.unit_id, exception.quota_type_id), []).append(exception)
    return [Over(account, kept.get((account.unit_id or 0, account.quota_type_id), [])) for account in accounts]
