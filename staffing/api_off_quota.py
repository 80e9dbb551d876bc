"""The API of off-quota staff: who is engaged, and number and money by unit."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_paging import ByKey
from approvals import workdays
from approvals.api_doors import KEY
from staffing import money, off_quota
from staffing import off_quota_register as register
from staffing.api_forecast import AreaQuery
from staffing.api_off_quota_acts import (
    EndInput,
    EngageInput,
    MoneyInput,
    MoneyLineSerializer,
    RenewInput,
    acted,
    engagement_of,
)
from staffing.models import Engagement, MoneyLine
from staffing.models.engagement import HEAD_CHOICES


class EngagementQuery(AreaQuery):
    state = serializers.ChoiceField(
        [("active", "在用"), ("due", "即将到期和已到期"), ("ended", "已终止")], required=False, help_text="默认在用"
    )
    kind = serializers.ChoiceField(HEAD_CHOICES, required=False, help_text="合同类型")


class EngagementSerializer(serializers.ModelSerializer[Engagement]):
    """Somebody engaged off quota; the ID number is masked."""

    name = serializers.CharField(source="person.name")
    id_number = serializers.CharField(source="person.masked_id_number")
    unit = serializers.CharField(source="unit.number")

    class Meta:
        model = Engagement
        fields = (
            "id", "name", "id_number", "unit", "title", "kind", "employer", "started_on", "ends_on", "ended_on",
            "end_reason", "pay_source", "yearly_cost",
        )  # fmt: skip


ENGAGEMENTS = Engagement.objects.select_related("person", "unit")


class EngagementListView(ListAPIView[Engagement]):
    """The off-quota staff of an area, and engaging one more under number and money."""

    serializer_class = EngagementSerializer
    pagination_class = ByKey
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Engagement]:
        query = EngagementQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        state = given.get("state", "").replace("active", "")
        return register.engagements(query.area(self.request), state=state, kind=given.get("kind", ""))

    @extend_schema(summary="编外人员", parameters=[EngagementQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(summary="登记编外聘用", request=EngageInput, responses={201: EngagementSerializer}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        return acted(request, EngageInput, off_quota.engage, ENGAGEMENTS, EngagementSerializer, status=201)


class RenewView(APIView):
    """Letting a contract run longer, or cost otherwise."""

    @extend_schema(summary="续签编外聘用", request=RenewInput, responses=EngagementSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        one = engagement_of(request, pk)
        return acted(request, RenewInput, off_quota.renew, ENGAGEMENTS, EngagementSerializer, engagement=one)


class EndView(APIView):
    """Ending an engagement."""

    @extend_schema(summary="终止编外聘用", request=EndInput, responses=EngagementSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        one = engagement_of(request, pk)
        return acted(request, EndInput, off_quota.end, ENGAGEMENTS, EngagementSerializer, engagement=one)


class MoneyQuery(AreaQuery):
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, help_text="年度，默认今年")
    after = serializers.CharField(max_length=30, required=False, help_text="上一页的next")


class ControlSerializer(serializers.Serializer[Any]):
    """Number and money of one unit."""

    unit = serializers.CharField(source="unit.number", help_text="机构编码")
    unit_name = serializers.CharField(source="unit.name", help_text="机构名称")
    approved = serializers.IntegerField(help_text="控制数")
    occupied = serializers.IntegerField(help_text="实有")
    free = serializers.IntegerField(help_text="空余")
    amount = serializers.DecimalField(16, 2, help_text="经费（元）")
    committed = serializers.DecimalField(16, 2, help_text="已安排（元）")
    left = serializers.DecimalField(16, 2, help_text="剩余（元）")


class ControlsSerializer(serializers.Serializer[Any]):
    """Number and money of the units of an area in a year."""

    area = serializers.CharField(help_text="范围")
    year = serializers.IntegerField(help_text="年度")
    units = ControlSerializer(many=True)
    next = serializers.CharField(help_text="下一页的after；没有下一页为空")


class MoneyView(APIView):
    """Number and money by unit, and setting the money of one."""

    @extend_schema(summary="编外控制数和经费", parameters=[MoneyQuery], responses=ControlsSerializer)
    def get(self, request: Request) -> Response:
        query = MoneyQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        area, year = query.area(request), query.validated_data.get("year", workdays.today().year)
        page = register.by_unit(area, year, after=query.validated_data.get("after", ""))
        shown = {"area": area.name, "year": year, "units": page.rows, "next": page.next}
        return Response(ControlsSerializer(shown).data)

    @extend_schema(summary="核定编外人员经费", request=MoneyInput, responses=MoneyLineSerializer, parameters=[KEY])
    def post(self, request: Request) -> Response:
        made = MoneyLine.objects.select_related("unit", "document")
        return acted(request, MoneyInput, money.set_money, made, MoneyLineSerializer)
