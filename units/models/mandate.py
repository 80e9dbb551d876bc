from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.history import tracked
from accounts.models import User
from units.models.division import InternalDivision
from units.models.region import Region
from units.models.unit import Unit


class Role(models.TextChoices):
    CLERK = "clerk", "经办"
    HEAD = "head", "科长"
    DIRECTOR = "director", "主任"
    COMMITTEE = "committee", "编委"
    DEPARTMENT = "department", "主管部门"
    UNIT = "unit", "单位专管员"
    INSPECTOR = "inspector", "督查员"
    ADMIN = "admin", "系统管理员"


REGION_ROLES = (Role.CLERK, Role.HEAD, Role.DIRECTOR, Role.COMMITTEE, Role.INSPECTOR, Role.ADMIN)
DESK_ROLES = (Role.CLERK, Role.HEAD, Role.DIRECTOR)
UNIT_ROLES = (Role.DEPARTMENT, Role.UNIT)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: date | None = None) -> "MandateQuerySet":
        """The mandates that hold on a day (today); the first and the last day count."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Mandate(models.Model):
    """A user's role for one region or one unit between two dates; the only source of power in the product."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mandates", verbose_name="用户")
    role = models.CharField("角色", max_length=12, choices=Role)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name="行政区划"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name="机构")
    division = models.ForeignKey(
        InternalDivision, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name="科室",
        help_text="编办人员所在的内设科室，会签时由本科室人员填写意见。",
    )  # fmt: skip
    starts_on = models.DateField("起始日期", default=timezone.localdate)
    ends_on = models.DateField("终止日期", null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="granted_mandates", verbose_name="授权人")

    history = tracked()

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "授权"
        verbose_name_plural = "授权"
        ordering = ["user", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="mandate_has_the_region_or_the_unit_that_fits_its_role",
                condition=Q(role__in=REGION_ROLES, region__isnull=False, unit=None)
                | Q(role__in=UNIT_ROLES, unit__isnull=False, region=None),
                violation_error_message="编办角色须指定行政区划，主管部门和单位专管员须指定机构，二者只能选一。",
            ),
            models.CheckConstraint(
                name="mandate_in_a_division_is_of_an_office_role",
                condition=Q(division=None) | Q(role__in=DESK_ROLES),
                violation_error_message="只有经办、科长、主任的授权可以指定科室。",
            ),
            models.CheckConstraint(
                name="mandate_does_not_end_before_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="终止日期不得早于起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}·{self.get_role_display()}·{self.region or self.unit}"

    def clean(self) -> None:
        """A division lies in the region of the mandate (a trigger says so too)."""
        if self.division is not None and self.division.unit.region_id != self.region_id:
            raise ValidationError({"division": "科室须属于授权地区的机构。"})
