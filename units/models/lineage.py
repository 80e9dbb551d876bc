from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from units.models.unit import Unit


class LineageKind(models.TextChoices):
    """沿革事项."""

    SET_UP = "set_up", "设立"
    RENAME = "rename", "更名"
    ABOLISH = "abolish", "撤销"
    MERGE = "merge", "合并"
    SPLIT = "split", "分设"
    CONVERT = "convert", "转制"


class LineageEvent(models.Model):
    """One step of a unit's life (沿革) with its document; append-only, a wrong step is answered by a later one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="lineage_events", verbose_name="机构")
    kind = models.CharField("事项", max_length=10, choices=LineageKind)
    on = models.DateField("日期")
    before = models.TextField("变更前", blank=True)
    after = models.TextField("变更后", blank=True)
    document_number = models.CharField("文号", max_length=100)
    note = models.TextField("说明", blank=True)
    actor_name = models.CharField("经办人", max_length=150)
    recorded_at = models.DateTimeField("登记时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "沿革"
        verbose_name_plural = "沿革"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="lineage_event_cites_a_document",
                condition=~Q(document_number=""),
                violation_error_message="沿革须注明文号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
