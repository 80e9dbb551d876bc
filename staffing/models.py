"""People and where they count: posting (占编) on a post, tenure (占职) on a leadership post, as separate facts."""

from __future__ import annotations

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.history import tracked
from accounts.models import User
from approvals.models import Document
from quotas.models import QuotaType
from staffing import encryption, id_numbers
from units.mandates import scope_of
from units.models import InternalDivision, Unit


class Sex(models.TextChoices):
    """GB/T 2261.1; an ID number says only one of these two."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The people who are or were on a post or in office in a unit of the user's scope."""
        within = scope_of(user).as_condition("unit__")
        own = Q(pk__in=Posting.objects.filter(within).values("person"))
        return self.filter(own | Q(pk__in=Tenure.objects.filter(within).values("person")))


class Person(models.Model):
    """A person on the register; the ID number is kept encrypted and found by a keyed blind index only."""

    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    birth_date = models.DateField("出生日期")
    id_number_cipher = models.BinaryField("公民身份号码（密文）")
    id_number_index = models.BinaryField("公民身份号码（盲索引）", unique=True)

    history = tracked(excluded_fields=["id_number_cipher"])

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        constraints = [
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="person_has_the_sex_of_an_id_number", condition=Q(sex__in=Sex.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str, number: id_numbers.IdNumber) -> Person:
        """An unsaved person; sex and birth date are what the ID number says."""
        return cls(
            name=name,
            sex=Sex.MALE if number.is_male else Sex.FEMALE,
            birth_date=number.birth_date,
            id_number_cipher=encryption.encrypt(number.text),
            id_number_index=encryption.blind_index(number.text),
        )

    @property
    def masked_id_number(self) -> str:
        """The ID number as screens, lists and the API show it."""
        return id_numbers.masked(encryption.decrypt(bytes(self.id_number_cipher), bytes(self.id_number_index)))


S = TypeVar("S", bound="Standing")


class StandingQuerySet(models.QuerySet[S]):
    """Postings or tenures, and who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(scope_of(user).as_condition("unit__"))

    def active(self) -> Self:
        """Those that count as occupied on the ledger now."""
        return self.filter(ended_on=None)


class Standing(models.Model):
    """What posting and tenure share: who, where, under which type, from when, until (not including) when."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="%(class)ss", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="%(class)ss", db_index=False)
    quota_type = models.ForeignKey(
        QuotaType, models.PROTECT, verbose_name="编制类型", related_name="%(class)ss", db_index=False
    )
    started_on = models.DateField("起始日期")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="依据文件", related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.quota_type}"


def _lasting() -> Func:
    return Func(F("started_on"), F("ended_on"), function="daterange", output_field=DateRangeField())


class Posting(Standing):
    """A person on a post (占编); one at a time in the whole database, counted as occupied on the unit's account."""

    division = models.ForeignKey(
        InternalDivision, models.PROTECT, verbose_name="内设机构", null=True, blank=True, related_name="postings"
    )
    title = models.CharField("职务（岗位）", max_length=60, blank=True)

    history = tracked()

    objects = StandingQuerySet["Posting"].as_manager()

    class Meta:
        verbose_name = "占编"
        verbose_name_plural = "占编"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["unit", "id"], include=["quota_type"], condition=Q(ended_on=None), name="people_of_unit"
            ),
            models.Index(fields=["unit", "started_on"], name="postings_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="a_person_is_on_one_post_in_the_whole_database"
            ),
            ExclusionConstraint(
                expressions=[("person", RangeOperators.EQUAL), (_lasting(), RangeOperators.OVERLAPS)],
                name="a_person_was_never_on_two_posts_at_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="a_posting_ends_after_it_starts"
            ),
        ]


class Tenure(Standing):
    """A person in a leadership post (占职), with or without a posting in the same unit."""

    history = tracked()

    objects = StandingQuerySet["Tenure"].as_manager()

    class Meta:
        verbose_name = "占职"
        verbose_name_plural = "占职"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["unit", "id"], include=["quota_type"], condition=Q(ended_on=None), name="leaders_of_unit"
            ),
            models.Index(fields=["unit", "started_on"], name="tenures_of_unit"),
            models.Index(fields=["person"], name="tenures_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "quota_type"],
                condition=Q(ended_on=None),
                name="a_person_holds_a_leadership_post_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="a_tenure_ends_after_it_starts"
            ),
        ]
