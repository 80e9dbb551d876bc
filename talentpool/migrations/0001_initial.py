from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from accounts.history import TrackHistory

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("quotas", "0001_initial"),
        ("staffing", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalLoanRequest",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
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
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="用人单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 借编申请",
                "verbose_name_plural": "historical 借编申请",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRecovery",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待确认"),
                            ("done", "已收回"),
                            ("refused", "不予收回"),
                            ("overtaken", "已归还"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="提出时间"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
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
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.region",
                        verbose_name="编办所在地区",
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
                        verbose_name="借编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 回收方案",
                "verbose_name_plural": "historical 回收方案",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("promised", "待到岗"),
                            ("on_loan", "借用中"),
                            ("returned", "已归还"),
                            ("left", "离岗归还"),
                            ("recovered", "已收回"),
                            ("lapsed", "逾期未用"),
                        ],
                        default="promised",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("granted_on", models.DateField(verbose_name="批准日期")),
                ("use_by", models.DateField(verbose_name="到岗期限")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="借编日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="还编期限")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="还编日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="approvals.document",
                        verbose_name="批准文件",
                    ),
                ),
                (
                    "end_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_loans",
                        to="approvals.document",
                        verbose_name="还编依据",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="quotas.pool",
                        verbose_name="周转池",
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan",
                        to="staffing.posting",
                        verbose_name="占编",
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
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="units.unit",
                        verbose_name="用人单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "借编",
                "verbose_name_plural": "借编",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalExtensionRequest",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("until", models.DateField(verbose_name="延至")),
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
                    "loan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="talentpool.loan",
                        verbose_name="借编",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 延期还编申请",
                "verbose_name_plural": "historical 延期还编申请",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="extension_request",
                        serialize=False,
                        to="approvals.case",
                    ),
                ),
                ("until", models.DateField(verbose_name="延至")),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="talentpool.loan",
                        verbose_name="借编",
                    ),
                ),
            ],
            options={
                "verbose_name": "延期还编申请",
                "verbose_name_plural": "延期还编申请",
            },
        ),
        migrations.CreateModel(
            name="LoanRequest",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="loan_request",
                        serialize=False,
                        to="approvals.case",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan_requests",
                        to="quotas.pool",
                        verbose_name="周转池",
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
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan_requests",
                        to="units.unit",
                        verbose_name="用人单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "借编申请",
                "verbose_name_plural": "借编申请",
            },
        ),
        migrations.CreateModel(
            name="HistoricalTalent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                (
                    "talent_class",
                    models.CharField(
                        choices=[("high_level", "高层次人才"), ("short", "急需紧缺人才")],
                        max_length=12,
                        verbose_name="人才类别",
                    ),
                ),
                ("certification", models.CharField(max_length=120, verbose_name="认定材料")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "loan_request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="talentpool.loanrequest",
                        verbose_name="借编申请",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 引进人才",
                "verbose_name_plural": "historical 引进人才",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待确认"),
                            ("done", "已收回"),
                            ("refused", "不予收回"),
                            ("overtaken", "已归还"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="提出时间"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="quotas.pool",
                        verbose_name="周转池",
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
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="units.region",
                        verbose_name="编办所在地区",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="units.unit",
                        verbose_name="借编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "回收方案",
                "verbose_name_plural": "回收方案",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRecoveryLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "sister",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="出编单位",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="talentpool.loan",
                        verbose_name="借编",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="talentpool.recovery",
                        verbose_name="回收方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 回收明细",
                "verbose_name_plural": "historical 回收明细",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RecoveryLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery_lines",
                        to="talentpool.loan",
                        verbose_name="借编",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="talentpool.recovery",
                        verbose_name="回收方案",
                    ),
                ),
                (
                    "sister",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="出编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "回收明细",
                "verbose_name_plural": "回收明细",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Talent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                (
                    "talent_class",
                    models.CharField(
                        choices=[("high_level", "高层次人才"), ("short", "急需紧缺人才")],
                        max_length=12,
                        verbose_name="人才类别",
                    ),
                ),
                ("certification", models.CharField(max_length=120, verbose_name="认定材料")),
                (
                    "loan_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talents",
                        to="talentpool.loanrequest",
                        verbose_name="借编申请",
                    ),
                ),
            ],
            options={
                "verbose_name": "引进人才",
                "verbose_name_plural": "引进人才",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="loan",
            name="talent",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="loan",
                to="talentpool.talent",
                verbose_name="引进人才",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalLoan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("promised", "待到岗"),
                            ("on_loan", "借用中"),
                            ("returned", "已归还"),
                            ("left", "离岗归还"),
                            ("recovered", "已收回"),
                            ("lapsed", "逾期未用"),
                        ],
                        default="promised",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("granted_on", models.DateField(verbose_name="批准日期")),
                ("use_by", models.DateField(verbose_name="到岗期限")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="借编日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="还编期限")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="还编日期")),
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
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="批准文件",
                    ),
                ),
                (
                    "end_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="还编依据",
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
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.posting",
                        verbose_name="占编",
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
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="用人单位",
                    ),
                ),
                (
                    "talent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="talentpool.talent",
                        verbose_name="引进人才",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 借编",
                "verbose_name_plural": "historical 借编",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("pool", "unit", "quota_type"),
                name="a_unit_has_one_open_recovery_per_pool_and_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on", None), ("state", "proposed")),
                    models.Q(models.Q(("state", "proposed"), _negated=True), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="a_decided_recovery_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("document__isnull", False), _connector="OR"
                ),
                name="a_recovery_is_done_on_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("opinion", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refusal_gives_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoveryline",
            constraint=models.UniqueConstraint(fields=("recovery", "loan"), name="a_recovery_names_a_loan_once"),
        ),
        migrations.AddConstraint(
            model_name="talent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("certification", ""), _negated=True)
                ),
                name="a_talent_is_named_and_certified",
            ),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["unit", "quota_type", "state", "id"], name="loans_of_unit"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(condition=models.Q(("state", "on_loan")), fields=["due_on"], name="loan_that_falls_due"),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_on", None),
                        ("ended_on", None),
                        ("posting", None),
                        ("started_on", None),
                        ("state", "promised"),
                    ),
                    models.Q(
                        ("due_on", None),
                        ("ended_on__isnull", False),
                        ("posting", None),
                        ("started_on", None),
                        ("state", "lapsed"),
                    ),
                    models.Q(
                        ("due_on__isnull", False),
                        ("ended_on", None),
                        ("posting__isnull", False),
                        ("started_on__isnull", False),
                        ("state", "on_loan"),
                    ),
                    models.Q(
                        ("due_on__isnull", False),
                        ("ended_on__isnull", False),
                        ("posting__isnull", False),
                        ("started_on__isnull", False),
                        ("state__in", ["returned", "left", "recovered"]),
                    ),
                    _connector="OR",
                ),
                name="a_loan_has_what_its_state_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on", None), ("due_on__gt", models.F("started_on")), _connector="OR"),
                name="a_loan_is_due_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("end_document__isnull", False), _connector="OR"),
                name="a_loan_ends_on_a_document",
            ),
        ),
        migrations.RunSQL((SQL / "loans_are_borrowed.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "settings.sql").read_text(), migrations.RunSQL.noop),
        TrackHistory("LoanRequest"),
        TrackHistory("Talent"),
        TrackHistory("Loan"),
        TrackHistory("ExtensionRequest"),
        TrackHistory("Recovery"),
        TrackHistory("RecoveryLine"),
    ]
