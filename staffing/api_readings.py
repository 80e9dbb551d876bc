"""The API of the log of reading personal data; each call is written down in it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import PersonalDataReading
from approvals.api_doors import DayField, NewestFirst, actor_of
from staffing import readings
from staffing.forms.readings import ReadingQuery


class ReadingApiQuery(serializers.Serializer[Any]):
    """Whose data, read by whom, between which days."""

    person = serializers.CharField(max_length=50, required=False, help_text="被查阅人姓名的开头")
    reader = serializers.CharField(max_length=50, required=False, help_text="查阅人姓名的开头")
    since = DayField(past=True, required=False, help_text="自该日起")
    until = DayField(past=True, required=False, help_text="至该日止")


class ReadingSerializer(serializers.ModelSerializer[PersonalDataReading]):
    """One reading: who, whose data, which field, when, what for."""

    class Meta:
        model = PersonalDataReading
        fields = ("id", "read_at", "reader_name", "subject_name", "field", "purpose")


class ReadingListView(ListAPIView[PersonalDataReading]):
    """The readings of the people of the regions that the caller oversees, the newest first."""

    serializer_class = ReadingSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[PersonalDataReading]:
        user = actor_of(self.request)
        if not readings.oversees(user):
            raise Http404
        query = ReadingApiQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        form = ReadingQuery({name: str(value) for name, value in query.validated_data.items()})
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        readings.look(actor=user, purpose=form.words)
        return form.narrow(readings.seen_by(user))

    @extend_schema(summary="个人信息查阅记录", parameters=[ReadingApiQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
