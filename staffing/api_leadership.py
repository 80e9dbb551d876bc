"""The API of leading offices: a unit's posts with light and leaders, the pre-check, taking and leaving office."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow
from approvals.api_doors import KEY, DayField, actor_of, answer, once
from approvals.api_forms import IdField
from approvals.models import Document
from approvals.rulebook import Finding
from quotas.models import QuotaException, QuotaType
from staffing import appointing, leadership, policies
from staffing.appointing import Appointment, Posts, Terms
from staffing.models import Person, Tenure
from staffing.models.levels import LEVELS
from units.models import Unit


class TenureSerializer(serializers.ModelSerializer[Tenure]):
    """A leading office with its flags; each of them is a fact of its own."""

    person = serializers.IntegerField(source="person_id")
    name = serializers.CharField(source="person.name")
    unit = serializers.CharField(source="unit.number")
    quota_type = serializers.CharField(source="quota_type.code")
    level = serializers.IntegerField(allow_null=True, help_text="任职层次（GB/T 12407），空为与职数层次相同")
    document_number = serializers.CharField(source="document.number")
    above_rank_document = serializers.CharField(source="above_rank_document.number", allow_null=True, default=None)
    over_posts = serializers.SerializerMethodField(help_text="按超职数例外任职")

    class Meta:
        model = Tenure
        fields = (
            "id", "person", "name", "unit", "quota_type", "title", "level", "takes_post", "is_concurrent",
            "above_rank_document", "above_rank_until", "over_posts", "started_on", "ended_on", "document_number",
        )  # fmt: skip

    def get_over_posts(self, tenure: Tenure) -> bool:
        return tenure.exception_id is not None


class PostsSerializer(serializers.Serializer[Posts]):
    """Leadership posts of one type in a unit."""

    quota_type = serializers.CharField(source="quota_type.code")
    approved = serializers.IntegerField()
    occupied = serializers.IntegerField()
    reserved = serializers.IntegerField()
    vacant = serializers.IntegerField()
    over = serializers.IntegerField()
    light = serializers.CharField(help_text="green有空缺，yellow一出一进，red只出不进")
    leaders = TenureSerializer(many=True)


class LeadershipQuery(serializers.Serializer[Any]):
    unit = serializers.CharField(max_length=30, help_text="机构编码")


def _unit(request: Request, number: str) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(actor_of(request)).select_related("region"), number=number)


class LeadershipView(APIView):
    """The register of leadership posts of one unit."""

    @extend_schema(
        operation_id="leadership_list", summary="单位领导职数", parameters=[LeadershipQuery],
        responses=PostsSerializer(many=True),
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        query = LeadershipQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        unit = _unit(request, query.validated_data["unit"])
        posts = appointing.posts_of(unit)
        for leader in (leader for each in posts for leader in each.leaders):
            leader.unit = unit
        return Response([PostsSerializer(each).data for each in posts])


class AppointmentInput(serializers.Serializer[Any]):
    """What an appointment states."""

    unit = serializers.CharField(max_length=30, help_text="机构编码")
    person = IdField(help_text="人员")
    quota_type = serializers.CharField(max_length=40, required=False, help_text="领导职数类型；按例外任职时可不填")
    exception = IdField(required=False, help_text="超职数例外")
    title = serializers.CharField(max_length=60, help_text="职务")
    level = serializers.ChoiceField([(None, "与职数层次相同"), *LEVELS], required=False, allow_null=True)
    takes_post = serializers.BooleanField(default=True, help_text="占职")
    is_concurrent = serializers.BooleanField(default=False, help_text="兼任")
    above_rank_document = IdField(required=False, help_text="高配批准文件")
    above_rank_until = DayField(required=False, help_text="高配截止日期")
    started_on = DayField(past=True)
    document = IdField(help_text="任职依据文件")
    reason = serializers.CharField(max_length=150, help_text="事由")

    def given(self, request: Request) -> dict[str, Any]:
        """What the use cases take; 404 for whatever the caller does not see, 403 where the office is another's."""
        actor, sent = actor_of(request), self.validated_data
        unit = _unit(request, sent["unit"])
        if not policies.may_keep_register(actor, unit):
            raise PermissionDenied(f"只有主管{unit.name}的编办可以任免领导职务。")
        papers = Document.objects.visible_to(actor)
        above = get_object_or_404(papers, pk=sent["above_rank_document"]) if "above_rank_document" in sent else None
        terms = Terms(
            sent["title"], sent.get("level"), sent["takes_post"], sent["is_concurrent"], above,
            sent.get("above_rank_until"),
        )  # fmt: skip
        kind = get_object_or_404(QuotaType, code=sent["quota_type"]) if "quota_type" in sent else None
        own = QuotaException.objects.filter(unit=unit).select_related("quota_type", "unit__region")
        return {
            "unit": unit, "kind": kind, "terms": terms, "started_on": sent["started_on"],
            "exception": get_object_or_404(own, pk=sent["exception"]) if "exception" in sent else None,
            "person": get_object_or_404(Person.objects.visible_to(actor), pk=sent["person"]),
            "document": get_object_or_404(papers, pk=sent["document"]), "reason": sent["reason"],
        }  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "quota_type" not in attrs and "exception" not in attrs:
            raise serializers.ValidationError({"quota_type": "请选择领导职数类型。"})
        return attrs


