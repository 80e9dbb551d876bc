"""Loans (借编): what a case asks a pool for, and each borrowed post with its life from decision to return."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from accounts.models import User
from approvals.models import Case, Document
from quotas.models import Pool, QuotaType
from staffing.models import Posting
from units.mandates import scope_of
from units.models import Unit


class TalentClass(models.TextChoices):
    """For whom a post is lent (人才类别)."""

    HIGH_LEVEL = "high_level", "高层次人才"
    SHORT = "short", "急需紧缺人才"


class LoanRequest(models.Model):
    """The typed record of a loan case (引进人才周转编制申请): which unit, from which pool, of which type."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="loan_request", primary_key=True)
    pool = models.ForeignKey(Pool, models.PROTECT, verbose_name="周转池", related_name="loan_requests")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="用人单位", related_name="loan_requests")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+")
    history = tracked()

    class Meta:
        verbose_name = "借编申请"
        verbose_name_plural = "借编申请"

    def __str__(self) -> str:
        return str(self.case)


class Talent(models.Model):
    """Somebody for whom a post is to be lent, with the paper that certifies the talent."""

    loan_request = models.ForeignKey(
        LoanRequest, models.CASCADE, verbose_name="借编申请", related_name="talents"
    )  # fmt: skip
    name = models.CharField("姓名", max_length=50)
    talent_class = models.CharField("人才类别", max_length=12, choices=TalentClass)
    certification = models.CharField("认定材料", max_length=120)
    history = tracked()

    class Meta:
        verbose_name = "引进人才"
        verbose_name_plural = "引进人才"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(certification=""), name="a_talent_is_named_and_certified")
        ]

    def __str__(self) -> str:
        return self.name


class LoanQuerySet(models.QuerySet["Loan"]):
    """Loans, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))

    def open(self) -> Self:
        """Those whose post is away from its pool."""
        return self.filter(state__in=OPEN_STATES)


class LoanState(models.TextChoices):
    """Where a loan stands: promised, with a person on it, or ended in one of four ways."""

    PROMISED = "promised", "待到岗"
    ON_LOAN = "on_loan", "借用中"
    RETURNED = "returned", "已归还"
    LEFT = "left", "离岗归还"
    RECOVERED = "recovered", "已收回"
    LAPSED = "lapsed", "逾期未用"


OPEN_STATES = (LoanState.PROMISED, LoanState.ON_LOAN)


class Loan(models.Model):
    """One post of a pool at a unit, for one named talent, until it is due (还编期限)."""

    State = LoanState

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="loans")
    talent = models.OneToOneField(Talent, models.PROTECT, verbose_name="引进人才", related_name="loan")
    pool = models.ForeignKey(Pool, models.PROTECT, verbose_name="周转池", related_name="loans")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="用人单位", related_name="loans", db_index=False)
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="批准文件", related_name="loans")
    state = models.CharField("状态", max_length=10, choices=LoanState, default=LoanState.PROMISED)
    granted_on = models.DateField("批准日期")
    use_by = models.DateField("到岗期限")
    posting = models.OneToOneField(
        Posting, models.PROTECT, verbose_name="占编", null=True, blank=True, related_name="loan"
    )
    started_on = models.DateField("借编日期", null=True, blank=True)
    due_on = models.DateField("还编期限", null=True, blank=True)
    ended_on = models.DateField("还编日期", null=True, blank=True)
    end_document = models.ForeignKey(
        Document, models.PROTECT, verbose_name="还编依据", null=True, blank=True, related_name="ended_loans"
    )
    history = tracked()

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = "借编"
        verbose_name_plural = "借编"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit", "quota_type", "state", "id"], name="loans_of_unit"),
            models.Index(fields=["due_on"], condition=Q(state="on_loan"), name="loan_that_falls_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LoanState.PROMISED, posting=None, started_on=None, due_on=None, ended_on=None)
                | Q(state=LoanState.LAPSED, posting=None, started_on=None, due_on=None, ended_on__isnull=False)
                | Q(
                    state=LoanState.ON_LOAN, posting__isnull=False, started_on__isnull=False, due_on__isnull=False,
                    ended_on=None,
                )
                | Q(
                    state__in=[LoanState.RETURNED, LoanState.LEFT, LoanState.RECOVERED],
                    posting__isnull=False, started_on__isnull=False, due_on__isnull=False, ended_on__isnull=False,
                ),
                name="a_loan_has_what_its_state_says",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gt=F("started_on")), name="a_loan_is_due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(end_document__isnull=False), name="a_loan_ends_on_a_document"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit} {self.talent}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ExtensionRequest(models.Model):
    """The typed record of an extension case (延期还编申请): which loan, until when."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="extension_request", primary_key=True)
    loan = models.ForeignKey(Loan, models.PROTECT, verbose_name="借编", related_name="extensions")
    until = models.DateField("延至")
    history = tracked()

    class Meta:
        verbose_name = "延期还编申请"
        verbose_name_plural = "延期还编申请"

    def __str__(self) -> str:
        return str(self.case)
