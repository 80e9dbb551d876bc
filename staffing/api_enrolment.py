"""The API of the four steps, of releases and of secondments; everything outside the caller's scope is 404."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow
from approvals.api_doors import KEY, NewestFirst, actor_of, answer, once
from approvals.api_forms import Text
from approvals.models import Case
from approvals.serializers import DoneSerializer
from staffing import admission, leaving, noticing, seconding
from staffing.batch_serializers import ObjectionSerializer, SlipSerializer
from staffing.models import EnrolmentBatch, Objection, Posting, Secondment, Slip
from staffing.move_serializers import (
    ReleaseInput,
    ReleaseSerializer,
    SecondmentEndInput,
    SecondmentInput,
    SecondmentProlongInput,
    SecondmentSerializer,
)


class BatchSummary(serializers.ModelSerializer[EnrolmentBatch]):
    """A batch as a line of the list; its people are the subject of its case."""

    case = serializers.CharField(source="case.number")
    title = serializers.CharField(source="case.title")
    state = serializers.CharField(source="case.state")
    unit = serializers.CharField(source="unit.number")

    class Meta:
        model = EnrolmentBatch
        fields = ("case", "title", "state", "unit", "starts_on", "published_on", "notice_ends_on")


class ByCase(NewestFirst):
    ordering = "-case"


@extend_schema(summary="入编批次")
class BatchListView(ListAPIView[EnrolmentBatch]):
    """The batches in the caller's scope, the newest first; a batch is drafted as a case of the kind enrolment."""

    serializer_class = BatchSummary
    pagination_class = ByCase
    filter_backends = ()

    def get_queryset(self) -> QuerySet[EnrolmentBatch]:
        return EnrolmentBatch.objects.visible_to(actor_of(self.request)).select_related("case", "unit")


def case_of(request: Request, number: str) -> Case:
    """The case of a batch in the caller's scope."""
    seen = EnrolmentBatch.objects.visible_to(actor_of(request)).values("case")
    return get_object_or_404(Case.objects.select_related("kind", "region"), pk__in=seen, number=number)


class StepOpinionInput(serializers.Serializer[Any]):
    opinion = Text(default="")


class StepReturnInput(StepOpinionInput):
    reasons = serializers.DictField(child=Text(max_length=200), default=dict, help_text="序号 → 退回原因")

    def validate_reasons(self, given: dict[str, str]) -> dict[int, str]:
        if not all(key.isascii() and key.isdigit() and len(key) < 5 for key in given):
            raise serializers.ValidationError("序号须为数字。", code="position")
        return {int(key): words for key, words in given.items()}


class StepInput(serializers.Serializer[Any]):
    """Nothing but the act."""


class StepView(APIView):
    """One step of a batch; each has its own address and its own input."""

    act: ClassVar[Callable[..., Case]]
    form: ClassVar[type[serializers.Serializer[Any]]] = StepInput

    def post(self, request: Request, number: str) -> Response:
        case, actor, step = case_of(request, number), actor_of(request), type(self)

        def act(key: flow.Once) -> None:
            form = step.form(data=request.data)
            form.is_valid(raise_exception=True)
            step.act(case.pk, actor=actor, once=key, **form.validated_data)

        done, replayed = once(request, request.data, act=act, found=lambda key: flow.replay(actor, key))
        return answer(DoneSerializer(done).data, replayed=replayed)


def _step(name: str, summary: str, act: Callable[..., Case], form: type[serializers.Serializer[Any]]) -> Any:
    described = extend_schema(
        operation_id=f"enrolments_{name}", summary=summary, request=None if form is StepInput else form,
        responses=DoneSerializer, parameters=[KEY],
    )  # fmt: skip
    members = {"act": staticmethod(act), "form": form, "post": described(_own_post())}
    return type(f"{name.title()}StepView", (StepView,), members | {"__doc__": f"{summary}：入编四步之一。"})


def _own_post() -> Callable[..., Response]:
    """A post of its own for each step, so that each has its own description."""

    def post(self: StepView, request: Request, number: str) -> Response:
        return StepView.post(self, request, number)

    return post


AnnounceView = _step("announce", "公示", noticing.announce, StepInput)
CheckView = _step("check", "审核", admission.check, StepOpinionInput)
StoreView = _step("admit", "入库", admission.admit, StepOpinionInput)
ReturnView = _step("return", "退回补正", admission.send_back, StepReturnInput)


