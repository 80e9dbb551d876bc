"""Coordinating bodies (议事协调机构) over their life: set up on conditions, reviewed each year, ended in time."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from accounts.history import tracked
from accounts.models import User
from units import yearly
from units.models.region import Region
from units.models.unit import Unit

# Every five years all bodies of a region are gone through at once (五年一次集中清理).
CLEAN_UP_YEARS = 5


class BodyForm(models.TextChoices):
    """What it is called by its nature (组织形式)."""

    COMMITTEE = "committee", "委员会"
    LEADING_GROUP = "leading_group", "领导小组"
    HEADQUARTERS = "headquarters", "指挥部"
    JOINT_CONFERENCE = "joint_conference", "联席会议"
    OTHER = "other", "其他"


class SetUpGround(models.TextChoices):
    """On which of the three grounds it was set up (设立情形, 深圳市)."""

    COUNTERPART = "counterpart", "与上级对应设立"
    REFORM = "reform", "机构改革中因地制宜设立"
    LED = "led", "由地区领导担任负责人"


class ExitReason(models.TextChoices):
    """Why it ended (退出情形)."""

    DONE = "done", "任务完成"
    EXPIRED = "expired", "期限届满"
    MERGED = "merged", "整合并入其他机构"
    REDUNDANT = "redundant", "裁撤冗余"


class CoordinatingBodyQuerySet(models.QuerySet["CoordinatingBody"]):
    """Coordinating bodies, who may read them, and how far their reviews are."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the regions in scope, and those whose daily work a unit in scope carries."""
        from units.mandates import scope_of

        scope = scope_of(user)
        seen = scope.as_own_condition("lead_unit__")
        for prefix in scope.region_prefixes:
            seen |= Q(region__prefix__startswith=prefix)
        return self.filter(seen)

    def in_force(self, on: dt.date) -> Self:
        """Those that had been set up and had not ended on a day."""
        return self.filter(Q(exited_on=None) | Q(exited_on__gt=on), founded_on__lte=on)

    def with_reviews(self, on: dt.date) -> Self:
        """With `reviewed_year` and `cleaned_year`: the last years that were reviewed, as known on a day."""
        known = BodyReview.objects.filter(body=OuterRef("pk"), reviewed_on__lte=on).order_by("-year")
        began = ExtractYear("founded_on")
        return self.annotate(
            reviewed_year=Coalesce(Subquery(known.values("year")[:1]), began),
            cleaned_year=Coalesce(Subquery(known.filter(kind=ReviewKind.CLEAN_UP).values("year")[:1]), began),
        )


