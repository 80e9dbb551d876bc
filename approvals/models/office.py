"""What an office sets for itself: deputies, rule parameters; and the runs of its scheduled checks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Regex

from accounts.history import tracked
from units.models import Region

SECONDS_OF_A_MINUTE = 60


class Deputy(models.Model):
    """Who may act for whom, from when to when (代行职责); the deputy's own name is on every opinion."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="委托人", related_name="deputies"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="代行人", related_name="deputy_for"
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    note = models.CharField("事由", max_length=120, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "代行授权"
        verbose_name_plural = "代行授权"
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_deputy_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.principal}"


class RuleParameter(models.Model):
    """A number a rule uses, for a region from a date on, with the document that set it."""

    rule = models.CharField("规则", max_length=20)
    name = models.SlugField("参数", max_length=40)
    value = models.JSONField("取值")
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="地区", null=True, blank=True, related_name="rule_parameters"
    )
    starts_on = models.DateField("生效日期")
    ends_on = models.DateField("失效日期", null=True, blank=True)
    document_number = models.CharField("依据文号", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    history = tracked()

    class Meta:
        verbose_name = "规则参数"
        verbose_name_plural = "规则参数"
        ordering = ["rule", "name", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "name", "region", "starts_on"],
                nulls_distinct=False,
                name="a_rule_parameter_is_set_once_for_a_region_and_date",
                violation_error_message="该地区此参数在同一生效日期已有取值。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_rule_parameter_ends_after_it_starts",
                violation_error_message="失效日期不能早于生效日期。",
            ),
            # Its bounds belong to each rule; the app of the rules adds them to this table.
            models.CheckConstraint(
                condition=Regex(Cast("value", models.TextField()), r'^([0-9]{1,9}|\["[a-z_]+"(, "[a-z_]+")*\])$'),
                name="a_rule_parameter_is_a_whole_number_or_some_words",
                violation_error_message="参数取值须为整数，或若干选项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}.{self.name}"


class CheckRun(models.Model):
    """One run of a scheduled check: when, what it found, what it did."""

    check_key = models.CharField("检查", max_length=60)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间")
    found = models.PositiveIntegerField("发现", default=0)
    done = models.PositiveIntegerField("处理", default=0)
    note = models.TextField("说明", blank=True)
    failed = models.BooleanField("出错", default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="运行人", null=True, blank=True, related_name="+",
        help_text="到期自动运行的为空。",
    )  # fmt: skip

    class Meta:
        verbose_name = "定期检查记录"
        verbose_name_plural = "定期检查记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["check_key", "-id"], name="run_of_check")]

    def __str__(self) -> str:
        return f"{self.check_key} {self.started_at:%F %R}"

    @property
    def took(self) -> str:
        """How long it took, in words: tenths of a second below a minute, minutes and seconds above."""
        seconds = (self.finished_at - self.started_at).total_seconds()
        if seconds < SECONDS_OF_A_MINUTE:
            return f"{seconds:.1f}秒"
        minutes, rest = divmod(round(seconds), SECONDS_OF_A_MINUTE)
        return f"{minutes}分{rest}秒"
