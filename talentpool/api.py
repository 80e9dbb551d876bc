"""The API of the pools: stocks and new ones, the special ledger of a day, arrivals, returns, deciding recoveries."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from approvals import flow, workdays
from approvals.api_doors import KEY, NewestFirst, actor_of, answer, once
from quotas.models import Pool
from staffing.facts import NewPerson
from talentpool import book, lending, pools, recovery, returning
from talentpool.api_shapes import (
    ArrivalInput,
    ConfirmInput,
    LendingPoolSerializer,
    LoanDetailSerializer,
    LoanQuery,
    LoanSerializer,
    PoolInput,
    PoolSerializer,
    RecoverySerializer,
    RefuseInput,
    ReturnInput,
)
from talentpool.board import free_in, stocks
from talentpool.forms import pools_for, stood
from talentpool.models import Loan, Recovery, RecoveryLine


class PoolListView(APIView):
    """The pools of the regions that the caller oversees."""

    @extend_schema(summary="周转池", responses=PoolSerializer(many=True))
    def get(self, request: Request) -> Response:
        user = actor_of(request)
        seen = Pool.objects.visible_to(user).select_related("region").order_by("region__prefix", "id")
        return Response(PoolSerializer(_with_stocks(user, seen), many=True).data)

    @extend_schema(
        summary="设立周转池", request=PoolInput, responses={201: PoolSerializer, 200: PoolSerializer}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        """Set up a pool, empty until a case fills it (划入周转池); the name is the region's own once."""
        actor = actor_of(request)

        def act(key: flow.Once) -> None:
            given = PoolInput(data=request.data, context={"request": request})
            given.is_valid(raise_exception=True)
            _found(actor, given.validated_data, key)

        made, replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))
        [pool] = _with_stocks(actor, Pool.objects.select_related("region").filter(pk=made))
        return answer(PoolSerializer(pool).data, replayed=replayed, status=200 if replayed else 201)


def _with_stocks(user: User, pools: QuerySet[Pool]) -> list[Pool]:
    """The pools, each with its posts by type."""
    found = stocks(user)
    for pool in (seen := list(pools)):
        pool.__dict__["stocks"] = [stock for stock in found if stock.pool.pk == pool.pk]
    return seen


def _found(actor: User, given: dict[str, Any], key: flow.Once) -> None:
    region = given.pop("region", None) or pools.office_region(actor)
    if region is None:
        raise PermissionDenied("只有编办可以设立周转池。")
    pools.found(actor=actor, region=region, reason="设立周转池", once=key, **given)


class LendingPoolListView(APIView):
    """The pools from which the caller's units may borrow."""

    @extend_schema(summary="可借用的周转池", responses=LendingPoolSerializer(many=True))
    def get(self, request: Request) -> Response:
        lending_pools = list(pools_for(actor_of(request)).order_by("region__prefix", "id"))
        free = free_in(lending_pools)
        for pool in lending_pools:
            rows = free.get(pool.pk, [])
            pool.__dict__["free"] = [{"quota_type": kind.code, "free": count} for kind, count in rows]
        return Response(LendingPoolSerializer(lending_pools, many=True).data)


@extend_schema(summary="周转编制专项台账", parameters=[LoanQuery])
class LoanListView(ListAPIView[Loan]):
    """The loans in the caller's scope as they stood on a day, the newest first."""

    serializer_class = LoanSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Loan]:
        query = LoanQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        given = dict(query.validated_data)
        self.on = given.pop("as_of", workdays.today())
        state = given.pop("state", "")
        found = book.loans_of(actor_of(self.request)).filter(granted_on__lte=self.on)
        found = found.filter(**{LoanQuery.FILTERS[name]: value for name, value in given.items()})
        return found.filter(stood(state, self.on)) if state else found

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """The rows of a page, each as it stood on the day."""
        return super().get_serializer(*(book.standing(rows, self.on) for rows in args), **kwargs)


def _told(loan: Loan) -> Any:
    [shown] = book.standing([loan], workdays.today())
    return LoanDetailSerializer(shown).data


