from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.history import tracked
from accounts.models import User
from units.codes import CREDIT_PATTERN, credit_code_warning
from units.models.region import Region


class Category(models.TextChoices):
    """机构类别."""

    ORGAN = "organ", "机关"
    INSTITUTION = "institution", "事业单位"
    MASS = "mass", "群团"
    OTHER = "other", "其他"


class Nature(models.TextChoices):
    """机构性质, DOMAIN §5.1."""

    STATE = "state", "国家机关"
    PARTY = "party", "党政机关"
    SOCIAL = "social", "社会团体"
    POLITICAL_LEGAL = "political_legal", "政法机关"
    PUBLIC = "public", "事业单位"
    OTHER = "other", "其他"


class SystemClass(models.TextChoices):
    """系统类别."""

    PARTY = "party", "党委"
    CONGRESS = "congress", "人大"
    GOVERNMENT = "government", "政府"
    CONSULTATIVE = "consultative", "政协"
    SUPERVISION = "supervision", "监委"
    COURT = "court", "法院"
    PROCURATORATE = "procuratorate", "检察院"
    DEMOCRATIC_PARTY = "democratic_party", "民主党派"
    MASS = "mass", "群团"
    OTHER = "other", "其他"


class Rank(models.TextChoices):
    """机构规格, DOMAIN §5.1; the provincial level is above what a city installation sets up."""

    PROVINCE_CHIEF = "province_chief", "正省"
    PROVINCE_DEPUTY = "province_deputy", "副省"
    BUREAU_CHIEF = "bureau_chief", "正厅"
    BUREAU_DEPUTY = "bureau_deputy", "副厅"
    DIVISION_CHIEF = "division_chief", "正处"
    DIVISION_DEPUTY = "division_deputy", "副处"
    SECTION_CHIEF = "section_chief", "正科"
    SECTION_DEPUTY = "section_deputy", "副科"
    SUBSECTION_CHIEF = "subsection_chief", "正股"
    SUBSECTION_DEPUTY = "subsection_deputy", "副股"
    UNRANKED = "unranked", "未定级"
    OTHER = "other", "其他"


class InstitutionClass(models.TextChoices):
    """事业单位类别."""

    ADMINISTRATIVE = "administrative", "承担行政职能"
    PRODUCTION = "production", "生产经营"
    PUBLIC_ONE = "public_one", "公益一类"
    PUBLIC_TWO = "public_two", "公益二类"


class FundingForm(models.TextChoices):
    """经费形式."""

    FULL = "full", "全额拨款"
    PARTIAL = "partial", "差额补贴"
    SELF = "self", "经费自理"
    ENTERPRISE = "enterprise", "企业化管理"


class Secrecy(models.TextChoices):
    """公开属性: what may leave the house."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    SECRET = "secret", "秘密"


class UnitQuerySet(models.QuerySet["Unit"]):
    def active(self, on: date | None = None) -> "UnitQuerySet":
        """The units that are not abolished on a day (today)."""
        return self.filter(Q(abolished_on=None) | Q(abolished_on__gt=on or timezone.localdate()))

    def abolished(self, on: date | None = None) -> "UnitQuerySet":
        """The units that no longer exist on a day (today) and stay readable."""
        return self.filter(abolished_on__lte=on or timezone.localdate())

    def under(self, region: Region) -> "UnitQuerySet":
        """The units of a region and of every region below it."""
        return self.filter(region__prefix__startswith=region.prefix)

    def matching(self, text: str) -> "UnitQuerySet":
        """The units whose name or short name contains a text, or whose number starts with it."""
        return self.filter(Q(name__contains=text) | Q(short_name__contains=text) | Q(number__startswith=text))

    def visible_to(self, user: User | AnonymousUser) -> "UnitQuerySet":
        """The units inside the user's mandates of today; being a superuser gives nothing."""
        from units.mandates import scope_of

        return self.filter(scope_of(user).as_condition())


class Unit(models.Model):
    """An organ or public institution (单位): one row for life, through every rename, until abolished and after."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name="行政区划")
    number = models.CharField("机构编码", max_length=30, unique=True)
    name = models.CharField("机构名称", max_length=100)
    short_name = models.CharField("规范简称", max_length=50, blank=True)
    other_names = ArrayField(models.CharField(max_length=100), verbose_name="其他名称", default=list, blank=True)
    competent_department = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="主管部门"
    )
    category = models.CharField("机构类别", max_length=20, choices=Category)
    nature = models.CharField("机构性质", max_length=20, choices=Nature, blank=True)
    system_class = models.CharField("系统类别", max_length=20, choices=SystemClass, blank=True)
    rank = models.CharField("机构规格", max_length=20, choices=Rank, default=Rank.UNRANKED)
    institution_class = models.CharField("事业单位类别", max_length=20, choices=InstitutionClass, blank=True)
    funding_form = models.CharField("经费形式", max_length=20, choices=FundingForm, blank=True)
    civil_service_managed = models.BooleanField("参照公务员法管理", default=False)
    within_cap = models.BooleanField("限额内机构", default=False)
    uscc = models.CharField(
        "统一社会信用代码",
        max_length=18,
        blank=True,
        validators=[RegexValidator(CREDIT_PATTERN, "统一社会信用代码应为18位。")],
    )
    secrecy = models.CharField("公开属性", max_length=10, choices=Secrecy, default=Secrecy.PUBLIC)
    main_duties = models.TextField("主要职责", blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    set_up_on = models.DateField("设立日期")
    abolished_on = models.DateField("撤销日期", null=True, blank=True)
    set_up_document = models.CharField("设立文号", max_length=100, blank=True)
    position = models.PositiveIntegerField("排序", default=0)

    history = tracked()

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["region", "position", "number"]
        indexes = [
            # With the date of abolition, so that a tree counts its units in the index alone.
            models.Index(
                fields=["region", "position", "number"], include=["abolished_on"], name="units_in_their_order"
            ),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="units_by_part_of_name"),
            GinIndex(fields=["short_name"], opclasses=["gin_trgm_ops"], name="units_by_part_of_short_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="unit_has_a_number_and_a_name",
                condition=~Q(number="") & ~Q(name=""),
                violation_error_message="机构编码和名称不能为空。",
            ),
            models.CheckConstraint(
                name="unit_is_not_abolished_before_it_is_set_up",
                condition=Q(abolished_on=None) | Q(abolished_on__gte=F("set_up_on")),
                violation_error_message="撤销日期不得早于设立日期。",
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_competent_department",
                condition=Q(competent_department=None) | ~Q(competent_department=F("id")),
                violation_error_message="主管部门不能是本单位。",
            ),
            models.CheckConstraint(
                name="unit_credit_code_has_18_characters",
                condition=Q(uscc="") | Q(uscc__regex=CREDIT_PATTERN),
                violation_error_message="统一社会信用代码应为18位。",
            ),
            models.CheckConstraint(
                name="unit_institution_class_is_for_institutions",
                condition=Q(institution_class="") | Q(category="institution"),
                violation_error_message="只有事业单位填写事业单位类别。",
            ),
            models.UniqueConstraint(
                name="unit_credit_code_is_used_once",
                fields=["uscc"],
                condition=~Q(uscc=""),
                violation_error_message="统一社会信用代码已被其他机构使用。",
            ),
            models.UniqueConstraint(
                name="unit_name_is_used_once_in_a_region",
                fields=["region", "name"],
                condition=Q(abolished_on=None),
                violation_error_message="本地区已有同名机构。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.abolished_on is None or self.abolished_on > timezone.localdate()

    @property
    def uscc_warning(self) -> str:
        return credit_code_warning(self.uscc)
