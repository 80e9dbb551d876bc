"""Reassignment (调动), a unit's request for a release (减员申请), and secondment (借调) with an end date."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from accounts.models import User
from approvals.models import Case, Document
from quotas.models import QuotaType
from units.mandates import scope_of
from units.models import InternalDivision, Unit

from .codes import ExitReason
from .person import Person
from .posting import Posting


class StaffMove(models.Model):
    """One person's way from a post to a vacant one of another unit, the subject of a case (编制审核前置)."""

    case = models.OneToOneField(Case, models.CASCADE, verbose_name="办件", related_name="staff_move", primary_key=True)
    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="原占编", related_name="moves")
    target_unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="调入单位", related_name="+")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="占用编制类型", related_name="+")
    division = models.ForeignKey(
        InternalDivision, models.PROTECT, verbose_name="调入内设机构", null=True, blank=True, related_name="+"
    )
    title = models.CharField("调入职务（岗位）", max_length=60, blank=True)
    moves_on = models.DateField("调动日期")
    new_posting = models.OneToOneField(
        Posting, models.PROTECT, verbose_name="新占编", null=True, blank=True, related_name="arrived_by"
    )
    history = tracked()

    class Meta:
        verbose_name = "人员调动"
        verbose_name_plural = "人员调动"
        constraints = [
            models.CheckConstraint(
                condition=Q(new_posting=None) | ~Q(new_posting=F("posting")), name="a_move_ends_on_another_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting.person} {self.target_unit}"


class StaffRelease(models.Model):
    """What a unit says of those who leave on a day; the subject of a case (减员申请)."""

    case = models.OneToOneField(
        Case, models.CASCADE, verbose_name="办件", related_name="staff_release", primary_key=True
    )
    leaves_on = models.DateField("出编日期")
    history = tracked()

    class Meta:
        verbose_name = "减员申请"
        verbose_name_plural = "减员申请"

    def __str__(self) -> str:
        return f"{self.case.number} {self.leaves_on}"


class StaffReleaseLine(models.Model):
    """One person of a request: who leaves, why, where to."""

    release = models.ForeignKey(StaffRelease, models.CASCADE, verbose_name="减员申请", related_name="lines")
    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="占编", related_name="release_lines")
    exit_reason = models.CharField("出编原因", max_length=16, choices=ExitReason)
    destination = models.CharField("去向", max_length=120, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "减员人员"
        verbose_name_plural = "减员人员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "posting"], name="a_request_names_a_leaver_once"),
            models.CheckConstraint(
                condition=Q(exit_reason__in=ExitReason.values), name="a_release_is_asked_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting.person} {self.get_exit_reason_display()}"


class SecondmentQuerySet(models.QuerySet["Secondment"]):
    """Secondments, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those from and to the units in scope."""
        scope = scope_of(user)
        return self.filter(scope.as_condition("posting__unit__") | scope.as_condition("host__"))

    def active(self) -> Self:
        return self.filter(ended_on=None)

    def narrowed(self, which: str, today: dt.date) -> Self:
        """Those that last, those that ended, or ("late") those that are past their end."""
        if which == "ended":
            return self.filter(ended_on__isnull=False)
        return self.active().filter(ends_on__lt=today) if which == "late" else self.active()


class Secondment(models.Model):
    """A person who works elsewhere until a date and keeps the post (借调); prolonged only by a document."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="secondments")
    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="占编", related_name="secondments")
    host = models.ForeignKey(Unit, models.PROTECT, verbose_name="借调到", related_name="secondments_in")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("期满日期")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="secondments")
    duty = models.CharField("借调工作", max_length=120, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.CharField("结束事由", max_length=120, blank=True)
    history = tracked()

    objects = SecondmentQuerySet.as_manager()

    class Meta:
        verbose_name = "借调"
        verbose_name_plural = "借调"
        ordering = ["id"]
        indexes = [models.Index(fields=["ends_on"], condition=Q(ended_on=None), name="secondment_that_will_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="a_person_is_seconded_to_one_unit_at_a_time"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_secondment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | (Q(ended_on__gte=F("starts_on")) & ~Q(end_reason="")),
                name="a_secondment_that_ended_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.host} {self.starts_on}—{self.ends_on}"
