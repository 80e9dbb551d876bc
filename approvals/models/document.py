"""Documents (批文) and their locked yearly numbers."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.addresses import address
from accounts.history import tracked
from accounts.models import User
from units.mandates import scope_of
from units.models import Region, Secrecy, Unit

from .case import Case

# Numbers stand in addresses and take 〔year〕 themselves.
WORD = r"^[^\s/?#%.〔〕\\]+$"


class NumberSeries(models.Model):
    """A numbering word of a region's office, e.g. 澜编办; its yearly counters are locked rows, never count + 1."""

    class Purpose(models.TextChoices):
        CASE = "case", "办件编号"
        APPROVAL = "approval", "批文"
        DECISION_SHEET = "decision_sheet", "审批单"
        MINUTES = "minutes", "会议纪要"
        USE_NOTICE = "use_notice", "使用通知"
        SLOT = "slot", "用编号"
        ENTRY_SLIP = "entry_slip", "入编通知单"
        EXIT_SLIP = "exit_slip", "出编通知单"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="number_series")
    purpose = models.CharField("用途", max_length=20, choices=Purpose)
    prefix = models.CharField("发文字", max_length=20)

    class Meta:
        verbose_name = "编号序列"
        verbose_name_plural = "编号序列"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "purpose"],
                name="a_region_has_one_series_per_purpose",
                violation_error_message="该地区此用途已有编号序列。",
            ),
            models.UniqueConstraint(
                fields=["prefix"],
                name="a_numbering_word_belongs_to_one_series",
                violation_error_message="该发文字已用于另一序列。",
            ),
            models.CheckConstraint(
                condition=Q(prefix__regex=WORD),
                name="a_numbering_word_is_letters_and_digits",
                violation_error_message="发文字不能含空格和 / ? # %% . \\ 〔 〕 等符号。",
            ),
        ]

    def __str__(self) -> str:
        return self.prefix


class NumberCounter(models.Model):
    """The last number used in a series in a year; the row is locked while a number is taken."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="a_series_has_one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, and who may read them."""

    def visible_to(self, user: User) -> Self:
        """Documents of the regions the user oversees, and those that name the user's own units."""
        scope = scope_of(user)
        seen = Q(state=Document.State.ISSUED) & scope.as_own_condition("units__")
        for prefix in scope.region_prefixes:
            seen |= Q(region__prefix__startswith=prefix)
        return self.filter(pk__in=self.model.objects.filter(seen).values("pk"))

    def issued(self) -> Self:
        return self.filter(state=Document.State.ISSUED)


class Document(models.Model):
    """A paper that a change can cite: title, issuing body, number and date (R13); unchangeable once issued."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", "批文"
        DECISION_SHEET = "decision_sheet", "审批单"
        MINUTES = "minutes", "会议纪要"
        USE_NOTICE = "use_notice", "核准使用编制通知单"
        EXTERNAL = "external", "来文"

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        ISSUED = "issued", "已印发"

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="地区", related_name="documents")
    kind = models.CharField("文种", max_length=20, choices=Kind)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=120)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    body = models.TextField("正文", blank=True)
    secrecy = models.CharField("密级", max_length=12, choices=Secrecy, default=Secrecy.INTERNAL)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", null=True, blank=True, related_name="documents")
    units: models.ManyToManyField[Unit, models.Model] = models.ManyToManyField(
        Unit, verbose_name="主送", related_name="documents", blank=True
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟稿人", related_name="+")
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    history = tracked()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["-issued_on", "-id"]
        indexes = [models.Index(fields=["region", "-issued_on", "-id"], name="document_of_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "issuer", "number"],
                condition=~Q(number=""),
                name="a_region_has_an_issuers_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (~Q(number="") & ~Q(title="") & ~Q(issuer="") & Q(issued_on__isnull=False)),
                name="an_issued_document_has_number_title_issuer_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return address("approvals:document", self.pk)

    @property
    def reference(self) -> str:
        """The number by which others cite it; a draft, as in a dry run, has none yet."""
        return self.number or "（拟发文）"
