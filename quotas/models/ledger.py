"""The ledger: what is counted, on which accounts, moved by which transfers. The database is its last gate."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.history import tracked
from accounts.models import User
from approvals.models import Case, Document
from units.mandates import scope_of
from units.models import Region, Unit

from .pool import Pool


class QuotaType(models.Model):
    """What is counted (编制类型): a configurable tree in four families."""

    class Family(models.TextChoices):
        POST = "post", "编制"
        LEADERSHIP = "leadership", "领导职数"
        BODY = "body", "机构限额"
        CONTRACT = "contract", "编外控制数"

    class Nature(models.TextChoices):
        ADMINISTRATIVE = "administrative", "行政"
        SPECIAL = "special", "专项"
        INSTITUTION = "institution", "事业"
        SUPPORT = "support", "工勤"
        CONTROL = "control", "控制数"
        NONE = "none", "不适用"

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20)
    family = models.CharField("类别", max_length=12, choices=Family)
    nature = models.CharField("性质", max_length=16, choices=Nature, default=Nature.NONE)
    funding_form = models.CharField("经费形式", max_length=20, blank=True)
    level = models.PositiveSmallIntegerField("职务层次（GB/T 12407）", null=True, blank=True)
    of_division = models.BooleanField("内设机构职数", default=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级类型", null=True, blank=True, related_name="children"
    )
    is_group = models.BooleanField("分组", default=False)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)
    history = tracked()

    class Meta:
        verbose_name = "编制类型"
        verbose_name_plural = "编制类型"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family="leadership") | Q(is_group=True) | Q(level__isnull=False),
                name="a_leadership_post_has_a_level",
                violation_error_message="领导职数须填写职务层次。",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="a_quota_type_is_not_its_own_parent",
                violation_error_message="上级类型不能是本类型。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A type stands below a group of its family, and no group below itself (a trigger says so too)."""
        above = self.parent
        if above is not None and (not above.is_group or above.family != self.family):
            raise ValidationError({"parent": "上级类型须为同一类别的分组。"})
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError({"parent": "上级类型不能是本类型或其下级。"})
            above = above.parent


class Bucket(models.TextChoices):
    """In which state posts are: who owns them and what sign their account has (DESIGN §2)."""

    GRANTED = "granted", "下达"
    EXCESS = "excess", "超编基数"
    RESERVE = "reserve", "储备"
    POOL = "pool", "周转池"
    VACANT = "vacant", "空编"
    LOCKED = "locked", "锁定"
    OCCUPIED = "occupied", "实有"
    BORROWED_LOCKED = "borrowed_locked", "周转借用（锁定）"
    BORROWED_OCCUPIED = "borrowed_occupied", "周转借用（实有）"


NEGATIVE = (Bucket.GRANTED, Bucket.EXCESS)
OF_REGION = (Bucket.GRANTED, Bucket.POOL)
OF_UNIT = (Bucket.EXCESS, Bucket.VACANT, Bucket.OCCUPIED, Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)
OF_POOL = (Bucket.POOL, Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)
APPROVED = (Bucket.VACANT, Bucket.LOCKED, Bucket.OCCUPIED, Bucket.EXCESS)


class AccountQuerySet(models.QuerySet["QuotaAccount"]):
    """Accounts, and who may read them."""

    def visible_to(self, user: User) -> Self:
        """Accounts of the regions the user oversees and of the user's own units."""
        scope = scope_of(user)
        seen = scope.as_own_condition("unit__")
        for prefix in scope.region_prefixes:
            seen |= Q(region__prefix__startswith=prefix)
        return self.filter(seen)


class QuotaAccount(models.Model):
    """Posts of one type in one state, of a unit or of a region itself; its balance moves only by transfers.

    What lies in a pool, or is borrowed from one, says from which.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="quota_accounts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="quota_accounts")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, related_name="accounts")
    bucket = models.CharField(max_length=20, choices=Bucket)
    pool = models.ForeignKey(Pool, models.PROTECT, null=True, blank=True, related_name="accounts")
    balance = models.BigIntegerField(default=0)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = "编制账户"
        verbose_name_plural = "编制账户"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "unit", "quota_type", "bucket", "pool"],
                nulls_distinct=False,
                name="an_owner_has_one_account_per_type_and_bucket",
            ),
            models.CheckConstraint(
                condition=Q(bucket__in=OF_POOL, pool__isnull=False)
                | (~Q(bucket__in=OF_POOL) & Q(pool__isnull=True))
                | Q(bucket="locked"),
                name="posts_for_lending_belong_to_a_named_pool",
            ),
            models.CheckConstraint(
                condition=(Q(bucket__in=NEGATIVE) & Q(balance__lte=0)) | (~Q(bucket__in=NEGATIVE) & Q(balance__gte=0)),
                name="balance_has_the_sign_of_its_bucket",
            ),
            models.CheckConstraint(
                condition=(Q(bucket__in=OF_REGION) & Q(unit__isnull=True))
                | (Q(bucket__in=OF_UNIT) & Q(unit__isnull=False))
                | Q(bucket__in=[Bucket.RESERVE, Bucket.LOCKED]),
                name="a_bucket_has_its_kind_of_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "quota_type"], name="account_of_unit"),
            # Not of the balance: an index on what every transfer changes would make posting dear.
            models.Index(fields=["unit"], condition=Q(bucket="excess"), name="account_above_the_cap"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.quota_type} {self.get_bucket_display()}"

    @property
    def owner(self) -> Unit | Region:
        return self.unit or self.region


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Transfers, and who may read them."""

    def visible_to(self, user: User) -> Self:
        """Transfers that touch an account the user may read."""
        accounts = QuotaAccount.objects.visible_to(user).values("pk")
        return self.filter(Q(source__in=accounts) | Q(target__in=accounts))


