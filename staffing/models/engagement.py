"""Off-quota staff (编外人员): who is engaged where on which contract, the money of each year, and bought services."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from accounts.models import User
from approvals.models import Document
from units.mandates import scope_of
from units.models import Unit

from .posting import Standing, StandingQuerySet


class ContractKind(models.TextChoices):
    """合同类型: the first two take a head of the control number; bought services pay for work, not for people."""

    DIRECT = "direct", "直接聘用"
    DISPATCH = "dispatch", "劳务派遣"
    PURCHASE = "purchase", "购买服务"


HEADS = (ContractKind.DIRECT, ContractKind.DISPATCH)
HEAD_CHOICES = [(kind.value, kind.label) for kind in HEADS]


class PaySource(models.TextChoices):
    """经费来源."""

    BUDGET = "budget", "财政预算（编外人员经费）"
    OWN = "own", "单位自有资金"
    SPECIAL = "special", "专项资金"


class EndReason(models.TextChoices):
    """终止原因."""

    EXPIRED = "expired", "合同期满"
    RESIGNED = "resigned", "辞职"
    DISMISSED = "dismissed", "解聘"
    ENROLLED = "enrolled", "考录、招聘入编"
    CONVERTED = "converted", "转为购买服务"
    OTHER = "other", "其他"


class Engagement(Standing):
    """A person engaged off quota, counted as occupied on the unit's control number, within the year's money."""

    kind = models.CharField("合同类型", max_length=10, choices=HEAD_CHOICES)
    title = models.CharField("岗位", max_length=60)
    employer = models.CharField("派遣单位", max_length=120, blank=True, help_text="劳务派遣的填写派遣单位名称")
    ends_on = models.DateField("合同终止日")
    pay_source = models.CharField("经费来源", max_length=10, choices=PaySource, default=PaySource.BUDGET)
    yearly_cost = models.DecimalField("年费用（元）", max_digits=12, decimal_places=2)
    end_reason = models.CharField("终止原因", max_length=10, choices=EndReason, blank=True)
    end_document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="终止依据", null=True, blank=True, related_name="ended_engagements"
    )
    service = models.ForeignKey(
        "ServiceContract", models.PROTECT, verbose_name="转为的购买服务", null=True, blank=True, related_name="replaced"
    )
    history = tracked()

    objects = StandingQuerySet["Engagement"].as_manager()

    class Meta:
        verbose_name = "编外聘用"
        verbose_name_plural = "编外聘用"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit", "id"], condition=Q(ended_on=None), name="off_quota_staff_of_unit"),
            models.Index(fields=["unit", "started_on"], name="engagements_of_unit"),
            models.Index(fields=["ends_on"], condition=Q(ended_on=None), name="contracts_by_their_end"),
            models.Index(fields=["person"], name="engagements_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="a_person_is_engaged_once_in_the_whole_database"
            ),
            models.CheckConstraint(condition=Q(kind__in=HEADS), name="who_is_engaged_is_no_bought_service"),
            models.CheckConstraint(condition=~Q(title=""), name="an_engagement_has_a_post"),
            models.CheckConstraint(condition=Q(yearly_cost__gt=0), name="an_engagement_costs_something"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("started_on")), name="a_contract_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="an_engagement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="", end_document=None)
                | (Q(ended_on__isnull=False, end_document__isnull=False) & ~Q(end_reason="")),
                name="who_is_no_longer_engaged_has_a_reason_and_a_document",
            ),
            models.CheckConstraint(
                condition=(Q(end_reason="converted") & Q(service__isnull=False))
                | (~Q(end_reason="converted") & Q(service__isnull=True)),
                name="a_conversion_names_its_service",
            ),
        ]

    def is_past_end(self, on: dt.date) -> bool:
        """Whether the contract ran out and the person is still there."""
        return self.ended_on is None and self.ends_on < on


M = TypeVar("M", bound=models.Model)


class OfUnitQuerySet(models.QuerySet[M]):
    """Rows of units, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))


class MoneyLine(models.Model):
    """What a unit may spend on off-quota staff in a year (编外人员经费): set by the bureau on a document."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="money_lines", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    amount = models.DecimalField("编外人员经费（元）", max_digits=14, decimal_places=2)
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="money_lines")
    history = tracked()

    objects = OfUnitQuerySet["MoneyLine"].as_manager()

    class Meta:
        verbose_name = "编外人员经费"
        verbose_name_plural = "编外人员经费"
        ordering = ["unit", "year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="a_unit_has_one_line_of_money_per_year"),
            models.CheckConstraint(condition=Q(amount__gte=Decimal(0)), name="a_line_of_money_is_not_negative"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="a_line_of_money_is_of_a_year_of_this_century"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class ServiceContract(models.Model):
    """Work bought instead of people engaged (购买服务, 由养人办事转为办事不养人): it takes no head."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="service_contracts")
    title = models.CharField("服务项目", max_length=100)
    provider = models.CharField("承接主体", max_length=120)
    replaced_count = models.PositiveIntegerField("替代编外人数")
    yearly_amount = models.DecimalField("年服务费（元）", max_digits=14, decimal_places=2)
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("终止日期")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="service_contracts")
    history = tracked()

    objects = OfUnitQuerySet["ServiceContract"].as_manager()

    class Meta:
        verbose_name = "购买服务"
        verbose_name_plural = "购买服务"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_service_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(yearly_amount__gt=0), name="a_service_costs_something"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(provider=""), name="a_service_has_a_title_and_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"
