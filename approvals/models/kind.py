"""The catalogue of case kinds: what may be asked for, by whom, with which papers, decided by whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.history import tracked
from units.models import Role

FILERS = [Role.CLERK.value, Role.HEAD.value, Role.DIRECTOR.value, Role.DEPARTMENT.value, Role.UNIT.value]


class Authority(models.TextChoices):
    """Deciding authority (审批权限)."""

    DESK = "desk", "业务科室办理"
    DIRECTOR = "director", "编办主任审批"
    OFFICE_MEETING = "office_meeting", "室务会审议"
    COMMITTEE = "committee", "编委会审议"


class CaseKind(models.Model):
    """One kind of business, kept as data so that a bureau changes its flow without code."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("事项名称", max_length=60)
    subject = models.CharField("办理对象", max_length=40)
    filed_by_roles = ArrayField(models.CharField(max_length=20), verbose_name="申报主体")
    required_papers = ArrayField(models.CharField(max_length=60), verbose_name="申报形式要件", default=list, blank=True)
    working_days = models.PositiveSmallIntegerField("办理时限（工作日）", default=20)
    authority = models.CharField("审批权限", max_length=20, choices=Authority, default=Authority.DIRECTOR)
    needs_argument = models.BooleanField("须经论证", default=True)
    needs_five_questions = models.BooleanField("须答复五项审议内容", default=True)
    fast_lane = models.BooleanField("可走绿色通道", default=False)
    guidance = models.TextField("填报说明", blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)
    history = tracked()

    class Meta:
        verbose_name = "办件类型"
        verbose_name_plural = "办件类型"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(working_days__range=(1, 250)),
                name="a_case_kind_has_a_sensible_time_limit",
                violation_error_message="办理时限须为1至250个工作日。",
            ),
            models.CheckConstraint(
                condition=models.Q(filed_by_roles__contained_by=FILERS, filed_by_roles__len__gt=0),
                name="a_case_kind_is_filed_by_roles_that_may_file",
                violation_error_message="申报主体须为编办、主管部门或单位的角色，至少一项。",
            ),
            models.CheckConstraint(
                condition=models.Q(authority__in=Authority.values),
                name="a_case_kind_has_a_known_authority",
                violation_error_message="请选择审批权限。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
