"""The dossier (办件) and what is written into it: state table, opinions, attachments, five answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.addresses import address
from accounts.history import tracked
from accounts.models import User
from units.mandates import scope_of
from units.models import InternalDivision, Region, Unit

from .kind import CaseKind


class State(models.TextChoices):
    """Where a case stands."""

    DRAFT = "draft", "草稿"
    FILED = "filed", "待受理"
    RECEIVED = "received", "已受理"
    CHECKED = "checked", "已审核"
    ARGUED = "argued", "已论证"
    DECIDED = "decided", "已决定"
    ISSUED = "issued", "已发文"
    EXECUTED = "executed", "已执行"
    CLOSED = "closed", "已办结"
    RETURNED = "returned", "退回补正"
    REFUSED = "refused", "不予同意"
    WITHDRAWN = "withdrawn", "已撤回"


class Action(models.TextChoices):
    """What may be done to a case; each leaves one opinion."""

    DRAFT = "draft", "起草"
    ANNOUNCE = "announce", "公示"
    FILE = "file", "申报"
    RECEIVE = "receive", "受理"
    RETURN = "return", "退回补正"
    WITHDRAW = "withdraw", "撤回"
    ASK_JOINT = "ask_joint", "发起会签"
    JOINT = "joint", "会签"
    CHECK = "check", "审核"
    ARGUE = "argue", "论证"
    APPROVE = "approve", "同意"
    REFUSE = "refuse", "不予同意"
    REVOKE = "revoke", "撤销决定"
    ISSUE = "issue", "发文"
    EXECUTE = "execute", "执行"
    CLOSE = "close", "办结"


@dataclass(frozen=True)
class Step:
    """One line of the state table: from which states an action leads to which."""

    sources: frozenset[str]
    target: str | None


def _step(target: str | None, *sources: str) -> Step:
    return Step(frozenset(sources), target)


S = State
FLOW: dict[str, Step] = {
    Action.FILE: _step(S.FILED, S.DRAFT, S.RETURNED),
    Action.RECEIVE: _step(S.RECEIVED, S.FILED),
    Action.RETURN: _step(S.RETURNED, S.FILED, S.RECEIVED, S.CHECKED, S.ARGUED),
    Action.WITHDRAW: _step(S.WITHDRAWN, S.DRAFT, S.FILED, S.RECEIVED, S.RETURNED),
    Action.ASK_JOINT: _step(None, S.RECEIVED),
    Action.JOINT: _step(None, S.RECEIVED),
    Action.CHECK: _step(S.CHECKED, S.RECEIVED),
    Action.ARGUE: _step(S.ARGUED, S.CHECKED),
    Action.APPROVE: _step(S.DECIDED, S.CHECKED, S.ARGUED),
    Action.REFUSE: _step(S.REFUSED, S.CHECKED, S.ARGUED),
    Action.REVOKE: _step(S.REFUSED, S.DECIDED, S.ISSUED),
    Action.ISSUE: _step(S.ISSUED, S.DECIDED),
    Action.EXECUTE: _step(S.EXECUTED, S.ISSUED),
    Action.CLOSE: _step(S.CLOSED, S.EXECUTED),
}
OPEN_STATES = (S.FILED, S.RECEIVED, S.CHECKED, S.ARGUED, S.DECIDED, S.ISSUED)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, and who may see them."""

    def visible_to(self, user: User) -> Self:
        """Cases of the regions the user oversees, and those filed by the user's own units."""
        scope = scope_of(user)
        seen = scope.as_own_condition("applicant__")
        for prefix in scope.region_prefixes:
            seen |= models.Q(region__prefix__startswith=prefix) & ~models.Q(state=State.DRAFT)
        return self.filter(seen | models.Q(filed_by=user))

    def open_to(self, user: User) -> Self:
        """Single cases that the user may open: those they see, and drafts on public notice in their regions."""
        announced = Opinion.objects.filter(case=models.OuterRef("pk"), action=Action.ANNOUNCE)
        overseen = models.Q(pk__in=[])
        for prefix in scope_of(user).region_prefixes:
            overseen |= models.Q(region__prefix__startswith=prefix)
        return self.visible_to(user) | self.filter(overseen, models.Exists(announced))

    def open(self) -> Self:
        """Cases on the way: filed and not yet executed, refused or withdrawn."""
        return self.filter(state__in=OPEN_STATES)


