from decimal import Decimal
from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import simple_history.models
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import staffing.models.hidden
import staffing.models.photo
from accounts.history import AppendOnly, TrackHistory

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("quotas", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("sex", models.CharField(choices=[("1", "男"), ("2", "女")], max_length=1, verbose_name="性别")),
                ("birth_date", models.DateField(verbose_name="出生日期")),
                ("id_number_cipher", staffing.models.hidden.NumberCipher(verbose_name="公民身份号码")),
                (
                    "id_number_index",
                    staffing.models.hidden.BlindIndex(unique=True, verbose_name="公民身份号码（盲索引）"),
                ),
                (
                    "name_initials",
                    models.CharField(blank=True, editable=False, max_length=50, verbose_name="姓名拼音首字母"),
                ),
                (
                    "retirement_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("male60", "男职工（原60周岁）"),
                            ("female55", "女职工（原55周岁）"),
                            ("female50", "女职工（原50周岁）"),
                            ("female60", "县处级及以上女干部、高级职称女性专业技术人员（60周岁）"),
                        ],
                        help_text="女性须按岗位和身份选择",
                        max_length=10,
                        verbose_name="退休类别",
                    ),
                ),
                (
                    "retires_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                retirement_category="male60",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)), 12) + 1, 1)",
                                ),
                            ),
                            models.When(
                                retirement_category="female60",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)), 12) + 1, 1)",
                                ),
                            ),
                            models.When(
                                retirement_category="female55",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) - 24299) + 3) / 4), 36))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) - 24299) + 3) / 4), 36)), 12) + 1, 1)",
                                ),
                            ),
                            models.When(
                                retirement_category="female50",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) - 24299) + 1) / 2), 60))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) - 24299) + 1) / 2), 60)), 12) + 1, 1)",
                                ),
                            ),
                            output_field=models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                        verbose_name="法定退休月",
                    ),
                ),
                (
                    "may_retire_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                retirement_category="male60",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date((greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)) - 36)) / 12, mod(greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)) - 36), 12) + 1, 1)",
                                ),
                            ),
                            models.When(
                                retirement_category="female60",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date((greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)) - 36)) / 12, mod(greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)) - 36), 12) + 1, 1)",
                                ),
                            ),
                            models.When(
                                retirement_category="female55",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date((greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) - 24299) + 3) / 4), 36)) - 36)) / 12, mod(greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) - 24299) + 3) / 4), 36)) - 36), 12) + 1, 1)",
                                ),
                            ),
                            models.When(
                                retirement_category="female50",
                                then=models.Func(
                                    models.F("birth_date"),
                                    template="make_date((greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) - 24299) + 1) / 2), 60)) - 36)) / 12, mod(greatest(((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600), (((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) - 24299) + 1) / 2), 60)) - 36), 12) + 1, 1)",
                                ),
                            ),
                            output_field=models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                        verbose_name="弹性提前退休最早月",
                    ),
                ),
                (
                    "chosen_month",
                    models.DateField(
                        blank=True,
                        help_text="本人选择、与单位书面明确的月份，当月1日",
                        null=True,
                        verbose_name="弹性退休月",
                    ),
                ),
                ("chosen_on", models.DateField(blank=True, null=True, verbose_name="弹性退休告知（约定）日期")),
                (
                    "leaves_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("chosen_month"),
                            models.Case(
                                models.When(
                                    retirement_category="male60",
                                    then=models.Func(
                                        models.F("birth_date"),
                                        template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)), 12) + 1, 1)",
                                    ),
                                ),
                                models.When(
                                    retirement_category="female60",
                                    then=models.Func(
                                        models.F("birth_date"),
                                        template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 720) - 24299) + 3) / 4), 36)), 12) + 1, 1)",
                                    ),
                                ),
                                models.When(
                                    retirement_category="female55",
                                    then=models.Func(
                                        models.F("birth_date"),
                                        template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) - 24299) + 3) / 4), 36))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 660) - 24299) + 3) / 4), 36)), 12) + 1, 1)",
                                    ),
                                ),
                                models.When(
                                    retirement_category="female50",
                                    then=models.Func(
                                        models.F("birth_date"),
                                        template="make_date(((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) - 24299) + 1) / 2), 60))) / 12, mod((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) + least(greatest(0, ((((extract(year from %(expressions)s) * 12 + extract(month from %(expressions)s) - 1)::int + 600) - 24299) + 1) / 2), 60)), 12) + 1, 1)",
                                    ),
                                ),
                                output_field=models.DateField(),
                            ),
                            output_field=models.DateField(),
                        ),
                        output_field=models.DateField(null=True),
                        verbose_name="预计退休月",
                    ),
                ),
                (
                    "ethnicity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "汉族"),
                            ("02", "蒙古族"),
                            ("03", "回族"),
                            ("04", "藏族"),
                            ("05", "维吾尔族"),
                            ("06", "苗族"),
                            ("07", "彝族"),
                            ("08", "壮族"),
                            ("09", "布依族"),
                            ("10", "朝鲜族"),
                            ("11", "满族"),
                            ("12", "侗族"),
                            ("13", "瑶族"),
                            ("14", "白族"),
                            ("15", "土家族"),
                            ("16", "哈尼族"),
                            ("17", "哈萨克族"),
                            ("18", "傣族"),
                            ("19", "黎族"),
                            ("20", "傈僳族"),
                            ("21", "佤族"),
                            ("22", "畲族"),
                            ("23", "高山族"),
                            ("24", "拉祜族"),
                            ("25", "水族"),
                            ("26", "东乡族"),
                            ("27", "纳西族"),
                            ("28", "景颇族"),
                            ("29", "柯尔克孜族"),
                            ("30", "土族"),
                            ("31", "达斡尔族"),
                            ("32", "仫佬族"),
                            ("33", "羌族"),
                            ("34", "布朗族"),
                            ("35", "撒拉族"),
                            ("36", "毛南族"),
                            ("37", "仡佬族"),
                            ("38", "锡伯族"),
                            ("39", "阿昌族"),
                            ("40", "普米族"),
                            ("41", "塔吉克族"),
                            ("42", "怒族"),
                            ("43", "乌孜别克族"),
                            ("44", "俄罗斯族"),
                            ("45", "鄂温克族"),
                            ("46", "德昂族"),
                            ("47", "保安族"),
                            ("48", "裕固族"),
                            ("49", "京族"),
                            ("50", "塔塔尔族"),
                            ("51", "独龙族"),
                            ("52", "鄂伦春族"),
                            ("53", "赫哲族"),
                            ("54", "门巴族"),
                            ("55", "珞巴族"),
                            ("56", "基诺族"),
                        ],
                        max_length=2,
                        verbose_name="民族",
                    ),
                ),
                ("native_place", models.CharField(blank=True, max_length=60, verbose_name="籍贯")),
                (
                    "political_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "中共党员"),
                            ("02", "中共预备党员"),
                            ("03", "共青团员"),
                            ("04", "民革党员"),
                            ("05", "民盟盟员"),
                            ("06", "民建会员"),
                            ("07", "民进会员"),
                            ("08", "农工党党员"),
                            ("09", "致公党党员"),
                            ("10", "九三学社社员"),
                            ("11", "台盟盟员"),
                            ("12", "无党派人士"),
                            ("13", "群众"),
                        ],
                        max_length=2,
                        verbose_name="政治面貌",
                    ),
                ),
                ("party_joined_on", models.DateField(blank=True, null=True, verbose_name="加入党派时间")),
                ("work_started_on", models.DateField(blank=True, null=True, verbose_name="参加工作时间")),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("10", "研究生"),
                            ("11", "博士研究生毕业"),
                            ("12", "博士研究生结业"),
                            ("13", "博士研究生肄业"),
                            ("14", "硕士研究生毕业"),
                            ("15", "硕士研究生结业"),
                            ("16", "硕士研究生肄业"),
                            ("17", "研究生班毕业"),
                            ("18", "研究生班结业"),
                            ("19", "研究生班肄业"),
                            ("20", "大学本科"),
                            ("21", "大学本科毕业"),
                            ("22", "大学本科结业"),
                            ("23", "大学本科肄业"),
                            ("28", "大学普通班毕业"),
                            ("30", "大学专科"),
                            ("31", "大学专科毕业"),
                            ("32", "大学专科结业"),
                            ("33", "大学专科肄业"),
                            ("40", "中等职业教育"),
                            ("41", "中等专科毕业"),
                            ("42", "中等专科结业"),
                            ("43", "中等专科肄业"),
                            ("44", "职业高中毕业"),
                            ("45", "职业高中结业"),
                            ("46", "职业高中肄业"),
                            ("47", "技工学校毕业"),
                            ("48", "技工学校结业"),
                            ("49", "技工学校肄业"),
                            ("60", "普通高级中学教育"),
                            ("61", "普通高中毕业"),
                            ("62", "普通高中结业"),
                            ("63", "普通高中肄业"),
                            ("70", "初级中学教育"),
                            ("71", "初中毕业"),
                            ("73", "初中肄业"),
                            ("80", "小学教育"),
                            ("81", "小学毕业"),
                            ("83", "小学肄业"),
                            ("90", "其他"),
                        ],
                        max_length=2,
                        verbose_name="学历",
                    ),
                ),
                (
                    "degree",
                    models.CharField(
                        blank=True,
                        choices=[("2", "博士"), ("3", "硕士"), ("4", "学士")],
                        max_length=2,
                        verbose_name="学位",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=100, verbose_name="毕业院校")),
                ("major", models.CharField(blank=True, max_length=100, verbose_name="所学专业")),
                ("graduated_on", models.DateField(blank=True, null=True, verbose_name="毕业时间")),
                ("technical_title", models.CharField(blank=True, max_length=60, verbose_name="职称")),
                ("is_civil_servant", models.BooleanField(blank=True, null=True, verbose_name="公务员登记")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                (
                    "chosen_document",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="弹性退休依据文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员",
                "verbose_name_plural": "人员",
            },
        ),
        migrations.CreateModel(
            name="StaffRelease",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="staff_release",
                        serialize=False,
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                ("leaves_on", models.DateField(verbose_name="出编日期")),
            ],
            options={
                "verbose_name": "减员申请",
                "verbose_name_plural": "减员申请",
            },
        ),
        migrations.CreateModel(
            name="ChangeSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "填报中"), ("filed", "待审核"), ("decided", "已审核")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="报送日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="审核期限")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_sheets",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员信息变更单",
                "verbose_name_plural": "人员信息变更单",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentBatch",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="enrolment_batch",
                        serialize=False,
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, help_text="留空为入库当日", null=True, verbose_name="入编日期"),
                ),
                ("code", models.CharField(max_length=32, unique=True, verbose_name="公示编码")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公示日期")),
                ("notice_ends_on", models.DateField(blank=True, null=True, verbose_name="公示截止日期")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolment_batches",
                        to="units.unit",
                        verbose_name="用编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "入编批次",
                "verbose_name_plural": "入编批次",
            },
        ),
        migrations.CreateModel(
            name="HiringPlan",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="hiring_plan",
                        serialize=False,
                        to="approvals.case",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("expires_on", models.DateField(help_text="到期未使用的用编号自动失效。", verbose_name="有效期至")),
                ("letter_number", models.CharField(blank=True, max_length=60, verbose_name="来文文号")),
                ("letter_title", models.CharField(blank=True, max_length=200, verbose_name="来文名称")),
                ("letter_on", models.DateField(blank=True, null=True, verbose_name="来文日期")),
                ("department_opinion", models.CharField(blank=True, max_length=200, verbose_name="主管部门意见")),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
            ],
            options={
                "verbose_name": "用编计划",
                "verbose_name_plural": "用编计划",
                "indexes": [models.Index(fields=["year", "case"], name="plans_of_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (2000, 2100))), name="a_plan_is_for_a_year_of_this_century"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__year__gte", models.F("year"))),
                        name="a_plan_lapses_in_its_year_or_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HiringPlanLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("civil_exam", "公务员考录"),
                            ("open_recruitment", "公开招聘"),
                            ("funded_teacher", "公费师范生"),
                            ("teacher_recruitment", "中小学教师招聘"),
                            ("graduate", "优秀毕业生引进"),
                            ("demobilised_cadre", "军转干部"),
                            ("veteran", "退役士兵"),
                            ("talent", "人才引进"),
                            ("selected", "选调"),
                            ("moved_in", "调入"),
                        ],
                        max_length=20,
                        verbose_name="进入方式",
                    ),
                ),
                (
                    "planned_count",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="计划数",
                    ),
                ),
                ("approved_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="拟核数")),
                ("one_out_one_in", models.BooleanField(default=False, verbose_name="出一进一")),
                ("for_grass_roots", models.BooleanField(default=False, verbose_name="街镇等基层")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="岗位")),
                ("qualification", models.CharField(blank=True, max_length=120, verbose_name="资格条件")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="编制用途")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="staffing.hiringplan",
                        verbose_name="用编计划",
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
                        related_name="plan_lines",
                        to="units.unit",
                        verbose_name="用编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "用编明细",
                "verbose_name_plural": "用编明细",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalChangeSheet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "填报中"), ("filed", "待审核"), ("decided", "已审核")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="报送日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="审核期限")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
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
                        verbose_name="审核人",
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
                        verbose_name="报送人",
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
            ],
            options={
                "verbose_name": "historical 人员信息变更单",
                "verbose_name_plural": "historical 人员信息变更单",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEnrolmentBatch",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "starts_on",
                    models.DateField(blank=True, help_text="留空为入库当日", null=True, verbose_name="入编日期"),
                ),
                ("code", models.CharField(db_index=True, max_length=32, verbose_name="公示编码")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="公示日期")),
                ("notice_ends_on", models.DateField(blank=True, null=True, verbose_name="公示截止日期")),
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
                        verbose_name="用编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 入编批次",
                "verbose_name_plural": "historical 入编批次",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHiringPlan",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("expires_on", models.DateField(help_text="到期未使用的用编号自动失效。", verbose_name="有效期至")),
                ("letter_number", models.CharField(blank=True, max_length=60, verbose_name="来文文号")),
                ("letter_title", models.CharField(blank=True, max_length=200, verbose_name="来文名称")),
                ("letter_on", models.DateField(blank=True, null=True, verbose_name="来文日期")),
                ("department_opinion", models.CharField(blank=True, max_length=200, verbose_name="主管部门意见")),
                ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
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
                "verbose_name": "historical 用编计划",
                "verbose_name_plural": "historical 用编计划",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHiringPlanLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("civil_exam", "公务员考录"),
                            ("open_recruitment", "公开招聘"),
                            ("funded_teacher", "公费师范生"),
                            ("teacher_recruitment", "中小学教师招聘"),
                            ("graduate", "优秀毕业生引进"),
                            ("demobilised_cadre", "军转干部"),
                            ("veteran", "退役士兵"),
                            ("talent", "人才引进"),
                            ("selected", "选调"),
                            ("moved_in", "调入"),
                        ],
                        max_length=20,
                        verbose_name="进入方式",
                    ),
                ),
                (
                    "planned_count",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="计划数",
                    ),
                ),
                ("approved_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="拟核数")),
                ("one_out_one_in", models.BooleanField(default=False, verbose_name="出一进一")),
                ("for_grass_roots", models.BooleanField(default=False, verbose_name="街镇等基层")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="岗位")),
                ("qualification", models.CharField(blank=True, max_length=120, verbose_name="资格条件")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="编制用途")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.hiringplan",
                        verbose_name="用编计划",
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
                        verbose_name="用编单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 用编明细",
                "verbose_name_plural": "historical 用编明细",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMoneyLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="编外人员经费（元）")),
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
            ],
            options={
                "verbose_name": "historical 编外人员经费",
                "verbose_name_plural": "historical 编外人员经费",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObjection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("text", models.TextField(verbose_name="异议内容")),
                ("about", models.CharField(blank=True, max_length=50, verbose_name="所涉人员")),
                ("sender_name", models.CharField(blank=True, max_length=50, verbose_name="提出人")),
                ("sender_contact", models.CharField(blank=True, max_length=60, verbose_name="联系方式")),
                ("source", models.CharField(max_length=64, verbose_name="来源摘要")),
                ("made_at", models.DateTimeField(blank=True, editable=False, verbose_name="提出时间")),
                ("is_upheld", models.BooleanField(blank=True, null=True, verbose_name="异议成立")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.enrolmentbatch",
                        verbose_name="入编批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 公示异议",
                "verbose_name_plural": "historical 公示异议",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPerson",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("sex", models.CharField(choices=[("1", "男"), ("2", "女")], max_length=1, verbose_name="性别")),
                ("birth_date", models.DateField(verbose_name="出生日期")),
                ("id_number_cipher", staffing.models.hidden.NumberCipher(verbose_name="公民身份号码")),
                (
                    "id_number_index",
                    staffing.models.hidden.BlindIndex(db_index=True, verbose_name="公民身份号码（盲索引）"),
                ),
                (
                    "name_initials",
                    models.CharField(blank=True, editable=False, max_length=50, verbose_name="姓名拼音首字母"),
                ),
                (
                    "retirement_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("male60", "男职工（原60周岁）"),
                            ("female55", "女职工（原55周岁）"),
                            ("female50", "女职工（原50周岁）"),
                            ("female60", "县处级及以上女干部、高级职称女性专业技术人员（60周岁）"),
                        ],
                        help_text="女性须按岗位和身份选择",
                        max_length=10,
                        verbose_name="退休类别",
                    ),
                ),
                (
                    "chosen_month",
                    models.DateField(
                        blank=True,
                        help_text="本人选择、与单位书面明确的月份，当月1日",
                        null=True,
                        verbose_name="弹性退休月",
                    ),
                ),
                ("chosen_on", models.DateField(blank=True, null=True, verbose_name="弹性退休告知（约定）日期")),
                (
                    "ethnicity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "汉族"),
                            ("02", "蒙古族"),
                            ("03", "回族"),
                            ("04", "藏族"),
                            ("05", "维吾尔族"),
                            ("06", "苗族"),
                            ("07", "彝族"),
                            ("08", "壮族"),
                            ("09", "布依族"),
                            ("10", "朝鲜族"),
                            ("11", "满族"),
                            ("12", "侗族"),
                            ("13", "瑶族"),
                            ("14", "白族"),
                            ("15", "土家族"),
                            ("16", "哈尼族"),
                            ("17", "哈萨克族"),
                            ("18", "傣族"),
                            ("19", "黎族"),
                            ("20", "傈僳族"),
                            ("21", "佤族"),
                            ("22", "畲族"),
                            ("23", "高山族"),
                            ("24", "拉祜族"),
                            ("25", "水族"),
                            ("26", "东乡族"),
                            ("27", "纳西族"),
                            ("28", "景颇族"),
                            ("29", "柯尔克孜族"),
                            ("30", "土族"),
                            ("31", "达斡尔族"),
                            ("32", "仫佬族"),
                            ("33", "羌族"),
                            ("34", "布朗族"),
                            ("35", "撒拉族"),
                            ("36", "毛南族"),
                            ("37", "仡佬族"),
                            ("38", "锡伯族"),
                            ("39", "阿昌族"),
                            ("40", "普米族"),
                            ("41", "塔吉克族"),
                            ("42", "怒族"),
                            ("43", "乌孜别克族"),
                            ("44", "俄罗斯族"),
                            ("45", "鄂温克族"),
                            ("46", "德昂族"),
                            ("47", "保安族"),
                            ("48", "裕固族"),
                            ("49", "京族"),
                            ("50", "塔塔尔族"),
                            ("51", "独龙族"),
                            ("52", "鄂伦春族"),
                            ("53", "赫哲族"),
                            ("54", "门巴族"),
                            ("55", "珞巴族"),
                            ("56", "基诺族"),
                        ],
                        max_length=2,
                        verbose_name="民族",
                    ),
                ),
                ("native_place", models.CharField(blank=True, max_length=60, verbose_name="籍贯")),
                (
                    "political_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "中共党员"),
                            ("02", "中共预备党员"),
                            ("03", "共青团员"),
                            ("04", "民革党员"),
                            ("05", "民盟盟员"),
                            ("06", "民建会员"),
                            ("07", "民进会员"),
                            ("08", "农工党党员"),
                            ("09", "致公党党员"),
                            ("10", "九三学社社员"),
                            ("11", "台盟盟员"),
                            ("12", "无党派人士"),
                            ("13", "群众"),
                        ],
                        max_length=2,
                        verbose_name="政治面貌",
                    ),
                ),
                ("party_joined_on", models.DateField(blank=True, null=True, verbose_name="加入党派时间")),
                ("work_started_on", models.DateField(blank=True, null=True, verbose_name="参加工作时间")),
                (
                    "education",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("10", "研究生"),
                            ("11", "博士研究生毕业"),
                            ("12", "博士研究生结业"),
                            ("13", "博士研究生肄业"),
                            ("14", "硕士研究生毕业"),
                            ("15", "硕士研究生结业"),
                            ("16", "硕士研究生肄业"),
                            ("17", "研究生班毕业"),
                            ("18", "研究生班结业"),
                            ("19", "研究生班肄业"),
                            ("20", "大学本科"),
                            ("21", "大学本科毕业"),
                            ("22", "大学本科结业"),
                            ("23", "大学本科肄业"),
                            ("28", "大学普通班毕业"),
                            ("30", "大学专科"),
                            ("31", "大学专科毕业"),
                            ("32", "大学专科结业"),
                            ("33", "大学专科肄业"),
                            ("40", "中等职业教育"),
                            ("41", "中等专科毕业"),
                            ("42", "中等专科结业"),
                            ("43", "中等专科肄业"),
                            ("44", "职业高中毕业"),
                            ("45", "职业高中结业"),
                            ("46", "职业高中肄业"),
                            ("47", "技工学校毕业"),
                            ("48", "技工学校结业"),
                            ("49", "技工学校肄业"),
                            ("60", "普通高级中学教育"),
                            ("61", "普通高中毕业"),
                            ("62", "普通高中结业"),
                            ("63", "普通高中肄业"),
                            ("70", "初级中学教育"),
                            ("71", "初中毕业"),
                            ("73", "初中肄业"),
                            ("80", "小学教育"),
                            ("81", "小学毕业"),
                            ("83", "小学肄业"),
                            ("90", "其他"),
                        ],
                        max_length=2,
                        verbose_name="学历",
                    ),
                ),
                (
                    "degree",
                    models.CharField(
                        blank=True,
                        choices=[("2", "博士"), ("3", "硕士"), ("4", "学士")],
                        max_length=2,
                        verbose_name="学位",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=100, verbose_name="毕业院校")),
                ("major", models.CharField(blank=True, max_length=100, verbose_name="所学专业")),
                ("graduated_on", models.DateField(blank=True, null=True, verbose_name="毕业时间")),
                ("technical_title", models.CharField(blank=True, max_length=60, verbose_name="职称")),
                ("is_civil_servant", models.BooleanField(blank=True, null=True, verbose_name="公务员登记")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "chosen_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="弹性退休依据文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 人员",
                "verbose_name_plural": "historical 人员",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalServiceContract",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("title", models.CharField(max_length=100, verbose_name="服务项目")),
                ("provider", models.CharField(max_length=120, verbose_name="承接主体")),
                ("replaced_count", models.PositiveIntegerField(verbose_name="替代编外人数")),
                ("yearly_amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="年服务费（元）")),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(verbose_name="终止日期")),
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
            ],
            options={
                "verbose_name": "historical 购买服务",
                "verbose_name_plural": "historical 购买服务",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSlot",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("number", models.CharField(max_length=12, verbose_name="用编号")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("civil_exam", "公务员考录"),
                            ("open_recruitment", "公开招聘"),
                            ("funded_teacher", "公费师范生"),
                            ("teacher_recruitment", "中小学教师招聘"),
                            ("graduate", "优秀毕业生引进"),
                            ("demobilised_cadre", "军转干部"),
                            ("veteran", "退役士兵"),
                            ("talent", "人才引进"),
                            ("selected", "选调"),
                            ("moved_in", "调入"),
                        ],
                        max_length=20,
                        verbose_name="进入方式",
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="编制用途")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待空编"),
                            ("open", "待使用"),
                            ("used", "已使用"),
                            ("lapsed", "已失效"),
                            ("cancelled", "已核销"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="核准日期")),
                ("expires_on", models.DateField(verbose_name="有效期至")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="使用或失效日期")),
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
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="核准使用编制通知单",
                    ),
                ),
                (
                    "plan_line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.hiringplanline",
                        verbose_name="用编明细",
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
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 用编号",
                "verbose_name_plural": "historical 用编号",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStaffRelease",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("leaves_on", models.DateField(verbose_name="出编日期")),
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
            ],
            options={
                "verbose_name": "historical 减员申请",
                "verbose_name_plural": "historical 减员申请",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("people", "现有人员"), ("units", "机构"), ("balances", "期初核定数")],
                        max_length=10,
                        verbose_name="内容",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "等待检查"),
                            ("refused", "有错误"),
                            ("checked", "待确认"),
                            ("confirmed", "等待导入"),
                            ("done", "已导入"),
                            ("failed", "未导入"),
                            ("cancelled", "已取消"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="文件名")),
                ("file", models.CharField(max_length=80, verbose_name="存放的文件")),
                ("errors_file", models.CharField(blank=True, max_length=80, verbose_name="错误表")),
                ("digest", models.CharField(max_length=64, verbose_name="校验值（SHA-256）")),
                ("started_on", models.DateField(verbose_name="登记日期")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="行数")),
                ("problem_count", models.PositiveIntegerField(default=0, verbose_name="错误数")),
                ("problems", models.JSONField(blank=True, default=list, verbose_name="错误")),
                ("notices", models.JSONField(blank=True, default=list, verbose_name="提示")),
                ("preview", models.JSONField(blank=True, default=dict, verbose_name="将发生的变化")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="执行次数")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploaded_imports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmed_imports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="units.region",
                        verbose_name="编办所在地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "导入",
                "verbose_name_plural": "导入",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="MoneyLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="编外人员经费（元）")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="money_lines",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="money_lines",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "编外人员经费",
                "verbose_name_plural": "编外人员经费",
                "ordering": ["unit", "year"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="异议内容")),
                ("about", models.CharField(blank=True, max_length=50, verbose_name="所涉人员")),
                ("sender_name", models.CharField(blank=True, max_length=50, verbose_name="提出人")),
                ("sender_contact", models.CharField(blank=True, max_length=60, verbose_name="联系方式")),
                ("source", models.CharField(max_length=64, verbose_name="来源摘要")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                ("is_upheld", models.BooleanField(blank=True, null=True, verbose_name="异议成立")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="staffing.enrolmentbatch",
                        verbose_name="入编批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示异议",
                "verbose_name_plural": "公示异议",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "completed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="建账完成时间"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="核对情况")),
                (
                    "completed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_opening",
                        to="units.region",
                        verbose_name="编办所在地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "建账完成",
                "verbose_name_plural": "建账完成",
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="photo",
                        serialize=False,
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "file",
                    models.FileField(max_length=120, upload_to=staffing.models.photo.photo_path, verbose_name="文件"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("jpeg", "JPEG图片"), ("png", "PNG图片")], max_length=4, verbose_name="格式"
                    ),
                ),
                ("width", models.PositiveSmallIntegerField(verbose_name="宽")),
                ("height", models.PositiveSmallIntegerField(verbose_name="高")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("uploaded_at", models.DateTimeField(auto_now=True, verbose_name="上传时间")),
            ],
            options={
                "verbose_name": "照片",
                "verbose_name_plural": "照片",
            },
        ),
        migrations.CreateModel(
            name="HistoricalTenure",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("started_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("title", models.CharField(blank=True, db_default="", max_length=60, verbose_name="职务")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (101, "国家级正职"),
                            (102, "国家级副职"),
                            (111, "省部级正职"),
                            (112, "省部级副职"),
                            (121, "厅局级正职"),
                            (122, "厅局级副职"),
                            (131, "县处级正职"),
                            (132, "县处级副职"),
                            (141, "乡科级正职"),
                            (142, "乡科级副职"),
                        ],
                        null=True,
                        verbose_name="任职层次",
                    ),
                ),
                ("takes_post", models.BooleanField(db_default=True, default=True, verbose_name="占职")),
                ("is_concurrent", models.BooleanField(db_default=False, default=False, verbose_name="兼任")),
                ("above_rank_until", models.DateField(blank=True, null=True, verbose_name="高配截止日期")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "above_rank_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="高配批准文件",
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
                    "end_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="免职依据",
                    ),
                ),
                (
                    "exception",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="quotas.quotaexception",
                        verbose_name="超职数例外",
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
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 占职",
                "verbose_name_plural": "historical 占职",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPhoto",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("file", models.TextField(max_length=120, verbose_name="文件")),
                (
                    "kind",
                    models.CharField(
                        choices=[("jpeg", "JPEG图片"), ("png", "PNG图片")], max_length=4, verbose_name="格式"
                    ),
                ),
                ("width", models.PositiveSmallIntegerField(verbose_name="宽")),
                ("height", models.PositiveSmallIntegerField(verbose_name="高")),
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
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 照片",
                "verbose_name_plural": "historical 照片",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职务（岗位）")),
                ("title_since", models.DateField(blank=True, null=True, verbose_name="任现职时间")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("slot", "用编号入编"),
                            ("opening", "建账登记"),
                            ("move", "调动"),
                            ("exception", "超编例外"),
                            ("loan", "周转池借编"),
                        ],
                        max_length=10,
                        verbose_name="入编依据",
                    ),
                ),
                (
                    "enrolled_on",
                    models.DateField(help_text="可早于建账；建账前入编的，按原入编通知填写", verbose_name="入编时间"),
                ),
                (
                    "entry_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("civil_exam", "公务员考录"),
                            ("open_recruitment", "公开招聘"),
                            ("funded_teacher", "公费师范生"),
                            ("teacher_recruitment", "中小学教师招聘"),
                            ("graduate", "优秀毕业生引进"),
                            ("demobilised_cadre", "军转干部"),
                            ("veteran", "退役士兵"),
                            ("talent", "人才引进"),
                            ("selected", "选调"),
                            ("moved_in", "调入"),
                        ],
                        max_length=20,
                        verbose_name="进入方式",
                    ),
                ),
                ("came_from", models.CharField(blank=True, max_length=120, verbose_name="进入来源")),
                ("entered_unit_on", models.DateField(blank=True, null=True, verbose_name="进入本单位时间")),
                (
                    "staff_class",
                    models.CharField(
                        choices=[
                            ("chief", "部门正职领导"),
                            ("deputy", "部门副职领导"),
                            ("division_chief", "内设机构正职领导"),
                            ("division_deputy", "内设机构副职领导"),
                            ("ordinary", "非领导"),
                        ],
                        default="ordinary",
                        max_length=16,
                        verbose_name="人员分类",
                    ),
                ),
                (
                    "post_category",
                    models.CharField(
                        blank=True,
                        choices=[("management", "行政管理"), ("technical", "专业技术"), ("support", "工勤技能")],
                        max_length=12,
                        verbose_name="岗位类别",
                    ),
                ),
                (
                    "rank_level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (101, "国家级正职"),
                            (102, "国家级副职"),
                            (111, "省部级正职"),
                            (112, "省部级副职"),
                            (121, "厅局级正职"),
                            (122, "厅局级副职"),
                            (131, "县处级正职"),
                            (132, "县处级副职"),
                            (141, "乡科级正职"),
                            (142, "乡科级副职"),
                            (150, "科员级"),
                            (160, "办事员级"),
                            (199, "未定职公务员"),
                            (211, "一级职员"),
                            (212, "二级职员"),
                            (221, "三级职员"),
                            (222, "四级职员"),
                            (231, "五级职员"),
                            (232, "六级职员"),
                            (241, "七级职员"),
                            (242, "八级职员"),
                            (250, "九级职员"),
                            (260, "十级职员"),
                            (299, "未定级职员"),
                        ],
                        null=True,
                        verbose_name="职务层次（GB/T 12407）",
                    ),
                ),
                (
                    "civil_rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "一级巡视员"),
                            ("2", "二级巡视员"),
                            ("3", "一级调研员"),
                            ("4", "二级调研员"),
                            ("5", "三级调研员"),
                            ("6", "四级调研员"),
                            ("7", "一级主任科员"),
                            ("8", "二级主任科员"),
                            ("9", "三级主任科员"),
                            ("10", "四级主任科员"),
                            ("11", "一级科员"),
                            ("12", "二级科员"),
                        ],
                        max_length=2,
                        verbose_name="职级",
                    ),
                ),
                (
                    "exit_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "调离"),
                            ("retired", "离退休"),
                            ("died", "在职死亡"),
                            ("resigned", "辞职"),
                            ("dismissed", "辞退"),
                            ("contract_ended", "解聘"),
                            ("expelled", "开除"),
                            ("transferred", "划转"),
                            ("abolished", "机构撤销"),
                            ("missing", "失踪"),
                            ("sentenced", "判刑"),
                        ],
                        max_length=16,
                        verbose_name="出编原因",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="去向")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="units.internaldivision",
                        verbose_name="内设机构",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "exit_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exits",
                        to="approvals.document",
                        verbose_name="出编依据",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "占编",
                "verbose_name_plural": "占编",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStaffMove",
            fields=[
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="调入职务（岗位）")),
                ("moves_on", models.DateField(verbose_name="调动日期")),
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
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.internaldivision",
                        verbose_name="调入内设机构",
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
                        verbose_name="占用编制类型",
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
                        verbose_name="调入单位",
                    ),
                ),
                (
                    "new_posting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.posting",
                        verbose_name="新占编",
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
                        verbose_name="原占编",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 人员调动",
                "verbose_name_plural": "historical 人员调动",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSecondment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="期满日期")),
                ("duty", models.CharField(blank=True, max_length=120, verbose_name="借调工作")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("end_reason", models.CharField(blank=True, max_length=120, verbose_name="结束事由")),
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
                    "host",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="units.unit",
                        verbose_name="借调到",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.person",
                        verbose_name="人员",
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
            ],
            options={
                "verbose_name": "historical 借调",
                "verbose_name_plural": "historical 借调",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChangeLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("field", models.CharField(max_length=40, verbose_name="项目")),
                ("old", models.JSONField(blank=True, null=True, verbose_name="原值")),
                ("new", models.JSONField(blank=True, null=True, verbose_name="新值")),
                ("happened_on", models.DateField(verbose_name="变动日期")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "采纳"), ("returned", "退回")],
                        max_length=10,
                        verbose_name="审核",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.changesheet",
                        verbose_name="变更单",
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
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 变更项目",
                "verbose_name_plural": "historical 变更项目",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ChangeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=40, verbose_name="项目")),
                ("old", models.JSONField(blank=True, null=True, verbose_name="原值")),
                ("new", models.JSONField(blank=True, null=True, verbose_name="新值")),
                ("happened_on", models.DateField(verbose_name="变动日期")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "采纳"), ("returned", "退回")],
                        max_length=10,
                        verbose_name="审核",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="staffing.changesheet",
                        verbose_name="变更单",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="staffing.posting",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "变更项目",
                "verbose_name_plural": "变更项目",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="QualityFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=8, verbose_name="规则")),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("truth", "真实"),
                            ("accuracy", "准确"),
                            ("completeness", "完整"),
                            ("timeliness", "及时"),
                            ("conformity", "规范"),
                        ],
                        max_length=12,
                        verbose_name="五性",
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=200, verbose_name="问题")),
                (
                    "owner",
                    models.CharField(
                        choices=[("unit", "单位"), ("bureau", "编办")], max_length=8, verbose_name="责任方"
                    ),
                ),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("due_on", models.DateField(verbose_name="整改期限")),
                ("mended_on", models.DateField(blank=True, null=True, verbose_name="整改日期")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_findings",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据质量问题",
                "verbose_name_plural": "数据质量问题",
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="QualityScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("computed_on", models.DateField(verbose_name="计算日期")),
                ("people_count", models.PositiveIntegerField(verbose_name="人数")),
                ("open_count", models.PositiveIntegerField(verbose_name="待整改")),
                ("truth", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="真实")),
                ("accuracy", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="准确")),
                ("completeness", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="完整")),
                ("timeliness", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="及时")),
                ("conformity", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="规范")),
                ("total", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="总分")),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_score",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据质量得分",
                "verbose_name_plural": "数据质量得分",
            },
        ),
        migrations.CreateModel(
            name="Secondment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="期满日期")),
                ("duty", models.CharField(blank=True, max_length=120, verbose_name="借调工作")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                ("end_reason", models.CharField(blank=True, max_length=120, verbose_name="结束事由")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondments",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondments_in",
                        to="units.unit",
                        verbose_name="借调到",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondments",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondments",
                        to="staffing.posting",
                        verbose_name="占编",
                    ),
                ),
            ],
            options={
                "verbose_name": "借调",
                "verbose_name_plural": "借调",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ServiceContract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="服务项目")),
                ("provider", models.CharField(max_length=120, verbose_name="承接主体")),
                ("replaced_count", models.PositiveIntegerField(verbose_name="替代编外人数")),
                ("yearly_amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="年服务费（元）")),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(verbose_name="终止日期")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_contracts",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_contracts",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "购买服务",
                "verbose_name_plural": "购买服务",
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEngagement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("started_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("direct", "直接聘用"), ("dispatch", "劳务派遣")],
                        max_length=10,
                        verbose_name="合同类型",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="岗位")),
                (
                    "employer",
                    models.CharField(
                        blank=True, help_text="劳务派遣的填写派遣单位名称", max_length=120, verbose_name="派遣单位"
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="合同终止日")),
                (
                    "pay_source",
                    models.CharField(
                        choices=[
                            ("budget", "财政预算（编外人员经费）"),
                            ("own", "单位自有资金"),
                            ("special", "专项资金"),
                        ],
                        default="budget",
                        max_length=10,
                        verbose_name="经费来源",
                    ),
                ),
                ("yearly_cost", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="年费用（元）")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("expired", "合同期满"),
                            ("resigned", "辞职"),
                            ("dismissed", "解聘"),
                            ("enrolled", "考录、招聘入编"),
                            ("converted", "转为购买服务"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="终止原因",
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
                    "end_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="终止依据",
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
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.servicecontract",
                        verbose_name="转为的购买服务",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 编外聘用",
                "verbose_name_plural": "historical 编外聘用",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[("direct", "直接聘用"), ("dispatch", "劳务派遣")],
                        max_length=10,
                        verbose_name="合同类型",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="岗位")),
                (
                    "employer",
                    models.CharField(
                        blank=True, help_text="劳务派遣的填写派遣单位名称", max_length=120, verbose_name="派遣单位"
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="合同终止日")),
                (
                    "pay_source",
                    models.CharField(
                        choices=[
                            ("budget", "财政预算（编外人员经费）"),
                            ("own", "单位自有资金"),
                            ("special", "专项资金"),
                        ],
                        default="budget",
                        max_length=10,
                        verbose_name="经费来源",
                    ),
                ),
                ("yearly_cost", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="年费用（元）")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("expired", "合同期满"),
                            ("resigned", "辞职"),
                            ("dismissed", "解聘"),
                            ("enrolled", "考录、招聘入编"),
                            ("converted", "转为购买服务"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="终止原因",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "end_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_engagements",
                        to="approvals.document",
                        verbose_name="终止依据",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced",
                        to="staffing.servicecontract",
                        verbose_name="转为的购买服务",
                    ),
                ),
            ],
            options={
                "verbose_name": "编外聘用",
                "verbose_name_plural": "编外聘用",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "入编通知单"), ("exit", "出编通知单")], max_length=6, verbose_name="种类"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("code", models.CharField(max_length=32, unique=True, verbose_name="校验码")),
                ("issued_on", models.DateField(verbose_name="签发日期")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="staffing.posting",
                        verbose_name="占编",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="units.region",
                        verbose_name="编办所在地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "入编、出编通知单",
                "verbose_name_plural": "入编、出编通知单",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, verbose_name="用编号")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("civil_exam", "公务员考录"),
                            ("open_recruitment", "公开招聘"),
                            ("funded_teacher", "公费师范生"),
                            ("teacher_recruitment", "中小学教师招聘"),
                            ("graduate", "优秀毕业生引进"),
                            ("demobilised_cadre", "军转干部"),
                            ("veteran", "退役士兵"),
                            ("talent", "人才引进"),
                            ("selected", "选调"),
                            ("moved_in", "调入"),
                        ],
                        max_length=20,
                        verbose_name="进入方式",
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="编制用途")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待空编"),
                            ("open", "待使用"),
                            ("used", "已使用"),
                            ("lapsed", "已失效"),
                            ("cancelled", "已核销"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="核准日期")),
                ("expires_on", models.DateField(verbose_name="有效期至")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="使用或失效日期")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="approvals.document",
                        verbose_name="核准使用编制通知单",
                    ),
                ),
                (
                    "plan_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="staffing.hiringplanline",
                        verbose_name="用编明细",
                    ),
                ),
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
                        related_name="slots",
                        to="units.region",
                        verbose_name="编办所在地区",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "用编号",
                "verbose_name_plural": "用编号",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="posting",
            name="slot",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posting",
                to="staffing.slot",
                verbose_name="用编号",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalPosting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("started_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职务（岗位）")),
                ("title_since", models.DateField(blank=True, null=True, verbose_name="任现职时间")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("slot", "用编号入编"),
                            ("opening", "建账登记"),
                            ("move", "调动"),
                            ("exception", "超编例外"),
                            ("loan", "周转池借编"),
                        ],
                        max_length=10,
                        verbose_name="入编依据",
                    ),
                ),
                (
                    "enrolled_on",
                    models.DateField(help_text="可早于建账；建账前入编的，按原入编通知填写", verbose_name="入编时间"),
                ),
                (
                    "entry_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("civil_exam", "公务员考录"),
                            ("open_recruitment", "公开招聘"),
                            ("funded_teacher", "公费师范生"),
                            ("teacher_recruitment", "中小学教师招聘"),
                            ("graduate", "优秀毕业生引进"),
                            ("demobilised_cadre", "军转干部"),
                            ("veteran", "退役士兵"),
                            ("talent", "人才引进"),
                            ("selected", "选调"),
                            ("moved_in", "调入"),
                        ],
                        max_length=20,
                        verbose_name="进入方式",
                    ),
                ),
                ("came_from", models.CharField(blank=True, max_length=120, verbose_name="进入来源")),
                ("entered_unit_on", models.DateField(blank=True, null=True, verbose_name="进入本单位时间")),
                (
                    "staff_class",
                    models.CharField(
                        choices=[
                            ("chief", "部门正职领导"),
                            ("deputy", "部门副职领导"),
                            ("division_chief", "内设机构正职领导"),
                            ("division_deputy", "内设机构副职领导"),
                            ("ordinary", "非领导"),
                        ],
                        default="ordinary",
                        max_length=16,
                        verbose_name="人员分类",
                    ),
                ),
                (
                    "post_category",
                    models.CharField(
                        blank=True,
                        choices=[("management", "行政管理"), ("technical", "专业技术"), ("support", "工勤技能")],
                        max_length=12,
                        verbose_name="岗位类别",
                    ),
                ),
                (
                    "rank_level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (101, "国家级正职"),
                            (102, "国家级副职"),
                            (111, "省部级正职"),
                            (112, "省部级副职"),
                            (121, "厅局级正职"),
                            (122, "厅局级副职"),
                            (131, "县处级正职"),
                            (132, "县处级副职"),
                            (141, "乡科级正职"),
                            (142, "乡科级副职"),
                            (150, "科员级"),
                            (160, "办事员级"),
                            (199, "未定职公务员"),
                            (211, "一级职员"),
                            (212, "二级职员"),
                            (221, "三级职员"),
                            (222, "四级职员"),
                            (231, "五级职员"),
                            (232, "六级职员"),
                            (241, "七级职员"),
                            (242, "八级职员"),
                            (250, "九级职员"),
                            (260, "十级职员"),
                            (299, "未定级职员"),
                        ],
                        null=True,
                        verbose_name="职务层次（GB/T 12407）",
                    ),
                ),
                (
                    "civil_rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "一级巡视员"),
                            ("2", "二级巡视员"),
                            ("3", "一级调研员"),
                            ("4", "二级调研员"),
                            ("5", "三级调研员"),
                            ("6", "四级调研员"),
                            ("7", "一级主任科员"),
                            ("8", "二级主任科员"),
                            ("9", "三级主任科员"),
                            ("10", "四级主任科员"),
                            ("11", "一级科员"),
                            ("12", "二级科员"),
                        ],
                        max_length=2,
                        verbose_name="职级",
                    ),
                ),
                (
                    "exit_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "调离"),
                            ("retired", "离退休"),
                            ("died", "在职死亡"),
                            ("resigned", "辞职"),
                            ("dismissed", "辞退"),
                            ("contract_ended", "解聘"),
                            ("expelled", "开除"),
                            ("transferred", "划转"),
                            ("abolished", "机构撤销"),
                            ("missing", "失踪"),
                            ("sentenced", "判刑"),
                        ],
                        max_length=16,
                        verbose_name="出编原因",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="去向")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        verbose_name="内设机构",
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
                    "exit_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="出编依据",
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
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.slot",
                        verbose_name="用编号",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 占编",
                "verbose_name_plural": "historical 占编",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCandidate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("id_number_cipher", staffing.models.hidden.NumberCipher(verbose_name="公民身份号码")),
                ("id_number_index", staffing.models.hidden.BlindIndex(verbose_name="公民身份号码（盲索引）")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职务（岗位）")),
                (
                    "facts",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="其他信息",
                    ),
                ),
                ("is_announced", models.BooleanField(default=False, verbose_name="已公示")),
                ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.enrolmentbatch",
                        verbose_name="入编批次",
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
                        verbose_name="内设机构",
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
                    "slot",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.slot",
                        verbose_name="用编号",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 拟入编人员",
                "verbose_name_plural": "historical 拟入编人员",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("id_number_cipher", staffing.models.hidden.NumberCipher(verbose_name="公民身份号码")),
                ("id_number_index", staffing.models.hidden.BlindIndex(verbose_name="公民身份号码（盲索引）")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职务（岗位）")),
                (
                    "facts",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="其他信息",
                    ),
                ),
                ("is_announced", models.BooleanField(default=False, verbose_name="已公示")),
                ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="退回原因")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.internaldivision",
                        verbose_name="内设机构",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="staffing.enrolmentbatch",
                        verbose_name="入编批次",
                    ),
                ),
                (
                    "posting",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate",
                        to="staffing.posting",
                        verbose_name="占编",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="staffing.slot",
                        verbose_name="用编号",
                    ),
                ),
            ],
            options={
                "verbose_name": "拟入编人员",
                "verbose_name_plural": "拟入编人员",
                "ordering": ["batch", "position"],
            },
        ),
        migrations.CreateModel(
            name="StaffMove",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="staff_move",
                        serialize=False,
                        to="approvals.case",
                        verbose_name="办件",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="调入职务（岗位）")),
                ("moves_on", models.DateField(verbose_name="调动日期")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.internaldivision",
                        verbose_name="调入内设机构",
                    ),
                ),
                (
                    "new_posting",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrived_by",
                        to="staffing.posting",
                        verbose_name="新占编",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="staffing.posting",
                        verbose_name="原占编",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quotas.quotatype",
                        verbose_name="占用编制类型",
                    ),
                ),
                (
                    "target_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="调入单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员调动",
                "verbose_name_plural": "人员调动",
            },
        ),
        migrations.CreateModel(
            name="HistoricalStaffReleaseLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("actor_name", models.TextField(blank=True, default="", verbose_name="操作人")),
                ("case_number", models.TextField(blank=True, default="", verbose_name="办件编号")),
                ("document_number", models.TextField(blank=True, default="", verbose_name="文号")),
                ("request_id", models.TextField(blank=True, default="", verbose_name="请求编号")),
                (
                    "exit_reason",
                    models.CharField(
                        choices=[
                            ("moved", "调离"),
                            ("retired", "离退休"),
                            ("died", "在职死亡"),
                            ("resigned", "辞职"),
                            ("dismissed", "辞退"),
                            ("contract_ended", "解聘"),
                            ("expelled", "开除"),
                            ("transferred", "划转"),
                            ("abolished", "机构撤销"),
                            ("missing", "失踪"),
                            ("sentenced", "判刑"),
                        ],
                        max_length=16,
                        verbose_name="出编原因",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="去向")),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "release",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="staffing.staffrelease",
                        verbose_name="减员申请",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 减员人员",
                "verbose_name_plural": "historical 减员人员",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StaffReleaseLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "exit_reason",
                    models.CharField(
                        choices=[
                            ("moved", "调离"),
                            ("retired", "离退休"),
                            ("died", "在职死亡"),
                            ("resigned", "辞职"),
                            ("dismissed", "辞退"),
                            ("contract_ended", "解聘"),
                            ("expelled", "开除"),
                            ("transferred", "划转"),
                            ("abolished", "机构撤销"),
                            ("missing", "失踪"),
                            ("sentenced", "判刑"),
                        ],
                        max_length=16,
                        verbose_name="出编原因",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="去向")),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_lines",
                        to="staffing.posting",
                        verbose_name="占编",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="staffing.staffrelease",
                        verbose_name="减员申请",
                    ),
                ),
            ],
            options={
                "verbose_name": "减员人员",
                "verbose_name_plural": "减员人员",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Tenure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("title", models.CharField(blank=True, db_default="", max_length=60, verbose_name="职务")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (101, "国家级正职"),
                            (102, "国家级副职"),
                            (111, "省部级正职"),
                            (112, "省部级副职"),
                            (121, "厅局级正职"),
                            (122, "厅局级副职"),
                            (131, "县处级正职"),
                            (132, "县处级副职"),
                            (141, "乡科级正职"),
                            (142, "乡科级副职"),
                        ],
                        null=True,
                        verbose_name="任职层次",
                    ),
                ),
                ("takes_post", models.BooleanField(db_default=True, default=True, verbose_name="占职")),
                ("is_concurrent", models.BooleanField(db_default=False, default=False, verbose_name="兼任")),
                ("above_rank_until", models.DateField(blank=True, null=True, verbose_name="高配截止日期")),
                (
                    "above_rank_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="高配批准文件",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="approvals.document",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "end_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.document",
                        verbose_name="免职依据",
                    ),
                ),
                (
                    "exception",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="quotas.quotaexception",
                        verbose_name="超职数例外",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="staffing.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "quota_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="quotas.quotatype",
                        verbose_name="编制类型",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="units.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "占职",
                "verbose_name_plural": "占职",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="changesheet",
            index=models.Index(fields=["unit", "-id"], name="change_sheets_of_unit"),
        ),
        migrations.AddIndex(
            model_name="changesheet",
            index=models.Index(
                condition=models.Q(("state", "filed")), fields=["due_on"], name="change_sheets_to_decide"
            ),
        ),
        migrations.AddConstraint(
            model_name="changesheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("unit",),
                name="a_unit_fills_in_one_change_sheet_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="changesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("filed_by", None), ("filed_on", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("due_on__isnull", False),
                        ("filed_by__isnull", False),
                        ("filed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_filed_change_sheet_says_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="changesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "decided"), ("decided_by__isnull", False), ("decided_on__isnull", False)),
                    models.Q(models.Q(("state", "decided"), _negated=True), ("decided_by", None), ("decided_on", None)),
                    _connector="OR",
                ),
                name="a_decided_change_sheet_says_who_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="changesheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None), models.Q(("decided_by", models.F("filed_by")), _negated=True), _connector="OR"
                ),
                name="nobody_decides_their_own_change_sheet",
            ),
        ),
        migrations.AddIndex(
            model_name="enrolmentbatch",
            index=models.Index(
                condition=models.Q(("published_on__isnull", False)),
                fields=["-published_on", "-case"],
                name="batch_on_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("notice_ends_on", None), ("published_on", None)),
                    ("notice_ends_on__gt", models.F("published_on")),
                    _connector="OR",
                ),
                name="a_public_notice_lasts_at_least_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiringplanline",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_count__range", (1, 2000))), name="a_plan_line_is_for_a_number_of_heads"
            ),
        ),
        migrations.AddConstraint(
            model_name="hiringplanline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_count__isnull", True),
                    ("approved_count__lte", models.F("planned_count")),
                    _connector="OR",
                ),
                name="not_more_heads_are_approved_than_planned",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiringplanline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        [
                            "civil_exam",
                            "open_recruitment",
                            "funded_teacher",
                            "teacher_recruitment",
                            "graduate",
                            "demobilised_cadre",
                            "veteran",
                            "talent",
                            "selected",
                            "moved_in",
                        ],
                    )
                ),
                name="a_plan_line_has_a_known_channel",
            ),
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(fields=["region", "-id"], name="imports_of_office"),
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(
                condition=models.Q(("state__in", ["uploaded", "confirmed"])),
                fields=["id"],
                name="imports_to_be_worked_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyline",
            constraint=models.UniqueConstraint(fields=("unit", "year"), name="a_unit_has_one_line_of_money_per_year"),
        ),
        migrations.AddConstraint(
            model_name="moneyline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", Decimal("0"))), name="a_line_of_money_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyline",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                name="a_line_of_money_is_of_a_year_of_this_century",
            ),
        ),
        migrations.AddIndex(
            model_name="objection",
            index=models.Index(fields=["source", "made_at"], name="objections_of_a_source"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="an_objection_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("is_upheld", None)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("is_upheld__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_answered_objection_says_what_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_opening_says_what_was_checked"
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="上传人",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["leaves_on"], include=("id", "may_retire_on", "chosen_month"), name="person_by_retirement"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("chosen_document__isnull", False)),
                fields=["chosen_document"],
                name="choice_by_document",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["name", "id"], name="person_by_name", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["name_initials", "id"], name="person_by_initials", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="person_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["1", "2"])), name="person_has_the_sex_of_an_id_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retirement_category", ""),
                    models.Q(("retirement_category", "male60"), ("sex", "1")),
                    models.Q(("sex", "2"), models.Q(("retirement_category", "male60"), _negated=True)),
                    _connector="OR",
                ),
                name="a_retirement_category_fits_the_sex",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chosen_document", None), ("chosen_month", None), ("chosen_on", None)),
                    models.Q(
                        ("chosen_document__isnull", False),
                        ("chosen_month__day", 1),
                        ("chosen_month__gt", models.F("chosen_on")),
                        ("chosen_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_chosen_month_has_its_day_and_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("chosen_month", None),
                    models.Q(
                        models.Q(
                            ("chosen_month__lt", models.F("retires_on")),
                            ("chosen_month__gt", models.F("retires_on")),
                            _connector="OR",
                        ),
                        ("chosen_month__gte", models.F("may_retire_on")),
                        (
                            "chosen_month__lte",
                            models.Func(
                                models.F("retires_on"),
                                output_field=models.DateField(),
                                template="(%(expressions)s + interval '36 months')::date",
                            ),
                        ),
                        ("may_retire_on__lt", models.F("retires_on")),
                        ("retires_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_chosen_month_is_within_the_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeline",
            constraint=models.UniqueConstraint(
                fields=("sheet", "posting", "field"), name="a_change_sheet_has_a_field_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="changeline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "returned"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_returned_change_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="qualityfinding",
            index=models.Index(
                condition=models.Q(("mended_on", None)),
                fields=["unit", "due_on", "id"],
                name="quality_findings_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="qualityfinding",
            index=models.Index(
                condition=models.Q(("mended_on", None)), fields=["due_on", "id"], name="quality_findings_by_term"
            ),
        ),
        migrations.AddIndex(
            model_name="qualityfinding",
            index=models.Index(fields=["unit", "mended_on"], name="mended_findings_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="qualityfinding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mended_on", None)),
                fields=("rule", "unit", "subject"),
                name="a_quality_finding_is_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("found_on"))), name="a_finding_is_due_after_it_is_found"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("mended_on", None), ("mended_on__gte", models.F("found_on")), _connector="OR"),
                name="a_finding_is_mended_after_it_is_found",
            ),
        ),
        migrations.AddIndex(
            model_name="qualityscore",
            index=models.Index(fields=["total", "unit"], name="worst_quality_first"),
        ),
        migrations.AddConstraint(
            model_name="qualityscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("total__gte", Decimal("0")), ("total__lte", Decimal("100"))),
                name="a_quality_score_is_between_0_and_100",
            ),
        ),
        migrations.AddIndex(
            model_name="secondment",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["ends_on"], name="secondment_that_will_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("person",),
                name="a_person_is_seconded_to_one_unit_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="a_secondment_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(("ended_on__gte", models.F("starts_on")), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_secondment_that_ended_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="a_service_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(
                condition=models.Q(("yearly_amount__gt", 0)), name="a_service_costs_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicecontract",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("provider", ""), _negated=True)),
                name="a_service_has_a_title_and_a_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["unit", "id"], name="off_quota_staff_of_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(fields=["unit", "started_on"], name="engagements_of_unit"),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(
                condition=models.Q(("ended_on", None)), fields=["ends_on"], name="contracts_by_their_end"
            ),
        ),
        migrations.AddIndex(
            model_name="engagement",
            index=models.Index(fields=["person"], name="engagements_of_person"),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("person",),
                name="a_person_is_engaged_once_in_the_whole_database",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("direct", "dispatch"))), name="who_is_engaged_is_no_bought_service"
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="an_engagement_has_a_post"
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("yearly_cost__gt", 0)), name="an_engagement_costs_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("started_on"))), name="a_contract_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="an_engagement_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_document", None), ("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("end_document__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="who_is_no_longer_engaged_has_a_reason_and_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", "converted"), ("service__isnull", False)),
                    models.Q(models.Q(("end_reason", "converted"), _negated=True), ("service__isnull", True)),
                    _connector="OR",
                ),
                name="a_conversion_names_its_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(fields=("region", "number"), name="an_office_gives_a_slip_number_once"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(fields=("posting", "kind"), name="a_posting_has_one_slip_of_each_kind"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("number", ""), _negated=True), models.Q(("code", ""), _negated=True)),
                name="a_slip_has_number_and_code",
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["unit", "quota_type", "state", "id"], name="slots_of_unit"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "open"))),
                fields=["expires_on"],
                name="slot_that_will_lapse",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(fields=("region", "number"), name="an_office_gives_a_slot_number_once"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("issued_on"))), name="a_slot_lapses_after_it_is_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("state__in", ("waiting", "open"))),
                    models.Q(("ended_on__isnull", False), ("state__in", ("used", "lapsed", "cancelled"))),
                    _connector="OR",
                ),
                name="a_slot_that_ended_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("ended_on", None)),
                fields=["unit", "id"],
                include=("quota_type",),
                name="people_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["unit", "started_on"], name="postings_of_unit"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["person"], name="postings_of_person"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("ended_on__isnull", False)), fields=["unit", "id"], name="former_people_of_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("person",),
                name="a_person_is_on_one_post_in_the_whole_database",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("person", "="),
                    (
                        models.Func(
                            models.F("started_on"),
                            models.F("ended_on"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="a_person_was_never_on_two_posts_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="a_posting_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "slot"), ("slot__isnull", False)),
                    models.Q(models.Q(("basis", "slot"), _negated=True), ("slot__isnull", True)),
                    _connector="OR",
                ),
                name="who_comes_on_a_slot_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("enrolled_on__lte", models.F("started_on"))),
                name="a_post_counts_from_the_enrolment_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("exit_document", None), ("exit_reason", "")),
                    models.Q(
                        ("ended_on__isnull", False),
                        ("exit_document__isnull", False),
                        models.Q(("exit_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="who_leaves_a_post_has_a_reason_and_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("batch", "slot"), name="a_batch_uses_a_slot_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("batch", "id_number_index"), name="a_batch_names_a_person_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_candidate_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("posting", None), ("is_announced", True), _connector="OR"),
                name="nobody_is_enrolled_without_public_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("new_posting", None),
                    models.Q(("new_posting", models.F("posting")), _negated=True),
                    _connector="OR",
                ),
                name="a_move_ends_on_another_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffreleaseline",
            constraint=models.UniqueConstraint(fields=("release", "posting"), name="a_request_names_a_leaver_once"),
        ),
        migrations.AddConstraint(
            model_name="staffreleaseline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "exit_reason__in",
                        [
                            "moved",
                            "retired",
                            "died",
                            "resigned",
                            "dismissed",
                            "contract_ended",
                            "expelled",
                            "transferred",
                            "abolished",
                            "missing",
                            "sentenced",
                        ],
                    )
                ),
                name="a_release_is_asked_for_a_known_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(
                condition=models.Q(("ended_on", None)),
                fields=["unit", "id"],
                include=("quota_type",),
                name="leaders_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(fields=["unit", "started_on"], name="tenures_of_unit"),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(fields=["person"], name="tenures_of_person"),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(
                condition=models.Q(("above_rank_until__isnull", False), ("ended_on", None)),
                fields=["above_rank_until"],
                name="leaders_above_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("person", "unit", "quota_type"),
                name="a_person_holds_a_leadership_post_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="a_tenure_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(("takes_post", True), ("is_concurrent", True), _connector="OR"),
                name="who_takes_no_post_holds_the_office_concurrently",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("above_rank_document", None), ("above_rank_until", None)),
                    models.Q(
                        ("above_rank_document__isnull", False),
                        ("above_rank_until__gte", models.F("started_on")),
                        ("above_rank_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="above_rank_has_a_document_and_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenure",
            constraint=models.CheckConstraint(
                condition=models.Q(("exception", None), ("takes_post", True), _connector="OR"),
                name="an_exception_is_for_who_takes_a_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["jpeg", "png"])), name="a_photo_is_of_a_known_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size__range", (1, 512000)), ("width__range", (100, 3000)), ("height__range", (100, 3000))
                ),
                name="a_photo_is_of_a_sensible_size",
            ),
        ),
        migrations.RunSQL((SQL / "occupied_is_people.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "slots_lock_posts.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "four_steps.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "off_quota.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "quality.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "change_sheets.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "moves.sql").read_text(), migrations.RunSQL.noop),
        TrackHistory("Person"),
        TrackHistory("Photo"),
        TrackHistory("Posting"),
        TrackHistory("Tenure"),
        TrackHistory("Slot"),
        TrackHistory("Engagement"),
        TrackHistory("MoneyLine"),
        TrackHistory("ServiceContract"),
        TrackHistory("HiringPlan"),
        TrackHistory("HiringPlanLine"),
        TrackHistory("EnrolmentBatch"),
        TrackHistory("Candidate"),
        TrackHistory("Objection"),
        TrackHistory("StaffMove"),
        TrackHistory("StaffRelease"),
        TrackHistory("StaffReleaseLine"),
        TrackHistory("Secondment"),
        TrackHistory("ChangeSheet"),
        TrackHistory("ChangeLine"),
        AppendOnly("Opening"),
        AppendOnly("Slip"),
    ]
