from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from accounts.history import AppendOnly, TrackHistory

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
            name="HistoricalPeriodReport",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("monthly", "月报"), ("annual", "年报")], max_length=8, verbose_name="报表"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="期初")),
                ("ends_on", models.DateField(verbose_name="期末")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("announced", "已公告"),
                            ("checked", "已核对"),
                            ("signed", "已签发"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="announced",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("findings", models.JSONField(blank=True, default=list, verbose_name="核对结果")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="核对时间")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签发时间")),
                ("bodies", models.JSONField(blank=True, default=list, verbose_name="机构数")),
                ("digest", models.CharField(blank=True, max_length=80, verbose_name="数据摘要")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
                (
                    "freeze",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.freeze",
                        verbose_name="暂停办理",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.period",
                        verbose_name="结账期间",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 报表",
                "verbose_name_plural": "historical 报表",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PeriodReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("monthly", "月报"), ("annual", "年报")], max_length=8, verbose_name="报表"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="期初")),
                ("ends_on", models.DateField(verbose_name="期末")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("announced", "已公告"),
                            ("checked", "已核对"),
                            ("signed", "已签发"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="announced",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("findings", models.JSONField(blank=True, default=list, verbose_name="核对结果")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="核对时间")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签发时间")),
                ("bodies", models.JSONField(blank=True, default=list, verbose_name="机构数")),
                ("digest", models.CharField(blank=True, max_length=80, verbose_name="数据摘要")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
                (
                    "freeze",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="quotas.freeze",
                        verbose_name="暂停办理",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="quotas.period",
                        verbose_name="结账期间",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_reports",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
            ],
            options={
                "verbose_name": "报表",
                "verbose_name_plural": "报表",
                "ordering": ["-ends_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReportLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="行号")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "省级"), ("city", "市级"), ("county", "县级"), ("town", "乡级")],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[("organ", "机关"), ("institution", "事业单位"), ("mass", "群团"), ("other", "其他")],
                        max_length=20,
                        verbose_name="机构类别",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("province_chief", "正省"),
                            ("province_deputy", "副省"),
                            ("bureau_chief", "正厅"),
                            ("bureau_deputy", "副厅"),
                            ("division_chief", "正处"),
                            ("division_deputy", "副处"),
                            ("section_chief", "正科"),
                            ("section_deputy", "副科"),
                            ("subsection_chief", "正股"),
                            ("subsection_deputy", "副股"),
                            ("unranked", "未定级"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="机构规格",
                    ),
                ),
                (
                    "institution_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("administrative", "承担行政职能"),
                            ("production", "生产经营"),
                            ("public_one", "公益一类"),
                            ("public_two", "公益二类"),
                        ],
                        max_length=20,
                        verbose_name="事业单位类别",
                    ),
                ),
                (
                    "funding_form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "全额拨款"),
                            ("partial", "差额补贴"),
                            ("self", "经费自理"),
                            ("enterprise", "企业化管理"),
                        ],
                        max_length=20,
                        verbose_name="经费形式",
                    ),
                ),
                ("reserved", models.IntegerField(default=0, verbose_name="储备")),
                ("pooled", models.IntegerField(default=0, verbose_name="周转池")),
                ("approved", models.IntegerField(default=0, verbose_name="核定")),
                ("occupied", models.IntegerField(default=0, verbose_name="实有")),
                ("borrowed", models.IntegerField(default=0, verbose_name="周转借用")),
                ("locked", models.IntegerField(default=0, verbose_name="锁定")),
                ("vacant", models.IntegerField(default=0, verbose_name="空编")),
                ("over", models.IntegerField(default=0, verbose_name="超编")),
                ("entered", models.PositiveIntegerField(default=0, verbose_name="本期增加")),
                ("left", models.PositiveIntegerField(default=0, verbose_name="本期减少")),
                ("entered_by", models.JSONField(default=dict, verbose_name="增加方式")),
                ("left_by", models.JSONField(default=dict, verbose_name="减少原因")),
                (
                    "quota_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="audits.periodreport",
                        verbose_name="报表",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_lines",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "报表明细",
                "verbose_name_plural": "报表明细",
                "ordering": ["report", "position"],
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
            },
        ),
        migrations.AddConstraint(
            model_name="periodreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("region", "kind", "ends_on"),
                name="a_region_has_one_report_of_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="periodreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("period__isnull", False),
                        ("signed_at__isnull", False),
                        ("signed_by__isnull", False),
                        ("state", "signed"),
                        models.Q(("digest", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "signed"), _negated=True),
                        ("digest", ""),
                        ("period", None),
                        ("signed_at", None),
                        ("signed_by", None),
                    ),
                    _connector="OR",
                ),
                name="a_signed_report_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="periodreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "checked"), _negated=True),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_checked_report_says_who_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportline",
            constraint=models.UniqueConstraint(fields=("report", "position"), name="a_report_counts_its_lines"),
        ),
        migrations.AddConstraint(
            model_name="reportline",
            constraint=models.UniqueConstraint(
                fields=("report", "region", "unit", "quota_type"),
                name="a_report_has_one_line_of_an_owner_and_type",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="sealpart",
            index=models.Index(fields=["table_name", "last_id", "first_id"], name="parts_that_may_hold_a_row"),
        ),
        migrations.AddConstraint(
            model_name="sealpart",
            constraint=models.UniqueConstraint(fields=("block", "table_name"), name="a_block_has_one_part_of_a_table"),
        ),
        migrations.AddConstraint(
            model_name="sealpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_id__lte", models.F("last_id"))), name="rows_of_a_part_are_in_order"
            ),
        ),
        migrations.RunSQL((SQL / "wait_for_seal.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "returns.sql").read_text(), migrations.RunSQL.noop),
        TrackHistory("PeriodReport"),
        AppendOnly("SealBlock"),
        AppendOnly("SealPart"),
        AppendOnly("ReportLine"),
        migrations.RunSQL("select audits_seal_what_only_grows()", migrations.RunSQL.noop),
    ]
