"""The establishment certificate (机构编制管理证) of a unit and its yearly review (年度核验)."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear

from accounts.history import tracked
from accounts.models import User
from units import yearly
from units.models.unit import Unit


class IssueReason(models.TextChoices):
    """Why a certificate was issued (发证事由)."""

    FIRST = "first", "首次发证"
    RENEWED = "renewed", "变更换发"
    LOST = "lost", "遗失补发"


class ReturnReason(models.TextChoices):
    """Why a certificate is no longer in force (失效事由)."""

    REPLACED = "replaced", "已换发"
    DECLARED_LOST = "declared_lost", "遗失作废"
    ABOLISHED = "abolished", "机构撤销缴回"


class CertificateQuerySet(models.QuerySet["EstablishmentCertificate"]):
    """Certificates, who may read them, and how far their reviews are."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        from units.mandates import scope_of

        return self.filter(scope_of(user).as_condition("unit__"))

    def in_force(self, on: dt.date) -> Self:
        """Those that had been issued and not been given back by the end of a day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), issued_on__lte=on)

    def with_reviews(self, on: dt.date) -> Self:
        """With `reviewed_year`, the last that was reviewed or that of the issue, and its result, as known on a day."""
        known = CertificateReview.objects.filter(certificate=OuterRef("pk"), reviewed_on__lte=on).order_by("-year")
        return self.annotate(
            reviewed_year=Coalesce(Subquery(known.values("year")[:1]), ExtractYear("issued_on")),
            reviewed_result=Coalesce(Subquery(known.values("result")[:1]), Value("")),
        )


class EstablishmentCertificate(models.Model):
    """A certificate as it was issued, the unit's copy and the office's (正本、副本); what it states never changes."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="机构", related_name="certificates", db_index=False
    )  # fmt: skip
    number = models.CharField("证号", max_length=40, unique=True)
    issued_on = models.DateField("发证日期")
    issue_reason = models.CharField("发证事由", max_length=10, choices=IssueReason)
    stated = models.JSONField("登记事项", default=list, blank=True, help_text="发证时的登记事项：（事项，内容）。")
    ended_on = models.DateField("失效日期", null=True, blank=True)
    end_reason = models.CharField("失效事由", max_length=15, choices=ReturnReason, blank=True)

    history = tracked()

    objects = CertificateQuerySet.as_manager()

    reviewed_year: int
    reviewed_result: str

    class Meta:
        verbose_name = "机构编制管理证"
        verbose_name_plural = "机构编制管理证"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="certificate_has_a_number", condition=~Q(number=""), violation_error_message="证号不能为空。"
            ),
            models.CheckConstraint(
                name="certificate_ends_for_a_reason_after_its_issue",
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("issued_on")) & ~Q(end_reason="")),
                violation_error_message="失效须注明事由，失效日期不得早于发证日期。",
            ),
            models.UniqueConstraint(
                name="unit_has_one_certificate_in_force",
                fields=["unit"],
                condition=Q(ended_on=None),
                violation_error_message="该机构已有在用的管理证。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="certificates_of_unit")]

    def __str__(self) -> str:
        return self.number

    @property
    def review_due_on(self) -> dt.date:
        """Until when the next yearly review is due; the rows come from `with_reviews`."""
        return yearly.end_of(self.reviewed_year + 1)

    @property
    def last_result(self) -> str:
        """What the last review found, in words; empty before the first."""
        return str(ReviewResult(self.reviewed_result).label) if self.reviewed_result else ""


class ReviewResult(models.TextChoices):
    """What a yearly review found (核验结果)."""

    PASSED = "passed", "合格"
    CORRECTED = "corrected", "整改后合格"
    FAILED = "failed", "不合格，限期整改"


class CertificateReview(models.Model):
    """The yearly review (年度核验) of a certificate: what it states against what is on record, with the result."""

    certificate = models.ForeignKey(
        EstablishmentCertificate, models.PROTECT, verbose_name="机构编制管理证", related_name="reviews", db_index=False
    )
    year = models.PositiveSmallIntegerField("核验年度")
    reviewed_on = models.DateField("核验日期")
    result = models.CharField("核验结果", max_length=10, choices=ReviewResult)
    differences = models.JSONField("不一致事项", default=list, blank=True, help_text="核验时的（事项，证载，现状）。")
    opinion = models.TextField("核验意见")
    correct_by = models.DateField("整改期限", null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = "管理证年度核验"
        verbose_name_plural = "管理证年度核验"
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                name="certificate_review_says_why", condition=~Q(opinion=""), violation_error_message="请填写核验意见。"
            ),
            models.CheckConstraint(
                name="certificate_review_is_of_a_year_that_has_begun",
                condition=Q(year__gte=1949) & Q(year__lte=ExtractYear("reviewed_on")),
                violation_error_message="核验年度不能晚于核验日期所在年度。",
            ),
            models.CheckConstraint(
                name="failed_certificate_review_sets_a_term",
                condition=~Q(result="failed") | Q(correct_by__isnull=False, correct_by__gt=F("reviewed_on")),
                violation_error_message="不合格的，须注明整改期限，晚于核验日期。",
                violation_error_code="no_term",
            ),
            models.UniqueConstraint(
                name="certificate_is_reviewed_once_a_year",
                fields=["certificate", "year"],
                violation_error_message="该年度已核验。",
                violation_error_code="reviewed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.year}年"
