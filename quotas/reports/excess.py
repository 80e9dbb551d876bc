"""People above the cap: where they are, and which exception covers them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from accounts.models import User
from approvals import workdays
from quotas.models import Bucket, QuotaAccount, QuotaException


@dataclass(frozen=True)
class Excepted:
    """An exception and how many people it really covers today."""

    exception: QuotaException
    over: int


@dataclass(frozen=True)
class Over:
    """A unit that is above the cap of a type today, and the day to which its people are covered, if they are."""

    account: QuotaAccount
    ends_on: dt.date | None

    @property
    def people(self) -> int:
        return -self.account.balance


def with_excess(found: Iterable[QuotaException]) -> list[Excepted]:
    """The exceptions with the excess of their units as the book stands."""
    listed = list(found)
    units = {exception.unit_id for exception in listed}
    accounts = QuotaAccount.objects.filter(unit__in=units, bucket=Bucket.EXCESS) if units else ()
    over = {(account.unit_id, account.quota_type_id): -account.balance for account in accounts}
    return [Excepted(e, over.get((e.unit_id, e.quota_type_id), 0)) for e in listed]


def over_quota(user: User, limit: int) -> list[Over]:
    """The units in the user's scope with people above the cap, most people first."""
    today = workdays.today()
    same = QuotaException.objects.filter(unit=OuterRef("unit"), quota_type=OuterRef("quota_type"))
    in_force = same.filter(starts_on__lte=today, ends_on__gte=today).order_by("ends_on")
    above = QuotaAccount.objects.visible_to(user).filter(bucket=Bucket.EXCESS, balance__lt=0)
    accounts = above.annotate(covered_to=Subquery(in_force.values("ends_on")[:1])).select_related("unit", "quota_type")
    return [Over(account, vars(account)["covered_to"]) for account in accounts.order_by("balance", "id")[:limit]]
