"""Enrolment in four steps (公示—申请—审核—入库): a batch of people of one unit, its public notice, and objections."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.history import tracked
from accounts.models import User
from approvals.models import Case, State
from staffing import encryption
from units.mandates import scope_of
from units.models import InternalDivision, Secrecy, Unit

from .hidden import BlindIndex, NumberCipher, masked
from .posting import Posting
from .slot import Slot


class EnrolmentBatchQuerySet(models.QuerySet["EnrolmentBatch"]):
    """Batches, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Batches of the units in scope; as a draft an office reads those that are on public notice."""
        scope = scope_of(user)
        seen = scope.as_own_condition("unit__") | scope.as_own_condition("case__applicant__")
        for prefix in scope.region_prefixes:
            known = ~Q(case__state=State.DRAFT) | Q(published_on__isnull=False)
            seen |= Q(case__region__prefix__startswith=prefix) & known
        return self.filter(seen)

    def public(self) -> Self:
        """Those whose notice anybody may read: published, of units that are no secret."""
        return self.filter(published_on__isnull=False).exclude(unit__secrecy=Secrecy.SECRET)


class EnrolmentBatch(models.Model):
    """People whom a unit wants to enrol together, the subject of a case; announced to the public before it is filed."""

    case = models.OneToOneField(
        Case, models.CASCADE, verbose_name="办件", related_name="enrolment_batch", primary_key=True
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="用编单位", related_name="enrolment_batches")
    starts_on = models.DateField("入编日期", null=True, blank=True, help_text="留空为入库当日")
    code = models.CharField("公示编码", max_length=32, unique=True)
    published_on = models.DateField("公示日期", null=True, blank=True)
    notice_ends_on = models.DateField("公示截止日期", null=True, blank=True)
    history = tracked()

    objects = EnrolmentBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "入编批次"
        verbose_name_plural = "入编批次"
        indexes = [
            models.Index(
                fields=["-published_on", "-case"], condition=Q(published_on__isnull=False), name="batch_on_notice"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on=None, notice_ends_on=None) | Q(notice_ends_on__gt=F("published_on")),
                name="a_public_notice_lasts_at_least_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.case}"

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def public_url(self) -> str:
        return reverse("staffing:notice", args=[self.code])


class Candidate(models.Model):
    """Somebody to be enrolled with the batch, on a slot; the ID number is kept as the register keeps it."""

    batch = models.ForeignKey(
        EnrolmentBatch, models.CASCADE, verbose_name="入编批次", related_name="candidates", db_index=False
    )
    position = models.PositiveSmallIntegerField("序号")
    slot = models.ForeignKey(Slot, models.PROTECT, verbose_name="用编号", related_name="candidates")
    name = models.CharField("姓名", max_length=50)
    id_number_cipher = NumberCipher("公民身份号码")
    id_number_index = BlindIndex("公民身份号码（盲索引）")
    division = models.ForeignKey(
        InternalDivision, models.PROTECT, verbose_name="内设机构", null=True, blank=True, related_name="+"
    )
    title = models.CharField("职务（岗位）", max_length=60, blank=True)
    facts = models.JSONField("其他信息", default=dict, blank=True, encoder=DjangoJSONEncoder)
    is_announced = models.BooleanField("已公示", default=False)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    posting = models.OneToOneField(
        Posting, models.PROTECT, verbose_name="占编", null=True, blank=True, related_name="candidate"
    )
    history = tracked()

    class Meta:
        verbose_name = "拟入编人员"
        verbose_name_plural = "拟入编人员"
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "slot"], name="a_batch_uses_a_slot_once"),
            models.UniqueConstraint(fields=["batch", "id_number_index"], name="a_batch_names_a_person_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_candidate_has_a_name"),
            models.CheckConstraint(
                condition=Q(posting=None) | Q(is_announced=True), name="nobody_is_enrolled_without_public_notice"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def id_number(self) -> str:
        return encryption.decrypt(bytes(self.id_number_cipher), bytes(self.id_number_index))

    @property
    def masked_id_number(self) -> str:
        return masked(self)


class Objection(models.Model):
    """What somebody of the public says against a batch; it is to be answered before the batch is filed."""

    batch = models.ForeignKey(EnrolmentBatch, models.PROTECT, verbose_name="入编批次", related_name="objections")
    text = models.TextField("异议内容")
    about = models.CharField("所涉人员", max_length=50, blank=True)
    sender_name = models.CharField("提出人", max_length=50, blank=True)
    sender_contact = models.CharField("联系方式", max_length=60, blank=True)
    source = models.CharField("来源摘要", max_length=64)
    made_at = models.DateTimeField("提出时间", auto_now_add=True)
    is_upheld = models.BooleanField("异议成立", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="答复人", null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "公示异议"
        verbose_name_plural = "公示异议"
        ordering = ["id"]
        indexes = [models.Index(fields=["source", "made_at"], name="objections_of_a_source")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_objection_says_something"),
            models.CheckConstraint(
                condition=Q(is_upheld=None, answer="", answered_by=None, answered_at=None)
                | (Q(is_upheld__isnull=False, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
                name="an_answered_objection_says_what_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.text[:20]}"

    @property
    def is_open(self) -> bool:
        return self.is_upheld is None
