"""The API of the register; ID numbers are masked, everything outside the caller's scope is 404."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from accounts.api_paging import ByKey
from staffing.models import Posting
from units.models import Unit


class StaffQuery(serializers.Serializer[Any]):
    """The unit whose people are asked for."""

    unit = serializers.CharField(max_length=30, help_text="机构编码")


class StaffSerializer(serializers.ModelSerializer[Posting]):
    """A person on a post; the ID number is masked."""

    name = serializers.CharField(source="person.name")
    sex = serializers.CharField(source="person.get_sex_display")
    id_number = serializers.CharField(source="person.masked_id_number")
    unit = serializers.CharField(source="unit.number")
    quota_type = serializers.CharField(source="quota_type.code")
    quota_type_name = serializers.CharField(source="quota_type.name")
    division = serializers.CharField(source="division.name", allow_null=True, default=None)

    class Meta:
        model = Posting
        fields = (
            "name", "sex", "id_number", "unit", "quota_type", "quota_type_name", "division", "title", "started_on",
        )  # fmt: skip


@extend_schema(summary="单位实有人员", parameters=[StaffQuery])
class StaffListView(ListAPIView[Posting]):
    """The people on posts of one unit, in the order of enrolment."""

    serializer_class = StaffSerializer
    pagination_class = ByKey
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Posting]:
        query = StaffQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        unit = get_object_or_404(Unit.objects.visible_to(self.request.user), number=query.validated_data["unit"])
        people = Posting.objects.active().filter(unit=unit)
        return people.select_related("person", "unit", "quota_type", "division")
