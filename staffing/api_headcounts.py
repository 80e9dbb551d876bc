"""The API of staff as of a day (人员统计), and of who came and left in a month (人员增减)."""

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import workdays
from approvals.api_doors import DayField
from quotas.models import QuotaType
from staffing import headcounts, turnover
from staffing.api_forecast import ForecastQuery
from staffing.headcounts import Line


class HeadcountApiQuery(ForecastQuery):
    """Whose people, of which type, on which day."""

    as_of = DayField(past=True, required=False, help_text="截至日期，默认今天")


class HeadcountLineSerializer(serializers.Serializer[Line]):
    """The people of one place."""

    key = serializers.CharField(help_text="区划代码或机构编码；本级为空")
    name = serializers.CharField(help_text="地区或单位")
    by_type = serializers.ListField(child=serializers.IntegerField(), help_text="各编制类型人数，按types的顺序")
    people = serializers.IntegerField(help_text="合计")


class HeadcountSerializer(serializers.Serializer[Any]):
    """Places by types that have anybody, with the sums of both."""

    area = serializers.CharField(help_text="范围")
    as_of = serializers.DateField(help_text="截至日期")
    types = serializers.ListField(child=serializers.CharField(), help_text="有人员的编制类型代码")
    lines = HeadcountLineSerializer(many=True)
    sums = serializers.ListField(child=serializers.IntegerField(), help_text="各编制类型合计")
    people = serializers.IntegerField(help_text="总计")


class HeadcountView(APIView):
    """How many people stood on posts on a day, region by region or unit by unit."""

    @extend_schema(summary="人员统计", parameters=[HeadcountApiQuery], responses=HeadcountSerializer)
    def get(self, request: Request) -> Response:
        query = HeadcountApiQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        area, day = query.area(request), query.validated_data.get("as_of") or workdays.today()
        types = QuotaType.objects.filter(pk__in=query.kinds()).order_by("position", "code")
        found = headcounts.table(area, types, day)
        shown = {name: getattr(found, name) for name in ("lines", "sums", "people")}
        codes = [kind.code for kind in found.types]
        return Response(HeadcountSerializer({"area": area.name, "as_of": day, "types": codes, **shown}).data)


class TurnoverApiQuery(ForecastQuery):
    """Whose people, of which type, in which month."""

    month = serializers.RegexField(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", required=False, help_text="月份，默认本月")
    after = serializers.CharField(max_length=30, required=False, help_text="上一页的next")

    def validate_month(self, text: str) -> dt.date:
        month = dt.date.fromisoformat(f"{text}-01")
        if month > workdays.today():
            raise serializers.ValidationError("月份不能晚于本月。", code="future")
        return month


class TurnoverLineSerializer(serializers.Serializer[turnover.Line]):
    """One type of one unit in the month."""

    unit = serializers.CharField(source="unit.number", help_text="机构编码")
    unit_name = serializers.CharField(source="unit.name", help_text="机构名称")
    quota_type = serializers.CharField(source="quota_type.code", help_text="编制类型代码")
    opening = serializers.IntegerField(help_text="月初在编")
    came = serializers.IntegerField(help_text="增加")
    gone = serializers.IntegerField(help_text="减少")
    left = serializers.ListField(child=serializers.IntegerField(), help_text="减少，按reasons的顺序")
    closing = serializers.IntegerField(help_text="月末在编")
    vacant = serializers.IntegerField(help_text="月末空编")


class TurnoverSerializer(serializers.Serializer[Any]):
    """The month of an area, and a page of the units that had any change."""

    area = serializers.CharField(help_text="范围")
    month = serializers.DateField(help_text="当月第一天")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="减少原因")
    came = serializers.IntegerField(help_text="增加合计")
    gone = serializers.IntegerField(help_text="减少合计")
    left = serializers.ListField(child=serializers.IntegerField(), help_text="减少合计，按reasons的顺序")
    lines = TurnoverLineSerializer(many=True)
    next = serializers.CharField(help_text="下一页的after；没有下一页为空")


class TurnoverView(APIView):
    """Who came and left in a month, unit by unit."""

    @extend_schema(summary="人员增减", parameters=[TurnoverApiQuery], responses=TurnoverSerializer)
    def get(self, request: Request) -> Response:
        query = TurnoverApiQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given, area = query.validated_data, query.area(request)
        month = given.get("month") or workdays.today().replace(day=1)
        types = QuotaType.objects.filter(pk__in=query.kinds()).order_by("position", "code")
        found = turnover.turnover(area, types, month, after=given.get("after", ""))
        shown = {name: getattr(found, name) for name in ("came", "gone", "left", "lines", "next")}
        named = {"area": area.name, "month": month, "reasons": list(turnover.REASONS)}
        return Response(TurnoverSerializer({**named, **shown}).data)