def _tenures(request: Request) -> QuerySet[Tenure]:
    related = ("person", "unit__region", "quota_type", "document", "above_rank_document")
    return Tenure.objects.visible_to(actor_of(request)).select_related(*related)


def _made(request: Request, key: flow.Once) -> Tenure | None:
    """The tenure that the same key has already begun or ended."""
    made = flow.receipt(actor_of(request), key)
    return None if made is None else _tenures(request).filter(pk=made).first()


class TenureListView(APIView):
    """Taking office."""

    @extend_schema(
        operation_id="tenures_create", summary="任职", request=AppointmentInput, responses={201: TenureSerializer},
        parameters=[KEY],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        form = AppointmentInput(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.given(request)
        unit, kind, exception = (given.pop(name) for name in ("unit", "kind", "exception"))

        def act(key: flow.Once) -> Tenure:
            if exception is not None:
                return leadership.appoint_with_exception(actor=actor, exception=exception, once=key, **given)
            return leadership.appoint(actor=actor, unit=unit, quota_type=kind, once=key, **given)

        made, replayed = once(
            request, request.data, act=act,
            found=lambda key: _made(request, key),
        )  # fmt: skip
        return answer(TenureSerializer(made).data, replayed=replayed, status=201)


FindingSerializer = inline_serializer(
    "AppointmentFinding",
    {name: serializers.CharField() for name in ("rule", "title", "severity", "sentence", "basis", "exception_by")},
)


class PrecheckView(APIView):
    """The pre-check (职数预审): what the rules would say; nothing is changed."""

    @extend_schema(
        summary="职数预审", request=AppointmentInput, parameters=[KEY],
        responses=inline_serializer(
            "AppointmentPrecheck", {"passes": serializers.BooleanField(), "findings": FindingSerializer}
        ),
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        form = AppointmentInput(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.given(request)
        kind = given["kind"] or given["exception"].quota_type
        known = {posts.quota_type.pk: posts for posts in appointing.posts_of(given["unit"])}
        appointment = Appointment(
            given["unit"], known.get(kind.pk) or Posts(kind), given["terms"], given["started_on"],
            by_exception=given["exception"] is not None,
        )  # fmt: skip
        findings: list[Finding] = appointing.examine(appointment)
        passes = not any(finding.blocks for finding in findings)
        return Response({"passes": passes, "findings": [finding.as_dict() for finding in findings]})


class RelievingInput(serializers.Serializer[Any]):
    ended_on = DayField(past=True)
    document = IdField(help_text="免职依据文件")
    reason = serializers.CharField(max_length=150, help_text="事由")


class TenureLeaveView(APIView):
    """Leaving office."""

    @extend_schema(summary="免职", request=RelievingInput, responses=TenureSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        actor, tenure = actor_of(request), get_object_or_404(_tenures(request), pk=pk)
        if not policies.may_keep_register(actor, tenure.unit):
            raise PermissionDenied(f"只有主管{tenure.unit.name}的编办可以任免领导职务。")
        form = RelievingInput(data=request.data)
        form.is_valid(raise_exception=True)
        sent = form.validated_data
        paper = get_object_or_404(Document.objects.visible_to(actor), pk=sent["document"])
        given = {"ended_on": sent["ended_on"], "reason": sent["reason"], "document": paper}
        made, replayed = once(
            request, request.data,
            act=lambda key: leadership.leave_office(actor=actor, tenure=tenure, once=key, **given),
            found=lambda key: _made(request, key),
        )  # fmt: skip
        return answer(TenureSerializer(made).data, replayed=replayed)
