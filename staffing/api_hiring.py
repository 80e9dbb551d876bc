"""The API of hiring plans and slots: reads in the caller's scope, proposed heads, and giving a slot back."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow, workdays
from approvals.api import case_of
from approvals.api_doors import KEY, NewestFirst, actor_of, answer, once
from approvals.api_forms import PrefixField, Text
from approvals.models import Case, State
from quotas.api_forms import CountInput, UnitNumber
from staffing import planning, slot_lists, slots
from staffing.models import Channel, HiringPlan, HiringPlanLine, Slot, SlotState
from staffing.planning import MAX_LINES
from staffing.serializers import HiringPlanSerializer, PlanLineSerializer
from units.serializers import NamedUnitSerializer, PlaceSerializer


class PlanQuery(serializers.Serializer[Any]):
    """The filters of the plans."""

    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, help_text="年度")
    region = PrefixField(required=False, help_text="受理地区的区划代码，含下级")
    unit = UnitNumber(help_text="用编单位的机构编码")
    channel = serializers.ChoiceField(Channel.choices, required=False, help_text="进入方式")
    state = serializers.ChoiceField(State.choices, required=False, help_text="办件状态")

    FILTERS = {
        "year": "hiring_plan__year", "region": "region__prefix__startswith", "unit": "hiring_plan__lines__unit__number",
        "channel": "hiring_plan__lines__channel", "state": "state",
    }  # fmt: skip

    def narrow(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases that meet the validated filters, each once."""
        met = cases.filter(**{self.FILTERS[name]: value for name, value in self.validated_data.items()})
        return Case.objects.filter(pk__in=met.values("pk"))


class PlanSerializer(serializers.ModelSerializer[Case]):
    """A plan with the case that carries it."""

    kind = serializers.CharField(source="kind.code")
    region = PlaceSerializer()
    applicant = NamedUnitSerializer()
    plan = HiringPlanSerializer(source="hiring_plan")

    class Meta:
        model = Case
        fields = ("number", "title", "kind", "state", "region", "applicant", "filed_on", "decided_on", "plan")


@extend_schema(summary="用编计划", parameters=[PlanQuery])
class PlanListView(ListAPIView[Case]):
    """The hiring plans and applications in the caller's scope, the newest first."""

    serializer_class = PlanSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Case]:
        query = PlanQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        seen = Case.objects.visible_to(actor_of(self.request)).filter(hiring_plan__isnull=False)
        lines = Prefetch("lines", queryset=HiringPlanLine.objects.select_related("unit", "quota_type"))
        plans = Prefetch("hiring_plan", queryset=HiringPlan.objects.prefetch_related(lines))
        return query.narrow(seen).select_related("kind", "region", "applicant").prefetch_related(plans)


class HeadsInput(serializers.Serializer[Any]):
    """The heads that the office proposes for lines of one plan."""

    counts = serializers.ListField(child=CountInput(), min_length=1, max_length=MAX_LINES)

    def validate_counts(self, counts: list[dict[str, int]]) -> dict[int, int]:
        own = set(HiringPlanLine.objects.filter(plan__case=self.context["case"]).values_list("pk", flat=True))
        if absent := [str(each["line"]) for each in counts if each["line"] not in own]:
            raise serializers.ValidationError(f"办件没有用编明细{'、'.join(absent)}。", code="does_not_exist")
        return {each["line"]: each["approved_count"] for each in counts}


class HeadsView(APIView):
    """The heads that the office proposes for the lines of a plan (拟核数)."""

    @extend_schema(
        summary="填写用编拟核数", request=HeadsInput, responses=PlanLineSerializer(many=True), parameters=[KEY],
        operation_id="cases_heads",
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        case, actor = case_of(request, number), actor_of(request)

        def act(key: flow.Once) -> None:
            form = HeadsInput(data=request.data, context={"case": case})
            form.is_valid(raise_exception=True)
            planning.propose_heads(case.pk, actor=actor, counts=form.validated_data["counts"], once=key)

        replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))[1]
        lines = HiringPlanLine.objects.filter(plan__case=case).select_related("unit", "quota_type")
        return answer([PlanLineSerializer(line).data for line in lines], replayed=replayed)


