"""The API of coordinating bodies and establishment certificates, to be read; outside the scope everything is 404."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_paging import ByKey
from units.models import BodyReview, CertificateReview, CoordinatingBody, EstablishmentCertificate
from units.serializers import NamedUnitSerializer, PlaceSerializer


class AsOfQuery(serializers.Serializer[Any]):
    """As of which day the list is read."""

    as_of = serializers.DateField(required=False, help_text="截至日期，默认今天")

    def validate_as_of(self, day: dt.date) -> dt.date:
        if not dt.date(1949, 10, 1) <= day <= timezone.localdate():
            raise serializers.ValidationError("日期须在1949年10月1日以后，不能晚于今天。", code="out_of_time")
        return day


def _day(request: Request) -> dt.date:
    query = AsOfQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    day: dt.date = query.validated_data.get("as_of") or timezone.localdate()
    return day


class BodyReviewSerializer(serializers.ModelSerializer[BodyReview]):
    class Meta:
        model = BodyReview
        fields = ("year", "kind", "reviewed_on", "verdict", "opinion")


class CoordinatingBodySerializer(serializers.ModelSerializer[CoordinatingBody]):
    """A coordinating body with what is due of it."""

    region = PlaceSerializer()
    lead_unit = NamedUnitSerializer()
    reviewed_year = serializers.IntegerField(help_text="最近梳理年度，未梳理的为设立年度")
    review_due_on = serializers.DateField(help_text="年度梳理期限")
    clean_up_due_on = serializers.DateField(help_text="五年清理期限")

    class Meta:
        model = CoordinatingBody
        fields: tuple[str, ...] = (
            "id", "region", "name", "form", "ground", "lead_unit", "leader", "founding_document", "founded_on",
            "is_temporary", "ends_on", "end_condition", "exited_on", "exit_reason", "exit_document", "reviewed_year",
            "review_due_on", "clean_up_due_on",
        )  # fmt: skip


class CoordinatingBodyDetailSerializer(CoordinatingBodySerializer):
    reviews = BodyReviewSerializer(many=True)

    class Meta(CoordinatingBodySerializer.Meta):
        fields = (*CoordinatingBodySerializer.Meta.fields, "duties", "work_rules", "reviews")


@extend_schema(summary="议事协调机构", parameters=[AsOfQuery])
class CoordinatingBodyListView(ListAPIView[CoordinatingBody]):
    """The coordinating bodies in the caller's scope that were in force on a day."""

    serializer_class = CoordinatingBodySerializer
    pagination_class = ByKey
    filter_backends = ()

    def get_queryset(self) -> QuerySet[CoordinatingBody]:
        day = _day(self.request)
        seen = CoordinatingBody.objects.visible_to(self.request.user).in_force(day).with_reviews(day)
        return seen.select_related("region", "lead_unit")


class CoordinatingBodyView(APIView):
    """One coordinating body with its reviews."""

    @extend_schema(summary="议事协调机构详情", responses=CoordinatingBodyDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        seen = CoordinatingBody.objects.visible_to(request.user).with_reviews(timezone.localdate())
        found = get_object_or_404(seen.select_related("region", "lead_unit").prefetch_related("reviews"), pk=pk)
        return Response(CoordinatingBodyDetailSerializer(found).data)


class ItemSerializer(serializers.Serializer[Any]):
    """One item that a certificate states."""

    item = serializers.CharField(help_text="事项")
    value = serializers.CharField(help_text="内容")


class DifferenceSerializer(serializers.Serializer[Any]):
    """One item of which the record says otherwise."""

    item = serializers.CharField(help_text="事项")
    stated = serializers.CharField(help_text="证载")
    found = serializers.CharField(help_text="现状")


class CertificateReviewSerializer(serializers.ModelSerializer[CertificateReview]):
    differences: Any = serializers.SerializerMethodField(help_text="不一致事项")

    class Meta:
        model = CertificateReview
        fields = ("year", "reviewed_on", "result", "differences", "opinion", "correct_by")

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_differences(self, review: CertificateReview) -> list[dict[str, str]]:
        return [{"item": item, "stated": stated, "found": found} for item, stated, found in review.differences]


class CertificateSerializer(serializers.ModelSerializer[EstablishmentCertificate]):
    """A certificate with its last review and the next one's term."""

    unit = NamedUnitSerializer()
    reviewed_year = serializers.IntegerField(help_text="最近核验年度，未核验的为发证年度")
    reviewed_result = serializers.CharField(help_text="最近核验结果，未核验的为空")
    review_due_on = serializers.DateField(help_text="核验期限")

    class Meta:
        model = EstablishmentCertificate
        fields: tuple[str, ...] = (
            "id", "unit", "number", "issued_on", "issue_reason", "ended_on", "end_reason", "reviewed_year",
            "reviewed_result", "review_due_on",
        )  # fmt: skip


class CertificateDetailSerializer(CertificateSerializer):
    stated: Any = serializers.SerializerMethodField(help_text="登记事项")
    reviews = CertificateReviewSerializer(many=True)

    class Meta(CertificateSerializer.Meta):
        fields = (*CertificateSerializer.Meta.fields, "stated", "reviews")

    @extend_schema_field(ItemSerializer(many=True))
    def get_stated(self, found: EstablishmentCertificate) -> list[dict[str, str]]:
        return [{"item": item, "value": value} for item, value in found.stated]


@extend_schema(summary="机构编制管理证", parameters=[AsOfQuery])
class CertificateListView(ListAPIView[EstablishmentCertificate]):
    """The certificates in the caller's scope that were in force on a day, with the reviews known then."""

    serializer_class = CertificateSerializer
    pagination_class = ByKey
    filter_backends = ()

    def get_queryset(self) -> QuerySet[EstablishmentCertificate]:
        day = _day(self.request)
        seen = EstablishmentCertificate.objects.visible_to(self.request.user).in_force(day).with_reviews(day)
        return seen.select_related("unit")


class CertificateView(APIView):
    """One certificate with what it states and its reviews."""

    @extend_schema(summary="机构编制管理证详情", responses=CertificateDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        seen = EstablishmentCertificate.objects.visible_to(request.user).with_reviews(timezone.localdate())
        found = get_object_or_404(seen.select_related("unit").prefetch_related("reviews"), pk=pk)
        return Response(CertificateDetailSerializer(found).data)
