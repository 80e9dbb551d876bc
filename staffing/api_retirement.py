"""The API of flexible retirement: the office records the month that a person chose, or takes it back."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow
from approvals.api_doors import KEY, actor_of, answer, once
from approvals.api_forms import Text
from staffing import choosing
from staffing.api_people import PersonSerializer
from staffing.models import Person
from staffing.move_serializers import PaperField


class RetirementWithdrawalInput(serializers.Serializer[Any]):
    """On what paper and why."""

    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=150, help_text="事由")


class RetirementInput(RetirementWithdrawalInput):
    """The month that was chosen, and when it was stated."""

    month = serializers.DateField(help_text="弹性退休月的首日")
    agreed_on = serializers.DateField(help_text="提前退休书面告知、延迟退休书面明确的日期")
    is_approved = serializers.BooleanField(default=False, help_text="公务员、领导人员经有权机关批准延迟")


def _done(request: Request, pk: int, shape: type[serializers.Serializer[Any]], act: Callable[..., Person]) -> Response:
    """Do it once for a person in scope, and answer with the person."""
    actor = actor_of(request)
    person = get_object_or_404(Person.objects.visible_to(actor), pk=pk)

    def carry_out(key: flow.Once) -> None:
        form = shape(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        act(person, actor=actor, once=key, **form.validated_data)

    made, replayed = once(request, request.data, act=carry_out, found=lambda key: flow.receipt(actor, key))
    return answer(PersonSerializer(Person.objects.get(pk=made)).data, replayed=replayed)


class RetirementView(APIView):
    """A person's flexible retirement."""

    @extend_schema(summary="登记弹性退休", request=RetirementInput, responses=PersonSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        return _done(request, pk, RetirementInput, choosing.choose)


class RetirementWithdrawalView(APIView):
    """Taking it back."""

    @extend_schema(
        summary="撤销弹性退休", request=RetirementWithdrawalInput, responses=PersonSerializer, parameters=[KEY]
    )
    def post(self, request: Request, pk: int) -> Response:
        return _done(request, pk, RetirementWithdrawalInput, choosing.withdraw)