class SlotQuery(serializers.Serializer[Any]):
    """The filters of the slots."""

    unit = UnitNumber(help_text="机构编码")
    region = PrefixField(required=False)
    type = serializers.SlugField(max_length=40, required=False, help_text="编制类型代码")
    channel = serializers.ChoiceField(Channel.choices, required=False, help_text="进入方式")
    state = serializers.ChoiceField(SlotState.choices, required=False, help_text="状态")
    year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, help_text="核准年度")
    case = serializers.CharField(max_length=40, required=False, help_text="办件编号")
    number = serializers.CharField(max_length=12, required=False, help_text="用编号")
    within = serializers.IntegerField(min_value=0, max_value=3650, required=False, help_text="多少天内到期")

    FILTERS = {
        "unit": "unit__number", "region": "unit__region__prefix__startswith", "type": "quota_type__code",
        "channel": "channel", "state": "state", "year": "issued_on__year", "case": "case__number", "number": "number",
    }  # fmt: skip

    def narrow(self, found: QuerySet[Slot]) -> QuerySet[Slot]:
        """The slots that meet the validated filters; those about to lapse are still alive."""
        given = dict(self.validated_data)
        if (days := given.pop("within", None)) is not None:
            until = workdays.today() + dt.timedelta(days=days)
            found = found.filter(state__in=[SlotState.OPEN, SlotState.WAITING], expires_on__lte=until)
        return found.filter(**{self.FILTERS[name]: value for name, value in given.items()})


class SlotSerializer(serializers.ModelSerializer[Slot]):
    """One head that may be taken on; `name` is blank until somebody came on it."""

    unit = NamedUnitSerializer()
    quota_type = serializers.CharField(source="quota_type.code")
    notice = serializers.CharField(source="notice.number", help_text="核准使用编制通知单的文号")
    case = serializers.CharField(source="case.number", help_text="办件编号")
    plan_line = serializers.IntegerField(source="plan_line_id", allow_null=True, help_text="用编明细的id，见办件内容")
    name = serializers.SerializerMethodField(help_text="已入编人员姓名，未使用为空")

    class Meta:
        model = Slot
        fields = (
            "id", "number", "unit", "quota_type", "channel", "purpose", "state", "issued_on", "expires_on", "ended_on",
            "notice", "case", "plan_line", "name",
        )  # fmt: skip

    def get_name(self, slot: Slot) -> str:
        return slot_lists.who_is_on(slot)


@extend_schema(summary="用编号", parameters=[SlotQuery])
class SlotListView(ListAPIView[Slot]):
    """The slots of the units in the caller's scope, the newest first."""

    serializer_class = SlotSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Slot]:
        query = SlotQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        seen = Slot.objects.visible_to(actor_of(self.request))
        return query.narrow(slot_lists.with_what_is_shown(seen))


class ReasonInput(serializers.Serializer[Any]):
    reason = Text(max_length=200, help_text="事由")


class SlotCancelView(APIView):
    """Giving a slot back before it is used; its post is vacant again."""

    @extend_schema(
        summary="核销用编号", request=ReasonInput, responses=SlotSerializer, parameters=[KEY],
        operation_id="slots_cancel",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        actor = actor_of(request)
        seen = slot_lists.with_what_is_shown(Slot.objects.visible_to(actor))
        slot = get_object_or_404(seen, pk=pk)

        def act(key: flow.Once) -> None:
            form = ReasonInput(data=request.data)
            form.is_valid(raise_exception=True)
            slots.cancel(slot.pk, actor=actor, reason=form.validated_data["reason"], once=key)

        replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))[1]
        return answer(SlotSerializer(seen.get(pk=pk)).data, replayed=replayed)
