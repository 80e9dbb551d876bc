"""The API of the forecast."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals.api_doors import actor_of
from quotas import reports
from quotas.models import QuotaType
from staffing import forecasting
from staffing.areas import Area, find_area


class AreaQuery(serializers.Serializer[Any]):
    """A unit or a region with all below it, or alone; without either, that of the caller's first mandate."""

    unit = serializers.CharField(max_length=30, required=False, help_text="机构编码；主管部门含其所属单位")
    region = serializers.RegexField(r"^[0-9]{6}([0-9]{3})?$", required=False, help_text="区划代码")
    level = serializers.ChoiceField(
        [("all", "含下级和所属单位"), ("own", "本级、本单位")], required=False, help_text="own 只含本级或本单位"
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if {"unit", "region"} <= given.keys():
            raise serializers.ValidationError({"unit": "请填写机构编码或区划代码，二者取一。"}, code="owner")
        return given

    def area(self, request: Request) -> Area:
        """The area in the caller's scope; 404 outside it."""
        return find_area(actor_of(request), self.validated_data)


class ForecastQuery(AreaQuery):
    type = serializers.SlugField(max_length=40, required=False, help_text="编制类型代码")

    def validate_type(self, code: str) -> str:
        if not QuotaType.objects.filter(code=code, family=QuotaType.Family.POST).exists():
            raise serializers.ValidationError("没有这个编制类型。", code="does_not_exist")
        return code

    def kinds(self) -> set[int]:
        """The types that are counted: all posts, or those of the type or group asked for."""
        types = list(QuotaType.objects.filter(family=QuotaType.Family.POST).order_by("position", "code"))
        code = self.validated_data.get("type")
        chosen = next((kind for kind in types if kind.code == code), None)
        return {kind.pk for kind in reports.counted(types, chosen)}


class ForecastMonthSerializer(serializers.Serializer[Any]):
    """One month."""

    month = serializers.DateField(source="first", help_text="当月第一天")
    retiring = serializers.IntegerField(help_text="预计退休人数：已登记弹性退休的按所选月份，其余按法定退休月")
    may_retire = serializers.IntegerField(help_text="最早可弹性提前退休的人数")
    arriving = serializers.IntegerField(help_text="已批准、待到岗人数，按用编号有效期")
    loans = serializers.IntegerField(help_text="周转借用到期数")
    floating = serializers.IntegerField(help_text="机动编制到期数")
    posts = serializers.IntegerField(help_text="月末编制")
    people = serializers.IntegerField(help_text="月末预计实有")
    vacancy = serializers.IntegerField(help_text="月末预计空缺，负数为预计超编")
    vacancy_if_early = serializers.IntegerField(help_text="可提前者全部提前退休时的空缺")


class OverSoonSerializer(serializers.Serializer[Any]):
    """A unit that will be over quota."""

    unit = serializers.CharField(source="unit.number", help_text="机构编码")
    unit_name = serializers.CharField(source="unit.name", help_text="机构名称")
    quota_type = serializers.CharField(source="quota_type.code", help_text="编制类型代码")
    month = serializers.DateField(help_text="首个超编月份的第一天")
    people = serializers.IntegerField(help_text="最多超编人数")
    until = serializers.DateField(format="%Y-%m", allow_null=True, help_text="消化月份")


class ForecastSerializer(serializers.Serializer[Any]):
    """The forecast of an area."""

    area = serializers.CharField(help_text="范围")
    posts = serializers.IntegerField(help_text="编制，含周转借用")
    people = serializers.IntegerField(help_text="实有人员")
    overdue = serializers.IntegerField(help_text="已到龄未办理退休的人数，计入首月")
    unknown = serializers.IntegerField(help_text="未填退休类别的人数，不在预测之内")
    first_over = serializers.DateField(format="%Y-%m", allow_null=True, help_text="首个超编月份")
    months = ForecastMonthSerializer(many=True)
    over = OverSoonSerializer(many=True, help_text="预计超编的单位，最早的在前，至多50项")


class ForecastView(APIView):
    """60 months of a unit, a department with its units, or a region."""

    @extend_schema(summary="用编预测", parameters=[ForecastQuery], responses=ForecastSerializer)
    def get(self, request: Request) -> Response:
        query = ForecastQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        area = query.area(request)
        found = forecasting.forecast(area, query.kinds())
        names = ("posts", "people", "overdue", "unknown", "first_over", "months", "over")
        return Response(ForecastSerializer({"area": area.name, **{n: getattr(found, n) for n in names}}).data)
