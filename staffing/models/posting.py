"""Where people count: posting (占编) on a post, tenure (占职) on a leadership post, as separate facts."""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.history import tracked
from accounts.models import User
from approvals.models import Document
from quotas.models import QuotaException, QuotaType
from units.mandates import scope_of
from units.models import InternalDivision, Unit

from .codes import Channel, CivilRank, EntryBasis, ExitReason, PostCategory, StaffClass
from .levels import LEVELS, RANK_LEVELS
from .slot import Slot

S = TypeVar("S", bound="Standing")


class StandingQuerySet(models.QuerySet[S]):
    """Postings or tenures, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))

    def active(self) -> Self:
        """Those that count as occupied on the ledger now."""
        return self.filter(ended_on=None)


class Standing(models.Model):
    """What posting and tenure share: who, where, under which type, from when, until (not including) when."""

    person = models.ForeignKey(
        "staffing.Person", models.PROTECT, verbose_name="人员", related_name="%(class)ss", db_index=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="%(class)ss", db_index=False)
    quota_type = models.ForeignKey(
        QuotaType, models.PROTECT, verbose_name="编制类型", related_name="%(class)ss", db_index=False
    )
    started_on = models.DateField("起始日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.quota_type}"


def _lasting() -> Func:
    return Func(F("started_on"), F("ended_on"), function="daterange", output_field=DateRangeField())


class Posting(Standing):
    """A person on a post (占编); one at a time in the whole database, counted as occupied on the unit's account."""

    division = models.ForeignKey(
        InternalDivision, models.PROTECT, verbose_name="内设机构", null=True, blank=True, related_name="postings"
    )
    title = models.CharField("职务（岗位）", max_length=60, blank=True)
    title_since = models.DateField("任现职时间", null=True, blank=True)
    basis = models.CharField("入编依据", max_length=10, choices=EntryBasis)
    slot = models.OneToOneField(
        Slot, models.PROTECT, verbose_name="用编号", null=True, blank=True, related_name="posting"
    )
    enrolled_on = models.DateField("入编时间", help_text="可早于建账；建账前入编的，按原入编通知填写")
    entry_way = models.CharField("进入方式", max_length=20, choices=Channel, blank=True)
    came_from = models.CharField("进入来源", max_length=120, blank=True)
    entered_unit_on = models.DateField("进入本单位时间", null=True, blank=True)
    staff_class = models.CharField("人员分类", max_length=16, choices=StaffClass, default=StaffClass.ORDINARY)
    post_category = models.CharField("岗位类别", max_length=12, choices=PostCategory, blank=True)
    rank_level = models.PositiveSmallIntegerField("职务层次（GB/T 12407）", choices=RANK_LEVELS, null=True, blank=True)
    civil_rank = models.CharField("职级", max_length=2, choices=CivilRank, blank=True)
    exit_reason = models.CharField("出编原因", max_length=16, choices=ExitReason, blank=True)
    destination = models.CharField("去向", max_length=120, blank=True)
    exit_document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="出编依据", null=True, blank=True, related_name="exits"
    )

    history = tracked()

    objects = StandingQuerySet["Posting"].as_manager()

    class Meta:
        verbose_name = "占编"
        verbose_name_plural = "占编"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["unit", "id"], include=["quota_type"], condition=Q(ended_on=None), name="people_of_unit"
            ),
            models.Index(fields=["unit", "started_on"], name="postings_of_unit"),
            # The exclusion constraint below has an index too, but none for a person who is named by a plain number.
            models.Index(fields=["person"], name="postings_of_person"),
            models.Index(fields=["unit", "id"], condition=Q(ended_on__isnull=False), name="former_people_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="a_person_is_on_one_post_in_the_whole_database"
            ),
            ExclusionConstraint(
                expressions=[("person", RangeOperators.EQUAL), (_lasting(), RangeOperators.OVERLAPS)],
                name="a_person_was_never_on_two_posts_at_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="a_posting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(basis=EntryBasis.SLOT, slot__isnull=False)
                | (~Q(basis=EntryBasis.SLOT) & Q(slot__isnull=True)),
                name="who_comes_on_a_slot_names_it",
            ),
            models.CheckConstraint(
                condition=Q(enrolled_on__lte=F("started_on")), name="a_post_counts_from_the_enrolment_on"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, exit_reason="", exit_document=None)
                | (Q(ended_on__isnull=False, exit_document__isnull=False) & ~Q(exit_reason="")),
                name="who_leaves_a_post_has_a_reason_and_a_document",
            ),
        ]


class TenureQuerySet(StandingQuerySet["Tenure"]):
    """Tenures, and which of them take a post."""

    def taking_posts(self) -> Self:
        """Those that count as occupied on the ledger (占职)."""
        return self.active().filter(takes_post=True)


class Tenure(Standing):
    """A person in a leading office, with or without a posting in the same unit.

    占职 (takes_post), 兼任 (is_concurrent) and 高配 (above_rank_…) are facts of their own; the ledger counts 占职 only.
    """

    title = models.CharField("职务", max_length=60, blank=True, db_default="")
    level = models.PositiveSmallIntegerField("任职层次", choices=LEVELS, null=True, blank=True)
    takes_post = models.BooleanField("占职", default=True, db_default=True)
    is_concurrent = models.BooleanField("兼任", default=False, db_default=False)
    above_rank_document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="高配批准文件", null=True, blank=True, related_name="+"
    )
    above_rank_until = models.DateField("高配截止日期", null=True, blank=True)
    exception = models.ForeignKey(
        QuotaException, models.PROTECT, verbose_name="超职数例外", null=True, blank=True, related_name="tenures"
    )
    end_document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="免职依据", null=True, blank=True, related_name="+"
    )

    history = tracked()

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = "占职"
        verbose_name_plural = "占职"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["unit", "id"], include=["quota_type"], condition=Q(ended_on=None), name="leaders_of_unit"
            ),
            models.Index(fields=["unit", "started_on"], name="tenures_of_unit"),
            models.Index(fields=["person"], name="tenures_of_person"),
            models.Index(
                fields=["above_rank_until"],
                condition=Q(ended_on=None, above_rank_until__isnull=False),
                name="leaders_above_rank",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "quota_type"],
                condition=Q(ended_on=None),
                name="a_person_holds_a_leadership_post_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="a_tenure_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(takes_post=True) | Q(is_concurrent=True),
                name="who_takes_no_post_holds_the_office_concurrently",
            ),
            models.CheckConstraint(
                condition=Q(above_rank_document=None, above_rank_until=None)
                | Q(
                    above_rank_document__isnull=False,
                    above_rank_until__isnull=False,
                    above_rank_until__gte=F("started_on"),
                ),
                name="above_rank_has_a_document_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(exception=None) | Q(takes_post=True), name="an_exception_is_for_who_takes_a_post"
            ),
        ]
