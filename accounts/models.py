from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

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


class PersonalDataReading(models.Model):
    """Who read which personal data of whom in full, when and what for. Append-only; whose is kept as text too."""

    reader = models.ForeignKey(User, models.PROTECT, verbose_name="查阅人", related_name="readings", db_index=False)
    reader_name = models.CharField("查阅人姓名", max_length=50)
    read_at = models.DateTimeField("查阅时间", db_default=Now())
    subject_model = models.CharField("对象类别", max_length=40)
    subject_id = models.BigIntegerField("对象")
    subject_name = models.CharField("对象姓名", max_length=50)
    field = models.CharField("项目", max_length=40)
    purpose = models.CharField("用途", max_length=200)
    request_id = models.CharField("请求编号", max_length=64, blank=True)

    class Meta:
        verbose_name = "个人信息查阅"
        verbose_name_plural = "个人信息查阅"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_model", "subject_id", "-id"], name="readings_of_a_subject"),
            models.Index(fields=["reader", "-id"], name="readings_by_a_reader"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(field=""), name="a_reading_says_what_and_what_for")
        ]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.subject_name} {self.field}"
