"""Imports (导入): a workbook on its way from upload to a register that has all of it or nothing of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import User
from approvals.models import Document
from units.mandates import acts_as, scope_of
from units.models import Region, Role


class ImportKind(models.TextChoices):
    """What a file brings."""

    PEOPLE = "people", "现有人员"
    UNITS = "units", "机构"
    BALANCES = "balances", "期初核定数"


class ImportState(models.TextChoices):
    """Where a file stands; nothing of it is on the books before it is done."""

    UPLOADED = "uploaded", "等待检查"
    REFUSED = "refused", "有错误"
    CHECKED = "checked", "待确认"
    CONFIRMED = "confirmed", "等待导入"
    DONE = "done", "已导入"
    FAILED = "failed", "未导入"
    CANCELLED = "cancelled", "已取消"


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    """Imports, and who may see them."""

    def visible_to(self, user: User) -> Self:
        """The imports of the offices the user works in."""
        held = [h.region_id for h in scope_of(user).held if h.region_id is not None and h.role in WORKING]
        return self.filter(region__in=held)


WORKING = (Role.CLERK, Role.HEAD, Role.DIRECTOR, Role.COMMITTEE)


class ImportJob(models.Model):
    """One uploaded file: what it is to bring, what was found in it, who sent and who confirmed it."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="编办所在地区", related_name="imports")
    kind = models.CharField("内容", max_length=10, choices=ImportKind)
    state = models.CharField("状态", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    filename = models.CharField("文件名", max_length=200)
    file = models.CharField("存放的文件", max_length=80)
    errors_file = models.CharField("错误表", max_length=80, blank=True)
    digest = models.CharField("校验值（SHA-256）", max_length=64)
    started_on = models.DateField("登记日期")
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="imports")
    reason = models.CharField("事由", max_length=200)
    row_count = models.PositiveIntegerField("行数", default=0)
    problem_count = models.PositiveIntegerField("错误数", default=0)
    problems = models.JSONField("错误", default=list, blank=True)
    notices = models.JSONField("提示", default=list, blank=True)
    preview = models.JSONField("将发生的变化", default=dict, blank=True)
    attempts = models.PositiveSmallIntegerField("执行次数", default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="uploaded_imports"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", null=True, related_name="confirmed_imports"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["region", "-id"], name="imports_of_office"),
            models.Index(
                fields=["id"], condition=models.Q(state__in=["uploaded", "confirmed"]), name="imports_to_be_worked_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.filename}"

    @property
    def job(self) -> str:
        """Its name among the background jobs."""
        return f"import:{self.pk}"

    def belongs_to(self, user: User, *roles: str) -> bool:
        """Whether the user holds one of the roles in the office of this import."""
        return acts_as(user, *roles, region=self.region)
