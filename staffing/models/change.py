"""Change sheets (人员信息变更单): what a unit says has changed of its people, field by field, for its office."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from accounts.models import User
from units.mandates import scope_of
from units.models import Unit

from .posting import Posting


class SheetState(models.TextChoices):
    """Where a sheet stands: being filled in, before the office, decided line by line."""

    DRAFT = "draft", "填报中"
    FILED = "filed", "待审核"
    DECIDED = "decided", "已审核"


class Verdict(models.TextChoices):
    """What the office says of a line."""

    ACCEPTED = "accepted", "采纳"
    RETURNED = "returned", "退回"


class ChangeSheetQuerySet(models.QuerySet["ChangeSheet"]):
    """Sheets, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of units in scope; what is being filled in is the unit's own affair."""
        scope = scope_of(user)
        own = scope.as_own_condition("unit__")
        return self.filter(scope.as_condition("unit__")).filter(own | ~Q(state=SheetState.DRAFT))


class ChangeSheet(models.Model):
    """Changes of many people of one unit, filed together; one at a time is being filled in."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="change_sheets", db_index=False)
    state = models.CharField("状态", max_length=10, choices=SheetState, default=SheetState.DRAFT)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="报送人", null=True, blank=True, related_name="+"
    )
    filed_on = models.DateField("报送日期", null=True, blank=True)
    due_on = models.DateField("审核期限", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("审核日期", null=True, blank=True)
    history = tracked()

    objects = ChangeSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "人员信息变更单"
        verbose_name_plural = "人员信息变更单"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="change_sheets_of_unit"),
            models.Index(fields=["due_on"], condition=Q(state=SheetState.FILED), name="change_sheets_to_decide"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state=SheetState.DRAFT), name="a_unit_fills_in_one_change_sheet_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT, filed_by=None, filed_on=None, due_on=None)
                | (
                    ~Q(state=SheetState.DRAFT) & Q(filed_by__isnull=False, filed_on__isnull=False, due_on__isnull=False)
                ),
                name="a_filed_change_sheet_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=(Q(state=SheetState.DECIDED) & Q(decided_by__isnull=False, decided_on__isnull=False))
                | (~Q(state=SheetState.DECIDED) & Q(decided_by=None, decided_on=None)),
                name="a_decided_change_sheet_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("filed_by")),
                name="nobody_decides_their_own_change_sheet",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What history cites."""
        return f"信变{self.pk:08d}"


class ChangeLine(models.Model):
    """One field of one person: the value on record when it was filled in, and the one that the unit says is right."""

    sheet = models.ForeignKey(ChangeSheet, models.CASCADE, verbose_name="变更单", related_name="lines", db_index=False)
    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="人员", related_name="changes")
    field = models.CharField("项目", max_length=40)
    old = models.JSONField("原值", null=True, blank=True)
    new = models.JSONField("新值", null=True, blank=True)
    happened_on = models.DateField("变动日期")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填报人", related_name="+", db_index=False
    )
    verdict = models.CharField("审核", max_length=10, choices=Verdict, blank=True)
    note = models.CharField("退回原因", max_length=200, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "变更项目"
        verbose_name_plural = "变更项目"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "posting", "field"], name="a_change_sheet_has_a_field_once"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.RETURNED) | ~Q(note=""), name="a_returned_change_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.field}"
