"""The API of returns: the list, one with its sums of bodies, and its lines; whoever oversees the region reads them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_paging import ByKey
from approvals.api_doors import NewestFirst, actor_of
from approvals.api_forms import PrefixField
from audits.models import PeriodReport, ReportLine
from audits.period_figures import FIGURES
from units.serializers import PlaceSerializer


class ReportSerializer(serializers.ModelSerializer[PeriodReport]):
    """A return and where it stands."""

    region = PlaceSerializer()
    writing_rests_from = serializers.DateTimeField(source="freeze.starts_at", default=None)
    writing_rests_until = serializers.DateTimeField(source="freeze.ends_at", default=None)
    signed_by = serializers.CharField(source="signed_by.name", default=None)

    class Meta:
        model = PeriodReport
        fields = (
            "id", "region", "kind", "starts_on", "ends_on", "state", "writing_rests_from", "writing_rests_until",
            "findings", "checked_at", "signed_at", "signed_by", "digest",
        )  # fmt: skip


class ReportLineSerializer(serializers.ModelSerializer[ReportLine]):
    """The figures of a unit, or of a reserve, for one type (posts)."""

    unit = serializers.CharField(source="unit.number", default=None)
    quota_type = serializers.CharField(source="quota_type.code")

    class Meta:
        model = ReportLine
        fields = ("position", "unit", "name", "level", "category", "quota_type", *FIGURES, "entered_by", "left_by")


class ReportQuery(serializers.Serializer[Any]):
    """Filters of the list."""

    region = PrefixField(required=False, help_text="区划代码")
    kind = serializers.ChoiceField(required=False, choices=PeriodReport.Kind.choices)


class InOrder(ByKey):
    """Lines as the return counts them."""

    ordering = "position"
    page_size = 100


def _seen(request: Request) -> QuerySet[PeriodReport]:
    found = PeriodReport.objects.visible_to(actor_of(request))
    return found.select_related("region", "freeze", "signed_by")


@extend_schema(summary="月报年报", parameters=[ReportQuery])
class ReportListView(ListAPIView[PeriodReport]):
    """The returns of the regions that the caller oversees, the newest first."""

    serializer_class = ReportSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[PeriodReport]:
        query = ReportQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        found = _seen(self.request)
        if "region" in query.validated_data:
            found = found.filter(region__prefix__startswith=query.validated_data["region"])
        if "kind" in query.validated_data:
            found = found.filter(kind=query.validated_data["kind"])
        return found


class ReportView(APIView):
    """One return."""

    @extend_schema(summary="报表", responses=ReportSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(ReportSerializer(get_object_or_404(_seen(request), pk=pk)).data)


@extend_schema(summary="报表明细")
class ReportLineListView(ListAPIView[ReportLine]):
    """The lines of a signed return, in their order."""

    serializer_class = ReportLineSerializer
    pagination_class = InOrder
    filter_backends = ()

    def get_queryset(self) -> QuerySet[ReportLine]:
        report = get_object_or_404(_seen(self.request), pk=self.kwargs["pk"])
        return ReportLine.objects.filter(report=report).select_related("unit", "quota_type")