class LoanView(APIView):
    """One loan with its life."""

    @extend_schema(summary="借编", responses=LoanDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return Response(_told(get_object_or_404(book.loans_of(actor_of(request)), pk=pk)))


Form = type[serializers.Serializer[Any]]


def _done(request: Request, pk: int, form: Form, act: Callable[..., object]) -> Response:
    """Do something to a loan once under a key; `act` takes the loan, what was sent, and who sent it."""
    actor = actor_of(request)
    seen = book.loans_of(actor)
    loan = get_object_or_404(seen, pk=pk)

    def once_under(key: flow.Once) -> None:
        given = form(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        act(loan, given.validated_data, actor=actor, loan_id=loan.pk, once=key)

    replayed = once(request, request.data, act=once_under, found=lambda key: flow.receipt(actor, key))[1]
    return answer(_told(seen.get(pk=pk)), replayed=replayed)


class ArrivalView(APIView):
    """The named talent takes the borrowed post."""

    @extend_schema(
        summary="借编到岗", request=ArrivalInput, responses=LoanDetailSerializer, parameters=[KEY],
        operation_id="loans_arrival",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return _done(request, pk, ArrivalInput, _arrive)


def _arrive(loan: Loan, given: dict[str, Any], **by: Any) -> None:
    person = NewPerson(loan.talent.name, given["id_number"], given["title"])
    lending.enrol_talent(
        person=person, started_on=given["started_on"], document=loan.document, reason="引进人才到岗", **by
    )


class ReturnView(APIView):
    """A borrowed post is returned by decision, because the unit has a vacant post of its own."""

    @extend_schema(
        summary="归还周转编制", request=ReturnInput, responses=LoanDetailSerializer, parameters=[KEY],
        operation_id="loans_return",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return _done(request, pk, ReturnInput, lambda _, given, **by: returning.return_post(**given, **by))


class RecoveryQuery(serializers.Serializer[Any]):
    state = serializers.ChoiceField(Recovery.State.choices, required=False, help_text="状态")


def _recoveries(request: Request) -> QuerySet[Recovery]:
    lines = RecoveryLine.objects.select_related("loan__talent", "sister").order_by("id")
    seen = Recovery.objects.visible_to(actor_of(request)).select_related("unit", "quota_type", "document")
    return seen.prefetch_related(Prefetch("lines", queryset=lines))


@extend_schema(summary="回收方案", parameters=[RecoveryQuery])
class RecoveryListView(ListAPIView[Recovery]):
    """The recoveries in the caller's scope, the newest first."""

    serializer_class = RecoverySerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Recovery]:
        query = RecoveryQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return _recoveries(self.request).filter(**query.validated_data)


class RecoveryView(APIView):
    """One proposal."""

    @extend_schema(summary="回收方案详情", responses=RecoverySerializer, operation_id="recoveries_detail")
    def get(self, request: Request, pk: int) -> Response:
        return Response(RecoverySerializer(get_object_or_404(_recoveries(request), pk=pk)).data)


def _decided(request: Request, pk: int, form: Form, decide: Callable[..., Recovery]) -> Response:
    actor = actor_of(request)
    found = get_object_or_404(_recoveries(request), pk=pk)

    def act(key: flow.Once) -> None:
        given = form(data=request.data, context={"request": request, "recovery": found})
        given.is_valid(raise_exception=True)
        decide(found.pk, actor=actor, once=key, **given.validated_data)

    replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))[1]
    return answer(RecoverySerializer(_recoveries(request).get(pk=pk)).data, replayed=replayed)


class ConfirmView(APIView):
    """The office recovers as proposed, or from other sisters."""

    @extend_schema(
        summary="确认收回", request=ConfirmInput, responses=RecoverySerializer, parameters=[KEY],
        operation_id="recoveries_confirm",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return _decided(request, pk, ConfirmInput, recovery.confirm)


class RefuseView(APIView):
    """The office does not recover now, and says why."""

    @extend_schema(
        summary="不予收回", request=RefuseInput, responses=RecoverySerializer, parameters=[KEY],
        operation_id="recoveries_refuse",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        return _decided(request, pk, RefuseInput, recovery.refuse)
