from django.db import models
from django.db.models import F, Q

from accounts.history import tracked
from units.models.unit import Unit


class DivisionKind(models.TextChoices):
    """内设机构类别; the shares of comprehensive and economic divisions are capped by local rules."""

    COMPREHENSIVE = "comprehensive", "综合"
    BUSINESS = "business", "业务"
    PARTY_AFFAIRS = "party_affairs", "党务"
    ECONOMIC = "economic", "经济"


class InternalDivision(models.Model):
    """An internal division (内设机构) of a unit with its own posts; approved by the office of the same level (R08)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="divisions", verbose_name="机构")
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=20, choices=DivisionKind)
    post_count = models.PositiveIntegerField("编制数", default=0)
    chief_count = models.PositiveIntegerField("正职数", default=0)
    deputy_count = models.PositiveIntegerField("副职数", default=0)
    position = models.PositiveIntegerField("排序", default=0)
    abolished_on = models.DateField("撤销日期", null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = "内设机构"
        verbose_name_plural = "内设机构"
        ordering = ["unit", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="division_has_a_name", condition=~Q(name=""), violation_error_message="名称不能为空。"
            ),
            models.CheckConstraint(
                name="division_chiefs_and_deputies_fit_its_posts",
                condition=Q(post_count__gte=F("chief_count") + F("deputy_count")),
                violation_error_message="正副职数之和不得超过内设机构编制数。",
                violation_error_code="beyond_posts",
            ),
            models.UniqueConstraint(
                name="division_name_is_used_once_in_a_unit",
                fields=["unit", "name"],
                condition=Q(abolished_on=None),
                violation_error_message="本单位已有同名内设机构。",
                violation_error_code="name_is_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.name
