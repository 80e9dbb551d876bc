"""What the API shows of hiring plans and slots, and how it reads and writes the record of a plan's case."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from rest_framework import serializers

from approvals import policies
from approvals.api_doors import DayField
from approvals.api_forms import Text
from quotas.models import QuotaType
from quotas.serializers import NameField, resolve
from staffing.models import MOST_HEADS, Channel, HiringPlan, HiringPlanLine
from staffing.planning import MAX_LINES


class PlanLineListSerializer(serializers.ListSerializer[Any]):
    """The lines of a plan: their units and types are found with one query each."""

    def validate(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        units = policies.nameable_units(self.context["request"].user).select_related("region")
        errors: list[dict[str, Any]] = [{} for _ in lines]
        kinds = QuotaType.objects.filter(is_active=True)
        resolve(lines, errors, ("quota_type",), "code", kinds, "没有代码为{}的编制类型。")
        resolve(lines, errors, ("unit",), "number", units, "没有找到机构{}，或您不能选择它。")
        if any(errors):
            raise serializers.ValidationError(errors)
        return lines


class PlanLineSerializer(serializers.Serializer[HiringPlanLine]):
    """So many heads of one type for one unit, by one channel."""

    id = serializers.IntegerField(read_only=True)
    unit = NameField("number", required=True, allow_null=False, help_text="用编单位的机构编码")
    quota_type = NameField("code", required=True, allow_null=False, help_text="编制类型代码")
    channel = serializers.ChoiceField(Channel.choices, help_text="进入方式")
    planned_count = serializers.IntegerField(min_value=1, max_value=MOST_HEADS, help_text="计划数")
    approved_count = serializers.IntegerField(read_only=True, allow_null=True, help_text="拟核数")
    one_out_one_in = serializers.BooleanField(default=False, help_text="出一进一")
    for_grass_roots = serializers.BooleanField(default=False, help_text="街镇等基层")
    post = Text(max_length=60, default="", help_text="岗位")
    qualification = Text(max_length=120, default="", help_text="资格条件")
    purpose = Text(max_length=200, default="", help_text="编制用途")

    class Meta:
        list_serializer_class = PlanLineListSerializer


class HiringPlanSerializer(serializers.ModelSerializer[HiringPlan]):
    """A hiring plan or an application to use posts, as the subject of a case."""

    year = serializers.IntegerField(min_value=2000, max_value=2100, help_text="年度")
    expires_on = DayField(help_text="有效期至")
    letter_number = Text(max_length=60, default="", help_text="来文文号")
    letter_title = Text(max_length=200, default="", help_text="来文名称")
    letter_on = DayField(required=False, allow_null=True, help_text="来文日期")
    department_opinion = Text(max_length=200, default="", help_text="主管部门意见")
    contact = Text(max_length=40, default="", help_text="联系人")
    phone = Text(max_length=30, default="", help_text="联系电话")
    lines = PlanLineListSerializer(child=PlanLineSerializer(), max_length=MAX_LINES)

    class Meta:
        model = HiringPlan
        fields = (
            "year", "expires_on", "letter_number", "letter_title", "letter_on", "department_opinion", "contact",
            "phone", "lines",
        )  # fmt: skip

    def to_representation(self, plan: HiringPlan) -> dict[str, Any]:
        lines = HiringPlanLine.objects.select_related("unit", "quota_type")
        prefetch_related_objects([plan], Prefetch("lines", queryset=lines))
        return super().to_representation(plan)