class Transfer(models.Model):
    """A move of posts between two accounts of one type, citing a document. Append-only; corrected by reversal."""

    source = models.ForeignKey(QuotaAccount, models.PROTECT, related_name="outgoing", db_index=False)
    target = models.ForeignKey(QuotaAccount, models.PROTECT, related_name="incoming", db_index=False)
    quantity = models.PositiveIntegerField("数量")
    effective_on = models.DateField("生效日期")
    recorded_at = models.DateTimeField("入账时间", db_default=Now())
    reason = models.CharField("事由", max_length=200)
    document = models.ForeignKey(Document, models.PROTECT, related_name="transfers")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="transfers")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    actor_name = models.CharField("经办人", max_length=80)
    key = models.CharField("幂等键", max_length=120, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "编制变动"
        verbose_name_plural = "编制变动"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_transfer_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_transfer_has_two_accounts"),
            models.CheckConstraint(condition=~Q(key=""), name="a_transfer_has_an_idempotency_key"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_transfer_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["source", "effective_on"], include=["quantity"], name="transfer_out"),
            models.Index(fields=["target", "effective_on"], include=["quantity"], name="transfer_in"),
            models.Index(fields=["effective_on"], name="transfer_effective"),
            models.Index(fields=["recorded_at"], name="transfer_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target} {self.quantity}"


class Hold(models.Model):
    """Posts promised by a decision (锁定): out of the source, on its locked account, until posted or released."""

    class State(models.TextChoices):
        HELD = "held", "锁定"
        POSTED = "posted", "已入账"
        RELEASED = "released", "已解锁"

    case = models.ForeignKey(Case, models.PROTECT, verbose_name="办件", related_name="holds")
    source = models.ForeignKey(QuotaAccount, models.PROTECT, verbose_name="划出账户", related_name="+")
    locked = models.ForeignKey(
        QuotaAccount, models.PROTECT, verbose_name="锁定账户", related_name="holds", null=True, db_index=False
    )
    target = models.ForeignKey(QuotaAccount, models.PROTECT, verbose_name="划入账户", related_name="+", null=True)
    quantity = models.PositiveIntegerField("数量")
    effective_on = models.DateField("生效日期")
    expires_on = models.DateField("锁定期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.HELD)
    history = tracked()

    class Meta:
        verbose_name = "锁定"
        verbose_name_plural = "锁定"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_hold_holds_something"),
        ]
        indexes = [models.Index(fields=["locked"], condition=Q(state="held"), name="open_hold_of_account")]

    def __str__(self) -> str:
        return f"{self.source} ⇢ {self.target} {self.quantity}"


class QuotaException(models.Model):
    """People kept above the cap (超编): by whose authority, on which document, how many, until when."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="quota_exceptions")
    quota_type = models.ForeignKey(QuotaType, models.PROTECT, verbose_name="编制类型", related_name="exceptions")
    people_count = models.PositiveIntegerField("人数")
    authority = models.CharField("批准机关", max_length=120)
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="quota_exceptions")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期")
    reason = models.TextField("原因")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="批准人", related_name="+")
    history = tracked()

    class Meta:
        verbose_name = "超编例外"
        verbose_name_plural = "超编例外"
        ordering = ["ends_on"]
        constraints = [
            models.CheckConstraint(condition=Q(people_count__gt=0), name="an_exception_is_for_somebody"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_exception_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(authority=""), name="an_exception_names_its_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.quota_type} {self.people_count}"


class Period(models.Model):
    """A closed period of a region: nothing may take effect in it any more (append-only, the gate refuses)."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="closed_periods")
    ends_on = models.DateField("截止日期")
    closed_at = models.DateTimeField("结账时间", db_default=Now())
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "结账期间"
        verbose_name_plural = "结账期间"
        ordering = ["-ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["region", "ends_on"], name="a_region_closes_a_date_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.ends_on}"


class PeriodBalance(models.Model):
    """The balance of an account at the end of a closed period: the checkpoint of every later as-of question."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="balances", db_index=False)
    account = models.ForeignKey(QuotaAccount, models.PROTECT, related_name="period_balances")
    balance = models.BigIntegerField()

    class Meta:
        verbose_name = "期末余额"
        verbose_name_plural = "期末余额"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "account"], include=["balance"], name="an_account_has_one_balance_per_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.balance}"
