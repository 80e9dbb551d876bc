"""The API of change sheets: filling in, filing, deciding line by line; and the office's own corrections."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow
from approvals.api_doors import KEY, DayField, NewestFirst, actor_of, answer, once
from approvals.api_forms import Text
from staffing import changes, facts, maintaining
from staffing.maintaining import Decision
from staffing.models import ChangeLine, ChangeSheet, Person, Posting, SheetState, Verdict
from staffing.move_serializers import PaperField

LONGEST = 200


class ChangeLineSerializer(serializers.ModelSerializer[ChangeLine]):
    """One field of one person: what stood on record, what the unit says, what the office says of it."""

    person = serializers.IntegerField(source="posting.person_id")
    name = serializers.CharField(source="posting.person.name")
    old = serializers.JSONField(help_text="填报时的登记值")
    new = serializers.JSONField(help_text="新值")
    verdict = serializers.CharField(help_text="accepted采纳，returned退回，未审核为空")

    class Meta:
        model = ChangeLine
        fields = ("id", "person", "name", "field", "old", "new", "happened_on", "verdict", "note")


class ChangeSheetSerializer(serializers.ModelSerializer[ChangeSheet]):
    """A change sheet."""

    number = serializers.CharField()
    unit = serializers.CharField(source="unit.number")
    state = serializers.ChoiceField(SheetState.choices)
    filed_by = serializers.CharField(source="filed_by.name", default=None, allow_null=True)
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)

    class Meta:
        model = ChangeSheet
        fields: tuple[str, ...] = (
            "id", "number", "unit", "state", "filed_by", "filed_on", "due_on", "decided_by", "decided_on",
        )  # fmt: skip


class ChangeSheetDetailSerializer(ChangeSheetSerializer):
    """A change sheet with its lines."""

    lines = serializers.SerializerMethodField()

    class Meta(ChangeSheetSerializer.Meta):
        fields = (*ChangeSheetSerializer.Meta.fields, "lines")

    @extend_schema_field(ChangeLineSerializer(many=True))
    def get_lines(self, sheet: ChangeSheet) -> Any:
        return ChangeLineSerializer(sheet.lines.select_related("posting__person"), many=True).data


class FactsField(serializers.DictField):
    """Facts by the name of their field, each in the type of its column; the unit's own or all that an office keeps."""

    def __init__(self, **kwargs: Any) -> None:
        child = serializers.CharField(max_length=LONGEST, allow_blank=True, allow_null=True)
        super().__init__(child=child, allow_empty=False, **kwargs)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        found = super().to_internal_value(data)
        wrong: dict[str, list[str]] = {}
        typed = {}
        for name, value in found.items():
            try:
                typed[name] = facts.typed(name, value)
            except ValidationError as refusal:
                wrong[name] = refusal.messages
        if wrong:
            raise serializers.ValidationError(wrong)
        return typed


class ProposeInput(serializers.Serializer[Any]):
    """What has changed of a person, and since when."""

    person = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="人员的id")
    happened_on = DayField(past=True, help_text="变动日期，应在其后10个工作日内报送")
    values = FactsField(help_text="项目 → 新值；改回登记值的从变更单上去掉")


class SheetApiQuery(serializers.Serializer[Any]):
    state = serializers.ChoiceField(SheetState.choices, required=False, help_text="状态")


def sheets_of(request: Request) -> QuerySet[ChangeSheet]:
    return changes.seen_by(actor_of(request))


def posting_of(request: Request, person: int) -> Posting:
    """The active posting of a person in the caller's scope."""
    user = actor_of(request)
    own = Posting.objects.visible_to(user).active().filter(person__in=Person.objects.visible_to(user).filter(pk=person))
    return get_object_or_404(own.select_related("person", "unit__region"))


def acted(request: Request, act: Callable[[flow.Once], object], *, status: int = 200) -> Response:
    """Do it once under the key, and show the sheet."""
    actor = actor_of(request)
    pk, replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))
    found = ChangeSheet.objects.select_related("unit", "filed_by", "decided_by").get(pk=pk)
    return answer(ChangeSheetDetailSerializer(found).data, replayed=replayed, status=status)


