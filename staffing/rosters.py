"""Reading the register: who is on a post and who is in office in a unit."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Sum

from accounts import paging
from accounts.paging import Page
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing.models import Posting, Tenure
from units.models import Unit


def people_of(unit: Unit, cursors: Mapping[str, str]) -> Page[Posting]:
    """A page of the people on posts of the unit, in the order of enrolment; a bad cursor is none."""
    own = Posting.objects.active().filter(unit=unit).select_related("person", "quota_type", "division")
    return paging.soonest_first(own, cursors)


def leaders_of(unit: Unit) -> list[Tenure]:
    """The people in leadership posts of the unit, highest first; `on_post` says whether they also take a post here."""
    own = Posting.objects.active().filter(unit=unit, person=OuterRef("person"))
    leaders = Tenure.objects.active().filter(unit=unit).select_related("person", "quota_type")
    return list(leaders.annotate(on_post=Exists(own)).order_by("quota_type__position", "started_on", "id"))


def headcount(unit: Unit) -> int:
    """How many people are on posts of the unit, from the ledger, which equals the register at every commit."""
    buckets = (Bucket.OCCUPIED, Bucket.BORROWED_OCCUPIED)
    own = QuotaAccount.objects.filter(unit=unit, bucket__in=buckets, quota_type__family=QuotaType.Family.POST)
    return own.aggregate(total=Sum("balance"))["total"] or 0
