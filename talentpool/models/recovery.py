"""Recoveries (回收): vacant posts of sister institutions proposed for what a unit did not return in time."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.history import tracked
from accounts.models import User
from approvals.models import Document
from quotas.models import Pool, QuotaType
from units.mandates import scope_of
from units.models import Region, Unit

from .loan import Loan


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    """Recoveries, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))

    def waiting(self) -> Self:
        return self.filter(state=Recovery.State.PROPOSED)


class Recovery(models.Model):
    """What a unit owes a pool after the term, and whose vacant posts are to make it up; decided by the office."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        DONE = "done", "已收回"
        REFUSED = "refused", "不予收回"
        OVERTAKEN = "overtaken", "已归还"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="编办所在地区", related_name="recoveries")
    pool = models.ForeignKey(Pool, models.PROTECT, verbose_name="周转池", related_name="recoveries")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="借编单位", related_name="recoveries")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField("提出时间", db_default=Now())
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("确认日期", null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="依据文件", null=True, blank=True, related_name="recoveries"
    )
    opinion = models.TextField("意见", blank=True)
    history = tracked()

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = "回收方案"
        verbose_name_plural = "回收方案"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "unit", "quota_type"], condition=Q(state="proposed"),
                name="a_unit_has_one_open_recovery_per_pool_and_type",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on=None) | (~Q(state="proposed") & Q(decided_on__isnull=False)),
                name="a_decided_recovery_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(document__isnull=False), name="a_recovery_is_done_on_a_document"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(opinion=""), name="a_refusal_gives_its_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit} {self.quota_type}"


class RecoveryLine(models.Model):
    """One vacant post of a sister institution for one overdue loan."""

    recovery = models.ForeignKey(Recovery, models.CASCADE, verbose_name="回收方案", related_name="lines")
    loan = models.ForeignKey(Loan, models.PROTECT, verbose_name="借编", related_name="recovery_lines")
    sister = models.ForeignKey(Unit, models.PROTECT, verbose_name="出编单位", related_name="+")
    history = tracked()

    class Meta:
        verbose_name = "回收明细"
        verbose_name_plural = "回收明细"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["recovery", "loan"], name="a_recovery_names_a_loan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sister} → {self.loan}"