class CoordinatingBody(models.Model):
    """A coordinating body (议事协调机构): no office and no posts of its own, a unit carries its daily work (R06)."""

    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="设立地区", related_name="coordinating_bodies", db_index=False
    )
    name = models.CharField("名称", max_length=100)
    form = models.CharField("组织形式", max_length=20, choices=BodyForm)
    ground = models.CharField("设立情形", max_length=12, choices=SetUpGround)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="日常工作承担单位", related_name="coordinating_bodies"
    )
    leader = models.CharField("负责人", max_length=100)
    duties = models.TextField("职责任务")
    work_rules = models.CharField("工作规则", max_length=100, blank=True)
    founding_document = models.CharField("设立文号", max_length=100)
    founded_on = models.DateField("设立日期")
    is_temporary = models.BooleanField("临时机构", default=False)
    ends_on = models.DateField("撤销期限", null=True, blank=True)
    end_condition = models.CharField("撤销条件", max_length=200, blank=True)
    exited_on = models.DateField("退出日期", null=True, blank=True)
    exit_reason = models.CharField("退出情形", max_length=12, choices=ExitReason, blank=True)
    exit_document = models.CharField("退出文号", max_length=100, blank=True)

    history = tracked()

    objects = CoordinatingBodyQuerySet.as_manager()

    reviewed_year: int
    cleaned_year: int

    class Meta:
        verbose_name = "议事协调机构"
        verbose_name_plural = "议事协调机构"
        ordering = ["region", "id"]
        indexes = [models.Index(fields=["region", "exited_on", "ends_on"], name="coordinating_bodies_of_region")]
        constraints = [
            models.CheckConstraint(
                name="coordinating_body_is_named_led_and_founded_on_a_document",
                condition=~Q(name="") & ~Q(leader="") & ~Q(duties="") & ~Q(founding_document=""),
                violation_error_message="名称、负责人、职责任务和设立文号不能为空。",
            ),
            models.CheckConstraint(
                name="temporary_coordinating_body_says_when_and_why_it_ends",
                condition=Q(is_temporary=False) | (Q(ends_on__isnull=False) & ~Q(end_condition="")),
                violation_error_message="临时机构须明确撤销的条件和期限。",
                violation_error_code="no_end",
            ),
            models.CheckConstraint(
                name="coordinating_body_ends_after_it_was_founded",
                condition=(Q(ends_on=None) | Q(ends_on__gt=F("founded_on")))
                & (Q(exited_on=None) | Q(exited_on__gte=F("founded_on"))),
                violation_error_message="撤销期限须晚于设立日期，退出日期不得早于设立日期。",
                violation_error_code="dates",
            ),
            models.CheckConstraint(
                name="coordinating_body_exits_for_a_reason_on_a_document",
                condition=Q(exited_on=None, exit_reason="", exit_document="")
                | (Q(exited_on__isnull=False) & ~Q(exit_reason="") & ~Q(exit_document="")),
                violation_error_message="退出须注明日期、情形和文号。",
            ),
            models.UniqueConstraint(
                name="coordinating_body_name_is_used_once_in_a_region",
                fields=["region", "name"],
                condition=Q(exited_on=None),
                violation_error_message="本地区已有同名议事协调机构。",
                violation_error_code="name_is_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def review_due_on(self) -> dt.date:
        """Until when the next yearly review is due; the rows come from `with_reviews`."""
        return yearly.end_of(self.reviewed_year + 1)

    @property
    def clean_up_due_on(self) -> dt.date:
        """Until when it is to be gone through in a five-year clean-up."""
        return yearly.end_of(self.cleaned_year + CLEAN_UP_YEARS)


class ReviewKind(models.TextChoices):
    """The yearly look at one body, or the five-year look at all of them."""

    YEARLY = "yearly", "年度梳理"
    CLEAN_UP = "clean_up", "五年清理"


class Verdict(models.TextChoices):
    """保留必需、整合相似、裁撤冗余 (深圳市)."""

    KEEP = "keep", "保留"
    MERGE = "merge", "整合"
    ABOLISH = "abolish", "撤销"


class BodyReview(models.Model):
    """What a review of one year found of one coordinating body."""

    body = models.ForeignKey(
        CoordinatingBody, models.PROTECT, verbose_name="议事协调机构", related_name="reviews", db_index=False
    )
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=10, choices=ReviewKind)
    reviewed_on = models.DateField("评估日期")
    verdict = models.CharField("结论", max_length=10, choices=Verdict)
    opinion = models.TextField("意见")

    history = tracked()

    class Meta:
        verbose_name = "议事协调机构评估"
        verbose_name_plural = "议事协调机构评估"
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                name="body_review_says_why", condition=~Q(opinion=""), violation_error_message="请填写意见。"
            ),
            models.CheckConstraint(
                name="body_review_is_of_a_year_that_has_begun",
                condition=Q(year__gte=1949) & Q(year__lte=ExtractYear("reviewed_on")),
                violation_error_message="评估年度不能晚于评估日期所在年度。",
            ),
            models.UniqueConstraint(
                name="coordinating_body_is_reviewed_once_a_year",
                fields=["body", "year", "kind"],
                violation_error_message="该年度已作过此类评估。",
                violation_error_code="reviewed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.year}年{self.get_kind_display()}"
