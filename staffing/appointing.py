"""What is looked at before somebody takes a leading office (职数预审): the posts, the levels, the rules, the light."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from approvals import rulebook, workdays
from approvals.models import Case, Document
from approvals.offices import office_of
from approvals.rulebook import Examination, Finding
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing.models import Tenure
from staffing.models.levels import highest_of
from units.models import Unit

APPOINTMENT = "appointment"
TEXTS = {"green": "有空缺", "yellow": "满配，一出一进", "red": "超配，只出不进"}


@dataclass(frozen=True)
class Terms:
    """How an office is held: title, the leader's own level, 占职 or not, 兼任, and 高配 with its paper and end."""

    title: str = ""
    level: int | None = None
    takes_post: bool = True
    is_concurrent: bool = False
    above_rank_document: Document | None = None
    above_rank_until: dt.date | None = None


@dataclass(frozen=True)
class Posts:
    """The leadership posts of a unit and type as the book stands (posts), and how many leaders are above rank."""

    quota_type: QuotaType
    buckets: dict[str, int] = field(default_factory=dict)
    leaders: list[Tenure] = field(default_factory=list)

    def _of(self, bucket: str) -> int:
        return self.buckets.get(bucket, 0)

    @property
    def approved(self) -> int:
        return self.vacant + self.reserved + self.occupied - self.over

    @property
    def vacant(self) -> int:
        return self._of(Bucket.VACANT)

    @property
    def reserved(self) -> int:
        """预留: posts that a decision keeps for somebody."""
        return self._of(Bucket.LOCKED)

    @property
    def occupied(self) -> int:
        return self._of(Bucket.OCCUPIED)

    @property
    def over(self) -> int:
        return -self._of(Bucket.EXCESS)

    @property
    def expired(self) -> list[Tenure]:
        """Leaders whose 高配 has come to its end."""
        today = workdays.today()
        return [t for t in self.leaders if t.above_rank_until is not None and t.above_rank_until < today]

    @property
    def light(self) -> str:
        """Red above the number or with an expired 高配, green with a vacant post, else yellow."""
        if self.over or self.expired:
            return "red"
        return "green" if self.vacant else "yellow"

    @property
    def light_text(self) -> str:
        return "高配已到期" if self.expired and not self.over else TEXTS[self.light]


@dataclass(frozen=True)
class Appointment:
    """Somebody who is to take an office on these terms, beside the posts there are."""

    unit: Unit
    posts: Posts
    terms: Terms
    started_on: dt.date
    by_exception: bool = False

    @property
    def level(self) -> int:
        """The leader's own level; that of the post where nothing else is said."""
        return self.terms.level or self.posts.quota_type.level or 0

    @property
    def highest(self) -> int:
        """The highest level that fits: the post's, or that of the unit's rank where this is lower."""
        post = self.posts.quota_type.level or 0
        # A post of a division stands below the unit's own rank.
        return max(post, highest_of(self.unit.rank) or 0)

    @property
    def is_above_rank(self) -> bool:
        return self.level < self.highest


def posts_of(unit: Unit) -> list[Posts]:
    """The unit's leadership posts by type, highest first, with the leaders in office."""
    return posts_of_units([unit]).get(unit.pk, [])


def posts_of_units(units: Iterable[Unit]) -> dict[int, list[Posts]]:
    """The same for many units in two queries."""
    ids = [unit.pk for unit in units]
    found: dict[tuple[int, int], Posts] = {}
    accounts = QuotaAccount.objects.filter(unit__in=ids, quota_type__family=QuotaType.Family.LEADERSHIP)
    for account in accounts.select_related("quota_type"):
        posts = found.setdefault((account.unit_id or 0, account.quota_type_id), Posts(account.quota_type))
        posts.buckets[account.bucket] = account.balance
    related = ("person", "quota_type", "document", "above_rank_document", "exception")
    for tenure in Tenure.objects.active().filter(unit__in=ids).select_related(*related).order_by("started_on", "id"):
        posts = found.setdefault((tenure.unit_id, tenure.quota_type_id), Posts(tenure.quota_type))
        posts.leaders.append(tenure)
    rows: dict[int, list[Posts]] = {}
    for (unit, _), posts in sorted(found.items(), key=lambda item: (item[1].quota_type.position, item[0])):
        rows.setdefault(unit, []).append(posts)
    return rows


def examine(appointment: Appointment) -> list[Finding]:
    """What the rules say of an appointment; findings that block come first."""
    region = office_of(appointment.unit.region)
    # No case stands behind an appointment; its rules look at the record only.
    look = Examination(Case(), appointment, region, workdays.today(), before=())
    return rulebook.examine(look, APPOINTMENT)
