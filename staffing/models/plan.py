"""What a case about taking people on asks for (用编): heads by unit, type and channel, and until when they may come."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.history import tracked
from approvals.models import Case
from quotas.models import QuotaType
from units.models import Unit

from .codes import Channel

MOST_HEADS = 2000


class HiringPlan(models.Model):
    """A yearly hiring plan (年度用编进人计划) or an application beside it (用编申请), as the subject of a case."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="hiring_plan", primary_key=True)
    year = models.PositiveSmallIntegerField("年度")
    expires_on = models.DateField("有效期至", help_text="到期未使用的用编号自动失效。")
    letter_number = models.CharField("来文文号", max_length=60, blank=True)
    letter_title = models.CharField("来文名称", max_length=200, blank=True)
    letter_on = models.DateField("来文日期", null=True, blank=True)
    department_opinion = models.CharField("主管部门意见", max_length=200, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "用编计划"
        verbose_name_plural = "用编计划"
        indexes = [models.Index(fields=["year", "case"], name="plans_of_year")]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="a_plan_is_for_a_year_of_this_century"),
            models.CheckConstraint(
                condition=Q(expires_on__year__gte=models.F("year")), name="a_plan_lapses_in_its_year_or_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)


class HiringPlanLine(models.Model):
    """So many heads of one type, for one unit, by one channel; 出一进一 waits for somebody to leave."""

    plan = models.ForeignKey(HiringPlan, models.CASCADE, verbose_name="用编计划", related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="用编单位", related_name="plan_lines")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+")
    channel = models.CharField("进入方式", max_length=20, choices=Channel)
    planned_count = models.PositiveIntegerField(
        "计划数", validators=[MinValueValidator(1), MaxValueValidator(MOST_HEADS)]
    )
    approved_count = models.PositiveIntegerField("拟核数", null=True, blank=True)
    one_out_one_in = models.BooleanField("出一进一", default=False)
    for_grass_roots = models.BooleanField("街镇等基层", default=False)
    post = models.CharField("岗位", max_length=60, blank=True)
    qualification = models.CharField("资格条件", max_length=120, blank=True)
    purpose = models.CharField("编制用途", max_length=200, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "用编明细"
        verbose_name_plural = "用编明细"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_count__range=(1, MOST_HEADS)), name="a_plan_line_is_for_a_number_of_heads"
            ),
            models.CheckConstraint(
                condition=Q(approved_count__isnull=True) | Q(approved_count__lte=models.F("planned_count")),
                name="not_more_heads_are_approved_than_planned",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="a_plan_line_has_a_known_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.quota_type} {self.count}"

    @property
    def count(self) -> int:
        """The heads that would get a slot: what the office proposes, or else what was planned."""
        return self.planned_count if self.approved_count is None else self.approved_count
