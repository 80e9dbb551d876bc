"""The seal chain (封存链): blocks over rows that only grow, each naming the block before it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

DIGEST_LENGTH = 64


class SealBlock(models.Model):
    """A block (封存块): the Merkle root of its rows and the digest of the block before it. Append-only."""

    number = models.BigIntegerField("块号", primary_key=True)
    algorithm = models.CharField("算法", max_length=10)
    sealed_at = models.DateTimeField("封存时间")
    row_count = models.PositiveIntegerField("记录数")
    root = models.CharField("梅克尔根", max_length=DIGEST_LENGTH)
    previous = models.CharField("上一块摘要", max_length=DIGEST_LENGTH, unique=True)
    digest = models.CharField("本块摘要", max_length=DIGEST_LENGTH, unique=True)

    class Meta:
        verbose_name = "封存块"
        verbose_name_plural = "封存块"
        ordering = ["-number"]
        indexes = [models.Index(fields=["sealed_at"], name="blocks_of_a_day")]
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="blocks_count_from_one"),
            models.CheckConstraint(condition=Q(row_count__gt=0), name="a_block_seals_something"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}块"


class SealPart(models.Model):
    """The rows of one table in a block: their keys in order, and the digest of each. Append-only."""

    block = models.ForeignKey(SealBlock, models.PROTECT, verbose_name="封存块", related_name="parts")
    table_name = models.CharField("数据表", max_length=63)
    columns = ArrayField(models.CharField(max_length=63), verbose_name="列")
    row_ids = ArrayField(models.BigIntegerField(), verbose_name="记录")
    leaves = models.BinaryField("摘要")
    first_id = models.BigIntegerField("首个记录")
    last_id = models.BigIntegerField("末个记录")

    class Meta:
        verbose_name = "封存明细"
        verbose_name_plural = "封存明细"
        ordering = ["block", "table_name"]
        indexes = [models.Index(fields=["table_name", "last_id", "first_id"], name="parts_that_may_hold_a_row")]
        constraints = [
            models.UniqueConstraint(fields=["block", "table_name"], name="a_block_has_one_part_of_a_table"),
            models.CheckConstraint(condition=Q(first_id__lte=F("last_id")), name="rows_of_a_part_are_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name}（第{self.block_id}块）"


class Unsealed(models.Model):
    """A committed row that no block holds yet (待封存); written by trigger, taken by the block that seals the row."""

    table_name = models.CharField("数据表", max_length=63)
    row_id = models.BigIntegerField("记录")

    class Meta:
        verbose_name = "待封存记录"
        verbose_name_plural = "待封存记录"

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"
