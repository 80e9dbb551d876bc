from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length

from accounts.history import tracked
from accounts.models import User
from units.codes import division_code


class RegionLevel(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWN = "town", "乡级"


class RegionQuerySet(models.QuerySet["Region"]):
    def under(self, region: "Region") -> "RegionQuerySet":
        """The region and everything below it, through the index on the prefix."""
        return self.filter(prefix__startswith=region.prefix)

    def visible_to(self, user: User | AnonymousUser) -> "RegionQuerySet":
        """The regions that the user's mandates cover, and those of the units they cover."""
        from units.mandates import scope_of

        return self.filter(scope_of(user).as_region_condition())

    def around(self, region: "Region") -> "RegionQuerySet":
        """The region and everything above it, the lowest first."""
        prefixes = [region.prefix[:length] for length in (2, 4, 6, 9) if length <= len(region.prefix)]
        return self.filter(prefix__in=prefixes).order_by(Length("prefix").desc())

    def enter(self, *, code: str, name: str, has_office: bool = False) -> "Region":
        """Adds a region; level, prefix and parent come from its code by GB/T 2260."""
        region = Region(code=code, name=name, has_office=has_office)
        region.place_by_code()
        region.full_clean()
        region.save()
        return region


class Region(models.Model):
    """An administrative division (行政区划); the tree is its code, so a descendant is a longer prefix."""

    code = models.CharField(
        "区划代码",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{6}([0-9]{3})?\Z", "区划代码应为6位或9位数字。")],
    )
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    prefix = models.CharField("代码前缀", max_length=9, unique=True, editable=False)
    has_office = models.BooleanField("设有编办", default=False)

    history = tracked()

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        ordering = ["prefix"]
        constraints = [
            models.CheckConstraint(
                name="region_prefix_is_its_code_without_trailing_zeros",
                condition=Q(level="province", prefix__regex=r"^[0-9]{2}$", code=Concat(F("prefix"), Value("0000")))
                | Q(level="city", prefix__regex=r"^[0-9]{4}$", code=Concat(F("prefix"), Value("00")))
                | Q(level="county", prefix__regex=r"^[0-9]{6}$", code=F("prefix"))
                | Q(level="town", prefix__regex=r"^[0-9]{9}$", code=F("prefix")),
                violation_error_message="级别、前缀与区划代码不一致。",
            ),
            models.CheckConstraint(
                name="region_has_a_name", condition=~Q(name=""), violation_error_message="名称不能为空。"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.place_by_code()

    def place_by_code(self) -> None:
        """Takes level, prefix and the nearest region above from the code; raises ValidationError for no code."""
        try:
            parts = division_code(self.code)
        except ValidationError as error:
            raise ValidationError({"code": error}) from error
        self.level, self.prefix = parts.level, parts.prefix
        self.parent = self.ancestors().first()

    def encloses(self, other: "Region") -> bool:
        """Whether the other region is this one or lies below it."""
        return other.prefix.startswith(self.prefix)

    def ancestors(self) -> RegionQuerySet:
        """The regions above this one, the nearest first."""
        return Region.objects.around(self).exclude(prefix=self.prefix)

    def descendants(self) -> RegionQuerySet:
        return Region.objects.under(self).exclude(prefix=self.prefix)

    def office_region(self) -> "Region | None":
        """The nearest region, itself or above, whose establishment office (编办) is in charge here."""
        return self if self.has_office else self.ancestors().filter(has_office=True).first()
