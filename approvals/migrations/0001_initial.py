from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import approvals.models.case
from accounts.history import AppendOnly, TrackHistory

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="办件编号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("reason", models.TextField(blank=True, verbose_name="申请理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("filed", "待受理"),
                            ("received", "已受理"),
                            ("checked", "已审核"),
                            ("argued", "已论证"),
                            ("decided", "已决定"),
                            ("issued", "已发文"),
                            ("executed", "已执行"),
                            ("closed", "已办结"),
                            ("returned", "退回补正"),
                            ("refused", "不予同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("fast_lane", models.BooleanField(default=False, verbose_name="绿色通道")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                ("filed_on", models.DateField(null=True, verbose_name="申报日期")),
                ("due_on", models.DateField(null=True, verbose_name="办理期限")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                ("base", models.JSONField(blank=True, default=list, verbose_name="申报时的账面数")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed_cases",
                        to="units.unit",
                        verbose_name="申报单位",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checked_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed_cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申报人",
                    ),
                ),
                (
                    "lead_division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_cases",
                        to="units.internaldivision",
                        verbose_name="牵头科室",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="units.region",
                        verbose_name="受理地区",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(blank=True, related_name="cases", to="units.unit", verbose_name="涉及单位"),
                ),
            ],
            options={
                "verbose_name": "办件",
                "verbose_name_plural": "办件",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCaseKind",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="事项名称")),
                ("subject", models.CharField(max_length=40, verbose_name="办理对象")),
                (
                    "filed_by_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="申报主体"
                    ),
                ),
                (
                    "required_papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="申报形式要件",
                    ),
                ),
                ("working_days", models.PositiveSmallIntegerField(default=20, verbose_name="办理时限（工作日）")),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("desk", "业务科室办理"),
                            ("director", "编办主任审批"),
                            ("office_meeting", "室务会审议"),
                            ("committee", "编委会审议"),
                        ],
                        default="director",
                        max_length=20,
                        verbose_name="审批权限",
                    ),
                ),
                ("needs_argument", models.BooleanField(default=True, verbose_name="须经论证")),
                ("needs_five_questions", models.BooleanField(default=True, verbose_name="须答复五项审议内容")),
                ("fast_lane", models.BooleanField(default=False, verbose_name="可走绿色通道")),
                ("guidance", models.TextField(blank=True, verbose_name="填报说明")),
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
            ],
            options={
                "verbose_name": "historical 办件类型",
                "verbose_name_plural": "historical 办件类型",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Deliberation",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="deliberation",
                        serialize=False,
                        to="approvals.case",
                    ),
                ),
                ("party_leadership", models.TextField(blank=True, verbose_name="是否有利于坚持和加强党的全面领导")),
                ("legality", models.TextField(blank=True, verbose_name="是否符合党中央有关规定和法律法规")),
                (
                    "fiscal_capacity",
                    models.TextField(blank=True, verbose_name="是否适应经济社会发展和财力，解决实际问题"),
                ),
                ("alternatives", models.TextField(blank=True, verbose_name="是否考虑过不增加编制的其他办法")),
                ("foreseen", models.TextField(blank=True, verbose_name="可能出现的问题及应对准备")),
            ],
            options={
                "verbose_name": "五项审议内容",
                "verbose_name_plural": "五项审议内容",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paper", models.CharField(max_length=60, verbose_name="要件")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=approvals.models.case.attachment_path, verbose_name="文件"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["paper", "id"],
            },
        ),
        migrations.CreateModel(
            name="Argument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("comparison", "定量比较分析"),
                            ("seminar", "座谈会"),
                            ("defence", "答辩会"),
                            ("hearing", "听证会"),
                        ],
                        max_length=12,
                        verbose_name="论证形式",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="论证日期")),
                ("participants", models.CharField(blank=True, max_length=300, verbose_name="参加人员")),
                ("vertical", models.TextField(blank=True, verbose_name="纵向比较（上级、历年）")),
                ("horizontal", models.TextField(blank=True, verbose_name="横向比较（同类单位）")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[("feasible", "必要可行"), ("partly", "部分可行"), ("infeasible", "暂不具备条件")],
                        max_length=12,
                        verbose_name="论证结论",
                    ),
                ),
                ("text", models.TextField(verbose_name="论证意见")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="记录时间")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arguments",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
            ],
            options={
                "verbose_name": "论证记录",
                "verbose_name_plural": "论证记录",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CaseKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=60, verbose_name="事项名称")),
                ("subject", models.CharField(max_length=40, verbose_name="办理对象")),
                (
                    "filed_by_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="申报主体"
                    ),
                ),
                (
                    "required_papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="申报形式要件",
                    ),
                ),
                ("working_days", models.PositiveSmallIntegerField(default=20, verbose_name="办理时限（工作日）")),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("desk", "业务科室办理"),
                            ("director", "编办主任审批"),
                            ("office_meeting", "室务会审议"),
                            ("committee", "编委会审议"),
                        ],
                        default="director",
                        max_length=20,
                        verbose_name="审批权限",
                    ),
                ),
                ("needs_argument", models.BooleanField(default=True, verbose_name="须经论证")),
                ("needs_five_questions", models.BooleanField(default=True, verbose_name="须答复五项审议内容")),
                ("fast_lane", models.BooleanField(default=False, verbose_name="可走绿色通道")),
                ("guidance", models.TextField(blank=True, verbose_name="填报说明")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "办件类型",
                "verbose_name_plural": "办件类型",
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("working_days__range", (1, 250))),
                        name="a_case_kind_has_a_sensible_time_limit",
                        violation_error_message="办理时限须为1至250个工作日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filed_by_roles__contained_by", ["clerk", "head", "director", "department", "unit"]),
                            ("filed_by_roles__len__gt", 0),
                        ),
                        name="a_case_kind_is_filed_by_roles_that_may_file",
                        violation_error_message="申报主体须为编办、主管部门或单位的角色，至少一项。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authority__in", ["desk", "director", "office_meeting", "committee"])),
                        name="a_case_kind_has_a_known_authority",
                        violation_error_message="请选择审批权限。",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="approvals.casekind",
                verbose_name="办件类型",
            ),
        ),
        migrations.CreateModel(
            name="CheckRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_key", models.CharField(max_length=60, verbose_name="检查")),
                ("started_at", models.DateTimeField(verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(verbose_name="结束时间")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="发现")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="处理")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("failed", models.BooleanField(default=False, verbose_name="出错")),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="到期自动运行的为空。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="运行人",
                    ),
                ),
            ],
            options={
                "verbose_name": "定期检查记录",
                "verbose_name_plural": "定期检查记录",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="事由")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputy_for",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代行人",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="委托人",
                    ),
                ),
            ],
            options={
                "verbose_name": "代行授权",
                "verbose_name_plural": "代行授权",
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approval", "批文"),
                            ("decision_sheet", "审批单"),
                            ("minutes", "会议纪要"),
                            ("use_notice", "核准使用编制通知单"),
                            ("external", "来文"),
                        ],
                        max_length=20,
                        verbose_name="文种",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "拟稿"), ("issued", "已印发")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("issuer", models.CharField(max_length=120, verbose_name="发文机关")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("public", "公开"), ("internal", "内部"), ("secret", "秘密")],
                        default="internal",
                        max_length=12,
                        verbose_name="密级",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟稿人",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(blank=True, related_name="documents", to="units.unit", verbose_name="主送"),
                ),
            ],
            options={
                "verbose_name": "文件",
                "verbose_name_plural": "文件",
                "ordering": ["-issued_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalArgument",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("comparison", "定量比较分析"),
                            ("seminar", "座谈会"),
                            ("defence", "答辩会"),
                            ("hearing", "听证会"),
                        ],
                        max_length=12,
                        verbose_name="论证形式",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="论证日期")),
                ("participants", models.CharField(blank=True, max_length=300, verbose_name="参加人员")),
                ("vertical", models.TextField(blank=True, verbose_name="纵向比较（上级、历年）")),
                ("horizontal", models.TextField(blank=True, verbose_name="横向比较（同类单位）")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[("feasible", "必要可行"), ("partly", "部分可行"), ("infeasible", "暂不具备条件")],
                        max_length=12,
                        verbose_name="论证结论",
                    ),
                ),
                ("text", models.TextField(verbose_name="论证意见")),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, verbose_name="记录时间")),
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
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 论证记录",
                "verbose_name_plural": "historical 论证记录",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttachment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("paper", models.CharField(max_length=60, verbose_name="要件")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file", models.TextField(max_length=200, verbose_name="文件")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("uploaded_at", models.DateTimeField(blank=True, editable=False, verbose_name="上传时间")),
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
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 附件",
                "verbose_name_plural": "historical 附件",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCase",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("number", models.CharField(db_index=True, max_length=40, verbose_name="办件编号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("reason", models.TextField(blank=True, verbose_name="申请理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("filed", "待受理"),
                            ("received", "已受理"),
                            ("checked", "已审核"),
                            ("argued", "已论证"),
                            ("decided", "已决定"),
                            ("issued", "已发文"),
                            ("executed", "已执行"),
                            ("closed", "已办结"),
                            ("returned", "退回补正"),
                            ("refused", "不予同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("fast_lane", models.BooleanField(default=False, verbose_name="绿色通道")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="创建时间")),
                ("filed_on", models.DateField(null=True, verbose_name="申报日期")),
                ("due_on", models.DateField(null=True, verbose_name="办理期限")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                ("base", models.JSONField(blank=True, default=list, verbose_name="申报时的账面数")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="申报单位",
                    ),
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
                        verbose_name="审核人",
                    ),
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
                        verbose_name="决定人",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申报人",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.casekind",
                        verbose_name="办件类型",
                    ),
                ),
                (
                    "lead_division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.internaldivision",
                        verbose_name="牵头科室",
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
                        verbose_name="受理地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 办件",
                "verbose_name_plural": "historical 办件",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeliberation",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("party_leadership", models.TextField(blank=True, verbose_name="是否有利于坚持和加强党的全面领导")),
                ("legality", models.TextField(blank=True, verbose_name="是否符合党中央有关规定和法律法规")),
                (
                    "fiscal_capacity",
                    models.TextField(blank=True, verbose_name="是否适应经济社会发展和财力，解决实际问题"),
                ),
                ("alternatives", models.TextField(blank=True, verbose_name="是否考虑过不增加编制的其他办法")),
                ("foreseen", models.TextField(blank=True, verbose_name="可能出现的问题及应对准备")),
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
            ],
            options={
                "verbose_name": "historical 五项审议内容",
                "verbose_name_plural": "historical 五项审议内容",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeputy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="事由")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="代行人",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="委托人",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 代行授权",
                "verbose_name_plural": "historical 代行授权",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDocument",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approval", "批文"),
                            ("decision_sheet", "审批单"),
                            ("minutes", "会议纪要"),
                            ("use_notice", "核准使用编制通知单"),
                            ("external", "来文"),
                        ],
                        max_length=20,
                        verbose_name="文种",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "拟稿"), ("issued", "已印发")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("issuer", models.CharField(max_length=120, verbose_name="发文机关")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("public", "公开"), ("internal", "内部"), ("secret", "秘密")],
                        default="internal",
                        max_length=12,
                        verbose_name="密级",
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="创建时间")),
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
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟稿人",
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
                "verbose_name": "historical 文件",
                "verbose_name_plural": "historical 文件",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalJointReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("asked_at", models.DateTimeField(blank=True, editable=False, verbose_name="发起时间")),
                ("due_on", models.DateField(verbose_name="会签期限")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("agree", "同意"), ("disagree", "不同意")],
                        max_length=10,
                        verbose_name="会签意见",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="说明")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="会签时间")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
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
                        verbose_name="办件",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.internaldivision",
                        verbose_name="会签科室",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="会签人",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 会签",
                "verbose_name_plural": "historical 会签",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("office_meeting", "室务会"), ("committee", "编委会")],
                        max_length=20,
                        verbose_name="会议类型",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="会议名称")),
                ("planned_on", models.DateField(verbose_name="会议日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "筹备"), ("held", "已召开")],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("chair", models.CharField(blank=True, max_length=40, verbose_name="主持人")),
                ("attendees", models.TextField(blank=True, verbose_name="出席人员")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "convened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="召集人",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="会议纪要",
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
                "verbose_name": "historical 会议",
                "verbose_name_plural": "historical 会议",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRuleParameter",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("rule", models.CharField(max_length=20, verbose_name="规则")),
                ("name", models.SlugField(max_length=40, verbose_name="参数")),
                ("value", models.JSONField(verbose_name="取值")),
                ("starts_on", models.DateField(verbose_name="生效日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("document_number", models.CharField(max_length=60, verbose_name="依据文号")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
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
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 规则参数",
                "verbose_name_plural": "historical 规则参数",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="JointReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="发起时间")),
                ("due_on", models.DateField(verbose_name="会签期限")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("agree", "同意"), ("disagree", "不同意")],
                        max_length=10,
                        verbose_name="会签意见",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="说明")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="会签时间")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_reviews",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_reviews",
                        to="units.internaldivision",
                        verbose_name="会签科室",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="会签人",
                    ),
                ),
            ],
            options={
                "verbose_name": "会签",
                "verbose_name_plural": "会签",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("office_meeting", "室务会"), ("committee", "编委会")],
                        max_length=20,
                        verbose_name="会议类型",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="会议名称")),
                ("planned_on", models.DateField(verbose_name="会议日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "筹备"), ("held", "已召开")],
                        default="planned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("chair", models.CharField(blank=True, max_length=40, verbose_name="主持人")),
                ("attendees", models.TextField(blank=True, verbose_name="出席人员")),
                (
                    "convened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="召集人",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="approvals.document",
                        verbose_name="会议纪要",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议",
                "verbose_name_plural": "会议",
                "ordering": ["-planned_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "同意"), ("refused", "不予同意"), ("deferred", "暂缓")],
                        max_length=10,
                        verbose_name="审议结果",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="审议意见")),
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 议题",
                "verbose_name_plural": "historical 议题",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "同意"), ("refused", "不予同意"), ("deferred", "暂缓")],
                        max_length=10,
                        verbose_name="审议结果",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="审议意见")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="approvals.meeting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "verbose_name": "议题",
                "verbose_name_plural": "议题",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="标识")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        help_text="编办中须知悉的角色；为空即经办、科长、主任。",
                        size=None,
                        verbose_name="角色",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="内容")),
                ("url", models.CharField(max_length=200, verbose_name="链接")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="提醒时间"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="units.region",
                        verbose_name="编办所在地区",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒",
                "verbose_name_plural": "提醒",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="NotificationReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="邮件时间")),
                ("read", models.BooleanField(default=False, verbose_name="已阅")),
                (
                    "notification",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="approvals.notification",
                        verbose_name="提醒",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒回执",
                "verbose_name_plural": "提醒回执",
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("case", "办件编号"),
                            ("approval", "批文"),
                            ("decision_sheet", "审批单"),
                            ("minutes", "会议纪要"),
                            ("use_notice", "使用通知"),
                            ("slot", "用编号"),
                            ("entry_slip", "入编通知单"),
                            ("exit_slip", "出编通知单"),
                        ],
                        max_length=20,
                        verbose_name="用途",
                    ),
                ),
                ("prefix", models.CharField(max_length=20, verbose_name="发文字")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_series",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "编号序列",
                "verbose_name_plural": "编号序列",
            },
        ),
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="approvals.numberseries",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("announce", "公示"),
                            ("file", "申报"),
                            ("receive", "受理"),
                            ("return", "退回补正"),
                            ("withdraw", "撤回"),
                            ("ask_joint", "发起会签"),
                            ("joint", "会签"),
                            ("check", "审核"),
                            ("argue", "论证"),
                            ("approve", "同意"),
                            ("refuse", "不予同意"),
                            ("revoke", "撤销决定"),
                            ("issue", "发文"),
                            ("execute", "执行"),
                            ("close", "办结"),
                        ],
                        max_length=12,
                        verbose_name="动作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("filed", "待受理"),
                            ("received", "已受理"),
                            ("checked", "已审核"),
                            ("argued", "已论证"),
                            ("decided", "已决定"),
                            ("issued", "已发文"),
                            ("executed", "已执行"),
                            ("closed", "已办结"),
                            ("returned", "退回补正"),
                            ("refused", "不予同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("filed", "待受理"),
                            ("received", "已受理"),
                            ("checked", "已审核"),
                            ("argued", "已论证"),
                            ("decided", "已决定"),
                            ("issued", "已发文"),
                            ("executed", "已执行"),
                            ("closed", "已办结"),
                            ("returned", "退回补正"),
                            ("refused", "不予同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=12,
                    ),
                ),
                ("actor_name", models.CharField(max_length=80, verbose_name="经办人")),
                ("on_behalf_of", models.CharField(blank=True, max_length=80, verbose_name="代行")),
                ("text", models.TextField(blank=True, verbose_name="意见")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="时间")),
                ("findings", models.JSONField(blank=True, default=list, verbose_name="规则检查结果")),
                ("effects", models.JSONField(blank=True, default=list, verbose_name="办理结果预演")),
                ("key", models.CharField(blank=True, max_length=80, null=True, verbose_name="幂等键")),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
            ],
            options={
                "verbose_name": "办理意见",
                "verbose_name_plural": "办理意见",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, verbose_name="幂等键")),
                ("digest", models.CharField(max_length=64)),
                ("made_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="时间")),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "请求回执",
                "verbose_name_plural": "请求回执",
            },
        ),
        migrations.CreateModel(
            name="RuleParameter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=20, verbose_name="规则")),
                ("name", models.SlugField(max_length=40, verbose_name="参数")),
                ("value", models.JSONField(verbose_name="取值")),
                ("starts_on", models.DateField(verbose_name="生效日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("document_number", models.CharField(max_length=60, verbose_name="依据文号")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_parameters",
                        to="units.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "规则参数",
                "verbose_name_plural": "规则参数",
                "ordering": ["rule", "name", "starts_on"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["region", "state", "due_on"], name="case_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("filed", "received", "checked", "argued", "decided", "issued"))),
                fields=["due_on"],
                name="case_with_a_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "returned"])),
                fields=["filed_by"],
                name="case_with_its_filer",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "-id"], name="case_of_kind"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("filed_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_decides_a_case_they_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("checked_by__isnull", True),
                    models.Q(("decided_by", models.F("checked_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_decides_a_case_they_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "filed",
                            "received",
                            "checked",
                            "argued",
                            "decided",
                            "issued",
                            "executed",
                            "closed",
                            "returned",
                            "refused",
                            "withdrawn",
                        ],
                    )
                ),
                name="a_case_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]),
                    models.Q(("due_on__isnull", False), ("filed_on__isnull", False)),
                    _connector="OR",
                ),
                name="a_filed_case_has_a_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="checkrun",
            index=models.Index(fields=["check_key", "-id"], name="run_of_check"),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("principal", models.F("deputy")), _negated=True), name="nobody_is_their_own_deputy"
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="a_deputy_ends_after_it_starts"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["region", "-issued_on", "-id"], name="document_of_region"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("region", "issuer", "number"),
                name="a_region_has_an_issuers_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        models.Q(("number", ""), _negated=True),
                        models.Q(("title", ""), _negated=True),
                        models.Q(("issuer", ""), _negated=True),
                        ("issued_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="an_issued_document_has_number_title_issuer_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointreview",
            constraint=models.UniqueConstraint(fields=("case", "division"), name="a_division_is_asked_once_for_a_case"),
        ),
        migrations.AddConstraint(
            model_name="jointreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("reviewer__isnull", True), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("reviewer__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_joint_opinion_has_its_reviewer",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewer__isnull", True),
                    models.Q(("reviewer", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_answers_the_joint_review_they_asked_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "disagree"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_joint_disagreement_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "planned"), ("minutes__isnull", False), _connector="OR"),
                name="a_held_meeting_has_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("meeting", "case"), name="a_case_is_on_an_agenda_once"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("result", "")), fields=("case",), name="a_case_waits_for_one_meeting_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["region", "-id"], name="notification_of_office"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["unit", "-id"], name="notification_of_unit"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["user", "-id"], name="notification_of_person"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("region__isnull", False), ("unit", None), ("user", None)),
                    models.Q(("region", None), ("unit__isnull", False), ("user", None)),
                    models.Q(("region", None), ("unit", None), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="a_notification_is_for_an_office_a_unit_or_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("roles", []),
                    models.Q(
                        ("region__isnull", False),
                        ("roles__contained_by", ["clerk", "head", "director", "committee", "inspector", "admin"]),
                    ),
                    _connector="OR",
                ),
                name="only_an_office_is_told_by_its_roles",
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationreceipt",
            constraint=models.UniqueConstraint(
                fields=("notification", "user"), name="a_person_has_one_receipt_per_notification"
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(
                fields=("region", "purpose"),
                name="a_region_has_one_series_per_purpose",
                violation_error_message="该地区此用途已有编号序列。",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(
                fields=("prefix",),
                name="a_numbering_word_belongs_to_one_series",
                violation_error_message="该发文字已用于另一序列。",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("prefix__regex", "^[^\\s/?#%.〔〕\\\\]+$")),
                name="a_numbering_word_is_letters_and_digits",
                violation_error_message="发文字不能含空格和 / ? # %% . \\ 〔 〕 等符号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="numbercounter",
            constraint=models.UniqueConstraint(fields=("series", "year"), name="a_series_has_one_counter_a_year"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="an_actor_uses_an_idempotency_key_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="an_actor_gets_one_receipt_for_a_key"),
        ),
        migrations.AddConstraint(
            model_name="ruleparameter",
            constraint=models.UniqueConstraint(
                fields=("rule", "name", "region", "starts_on"),
                name="a_rule_parameter_is_set_once_for_a_region_and_date",
                nulls_distinct=False,
                violation_error_message="该地区此参数在同一生效日期已有取值。",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleparameter",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="a_rule_parameter_ends_after_it_starts",
                violation_error_message="失效日期不能早于生效日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleparameter",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Regex(
                    django.db.models.functions.comparison.Cast("value", models.TextField()),
                    '^([0-9]{1,9}|\\["[a-z_]+"(, "[a-z_]+")*\\])$',
                ),
                name="a_rule_parameter_is_a_whole_number_or_some_words",
                violation_error_message="参数取值须为整数，或若干选项。",
            ),
        ),
        migrations.RunSQL((SQL / "paper_trail.sql").read_text(), migrations.RunSQL.noop),
        TrackHistory("CaseKind"),
        TrackHistory("Case"),
        TrackHistory("Deliberation"),
        TrackHistory("Attachment"),
        TrackHistory("JointReview"),
        TrackHistory("Argument"),
        TrackHistory("Document"),
        TrackHistory("Meeting"),
        TrackHistory("AgendaItem"),
        TrackHistory("Deputy"),
        TrackHistory("RuleParameter"),
        AppendOnly("Opinion"),
        AppendOnly("Notification"),
    ]
