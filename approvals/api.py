"""The API of cases: what waits, the dossier, its dry run, and every action of the flow."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import deciding, dossier, filing, flow, policies
from approvals.api_doors import KEY, NewestFirst, actor_of, answer, once
from approvals.api_forms import DOORS, CaseCreate, CaseInput, CaseQuery, NothingInput
from approvals.dossier import OPEN_TO_CHANGE, UNDECIDED
from approvals.models import Action, Case, CaseKind
from approvals.serializers import (
    CaseDetailSerializer,
    CaseKindSerializer,
    CaseSerializer,
    DoneSerializer,
    PreviewSerializer,
)


def cases_of(request: Request) -> QuerySet[Case]:
    """The cases in the caller's scope, with what every answer tells of them."""
    related = ("kind", "region", "applicant__region", "filed_by")
    return Case.objects.visible_to(actor_of(request)).select_related(*related)


def case_of(request: Request, number: str) -> Case:
    return get_object_or_404(cases_of(request), number=number)


@extend_schema(summary="办件类型")
class CaseKindListView(ListAPIView[CaseKind]):
    """The catalogue of what may be asked for."""

    queryset = CaseKind.objects.filter(is_active=True)
    serializer_class = CaseKindSerializer
    pagination_class = None
    filter_backends = ()


class CaseListView(ListAPIView[Case]):
    """The cases in the caller's scope, the newest first."""

    serializer_class = CaseSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Case]:
        query = CaseQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return query.narrow(Case.objects.visible_to(actor_of(self.request))).select_related(
            "kind", "region", "applicant", "filed_by"
        )

    @extend_schema(summary="办件列表", parameters=[CaseQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(summary="起草办件", request=CaseCreate, responses={201: DoneSerializer}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        actor = actor_of(request)

        def act(key: flow.Once) -> None:
            form = CaseCreate(data=request.data, context={"request": request})
            form.is_valid(raise_exception=True)
            given = dict(form.validated_data)
            use_case = filing.submit if given.pop("file") else filing.draft
            use_case(actor=actor, once=key, **given)

        done, replayed = once(request, request.data, act=act, found=lambda key: flow.replay(actor, key))
        location = reverse("api-case", args=[done.case.number])
        return answer(DoneSerializer(done).data, replayed=replayed, status=201, location=location)


class CaseView(APIView):
    """One dossier."""

    @extend_schema(summary="办件详情", responses=CaseDetailSerializer)
    def get(self, request: Request, number: str) -> Response:
        cases = cases_of(request).select_related("lead_division", "checked_by", "decided_by", "deliberation")
        cases = cases.prefetch_related(
            "opinions", "attachments", "arguments", "joint_reviews__division", "joint_reviews__reviewer"
        )
        case = get_object_or_404(cases, number=number)
        return Response(CaseDetailSerializer(case, context={"request": request}).data)

    @extend_schema(summary="修改草稿或退回的办件", request=CaseInput, responses=CaseDetailSerializer)
    def put(self, request: Request, number: str) -> Response:
        case = case_of(request, number)
        form = CaseInput(data=request.data, context={"request": request, "case": case})
        form.is_valid(raise_exception=True)
        filing.amend(case.pk, actor=actor_of(request), **form.validated_data)
        return self.get(request, number)


class PreviewView(APIView):
    """The dry run of an undecided case: what the decision would do, and what the rules say."""

    @extend_schema(summary="办理结果预演", responses=PreviewSerializer)
    def get(self, request: Request, number: str) -> Response:
        case, actor = case_of(request, number), actor_of(request)
        inside, draft = policies.sees_review(actor, case), case.state in OPEN_TO_CHANGE
        if not draft and case.state not in UNDECIDED:
            raise ValidationError(f"办件当前状态为“{case.get_state_display()}”，不再预演。", code="state")
        if not inside and not (draft and policies.may_edit(actor, case)):
            raise PermissionDenied("审核中的办件，预演结果仅供编办参阅。")
        seen = dossier.forecast(case, user=actor)
        changes = deciding.base_changes(case) if inside and not draft else ()
        context = {"base_changes": changes, "base_token": deciding.base_token(case)}
        return Response(PreviewSerializer(seen, context=context).data)


class ActionView(APIView):
    """One action of the flow on a case; each has its own address and its own input."""

    action: ClassVar[Action]

    def post(self, request: Request, number: str) -> Response:
        case, actor, door = case_of(request, number), actor_of(request), DOORS[self.action]

        def act(key: flow.Once) -> None:
            flow.ensure(case, self.action, actor=actor)
            form = door.form(data=request.data, context={"request": request, "case": case})
            form.is_valid(raise_exception=True)
            door.act(case.pk, actor=actor, once=key, **form.validated_data)

        done, replayed = once(request, request.data, act=act, found=lambda key: flow.replay(actor, key))
        return answer(DoneSerializer(done).data, replayed=replayed)


def _view_of(action: Action) -> type[ActionView]:
    form = DOORS[action].form
    schema = extend_schema(
        summary=action.label,
        request=None if form is NothingInput else form,
        responses=DoneSerializer,
        parameters=[KEY],
        operation_id=f"cases_{action}",
    )
    members = {"action": action, "__doc__": f"{action.label}：对办件的一个动作。"}
    view: type[ActionView] = type(f"{action.name.title()}View", (ActionView,), members)
    return extend_schema_view(post=schema)(view)


ACTION_VIEWS = {action: _view_of(action) for action in DOORS}
