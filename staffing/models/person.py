"""The people on the register (实名制): the data set of DOMAIN §5.2 with its code standards."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from pypinyin import Style, lazy_pinyin

from accounts.history import tracked
from accounts.models import User
from approvals.models import Document
from staffing import encryption, id_numbers
from units.mandates import scope_of

from . import months
from .codes import EDUCATIONS, ETHNICITIES, Degree, PoliticalStatus, RetirementCategory, Sex
from .engagement import Engagement
from .hidden import BlindIndex, NumberCipher, masked
from .posting import Posting, Tenure


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The people who are or were on a post, in office or engaged off quota in a unit of the user's scope."""
        # Asked of each person, because the list of all people in scope is long.
        own = scope_of(user).as_condition("unit__") & Q(person=OuterRef("pk"))
        kinds = (Posting, Tenure, Engagement)
        return self.filter(reduce(or_, (Exists(kind.objects.filter(own)) for kind in kinds)))


class Person(models.Model):
    """A person on the register; the ID number is kept encrypted and found by a keyed blind index only."""

    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    birth_date = models.DateField("出生日期")
    id_number_cipher = NumberCipher("公民身份号码")
    id_number_index = BlindIndex("公民身份号码（盲索引）", unique=True)
    name_initials = models.CharField("姓名拼音首字母", max_length=50, blank=True, editable=False)
    retirement_category = models.CharField(
        "退休类别", max_length=10, choices=RetirementCategory, blank=True, help_text="女性须按岗位和身份选择"
    )
    retires_on = models.GeneratedField(
        expression=months.statutory_month(), output_field=models.DateField(null=True), db_persist=True,
        verbose_name="法定退休月",
    )  # fmt: skip
    may_retire_on = models.GeneratedField(
        expression=months.earliest_month(), output_field=models.DateField(null=True), db_persist=True,
        verbose_name="弹性提前退休最早月",
    )  # fmt: skip
    chosen_month = models.DateField(
        "弹性退休月", null=True, blank=True, help_text="本人选择、与单位书面明确的月份，当月1日"
    )
    chosen_on = models.DateField("弹性退休告知（约定）日期", null=True, blank=True)
    chosen_document = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name="弹性退休依据文件",
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    leaves_on = models.GeneratedField(
        expression=months.leaving_month(), output_field=models.DateField(null=True), db_persist=True,
        verbose_name="预计退休月",
    )  # fmt: skip
    ethnicity = models.CharField("民族", max_length=2, choices=ETHNICITIES, blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    political_status = models.CharField("政治面貌", max_length=2, choices=PoliticalStatus, blank=True)
    party_joined_on = models.DateField("加入党派时间", null=True, blank=True)
    work_started_on = models.DateField("参加工作时间", null=True, blank=True)
    education = models.CharField("学历", max_length=2, choices=EDUCATIONS, blank=True)
    degree = models.CharField("学位", max_length=2, choices=Degree, blank=True)
    school = models.CharField("毕业院校", max_length=100, blank=True)
    major = models.CharField("所学专业", max_length=100, blank=True)
    graduated_on = models.DateField("毕业时间", null=True, blank=True)
    technical_title = models.CharField("职称", max_length=60, blank=True)
    is_civil_servant = models.BooleanField("公务员登记", null=True, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)

    history = tracked(excluded_fields=["retires_on", "may_retire_on", "leaves_on"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        constraints = [
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="person_has_the_sex_of_an_id_number", condition=Q(sex__in=Sex.values)),
            models.CheckConstraint(
                condition=Q(retirement_category="")
                | Q(sex=Sex.MALE, retirement_category=RetirementCategory.MALE_60)
                | (Q(sex=Sex.FEMALE) & ~Q(retirement_category=RetirementCategory.MALE_60)),
                name="a_retirement_category_fits_the_sex",
            ),
            models.CheckConstraint(
                condition=Q(chosen_month=None, chosen_on=None, chosen_document=None)
                | Q(
                    chosen_month__day=1,
                    chosen_on__isnull=False,
                    chosen_document__isnull=False,
                    chosen_month__gt=F("chosen_on"),
                ),
                name="a_chosen_month_has_its_day_and_document",
            ),
            # Without a statutory month, or with one of the old rule, there is nothing to choose.
            models.CheckConstraint(
                condition=Q(chosen_month=None)
                | Q(
                    Q(chosen_month__lt=F("retires_on")) | Q(chosen_month__gt=F("retires_on")),
                    retires_on__isnull=False,
                    may_retire_on__lt=F("retires_on"),
                    chosen_month__gte=F("may_retire_on"),
                    chosen_month__lte=months.latest_month(),
                ),
                name="a_chosen_month_is_within_the_law",
            ),
        ]
        indexes = [
            # With what a forecast counts, so that five years of a province are read from the index alone.
            models.Index(
                fields=["leaves_on"], include=["id", "may_retire_on", "chosen_month"], name="person_by_retirement"
            ),
            models.Index(
                fields=["chosen_document"], condition=Q(chosen_document__isnull=False), name="choice_by_document"
            ),
            # A prefix search with LIKE uses an index of this class only, whatever the locale.
            models.Index(fields=["name", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="person_by_name"),
            models.Index(
                fields=["name_initials", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="person_by_initials"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str, number: id_numbers.IdNumber, index: bytes = b"") -> Person:
        """An unsaved person; sex and birth date are what the ID number says."""
        index = index or encryption.blind_index(number.text)
        return cls(
            name=name,
            name_initials=initials(name),
            sex=Sex.MALE if number.is_male else Sex.FEMALE,
            retirement_category=RetirementCategory.MALE_60 if number.is_male else "",
            birth_date=number.birth_date,
            id_number_cipher=encryption.encrypt(number.text, index),
            id_number_index=index,
        )

    @property
    def masked_id_number(self) -> str:
        """The ID number as screens, lists and the API show it."""
        return masked(self)


def initials(name: str) -> str:
    """The first letters of a name in pinyin, by which people are looked up: 张示例 → zsl."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))[:50].lower()
