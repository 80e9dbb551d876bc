import datetime
from pathlib import Path

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from accounts.history import AppendOnly, TrackHistory

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalBodyRequest",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "move",
                    models.CharField(
                        choices=[("set_up", "设立"), ("rename", "更名"), ("abolish", "撤销")],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="机构名称")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="机构类别")),
                ("system_class", models.CharField(blank=True, max_length=20, verbose_name="系统类别")),
                ("rank", models.CharField(blank=True, max_length=20, verbose_name="机构规格")),
                ("within_cap", models.BooleanField(default=False, verbose_name="占用机构限额")),
                ("main_duties", models.TextField(blank=True, verbose_name="主要职责")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.case",
                    ),
                ),
                (
                    "competent_department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="主管部门",
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
                        verbose_name="所属地区",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 机构事项申请",
                "verbose_name_plural": "historical 机构事项申请",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFreeze",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                ("reason", models.CharField(max_length=120, verbose_name="事由")),
                (
                    "announced_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="公告时间"),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="提前恢复时间")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "announced_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公告人",
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
            ],
            options={
                "verbose_name": "historical 暂停办理",
                "verbose_name_plural": "historical 暂停办理",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPool",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talent", "人才周转池"),
                            ("cross_county", "县域统筹周转池"),
                            ("sector", "行业周转池"),
                        ],
                        default="talent",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        verbose_name="所属地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 周转池",
                "verbose_name_plural": "historical 周转池",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_on", models.DateField(verbose_name="截止日期")),
                (
                    "closed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="结账时间"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closed_periods", to="units.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "结账期间",
                "verbose_name_plural": "结账期间",
                "ordering": ["-ends_on"],
            },
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talent", "人才周转池"),
                            ("cross_county", "县域统筹周转池"),
                            ("sector", "行业周转池"),
                        ],
                        default="talent",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pools",
                        to="units.region",
                        verbose_name="所属地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "周转池",
                "verbose_name_plural": "周转池",
                "ordering": ["region__prefix", "id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalQuotaRequest",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="使用期限")),
                (
                    "reserve_use",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strategy", "区委区政府重大战略实施"),
                            ("reform", "重点领域体制改革"),
                            ("cross_area", "跨区域调整"),
                            ("ordinary", "其他日常需要"),
                        ],
                        max_length=12,
                        verbose_name="储备用途",
                    ),
                ),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "basis",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.case",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.pool",
                        verbose_name="周转池",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 编制事项申请",
                "verbose_name_plural": "historical 编制事项申请",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="QuotaAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "bucket",
                    models.CharField(
                        choices=[
                            ("granted", "下达"),
                            ("excess", "超编基数"),
                            ("reserve", "储备"),
                            ("pool", "周转池"),
                            ("vacant", "空编"),
                            ("locked", "锁定"),
                            ("occupied", "实有"),
                            ("borrowed_locked", "周转借用（锁定）"),
                            ("borrowed_occupied", "周转借用（实有）"),
                        ],
                        max_length=20,
                    ),
                ),
                ("balance", models.BigIntegerField(default=0)),
                (
                    "pool",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="quotas.pool",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quota_accounts", to="units.region"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quota_accounts",
                        to="units.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "编制账户",
                "verbose_name_plural": "编制账户",
            },
        ),
        migrations.CreateModel(
            name="PeriodBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("balance", models.BigIntegerField()),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="quotas.period",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_balances",
                        to="quotas.quotaaccount",
                    ),
                ),
            ],
            options={
                "verbose_name": "期末余额",
                "verbose_name_plural": "期末余额",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("expires_on", models.DateField(verbose_name="锁定期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "锁定"), ("posted", "已入账"), ("released", "已解锁")],
                        default="held",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "locked",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="quotas.quotaaccount",
                        verbose_name="锁定账户",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotaaccount",
                        verbose_name="划出账户",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotaaccount",
                        verbose_name="划入账户",
                    ),
                ),
            ],
            options={
                "verbose_name": "锁定",
                "verbose_name_plural": "锁定",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalHold",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("expires_on", models.DateField(verbose_name="锁定期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "锁定"), ("posted", "已入账"), ("released", "已解锁")],
                        default="held",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "locked",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotaaccount",
                        verbose_name="锁定账户",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotaaccount",
                        verbose_name="划出账户",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotaaccount",
                        verbose_name="划入账户",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 锁定",
                "verbose_name_plural": "historical 锁定",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="QuotaRequest",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quota_request",
                        serialize=False,
                        to="approvals.case",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="使用期限")),
                (
                    "reserve_use",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("strategy", "区委区政府重大战略实施"),
                            ("reform", "重点领域体制改革"),
                            ("cross_area", "跨区域调整"),
                            ("ordinary", "其他日常需要"),
                        ],
                        max_length=12,
                        verbose_name="储备用途",
                    ),
                ),
                (
                    "basis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quota_requests",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quota_requests",
                        to="quotas.pool",
                        verbose_name="周转池",
                    ),
                ),
            ],
            options={
                "verbose_name": "编制事项申请",
                "verbose_name_plural": "编制事项申请",
            },
        ),
        migrations.CreateModel(
            name="QuotaType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("post", "编制"),
                            ("leadership", "领导职数"),
                            ("body", "机构限额"),
                            ("contract", "编外控制数"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("administrative", "行政"),
                            ("special", "专项"),
                            ("institution", "事业"),
                            ("support", "工勤"),
                            ("control", "控制数"),
                            ("none", "不适用"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="性质",
                    ),
                ),
                ("funding_form", models.CharField(blank=True, max_length=20, verbose_name="经费形式")),
                (
                    "level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="职务层次（GB/T 12407）"),
                ),
                ("of_division", models.BooleanField(default=False, verbose_name="内设机构职数")),
                ("is_group", models.BooleanField(default=False, verbose_name="分组")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="quotas.quotatype",
                        verbose_name="上级类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "编制类型",
                "verbose_name_plural": "编制类型",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="QuotaRequestLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "applied_count",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="申请数",
                    ),
                ),
                ("approved_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="拟核数")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="用途")),
                (
                    "quota_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="quotas.quotarequest",
                        verbose_name="编制事项申请",
                    ),
                ),
                (
                    "source_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="划出单位",
                    ),
                ),
                (
                    "target_region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.region",
                        verbose_name="下达地区",
                    ),
                ),
                (
                    "target_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="划入单位",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "申请明细",
                "verbose_name_plural": "申请明细",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="QuotaException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("people_count", models.PositiveIntegerField(verbose_name="人数")),
                ("authority", models.CharField(max_length=120, verbose_name="批准机关")),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(verbose_name="截止日期")),
                ("reason", models.TextField(verbose_name="原因")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quota_exceptions",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quota_exceptions",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "超编例外",
                "verbose_name_plural": "超编例外",
                "ordering": ["ends_on"],
            },
        ),
        migrations.AddField(
            model_name="quotaaccount",
            name="quota_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="quotas.quotatype"
            ),
        ),
        migrations.CreateModel(
            name="HistoricalQuotaType",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("post", "编制"),
                            ("leadership", "领导职数"),
                            ("body", "机构限额"),
                            ("contract", "编外控制数"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("administrative", "行政"),
                            ("special", "专项"),
                            ("institution", "事业"),
                            ("support", "工勤"),
                            ("control", "控制数"),
                            ("none", "不适用"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="性质",
                    ),
                ),
                ("funding_form", models.CharField(blank=True, max_length=20, verbose_name="经费形式")),
                (
                    "level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="职务层次（GB/T 12407）"),
                ),
                ("of_division", models.BooleanField(default=False, verbose_name="内设机构职数")),
                ("is_group", models.BooleanField(default=False, verbose_name="分组")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="上级类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 编制类型",
                "verbose_name_plural": "historical 编制类型",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalQuotaRequestLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "applied_count",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="申请数",
                    ),
                ),
                ("approved_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="拟核数")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="用途")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "source_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="划出单位",
                    ),
                ),
                (
                    "target_region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.region",
                        verbose_name="下达地区",
                    ),
                ),
                (
                    "target_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="划入单位",
                    ),
                ),
                (
                    "quota_request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotarequest",
                        verbose_name="编制事项申请",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 申请明细",
                "verbose_name_plural": "historical 申请明细",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalQuotaException",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("people_count", models.PositiveIntegerField(verbose_name="人数")),
                ("authority", models.CharField(max_length=120, verbose_name="批准机关")),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(verbose_name="截止日期")),
                ("reason", models.TextField(verbose_name="原因")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 超编例外",
                "verbose_name_plural": "historical 超编例外",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFloatingQuota",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(verbose_name="使用期限")),
                ("returned_count", models.PositiveIntegerField(default=0, verbose_name="已收回")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 机动编制",
                "verbose_name_plural": "historical 机动编制",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="FloatingQuota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(verbose_name="使用期限")),
                ("returned_count", models.PositiveIntegerField(default=0, verbose_name="已收回")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floating_quotas",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floating_quotas",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
            ],
            options={
                "verbose_name": "机动编制",
                "verbose_name_plural": "机动编制",
                "ordering": ["ends_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="RegionTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bucket", models.CharField(max_length=20)),
                ("balance", models.BigIntegerField()),
                ("upto", models.BigIntegerField(verbose_name="截至变动")),
                (
                    "quota_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotatype",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "地区合计",
                "verbose_name_plural": "地区合计",
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField(verbose_name="数量")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="入账时间"),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                ("actor_name", models.CharField(max_length=80, verbose_name="经办人")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="幂等键")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="approvals.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="approvals.document"
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="quotas.transfer",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing",
                        to="quotas.quotaaccount",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="quotas.quotaaccount",
                    ),
                ),
            ],
            options={
                "verbose_name": "编制变动",
                "verbose_name_plural": "编制变动",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BodyRequest",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="body_request",
                        serialize=False,
                        to="approvals.case",
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[("set_up", "设立"), ("rename", "更名"), ("abolish", "撤销")],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="机构名称")),
                ("category", models.CharField(blank=True, max_length=20, verbose_name="机构类别")),
                ("system_class", models.CharField(blank=True, max_length=20, verbose_name="系统类别")),
                ("rank", models.CharField(blank=True, max_length=20, verbose_name="机构规格")),
                ("within_cap", models.BooleanField(default=False, verbose_name="占用机构限额")),
                ("main_duties", models.TextField(blank=True, verbose_name="主要职责")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                (
                    "competent_department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.region",
                        verbose_name="所属地区",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构事项申请",
                "verbose_name_plural": "机构事项申请",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("move", "set_up"), ("unit__isnull", False), _connector="OR"),
                        name="a_rename_or_abolition_names_its_body",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                ("ends_at", models.DateTimeField(verbose_name="结束时间")),
                ("reason", models.CharField(max_length=120, verbose_name="事由")),
                (
                    "announced_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="公告时间"),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="提前恢复时间")),
                (
                    "announced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公告人",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="freezes",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "暂停办理",
                "verbose_name_plural": "暂停办理",
                "ordering": ["-starts_at"],
                "indexes": [
                    models.Index(condition=models.Q(("lifted_at", None)), fields=["ends_at"], name="freezes_not_lifted")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_freeze_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"), "+", models.Value(datetime.timedelta(seconds=7200))
                                ),
                            )
                        ),
                        name="a_freeze_is_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_freeze_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(fields=("region", "ends_on"), name="a_region_closes_a_date_once"),
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.UniqueConstraint(fields=("region", "name"), name="a_region_names_a_pool_once"),
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_pool_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="periodbalance",
            constraint=models.UniqueConstraint(
                fields=("period", "account"), include=("balance",), name="an_account_has_one_balance_per_period"
            ),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(condition=models.Q(("state", "held")), fields=["locked"], name="open_hold_of_account"),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="a_hold_holds_something"),
        ),
        migrations.AddConstraint(
            model_name="quotarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gt", models.F("effective_on")), _connector="OR"
                ),
                name="a_floating_quota_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotatype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("family", "leadership"), _negated=True),
                    ("is_group", True),
                    ("level__isnull", False),
                    _connector="OR",
                ),
                name="a_leadership_post_has_a_level",
                violation_error_message="领导职数须填写职务层次。",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotatype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="a_quota_type_is_not_its_own_parent",
                violation_error_message="上级类型不能是本类型。",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotarequestline",
            constraint=models.CheckConstraint(
                condition=models.Q(("applied_count__gt", 0)), name="a_request_line_asks_for_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="quotarequestline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_count__isnull", True),
                    ("approved_count__lte", models.F("applied_count")),
                    _connector="OR",
                ),
                name="not_more_is_approved_than_applied_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotaexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("people_count__gt", 0)), name="an_exception_is_for_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="quotaexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="an_exception_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="quotaexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("authority", ""), _negated=True), name="an_exception_names_its_authority"
            ),
        ),
        migrations.AddIndex(
            model_name="quotaaccount",
            index=models.Index(fields=["unit", "quota_type"], name="account_of_unit"),
        ),
        migrations.AddIndex(
            model_name="quotaaccount",
            index=models.Index(condition=models.Q(("bucket", "excess")), fields=["unit"], name="account_above_the_cap"),
        ),
        migrations.AddConstraint(
            model_name="quotaaccount",
            constraint=models.UniqueConstraint(
                fields=("region", "unit", "quota_type", "bucket", "pool"),
                name="an_owner_has_one_account_per_type_and_bucket",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="quotaaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bucket__in", ("pool", "borrowed_locked", "borrowed_occupied")), ("pool__isnull", False)),
                    models.Q(
                        models.Q(("bucket__in", ("pool", "borrowed_locked", "borrowed_occupied")), _negated=True),
                        ("pool__isnull", True),
                    ),
                    ("bucket", "locked"),
                    _connector="OR",
                ),
                name="posts_for_lending_belong_to_a_named_pool",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotaaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bucket__in", ("granted", "excess")), ("balance__lte", 0)),
                    models.Q(models.Q(("bucket__in", ("granted", "excess")), _negated=True), ("balance__gte", 0)),
                    _connector="OR",
                ),
                name="balance_has_the_sign_of_its_bucket",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotaaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bucket__in", ("granted", "pool")), ("unit__isnull", True)),
                    models.Q(
                        ("bucket__in", ("excess", "vacant", "occupied", "borrowed_locked", "borrowed_occupied")),
                        ("unit__isnull", False),
                    ),
                    ("bucket__in", ["reserve", "locked"]),
                    _connector="OR",
                ),
                name="a_bucket_has_its_kind_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="floatingquota",
            index=models.Index(
                condition=models.Q(("returned_count__lt", models.F("quantity"))),
                fields=["ends_on"],
                name="floating_quota_that_falls_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="floatingquota",
            constraint=models.CheckConstraint(
                condition=models.Q(("returned_count__lte", models.F("quantity"))),
                name="no_more_floating_posts_return_than_were_given",
            ),
        ),
        migrations.AddIndex(
            model_name="regiontotal",
            index=models.Index(fields=["upto"], name="totals_after_a_transfer"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["source", "effective_on"], include=("quantity",), name="transfer_out"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["target", "effective_on"], include=("quantity",), name="transfer_in"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["effective_on"], name="transfer_effective"),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["recorded_at"], name="transfer_recorded"),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="a_transfer_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="a_transfer_has_two_accounts"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="a_transfer_has_an_idempotency_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_transfer_has_a_reason"
            ),
        ),
        migrations.RunSQL((SQL / "ledger_gate.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "settings.sql").read_text(), migrations.RunSQL.noop),
        TrackHistory("Freeze"),
        TrackHistory("Pool"),
        TrackHistory("QuotaType"),
        TrackHistory("Hold"),
        TrackHistory("QuotaException"),
        TrackHistory("QuotaRequest"),
        TrackHistory("QuotaRequestLine"),
        TrackHistory("FloatingQuota"),
        TrackHistory("BodyRequest"),
        AppendOnly("Transfer"),
        AppendOnly("Period"),
        AppendOnly("PeriodBalance"),
    ]
