from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from accounts.history import AppendOnly

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("approvals", "0001_initial"),
        ("quotas", "0001_initial"),
        ("staffing", "0001_initial"),
        ("talentpool", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=63, verbose_name="数据表")),
                ("row_id", models.BigIntegerField(verbose_name="记录")),
            ],
            options={
                "verbose_name": "待封存记录",
                "verbose_name_plural": "待封存记录",
            },
        ),
        migrations.CreateModel(
            name="SealBlock",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="块号")),
                ("algorithm", models.CharField(max_length=10, verbose_name="算法")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("row_count", models.PositiveIntegerField(verbose_name="记录数")),
                ("root", models.CharField(max_length=64, verbose_name="梅克尔根")),
                ("previous", models.CharField(max_length=64, unique=True, verbose_name="上一块摘要")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="本块摘要")),
            ],
            options={
                "verbose_name": "封存块",
                "verbose_name_plural": "封存块",
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["sealed_at"], name="blocks_of_a_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="blocks_count_from_one"),
                    models.CheckConstraint(condition=models.Q(("row_count__gt", 0)), name="a_block_seals_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=63, verbose_name="数据表")),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=63), size=None, verbose_name="列"
                    ),
                ),
                (
                    "row_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="记录"
                    ),
                ),
                ("leaves", models.BinaryField(verbose_name="摘要")),
                ("first_id", models.BigIntegerField(verbose_name="首个记录")),
                ("last_id", models.BigIntegerField(verbose_name="末个记录")),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="audits.sealblock",
                        verbose_name="封存块",
                    ),
                ),
            ],
            options={
                "verbose_name": "封存明细",
                "verbose_name_plural": "封存明细",
                "ordering": ["block", "table_name"],
                "indexes": [
                    models.Index(fields=["table_name", "last_id", "first_id"], name="parts_that_may_hold_a_row")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("block", "table_name"), name="a_block_has_one_part_of_a_table"),
                    models.CheckConstraint(
                        condition=models.Q(("first_id__lte", models.F("last_id"))), name="rows_of_a_part_are_in_order"
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "wait_for_seal.sql").read_text(), migrations.RunSQL.noop),
        AppendOnly("SealBlock"),
        AppendOnly("SealPart"),
    ]
