from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from accounts.history import AppendOnly, TrackHistory

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="CoordinatingBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("committee", "委员会"),
                            ("leading_group", "领导小组"),
                            ("headquarters", "指挥部"),
                            ("joint_conference", "联席会议"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="组织形式",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("counterpart", "与上级对应设立"),
                            ("reform", "机构改革中因地制宜设立"),
                            ("led", "由地区领导担任负责人"),
                        ],
                        max_length=12,
                        verbose_name="设立情形",
                    ),
                ),
                ("leader", models.CharField(max_length=100, verbose_name="负责人")),
                ("duties", models.TextField(verbose_name="职责任务")),
                ("work_rules", models.CharField(blank=True, max_length=100, verbose_name="工作规则")),
                ("founding_document", models.CharField(max_length=100, verbose_name="设立文号")),
                ("founded_on", models.DateField(verbose_name="设立日期")),
                ("is_temporary", models.BooleanField(default=False, verbose_name="临时机构")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="撤销期限")),
                ("end_condition", models.CharField(blank=True, max_length=200, verbose_name="撤销条件")),
                ("exited_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                (
                    "exit_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "任务完成"),
                            ("expired", "期限届满"),
                            ("merged", "整合并入其他机构"),
                            ("redundant", "裁撤冗余"),
                        ],
                        max_length=12,
                        verbose_name="退出情形",
                    ),
                ),
                ("exit_document", models.CharField(blank=True, max_length=100, verbose_name="退出文号")),
            ],
            options={
                "verbose_name": "议事协调机构",
                "verbose_name_plural": "议事协调机构",
                "ordering": ["region", "id"],
            },
        ),
        migrations.CreateModel(
            name="EstablishmentCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="证号")),
                ("issued_on", models.DateField(verbose_name="发证日期")),
                (
                    "issue_reason",
                    models.CharField(
                        choices=[("first", "首次发证"), ("renewed", "变更换发"), ("lost", "遗失补发")],
                        max_length=10,
                        verbose_name="发证事由",
                    ),
                ),
                (
                    "stated",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="发证时的登记事项：（事项，内容）。",
                        verbose_name="登记事项",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[("replaced", "已换发"), ("declared_lost", "遗失作废"), ("abolished", "机构撤销缴回")],
                        max_length=15,
                        verbose_name="失效事由",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构编制管理证",
                "verbose_name_plural": "机构编制管理证",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="InternalDivision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("comprehensive", "综合"),
                            ("business", "业务"),
                            ("party_affairs", "党务"),
                            ("economic", "经济"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("post_count", models.PositiveIntegerField(default=0, verbose_name="编制数")),
                ("chief_count", models.PositiveIntegerField(default=0, verbose_name="正职数")),
                ("deputy_count", models.PositiveIntegerField(default=0, verbose_name="副职数")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="排序")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
            ],
            options={
                "verbose_name": "内设机构",
                "verbose_name_plural": "内设机构",
                "ordering": ["unit", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBodyReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "kind",
                    models.CharField(
                        choices=[("yearly", "年度梳理"), ("clean_up", "五年清理")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("reviewed_on", models.DateField(verbose_name="评估日期")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("keep", "保留"), ("merge", "整合"), ("abolish", "撤销")],
                        max_length=10,
                        verbose_name="结论",
                    ),
                ),
                ("opinion", models.TextField(verbose_name="意见")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.coordinatingbody",
                        verbose_name="议事协调机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 议事协调机构评估",
                "verbose_name_plural": "historical 议事协调机构评估",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCertificateReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("year", models.PositiveSmallIntegerField(verbose_name="核验年度")),
                ("reviewed_on", models.DateField(verbose_name="核验日期")),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "合格"), ("corrected", "整改后合格"), ("failed", "不合格，限期整改")],
                        max_length=10,
                        verbose_name="核验结果",
                    ),
                ),
                (
                    "differences",
                    models.JSONField(
                        blank=True, default=list, help_text="核验时的（事项，证载，现状）。", verbose_name="不一致事项"
                    ),
                ),
                ("opinion", models.TextField(verbose_name="核验意见")),
                ("correct_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.establishmentcertificate",
                        verbose_name="机构编制管理证",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 管理证年度核验",
                "verbose_name_plural": "historical 管理证年度核验",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=9,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{6}([0-9]{3})?\\Z", "区划代码应为6位或9位数字。"
                            )
                        ],
                        verbose_name="区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "省级"), ("city", "市级"), ("county", "县级"), ("town", "乡级")],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("prefix", models.CharField(editable=False, max_length=9, unique=True, verbose_name="代码前缀")),
                ("has_office", models.BooleanField(default=False, verbose_name="设有编办")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.region",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政区划",
                "verbose_name_plural": "行政区划",
                "ordering": ["prefix"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRegion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "code",
                    models.CharField(
                        db_index=True,
                        max_length=9,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{6}([0-9]{3})?\\Z", "区划代码应为6位或9位数字。"
                            )
                        ],
                        verbose_name="区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "省级"), ("city", "市级"), ("county", "县级"), ("town", "乡级")],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("prefix", models.CharField(db_index=True, editable=False, max_length=9, verbose_name="代码前缀")),
                ("has_office", models.BooleanField(default=False, verbose_name="设有编办")),
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
                        to="units.region",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 行政区划",
                "verbose_name_plural": "historical 行政区划",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="coordinatingbody",
            name="region",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="coordinating_bodies",
                to="units.region",
                verbose_name="设立地区",
            ),
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="机构编码")),
                ("name", models.CharField(max_length=100, verbose_name="机构名称")),
                ("short_name", models.CharField(blank=True, max_length=50, verbose_name="规范简称")),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="其他名称",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("organ", "机关"), ("institution", "事业单位"), ("mass", "群团"), ("other", "其他")],
                        max_length=20,
                        verbose_name="机构类别",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state", "国家机关"),
                            ("party", "党政机关"),
                            ("social", "社会团体"),
                            ("political_legal", "政法机关"),
                            ("public", "事业单位"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="机构性质",
                    ),
                ),
                (
                    "system_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party", "党委"),
                            ("congress", "人大"),
                            ("government", "政府"),
                            ("consultative", "政协"),
                            ("supervision", "监委"),
                            ("court", "法院"),
                            ("procuratorate", "检察院"),
                            ("democratic_party", "民主党派"),
                            ("mass", "群团"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="系统类别",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
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
                        default="unranked",
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
                ("civil_service_managed", models.BooleanField(default=False, verbose_name="参照公务员法管理")),
                ("within_cap", models.BooleanField(default=False, verbose_name="限额内机构")),
                (
                    "uscc",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$", "统一社会信用代码应为18位。"
                            )
                        ],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("public", "公开"), ("internal", "内部"), ("secret", "秘密")],
                        default="public",
                        max_length=10,
                        verbose_name="公开属性",
                    ),
                ),
                ("main_duties", models.TextField(blank=True, verbose_name="主要职责")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("set_up_on", models.DateField(verbose_name="设立日期")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("set_up_document", models.CharField(blank=True, max_length=100, verbose_name="设立文号")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="排序")),
                (
                    "competent_department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subordinates",
                        to="units.unit",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="units.region",
                        verbose_name="行政区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "机构",
                "verbose_name_plural": "机构",
                "ordering": ["region", "position", "number"],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("clerk", "经办"),
                            ("head", "科长"),
                            ("director", "主任"),
                            ("committee", "编委"),
                            ("department", "主管部门"),
                            ("unit", "单位专管员"),
                            ("inspector", "督查员"),
                            ("admin", "系统管理员"),
                        ],
                        max_length=12,
                        verbose_name="角色",
                    ),
                ),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="起始日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        help_text="编办人员所在的内设科室，会签时由本科室人员填写意见。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="units.internaldivision",
                        verbose_name="科室",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="granted_mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="授权人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="units.region",
                        verbose_name="行政区划",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="units.unit",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "授权",
                "verbose_name_plural": "授权",
                "ordering": ["user", "starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="LineageEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("set_up", "设立"),
                            ("rename", "更名"),
                            ("abolish", "撤销"),
                            ("merge", "合并"),
                            ("split", "分设"),
                            ("convert", "转制"),
                        ],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("before", models.TextField(blank=True, verbose_name="变更前")),
                ("after", models.TextField(blank=True, verbose_name="变更后")),
                ("document_number", models.CharField(max_length=100, verbose_name="文号")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("actor_name", models.CharField(max_length=150, verbose_name="经办人")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="登记时间"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lineage_events",
                        to="units.unit",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "沿革",
                "verbose_name_plural": "沿革",
                "ordering": ["on", "id"],
            },
        ),
        migrations.AddField(
            model_name="internaldivision",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="divisions",
                to="units.unit",
                verbose_name="机构",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalUnit",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("number", models.CharField(db_index=True, max_length=30, verbose_name="机构编码")),
                ("name", models.CharField(max_length=100, verbose_name="机构名称")),
                ("short_name", models.CharField(blank=True, max_length=50, verbose_name="规范简称")),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="其他名称",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("organ", "机关"), ("institution", "事业单位"), ("mass", "群团"), ("other", "其他")],
                        max_length=20,
                        verbose_name="机构类别",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state", "国家机关"),
                            ("party", "党政机关"),
                            ("social", "社会团体"),
                            ("political_legal", "政法机关"),
                            ("public", "事业单位"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="机构性质",
                    ),
                ),
                (
                    "system_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("party", "党委"),
                            ("congress", "人大"),
                            ("government", "政府"),
                            ("consultative", "政协"),
                            ("supervision", "监委"),
                            ("court", "法院"),
                            ("procuratorate", "检察院"),
                            ("democratic_party", "民主党派"),
                            ("mass", "群团"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="系统类别",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
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
                        default="unranked",
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
                ("civil_service_managed", models.BooleanField(default=False, verbose_name="参照公务员法管理")),
                ("within_cap", models.BooleanField(default=False, verbose_name="限额内机构")),
                (
                    "uscc",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$", "统一社会信用代码应为18位。"
                            )
                        ],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("public", "公开"), ("internal", "内部"), ("secret", "秘密")],
                        default="public",
                        max_length=10,
                        verbose_name="公开属性",
                    ),
                ),
                ("main_duties", models.TextField(blank=True, verbose_name="主要职责")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("set_up_on", models.DateField(verbose_name="设立日期")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("set_up_document", models.CharField(blank=True, max_length=100, verbose_name="设立文号")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="排序")),
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
                        verbose_name="行政区划",
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
            ],
            options={
                "verbose_name": "historical 机构",
                "verbose_name_plural": "historical 机构",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMandate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("clerk", "经办"),
                            ("head", "科长"),
                            ("director", "主任"),
                            ("committee", "编委"),
                            ("department", "主管部门"),
                            ("unit", "单位专管员"),
                            ("inspector", "督查员"),
                            ("admin", "系统管理员"),
                        ],
                        max_length=12,
                        verbose_name="角色",
                    ),
                ),
                ("starts_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="起始日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        verbose_name="授权人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="编办人员所在的内设科室，会签时由本科室人员填写意见。",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.internaldivision",
                        verbose_name="科室",
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
                        verbose_name="行政区划",
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
                "verbose_name": "historical 授权",
                "verbose_name_plural": "historical 授权",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInternalDivision",
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
                            ("comprehensive", "综合"),
                            ("business", "业务"),
                            ("party_affairs", "党务"),
                            ("economic", "经济"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("post_count", models.PositiveIntegerField(default=0, verbose_name="编制数")),
                ("chief_count", models.PositiveIntegerField(default=0, verbose_name="正职数")),
                ("deputy_count", models.PositiveIntegerField(default=0, verbose_name="副职数")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="排序")),
                ("abolished_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                "verbose_name": "historical 内设机构",
                "verbose_name_plural": "historical 内设机构",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEstablishmentCertificate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("number", models.CharField(db_index=True, max_length=40, verbose_name="证号")),
                ("issued_on", models.DateField(verbose_name="发证日期")),
                (
                    "issue_reason",
                    models.CharField(
                        choices=[("first", "首次发证"), ("renewed", "变更换发"), ("lost", "遗失补发")],
                        max_length=10,
                        verbose_name="发证事由",
                    ),
                ),
                (
                    "stated",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="发证时的登记事项：（事项，内容）。",
                        verbose_name="登记事项",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[("replaced", "已换发"), ("declared_lost", "遗失作废"), ("abolished", "机构撤销缴回")],
                        max_length=15,
                        verbose_name="失效事由",
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
                "verbose_name": "historical 机构编制管理证",
                "verbose_name_plural": "historical 机构编制管理证",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCoordinatingBody",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("committee", "委员会"),
                            ("leading_group", "领导小组"),
                            ("headquarters", "指挥部"),
                            ("joint_conference", "联席会议"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="组织形式",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("counterpart", "与上级对应设立"),
                            ("reform", "机构改革中因地制宜设立"),
                            ("led", "由地区领导担任负责人"),
                        ],
                        max_length=12,
                        verbose_name="设立情形",
                    ),
                ),
                ("leader", models.CharField(max_length=100, verbose_name="负责人")),
                ("duties", models.TextField(verbose_name="职责任务")),
                ("work_rules", models.CharField(blank=True, max_length=100, verbose_name="工作规则")),
                ("founding_document", models.CharField(max_length=100, verbose_name="设立文号")),
                ("founded_on", models.DateField(verbose_name="设立日期")),
                ("is_temporary", models.BooleanField(default=False, verbose_name="临时机构")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="撤销期限")),
                ("end_condition", models.CharField(blank=True, max_length=200, verbose_name="撤销条件")),
                ("exited_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                (
                    "exit_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "任务完成"),
                            ("expired", "期限届满"),
                            ("merged", "整合并入其他机构"),
                            ("redundant", "裁撤冗余"),
                        ],
                        max_length=12,
                        verbose_name="退出情形",
                    ),
                ),
                ("exit_document", models.CharField(blank=True, max_length=100, verbose_name="退出文号")),
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
                        verbose_name="设立地区",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="日常工作承担单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 议事协调机构",
                "verbose_name_plural": "historical 议事协调机构",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="establishmentcertificate",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="units.unit",
                verbose_name="机构",
            ),
        ),
        migrations.AddField(
            model_name="coordinatingbody",
            name="lead_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="coordinating_bodies",
                to="units.unit",
                verbose_name="日常工作承担单位",
            ),
        ),
        migrations.CreateModel(
            name="BodyReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "kind",
                    models.CharField(
                        choices=[("yearly", "年度梳理"), ("clean_up", "五年清理")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("reviewed_on", models.DateField(verbose_name="评估日期")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("keep", "保留"), ("merge", "整合"), ("abolish", "撤销")],
                        max_length=10,
                        verbose_name="结论",
                    ),
                ),
                ("opinion", models.TextField(verbose_name="意见")),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="units.coordinatingbody",
                        verbose_name="议事协调机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "议事协调机构评估",
                "verbose_name_plural": "议事协调机构评估",
                "ordering": ["-year", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opinion", ""), _negated=True),
                        name="body_review_says_why",
                        violation_error_message="请填写意见。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year__gte", 1949),
                            ("year__lte", django.db.models.functions.datetime.ExtractYear("reviewed_on")),
                        ),
                        name="body_review_is_of_a_year_that_has_begun",
                        violation_error_message="评估年度不能晚于评估日期所在年度。",
                    ),
                    models.UniqueConstraint(
                        fields=("body", "year", "kind"),
                        name="coordinating_body_is_reviewed_once_a_year",
                        violation_error_code="reviewed",
                        violation_error_message="该年度已作过此类评估。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="核验年度")),
                ("reviewed_on", models.DateField(verbose_name="核验日期")),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "合格"), ("corrected", "整改后合格"), ("failed", "不合格，限期整改")],
                        max_length=10,
                        verbose_name="核验结果",
                    ),
                ),
                (
                    "differences",
                    models.JSONField(
                        blank=True, default=list, help_text="核验时的（事项，证载，现状）。", verbose_name="不一致事项"
                    ),
                ),
                ("opinion", models.TextField(verbose_name="核验意见")),
                ("correct_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                (
                    "certificate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="units.establishmentcertificate",
                        verbose_name="机构编制管理证",
                    ),
                ),
            ],
            options={
                "verbose_name": "管理证年度核验",
                "verbose_name_plural": "管理证年度核验",
                "ordering": ["-year", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opinion", ""), _negated=True),
                        name="certificate_review_says_why",
                        violation_error_message="请填写核验意见。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year__gte", 1949),
                            ("year__lte", django.db.models.functions.datetime.ExtractYear("reviewed_on")),
                        ),
                        name="certificate_review_is_of_a_year_that_has_begun",
                        violation_error_message="核验年度不能晚于核验日期所在年度。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "failed"), _negated=True),
                            models.Q(("correct_by__gt", models.F("reviewed_on")), ("correct_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="failed_certificate_review_sets_a_term",
                        violation_error_code="no_term",
                        violation_error_message="不合格的，须注明整改期限，晚于核验日期。",
                    ),
                    models.UniqueConstraint(
                        fields=("certificate", "year"),
                        name="certificate_is_reviewed_once_a_year",
                        violation_error_code="reviewed",
                        violation_error_message="该年度已核验。",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("code", django.db.models.functions.text.Concat(models.F("prefix"), models.Value("0000"))),
                        ("level", "province"),
                        ("prefix__regex", "^[0-9]{2}$"),
                    ),
                    models.Q(
                        ("code", django.db.models.functions.text.Concat(models.F("prefix"), models.Value("00"))),
                        ("level", "city"),
                        ("prefix__regex", "^[0-9]{4}$"),
                    ),
                    models.Q(("code", models.F("prefix")), ("level", "county"), ("prefix__regex", "^[0-9]{6}$")),
                    models.Q(("code", models.F("prefix")), ("level", "town"), ("prefix__regex", "^[0-9]{9}$")),
                    _connector="OR",
                ),
                name="region_prefix_is_its_code_without_trailing_zeros",
                violation_error_message="级别、前缀与区划代码不一致。",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="region_has_a_name",
                violation_error_message="名称不能为空。",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                fields=["region", "position", "number"], include=("abolished_on",), name="units_in_their_order"
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name"], name="units_by_part_of_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["short_name"], name="units_by_part_of_short_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("number", ""), _negated=True), models.Q(("name", ""), _negated=True)),
                name="unit_has_a_number_and_a_name",
                violation_error_message="机构编码和名称不能为空。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("abolished_on", None), ("abolished_on__gte", models.F("set_up_on")), _connector="OR"
                ),
                name="unit_is_not_abolished_before_it_is_set_up",
                violation_error_message="撤销日期不得早于设立日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("competent_department", None),
                    models.Q(("competent_department", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="unit_is_not_its_own_competent_department",
                violation_error_message="主管部门不能是本单位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("uscc", ""), ("uscc__regex", "^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$"), _connector="OR"),
                name="unit_credit_code_has_18_characters",
                violation_error_message="统一社会信用代码应为18位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("institution_class", ""), ("category", "institution"), _connector="OR"),
                name="unit_institution_class_is_for_institutions",
                violation_error_message="只有事业单位填写事业单位类别。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("uscc", ""), _negated=True),
                fields=("uscc",),
                name="unit_credit_code_is_used_once",
                violation_error_message="统一社会信用代码已被其他机构使用。",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("abolished_on", None)),
                fields=("region", "name"),
                name="unit_name_is_used_once_in_a_region",
                violation_error_message="本地区已有同名机构。",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("region__isnull", False),
                        ("role__in", ("clerk", "head", "director", "committee", "inspector", "admin")),
                        ("unit", None),
                    ),
                    models.Q(("region", None), ("role__in", ("department", "unit")), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="mandate_has_the_region_or_the_unit_that_fits_its_role",
                violation_error_message="编办角色须指定行政区划，主管部门和单位专管员须指定机构，二者只能选一。",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("division", None), ("role__in", ("clerk", "head", "director")), _connector="OR"),
                name="mandate_in_a_division_is_of_an_office_role",
                violation_error_message="只有经办、科长、主任的授权可以指定科室。",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="mandate_does_not_end_before_it_starts",
                violation_error_message="终止日期不得早于起始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineageevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("document_number", ""), _negated=True),
                name="lineage_event_cites_a_document",
                violation_error_message="沿革须注明文号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="internaldivision",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="division_has_a_name",
                violation_error_message="名称不能为空。",
            ),
        ),
        migrations.AddConstraint(
            model_name="internaldivision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "post_count__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("chief_count"), "+", models.F("deputy_count")
                        ),
                    )
                ),
                name="division_chiefs_and_deputies_fit_its_posts",
                violation_error_code="beyond_posts",
                violation_error_message="正副职数之和不得超过内设机构编制数。",
            ),
        ),
        migrations.AddConstraint(
            model_name="internaldivision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("abolished_on", None)),
                fields=("unit", "name"),
                name="division_name_is_used_once_in_a_unit",
                violation_error_code="name_is_taken",
                violation_error_message="本单位已有同名内设机构。",
            ),
        ),
        migrations.AddIndex(
            model_name="establishmentcertificate",
            index=models.Index(fields=["unit", "-id"], name="certificates_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="establishmentcertificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True),
                name="certificate_has_a_number",
                violation_error_message="证号不能为空。",
            ),
        ),
        migrations.AddConstraint(
            model_name="establishmentcertificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__gte", models.F("issued_on")),
                        ("ended_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificate_ends_for_a_reason_after_its_issue",
                violation_error_message="失效须注明事由，失效日期不得早于发证日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="establishmentcertificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("unit",),
                name="unit_has_one_certificate_in_force",
                violation_error_message="该机构已有在用的管理证。",
            ),
        ),
        migrations.AddIndex(
            model_name="coordinatingbody",
            index=models.Index(fields=["region", "exited_on", "ends_on"], name="coordinating_bodies_of_region"),
        ),
        migrations.AddConstraint(
            model_name="coordinatingbody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("leader", ""), _negated=True),
                    models.Q(("duties", ""), _negated=True),
                    models.Q(("founding_document", ""), _negated=True),
                ),
                name="coordinating_body_is_named_led_and_founded_on_a_document",
                violation_error_message="名称、负责人、职责任务和设立文号不能为空。",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinatingbody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_temporary", False),
                    models.Q(("ends_on__isnull", False), models.Q(("end_condition", ""), _negated=True)),
                    _connector="OR",
                ),
                name="temporary_coordinating_body_says_when_and_why_it_ends",
                violation_error_code="no_end",
                violation_error_message="临时机构须明确撤销的条件和期限。",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinatingbody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on", None), ("ends_on__gt", models.F("founded_on")), _connector="OR"),
                    models.Q(("exited_on", None), ("exited_on__gte", models.F("founded_on")), _connector="OR"),
                ),
                name="coordinating_body_ends_after_it_was_founded",
                violation_error_code="dates",
                violation_error_message="撤销期限须晚于设立日期，退出日期不得早于设立日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinatingbody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exit_document", ""), ("exit_reason", ""), ("exited_on", None)),
                    models.Q(
                        ("exited_on__isnull", False),
                        models.Q(("exit_reason", ""), _negated=True),
                        models.Q(("exit_document", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="coordinating_body_exits_for_a_reason_on_a_document",
                violation_error_message="退出须注明日期、情形和文号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="coordinatingbody",
            constraint=models.UniqueConstraint(
                condition=models.Q(("exited_on", None)),
                fields=("region", "name"),
                name="coordinating_body_name_is_used_once_in_a_region",
                violation_error_code="name_is_taken",
                violation_error_message="本地区已有同名议事协调机构。",
            ),
        ),
        migrations.RunSQL((SQL / "region_parent_encloses_region.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "mandate_division_lies_in_its_region.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "certificate_states_what_it_stated.sql").read_text(), migrations.RunSQL.noop),
        TrackHistory("Region"),
        TrackHistory("Unit"),
        TrackHistory("InternalDivision"),
        TrackHistory("Mandate"),
        TrackHistory("CoordinatingBody"),
        TrackHistory("BodyReview"),
        TrackHistory("EstablishmentCertificate"),
        TrackHistory("CertificateReview"),
        AppendOnly("LineageEvent"),
    ]
