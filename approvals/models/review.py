"""Joint review (协同会签) and argument (论证) of a case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from units.models import InternalDivision

from .case import Case


class JointReview(models.Model):
    """The opinion that the lead division asks of another division of the office."""

    class Verdict(models.TextChoices):
        AGREE = "agree", "同意"
        DISAGREE = "disagree", "不同意"

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="joint_reviews")
    division = models.ForeignKey(
        InternalDivision, models.PROTECT, verbose_name="会签科室", related_name="joint_reviews"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="发起人", related_name="+")
    asked_at = models.DateTimeField("发起时间", auto_now_add=True)
    due_on = models.DateField("会签期限")
    verdict = models.CharField("会签意见", max_length=10, choices=Verdict, blank=True)
    text = models.TextField("说明", blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="会签人", null=True, related_name="+"
    )
    answered_at = models.DateTimeField("会签时间", null=True)
    history = tracked()

    class Meta:
        verbose_name = "会签"
        verbose_name_plural = "会签"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "division"], name="a_division_is_asked_once_for_a_case"),
            models.CheckConstraint(
                condition=Q(verdict="", reviewer__isnull=True, answered_at__isnull=True)
                | (~Q(verdict="") & Q(reviewer__isnull=False, answered_at__isnull=False)),
                name="a_joint_opinion_has_its_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("asked_by")),
                name="nobody_answers_the_joint_review_they_asked_for",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="disagree") | ~Q(text=""), name="a_joint_disagreement_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division}：{self.get_verdict_display() or '待会签'}"


class Argument(models.Model):
    """How the need was argued: comparison, seminar, defence or hearing (论证，含纵向、横向比较)."""

    class Form(models.TextChoices):
        COMPARISON = "comparison", "定量比较分析"
        SEMINAR = "seminar", "座谈会"
        DEFENCE = "defence", "答辩会"
        HEARING = "hearing", "听证会"

    class Conclusion(models.TextChoices):
        FEASIBLE = "feasible", "必要可行"
        PARTLY = "partly", "部分可行"
        INFEASIBLE = "infeasible", "暂不具备条件"

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="arguments")
    form = models.CharField("论证形式", max_length=12, choices=Form)
    held_on = models.DateField("论证日期")
    participants = models.CharField("参加人员", max_length=300, blank=True)
    vertical = models.TextField("纵向比较（上级、历年）", blank=True)
    horizontal = models.TextField("横向比较（同类单位）", blank=True)
    conclusion = models.CharField("论证结论", max_length=12, choices=Conclusion)
    text = models.TextField("论证意见")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人", related_name="+")
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)
    history = tracked()

    class Meta:
        verbose_name = "论证记录"
        verbose_name_plural = "论证记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.held_on}"
