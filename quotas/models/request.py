"""What a case about quota asks for: quota requests with their lines, and body requests (设立、更名、撤销)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from approvals.models import Case, Document
from units.models import Region, Unit

from .ledger import QuotaType
from .pool import Pool


class ReserveUse(models.TextChoices):
    """For what recovered administrative posts may be used (长清: 储备专项管理)."""

    STRATEGY = "strategy", "区委区政府重大战略实施"
    REFORM = "reform", "重点领域体制改革"
    CROSS_AREA = "cross_area", "跨区域调整"
    ORDINARY = "ordinary", "其他日常需要"


class QuotaRequest(models.Model):
    """A change of posts or leadership posts; a delta, never a new total."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="quota_request", primary_key=True)
    effective_on = models.DateField("生效日期")
    ends_on = models.DateField("使用期限", null=True, blank=True)
    reserve_use = models.CharField("储备用途", max_length=12, choices=ReserveUse, blank=True)
    pool = models.ForeignKey(
        Pool, models.PROTECT, verbose_name="周转池", null=True, blank=True, related_name="quota_requests"
    )
    basis = models.ForeignKey(
        Document, models.PROTECT, verbose_name="依据文件", null=True, blank=True, related_name="quota_requests"
    )
    history = tracked()

    class Meta:
        verbose_name = "编制事项申请"
        verbose_name_plural = "编制事项申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("effective_on")),
                name="a_floating_quota_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)


class QuotaRequestLine(models.Model):
    """How many posts of one type, from where to where; which ends are needed is the route of the case's kind."""

    quota_request = models.ForeignKey(QuotaRequest, models.CASCADE, verbose_name="编制事项申请", related_name="lines")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+")
    source_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="划出单位", null=True, blank=True, related_name="+"
    )
    target_unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="划入单位", null=True, blank=True, related_name="+"
    )
    target_region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="下达地区", null=True, blank=True, related_name="+"
    )
    applied_count = models.PositiveIntegerField(
        "申请数", validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    approved_count = models.PositiveIntegerField("拟核数", null=True, blank=True)
    purpose = models.CharField("用途", max_length=200, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "申请明细"
        verbose_name_plural = "申请明细"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(applied_count__gt=0), name="a_request_line_asks_for_something"),
            models.CheckConstraint(
                condition=Q(approved_count__isnull=True) | Q(approved_count__lte=F("applied_count")),
                name="not_more_is_approved_than_applied_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quota_type} {self.count}"

    @property
    def count(self) -> int:
        """The number that would be posted: what the office proposes, or else what was applied for."""
        return self.applied_count if self.approved_count is None else self.approved_count


class FloatingQuota(models.Model):
    """Posts given for a time (机动编制限期使用), to be taken back on the end date."""

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="floating_quotas")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="floating_quotas")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+")
    quantity = models.PositiveIntegerField("数量")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("使用期限")
    returned_count = models.PositiveIntegerField("已收回", default=0)
    history = tracked()

    class Meta:
        verbose_name = "机动编制"
        verbose_name_plural = "机动编制"
        ordering = ["ends_on", "id"]
        indexes = [
            models.Index(
                fields=["ends_on"], condition=Q(returned_count__lt=F("quantity")), name="floating_quota_that_falls_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_count__lte=F("quantity")), name="no_more_floating_posts_return_than_were_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.quota_type} {self.quantity}"

    @property
    def owed(self) -> int:
        """The posts that have not been taken back yet."""
        return self.quantity - self.returned_count


class BodyRequest(models.Model):
    """Set up, rename or abolish an organ or institution (U4); a body within the cap takes one from its account."""

    class Move(models.TextChoices):
        SET_UP = "set_up", "设立"
        RENAME = "rename", "更名"
        ABOLISH = "abolish", "撤销"

    case = models.OneToOneField(Case, models.CASCADE, related_name="body_request", primary_key=True)
    move = models.CharField("事项", max_length=10, choices=Move)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构")
    name = models.CharField("机构名称", max_length=120, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所属地区")
    category = models.CharField("机构类别", max_length=20, blank=True)
    system_class = models.CharField("系统类别", max_length=20, blank=True)
    rank = models.CharField("机构规格", max_length=20, blank=True)
    within_cap = models.BooleanField("占用机构限额", default=False)
    competent_department = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主管部门"
    )
    main_duties = models.TextField("主要职责", blank=True)
    effective_on = models.DateField("生效日期")
    history = tracked()

    class Meta:
        verbose_name = "机构事项申请"
        verbose_name_plural = "机构事项申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(move="set_up") | Q(unit__isnull=False), name="a_rename_or_abolition_names_its_body"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)