class ChangeSheetListView(ListAPIView[ChangeSheet]):
    """The change sheets in the caller's scope, the newest first; noting a change on the unit's open sheet."""

    serializer_class = ChangeSheetSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[ChangeSheet]:
        query = SheetApiQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        state = query.validated_data.get("state")
        return sheets_of(self.request).filter(state=state) if state else sheets_of(self.request)

    @extend_schema(summary="人员信息变更单", parameters=[SheetApiQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="填报人员信息变更", request=ProposeInput, responses={201: ChangeSheetDetailSerializer}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        def act(key: flow.Once) -> None:
            form = ProposeInput(data=request.data)
            form.is_valid(raise_exception=True)
            given = form.validated_data
            whose = posting_of(request, given.pop("person"))
            maintaining.propose(whose, actor=actor_of(request), once=key, **given)

        return acted(request, act, status=201)


class ChangeSheetView(APIView):
    """One change sheet, line by line."""

    @extend_schema(summary="人员信息变更单详情", responses=ChangeSheetDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(ChangeSheetDetailSerializer(get_object_or_404(sheets_of(request), pk=pk)).data)


class ChangeFileView(APIView):
    """Sending a sheet to the office."""

    @extend_schema(
        summary="报送人员信息变更单", request=None, responses=ChangeSheetDetailSerializer, parameters=[KEY],
        operation_id="changes_file",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(sheets_of(request), pk=pk)
        return acted(request, lambda key: maintaining.file(found, actor=actor_of(request), once=key))


class DecisionInput(serializers.Serializer[Any]):
    """What the office says of one line."""

    line = serializers.IntegerField(help_text="变更项目的id")
    verdict = serializers.ChoiceField(Verdict.choices, help_text="采纳或退回")
    note = Text(max_length=LONGEST, default="", help_text="退回原因")


class DecideInput(serializers.Serializer[Any]):
    decisions = serializers.ListField(
        child=DecisionInput(), max_length=maintaining.MOST_LINES, help_text="每一项的审核意见，须逐项给出"
    )

    def validate_decisions(self, given: list[dict[str, Any]]) -> dict[int, Decision]:
        return {row["line"]: Decision(row["verdict"], row["note"]) for row in given}


class ChangeDecideView(APIView):
    """Accepting or returning every line of a sheet."""

    @extend_schema(
        summary="审核人员信息变更单", request=DecideInput, responses=ChangeSheetDetailSerializer, parameters=[KEY],
        operation_id="changes_decide",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(sheets_of(request), pk=pk)

        def act(key: flow.Once) -> None:
            form = DecideInput(data=request.data)
            form.is_valid(raise_exception=True)
            maintaining.decide(found, actor=actor_of(request), once=key, **form.validated_data)

        return acted(request, act)


class ChangeLineView(APIView):
    """Taking one line off a sheet that is being filled in."""

    @extend_schema(summary="从变更单上去掉一项", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        line = get_object_or_404(ChangeLine.objects.filter(sheet__in=sheets_of(request)), pk=pk)
        maintaining.take_off(line, actor=actor_of(request))
        return Response(status=204)


class CorrectInput(serializers.Serializer[Any]):
    """What the office corrects by itself, locked facts too, and on what paper."""

    values = FactsField(help_text="项目 → 新值")
    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=150, help_text="事由")


class CorrectedSerializer(serializers.Serializer[Any]):
    person = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class CorrectView(APIView):
    """The office's own correction of a person's facts."""

    @extend_schema(summary="更正人员信息", request=CorrectInput, responses=CorrectedSerializer, parameters=[KEY])
    def post(self, request: Request, pk: int) -> Response:
        whose, actor = posting_of(request, pk), actor_of(request)

        def act(key: flow.Once) -> None:
            form = CorrectInput(data=request.data, context={"request": request})
            form.is_valid(raise_exception=True)
            maintaining.correct(whose.person, actor=actor, posting=whose, once=key, **form.validated_data)

        made, replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))
        return answer(CorrectedSerializer(Person.objects.get(pk=made)).data, replayed=replayed)