class ObjectionsView(APIView):
    """What the public said against a batch."""

    @extend_schema(summary="公示异议", responses=ObjectionSerializer(many=True))
    def get(self, request: Request, number: str) -> Response:
        found = Objection.objects.filter(batch=case_of(request, number).pk).select_related("answered_by")
        return Response(ObjectionSerializer(found, many=True).data)


class ObjectionAnswerInput(serializers.Serializer[Any]):
    is_upheld = serializers.BooleanField(help_text="异议成立")
    answer = Text(max_length=1000, help_text="答复")


class AnswerView(APIView):
    """Answering an objection once."""

    @extend_schema(
        summary="答复公示异议", request=ObjectionAnswerInput, responses=ObjectionSerializer, parameters=[KEY]
    )
    def post(self, request: Request, number: str, pk: int) -> Response:
        objection, actor = get_object_or_404(Objection, batch=case_of(request, number).pk, pk=pk), actor_of(request)

        def act(key: flow.Once) -> None:
            form = ObjectionAnswerInput(data=request.data)
            form.is_valid(raise_exception=True)
            noticing.answer(objection.pk, actor=actor, once=key, **form.validated_data)

        among = Objection.objects.select_related("answered_by")
        done, replayed = once(request, request.data, act=act, found=lambda key: _made(among, flow.receipt(actor, key)))
        return answer(ObjectionSerializer(done).data, replayed=replayed)


@extend_schema(summary="入编、出编通知单")
class SlipListView(ListAPIView[Slip]):
    """The slips in the caller's scope, the newest first."""

    serializer_class = SlipSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Slip]:
        return Slip.objects.visible_to(actor_of(self.request)).select_related("posting__unit", "posting__person")


class ReleaseView(APIView):
    """Taking a person off the post."""

    @extend_schema(summary="出编", request=ReleaseInput, responses={201: ReleaseSerializer}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        actor = actor_of(request)

        def act(key: flow.Once) -> None:
            form = ReleaseInput(data=request.data, context={"request": request})
            form.is_valid(raise_exception=True)
            leaving.release(actor=actor, once=key, **form.validated_data)

        seen = Posting.objects.select_related("person", "unit", "exit_document").prefetch_related("slips")
        done, replayed = once(request, request.data, act=act, found=lambda key: _made(seen, flow.receipt(actor, key)))
        return answer(ReleaseSerializer(done).data, replayed=replayed, status=201)


SECONDMENTS = Secondment.objects.select_related("person", "posting__unit", "host", "document")


class SecondmentQuery(serializers.Serializer[Any]):
    """Which secondments: those that last, or all."""

    active = serializers.BooleanField(default=True, help_text="只列未结束的")


class SecondmentListView(ListAPIView[Secondment]):
    """The secondments from and to the units in the caller's scope, the newest first."""

    serializer_class = SecondmentSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Secondment]:
        query = SecondmentQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        seen = SECONDMENTS.all().visible_to(actor_of(self.request))
        return seen.active() if query.validated_data["active"] else seen

    @extend_schema(summary="借调列表", parameters=[SecondmentQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(summary="登记借调", request=SecondmentInput, responses={201: SecondmentSerializer}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        return _seconded(request, SecondmentInput, seconding.second, status=201)


class ProlongView(APIView):
    """Prolonging a secondment by a document."""

    @extend_schema(summary="借调延期", request=SecondmentProlongInput, responses=SecondmentSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(Secondment.objects.visible_to(actor_of(request)), pk=pk)
        return _seconded(request, SecondmentProlongInput, seconding.prolong, found.pk)


class EndView(APIView):
    """Ending a secondment: the person is back."""

    @extend_schema(summary="结束借调", request=SecondmentEndInput, responses=SecondmentSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(Secondment.objects.visible_to(actor_of(request)), pk=pk)
        return _seconded(request, SecondmentEndInput, seconding.end, found.pk)


def _seconded(
    request: Request, shape: type[serializers.Serializer[Any]], use_case: Callable[..., Secondment], *who: int,
    status: int = 200,
) -> Response:  # fmt: skip
    actor = actor_of(request)

    def act(key: flow.Once) -> None:
        form = shape(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        use_case(*who, actor=actor, once=key, **form.validated_data)

    done, replayed = once(
        request, request.data, act=act, found=lambda key: _made(SECONDMENTS.all(), flow.receipt(actor, key))
    )
    return answer(SecondmentSerializer(done).data, replayed=replayed, status=status)


def _made(among: QuerySet[Any], made: int | None) -> Any:
    return None if made is None else among.filter(pk=made).first()