class Case(models.Model):
    """The dossier (办件) of one request; what is asked is the typed record its kind's subject owns."""

    number = models.CharField("办件编号", max_length=40, unique=True)
    kind = models.ForeignKey(CaseKind, models.PROTECT, verbose_name="办件类型", related_name="cases")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="受理地区", related_name="cases")
    applicant = models.ForeignKey(Unit, models.PROTECT, verbose_name="申报单位", related_name="filed_cases")
    units: models.ManyToManyField[Unit, models.Model] = models.ManyToManyField(
        Unit, verbose_name="涉及单位", related_name="cases", blank=True
    )
    title = models.CharField("标题", max_length=200)
    reason = models.TextField("申请理由", blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    fast_lane = models.BooleanField("绿色通道", default=False)
    lead_division = models.ForeignKey(
        InternalDivision, models.PROTECT, verbose_name="牵头科室", null=True, blank=True, related_name="led_cases"
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申报人", related_name="filed_cases"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", null=True, related_name="checked_cases"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="决定人", null=True, related_name="decided_cases"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    filed_on = models.DateField("申报日期", null=True)
    due_on = models.DateField("办理期限", null=True)
    decided_on = models.DateField("决定日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    base = models.JSONField("申报时的账面数", default=list, blank=True)
    history = tracked()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["region", "state", "due_on"], name="case_queue"),
            # What is open is a small part of all that was ever filed.
            models.Index(fields=["due_on"], condition=models.Q(state__in=OPEN_STATES), name="case_with_a_deadline"),
            models.Index(
                fields=["filed_by"], condition=models.Q(state__in=[S.DRAFT, S.RETURNED]), name="case_with_its_filer"
            ),
            models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
            models.Index(fields=["kind", "-id"], name="case_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("filed_by")),
                name="nobody_decides_a_case_they_filed",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(checked_by__isnull=True)
                | ~models.Q(decided_by=models.F("checked_by")),
                name="nobody_decides_a_case_they_checked",
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="a_case_is_in_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(state__in=[S.DRAFT, S.WITHDRAWN])
                | models.Q(filed_on__isnull=False, due_on__isnull=False),
                name="a_filed_case_has_a_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address("approvals:case", self.number)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN_STATES

    def allows(self, action: str) -> bool:
        """Whether the state table lets the action happen now; deciding needs the argument its kind asks for."""
        step = FLOW.get(action)
        if step is None or self.state not in step.sources:
            return False
        if action in (Action.APPROVE, Action.REFUSE):
            return self.state == State.ARGUED or self.skips_argument
        return not (action == Action.ARGUE and self.skips_argument)

    @property
    def skips_argument(self) -> bool:
        """A fast-lane case (绿色通道), or a kind without argument (论证), is decided right after the check."""
        return self.fast_lane or not self.kind.needs_argument


class Opinion(models.Model):
    """One thing done to a case, by whom, with which words; append-only (a database trigger refuses changes)."""

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="opinions")
    action = models.CharField("动作", max_length=12, choices=Action)
    from_state = models.CharField(max_length=12, choices=State, blank=True)
    to_state = models.CharField(max_length=12, choices=State)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField("经办人", max_length=80)
    on_behalf_of = models.CharField("代行", max_length=80, blank=True)
    text = models.TextField("意见", blank=True)
    at = models.DateTimeField("时间", db_default=Now())
    findings = models.JSONField("规则检查结果", default=list, blank=True)
    effects = models.JSONField("办理结果预演", default=list, blank=True)
    key = models.CharField("幂等键", max_length=80, null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "办理意见"
        verbose_name_plural = "办理意见"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="an_actor_uses_an_idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.actor_name}"


class Deliberation(models.Model):
    """The five answers every proposal gives (《中国共产党机构编制工作条例》第十六条)."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="deliberation", primary_key=True)
    party_leadership = models.TextField("是否有利于坚持和加强党的全面领导", blank=True)
    legality = models.TextField("是否符合党中央有关规定和法律法规", blank=True)
    fiscal_capacity = models.TextField("是否适应经济社会发展和财力，解决实际问题", blank=True)
    alternatives = models.TextField("是否考虑过不增加编制的其他办法", blank=True)
    foreseen = models.TextField("可能出现的问题及应对准备", blank=True)
    history = tracked()

    QUESTIONS = ("party_leadership", "legality", "fiscal_capacity", "alternatives", "foreseen")

    class Meta:
        verbose_name = "五项审议内容"
        verbose_name_plural = "五项审议内容"

    def __str__(self) -> str:
        return f"{self.case_id}"

    def unanswered(self) -> list[str]:
        """The questions without an answer, in their own words."""
        words = {field.name: str(field.verbose_name) for field in self._meta.fields}
        return [words[name] for name in self.QUESTIONS if not getattr(self, name)]


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Attachments live under their case; the stored name never repeats what the user typed."""
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"cases/{attachment.case.number}/{attachment.sha256[:16]}.{suffix[:8]}"


class Attachment(models.Model):
    """A paper handed in with a case; read through the case's own visibility, never by a public address."""

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="attachments")
    paper = models.CharField("要件", max_length=60)
    name = models.CharField("文件名", max_length=200)
    file = models.FileField("文件", upload_to=attachment_path, max_length=200)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    history = tracked()

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["paper", "id"]

    def __str__(self) -> str:
        return self.name
