"""Data quality (五性): what is wrong in a unit's data, who mends it until when, and a score."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from units.mandates import scope_of
from units.models import Unit

from .person import Person


class Aspect(models.TextChoices):
    """五性."""

    TRUTH = "truth", "真实"
    ACCURACY = "accuracy", "准确"
    COMPLETENESS = "completeness", "完整"
    TIMELINESS = "timeliness", "及时"
    CONFORMITY = "conformity", "规范"


class Owner(models.TextChoices):
    """Who mends a finding."""

    UNIT = "unit", "单位"
    BUREAU = "bureau", "编办"


class QualityQuerySet(models.QuerySet["QualityFinding"]):
    """Findings, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))

    def open(self) -> Self:
        """Those that are still to be mended."""
        return self.filter(mended_on=None)


class QualityFinding(models.Model):
    """One thing to mend in a unit's data, found by a rule; it is open once, and mended when no longer found."""

    rule = models.CharField("规则", max_length=8)
    aspect = models.CharField("五性", max_length=12, choices=Aspect)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="quality_findings", db_index=False)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="人员", null=True, blank=True, related_name="+", db_index=False
    )
    # What of the unit is meant, as in "person:12": an open finding is found again by it.
    subject = models.CharField(max_length=40)
    words = models.CharField("问题", max_length=200)
    owner = models.CharField("责任方", max_length=8, choices=Owner)
    found_on = models.DateField("发现日期")
    due_on = models.DateField("整改期限")
    mended_on = models.DateField("整改日期", null=True, blank=True)

    objects = QualityQuerySet.as_manager()

    class Meta:
        verbose_name = "数据质量问题"
        verbose_name_plural = "数据质量问题"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "unit", "subject"], condition=Q(mended_on=None), name="a_quality_finding_is_open_once"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("found_on")), name="a_finding_is_due_after_it_is_found"),
            models.CheckConstraint(
                condition=Q(mended_on=None) | Q(mended_on__gte=F("found_on")),
                name="a_finding_is_mended_after_it_is_found",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on", "id"], condition=Q(mended_on=None), name="quality_findings_of_unit"),
            models.Index(fields=["due_on", "id"], condition=Q(mended_on=None), name="quality_findings_by_term"),
            models.Index(fields=["unit", "mended_on"], name="mended_findings_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.unit_id} {self.subject}"

    def is_overdue(self, on: dt.date) -> bool:
        return self.mended_on is None and self.due_on < on


class QualityScore(models.Model):
    """The last score of a unit: 0 to 100 for each of the five, and their weighted mean."""

    unit = models.OneToOneField(Unit, models.PROTECT, verbose_name="单位", related_name="quality_score")
    computed_on = models.DateField("计算日期")
    people_count = models.PositiveIntegerField("人数")
    open_count = models.PositiveIntegerField("待整改")
    truth = models.DecimalField("真实", max_digits=4, decimal_places=1)
    accuracy = models.DecimalField("准确", max_digits=4, decimal_places=1)
    completeness = models.DecimalField("完整", max_digits=4, decimal_places=1)
    timeliness = models.DecimalField("及时", max_digits=4, decimal_places=1)
    conformity = models.DecimalField("规范", max_digits=4, decimal_places=1)
    total = models.DecimalField("总分", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = "数据质量得分"
        verbose_name_plural = "数据质量得分"
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=Decimal(0), total__lte=Decimal(100)), name="a_quality_score_is_between_0_and_100"
            ),
        ]
        indexes = [models.Index(fields=["total", "unit"], name="worst_quality_first")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.total}"
