"""The API of regions, units and the caller's own mandates; everything outside the caller's scope is 404."""

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from units.models import InternalDivision, LineageEvent, Region, Unit
from units.serializers import (
    MeSerializer,
    RegionSerializer,
    UnitDetailSerializer,
    UnitQuery,
    UnitSerializer,
)


class ByNumber(CursorPagination):
    """Pages through an index: the last page costs what the first one costs."""

    ordering = "number"
    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"


class ByPrefix(ByNumber):
    ordering = "prefix"


class MeView(APIView):
    """The signed-in user with today's mandates and what they cover."""

    @extend_schema(responses=MeSerializer, summary="本人与授权")
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User), "The permission lets only signed-in users in."
        return Response(MeSerializer(request.user).data)


@extend_schema(summary="行政区划")
class RegionListView(ListAPIView[Region]):
    """The regions that a mandate of the caller covers and those of the caller's own units."""

    serializer_class = RegionSerializer
    pagination_class = ByPrefix
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Region]:
        return Region.objects.visible_to(self.request.user).select_related("parent")


@extend_schema(summary="机构列表", parameters=[UnitQuery])
class UnitListView(ListAPIView[Unit]):
    """The units in the caller's scope, by number."""

    serializer_class = UnitSerializer
    pagination_class = ByNumber
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Unit]:
        query = UnitQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return query.narrow(Unit.objects.visible_to(self.request.user)).select_related("region", "competent_department")


class UnitDetailView(APIView):
    """One unit with its divisions and its lineage."""

    @extend_schema(responses=UnitDetailSerializer, summary="机构详情")
    def get(self, request: Request, number: str) -> Response:
        divisions = InternalDivision.objects.filter(abolished_on=None)
        units = Unit.objects.visible_to(request.user).select_related("region", "competent_department")
        units = units.prefetch_related(
            Prefetch("divisions", queryset=divisions),
            Prefetch("lineage_events", queryset=LineageEvent.objects.all()),
        )
        return Response(UnitDetailSerializer(get_object_or_404(units, number=number)).data)
