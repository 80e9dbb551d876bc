from django.contrib.auth.models import AbstractUser
from django.db import models

from accounts.history import tracked

SYSTEM_USERNAME = "system"


class User(AbstractUser):
    """A person who signs in; what they may see and do comes only from dated mandates (units.Mandate)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)

    history = tracked(excluded_fields=["password", "last_login"])

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


class ExportRun(models.Model):
    """One list that was taken out of the house as a sheet: who, which, by which filters; a long one is written later.

    The rows stay as the record of what left; the file of a long one is its owner's and goes when it expires.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待生成"
        DONE = "done", "已生成"
        FAILED = "failed", "未能生成"

    actor = models.ForeignKey(User, models.PROTECT, verbose_name="导出人", related_name="exports")
    key = models.CharField("列表", max_length=40)
    title = models.CharField("标题", max_length=200)
    query = models.TextField("地址参数", blank=True)
    filters = models.TextField("筛选条件", blank=True)
    level = models.CharField("密级", max_length=10)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    row_count = models.PositiveIntegerField("行数", null=True, blank=True)
    file = models.CharField("文件", max_length=120, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    created_at = models.DateTimeField("导出时间", auto_now_add=True)
    finished_at = models.DateTimeField("生成时间", null=True, blank=True)
    expires_at = models.DateTimeField("下载期限", null=True, blank=True)

    class Meta:
        verbose_name = "导出"
        verbose_name_plural = "导出"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["actor", "-id"], name="exports_of_user"),
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="exports_waiting"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def job(self) -> str:
        """Its name among the background jobs."""
        return f"export:{self.pk}"
