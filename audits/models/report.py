"""Monthly and yearly returns (月报、年报): figures of a closed period that never change once they are signed."""

from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.history import tracked
from accounts.models import User
from quotas.models import Freeze, Period, QuotaType
from units.mandates import scope_of
from units.models import Category, Rank, Region, Unit
from units.models.region import RegionLevel
from units.models.unit import FundingForm, InstitutionClass

DIGEST_LENGTH = 80


class PeriodReportQuerySet(models.QuerySet["PeriodReport"]):
    """Returns, and who may read them: whoever oversees the region."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        seen = Q(pk__in=[])
        for prefix in scope_of(user).region_prefixes:
            seen |= Q(region__prefix__startswith=prefix)
        return self.filter(seen)


class PeriodReport(models.Model):
    """A return of a region and all below it: announced, checked while writing rests, signed, or withdrawn.

    A signed one has its period closed and its lines kept; the database refuses any later change.
    """

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "月报"
        ANNUAL = "annual", "年报"

    class State(models.TextChoices):
        ANNOUNCED = "announced", "已公告"
        CHECKED = "checked", "已核对"
        SIGNED = "signed", "已签发"
        WITHDRAWN = "withdrawn", "已撤回"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="period_reports")
    kind = models.CharField("报表", max_length=8, choices=Kind)
    starts_on = models.DateField("期初")
    ends_on = models.DateField("期末")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ANNOUNCED)
    # None where the period had been closed before: nothing can change in it any more.
    freeze = models.OneToOneField(
        Freeze, models.PROTECT, verbose_name="暂停办理", null=True, blank=True, related_name="report"
    )
    findings = models.JSONField("核对结果", default=list, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核对人", null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    period = models.ForeignKey(
        Period, models.PROTECT, verbose_name="结账期间", null=True, blank=True, related_name="reports"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="签发人", null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    # How many bodies there were: [level, category, rank, institution class, funding form, number].
    bodies = models.JSONField("机构数", default=list, blank=True)
    digest = models.CharField("数据摘要", max_length=DIGEST_LENGTH, blank=True)
    history = tracked()

    objects = PeriodReportQuerySet.as_manager()

    class Meta:
        verbose_name = "报表"
        verbose_name_plural = "报表"
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "ends_on"],
                condition=~Q(state="withdrawn"),
                name="a_region_has_one_report_of_a_period",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", period__isnull=False, signed_by__isnull=False, signed_at__isnull=False)
                & ~Q(digest="")
                | ~Q(state="signed") & Q(period=None, signed_by=None, signed_at=None, digest=""),
                name="a_signed_report_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="checked") | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="a_checked_report_says_who_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}{self.period_name}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("audits:report", args=[self.pk])

    @property
    def period_name(self) -> str:
        """2026年10月, or 2026年度."""
        return f"{self.ends_on:%Y年%-m月}" if self.kind == self.Kind.MONTHLY else f"{self.ends_on:%Y}年度"

    @property
    def is_open(self) -> bool:
        """Whether it may still be checked, signed or withdrawn."""
        return self.state in (self.State.ANNOUNCED, self.State.CHECKED)


class ReportLine(models.Model):
    """The figures of a unit, or of a region's own reserve, for one quota type at the end of the period (posts).

    The names and classes are those of that day. Append-only, and only before the return is signed [DOMAIN §4.2].
    """

    report = models.ForeignKey(PeriodReport, models.PROTECT, verbose_name="报表", related_name="lines", db_index=False)
    position = models.PositiveIntegerField("行号")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="+")
    level = models.CharField("级别", max_length=10, choices=RegionLevel)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", null=True, related_name="report_lines")
    name = models.CharField("名称", max_length=200)
    category = models.CharField("机构类别", max_length=20, choices=Category, blank=True)
    rank = models.CharField("机构规格", max_length=20, choices=Rank, blank=True)
    institution_class = models.CharField("事业单位类别", max_length=20, choices=InstitutionClass, blank=True)
    funding_form = models.CharField("经费形式", max_length=20, choices=FundingForm, blank=True)
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+", db_index=False)
    reserved = models.IntegerField("储备", default=0)
    pooled = models.IntegerField("周转池", default=0)
    approved = models.IntegerField("核定", default=0)
    occupied = models.IntegerField("实有", default=0)
    borrowed = models.IntegerField("周转借用", default=0)
    locked = models.IntegerField("锁定", default=0)
    vacant = models.IntegerField("空编", default=0)
    over = models.IntegerField("超编", default=0)
    entered = models.PositiveIntegerField("本期增加", default=0)
    left = models.PositiveIntegerField("本期减少", default=0)
    entered_by = models.JSONField("增加方式", default=dict)
    left_by = models.JSONField("减少原因", default=dict)

    class Meta:
        verbose_name = "报表明细"
        verbose_name_plural = "报表明细"
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="a_report_counts_its_lines"),
            models.UniqueConstraint(
                fields=["report", "region", "unit", "quota_type"],
                nulls_distinct=False,
                name="a_report_has_one_line_of_an_owner_and_type",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.quota_type_id}"

    @property
    def entered_words(self) -> str:
        """Who came, such as 用编号入编2、调动1."""
        return _in_words(self.entered_by)

    @property
    def left_words(self) -> str:
        """Who left, such as 离退休2、调离1."""
        return _in_words(self.left_by)


def _in_words(counts: Mapping[str, int]) -> str:
    return "、".join(f"{reason}{number}" for reason, number in sorted(counts.items(), key=lambda each: -each[1]))
