"""The API of the ledger: types, balances and statements at two times, transfers, exceptions, closed periods."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow, workdays
from approvals.api import case_of
from approvals.api_doors import KEY, NewestFirst, actor_of, answer, once
from quotas import reports, requesting
from quotas.api_forms import (
    BalanceQuery,
    CountsInput,
    ExceptionQuery,
    Owner,
    PeriodQuery,
    StatementQuery,
    TransferQuery,
)
from quotas.models import Period, QuotaAccount, QuotaException, QuotaRequestLine, QuotaType, Transfer
from quotas.reports import Balance
from quotas.serializers import (
    BalancesSerializer,
    LineSerializer,
    PeriodSerializer,
    QuotaExceptionSerializer,
    QuotaTypeSerializer,
    StatementSerializer,
    TransferSerializer,
    with_names,
)
from units.mandates import scope_of, sees_region
from units.models import Region, Unit

MOST_ENTRIES = 5000


@extend_schema(summary="编制类型")
class QuotaTypeListView(ListAPIView[QuotaType]):
    """What is counted, as a tree."""

    queryset = QuotaType.objects.filter(is_active=True).select_related("parent")
    serializer_class = QuotaTypeSerializer
    pagination_class = None
    filter_backends = ()


def owner_of(request: Request, named: Owner) -> Unit | Region:
    """The unit or region that the query names; one outside the caller's scope does not exist."""
    actor = actor_of(request)
    if named.unit:
        return get_object_or_404(Unit.objects.visible_to(actor).select_related("region"), number=named.unit)
    regions = [region for region in Region.objects.filter(prefix=named.prefix) if sees_region(actor, region)]
    return get_object_or_404(Region.objects.filter(pk__in=[region.pk for region in regions]))


def described(owner: Unit | Region) -> dict[str, Any]:
    return {"unit": owner, "region": owner.region} if isinstance(owner, Unit) else {"unit": None, "region": owner}


class BalanceView(APIView):
    """The numbers of a unit, or of a region with everything below it, as of a date and as known at a moment."""

    @extend_schema(summary="编制余额", parameters=[BalanceQuery], responses=BalancesSerializer)
    def get(self, request: Request) -> Response:
        query = BalanceQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        times = {"as_of": query.validated_data.get("as_of"), "known_at": query.validated_data.get("known_at")}
        owner = owner_of(request, query.owner)
        if isinstance(owner, Unit):
            found = reports.balances_of_unit(owner, **times)
        else:
            found = _by_type(reports.totals_by_child(owner, **times))
        types = QuotaType.objects.in_bulk([balance.quota_type_id for balance in found])
        rows = sorted(((types[b.quota_type_id], b) for b in found), key=lambda row: (row[0].position, row[0].code))
        shown = {
            **described(owner),
            "as_of": times["as_of"] or workdays.today(),
            "known_at": times["known_at"],
            "balances": [_numbers(kind, balance) for kind, balance in rows],
        }
        return Response(BalancesSerializer(shown).data)


def _by_type(balances: list[Balance]) -> list[Balance]:
    """The sums over all places, per type."""
    groups: dict[int, list[Balance]] = defaultdict(list)
    for balance in balances:
        groups[balance.quota_type_id].append(balance)
    return [reports.combined(group)._replace(quota_type_id=kind) for kind, group in groups.items()]


NUMBERS = (
    "approved", "vacant", "locked", "occupied", "over", "borrowed", "reserve", "reserve_locked", "pool", "total",
)  # fmt: skip


def _numbers(kind: QuotaType, balance: Balance) -> dict[str, Any]:
    numbers = {name: getattr(balance, name) for name in NUMBERS}
    return {"quota_type": kind.code, "name": kind.name, "family": kind.family, **numbers}


class StatementView(APIView):
    """台账 of a unit, or of what a region itself holds, between two dates."""

    @extend_schema(summary="编制台账", parameters=[StatementQuery], responses=StatementSerializer)
    def get(self, request: Request) -> Response:
        query = StatementQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        given, owner = query.validated_data, owner_of(request, query.owner)
        between = {"start": given["start"], "end": given["end"]}
        more = {"known_at": given.get("known_at"), "limit": MOST_ENTRIES, "after": given.get("after")}
        if isinstance(owner, Unit):
            found = reports.statement_of_unit(owner, **between, **more)
        else:
            found = reports.statement_of_region(owner, **between, **more)
        types = QuotaType.objects.in_bulk({*found.opening, *(entry.quota_type_id for entry in found.entries)})
        totals = [
            {
                "quota_type": kind.code,
                "name": kind.name,
                "opening": found.opening.get(kind.pk, 0),
                "closing": found.closing.get(kind.pk, 0),
            }
            for kind in sorted(types.values(), key=lambda kind: (kind.position, kind.code))
        ]
        shown = {
            **described(owner), **between, "known_at": more["known_at"], "is_cut": found.is_cut, "next": found.next,
            "types": totals, "entries": found.entries,
        }  # fmt: skip
        return Response(StatementSerializer(shown, context={"types": types}).data)


@extend_schema(summary="编制变动", parameters=[TransferQuery])
class TransferListView(ListAPIView[Transfer]):
    """The transfers that touch an account in the caller's scope, the newest first."""

    serializer_class = TransferSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Transfer]:
        query = TransferQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        transfers = Transfer.objects.visible_to(actor_of(self.request))
        given = dict(query.validated_data)
        if number := given.pop("unit", ""):
            accounts = list(QuotaAccount.objects.filter(unit__number=number).values_list("pk", flat=True))
            transfers = transfers.filter(Q(source__in=accounts) | Q(target__in=accounts))
        related = (
            "source__quota_type", "source__unit", "source__region", "target__unit", "target__region", "document",
            "case",
        )  # fmt: skip
        return transfers.filter(**{query.FILTERS[name]: value for name, value in given.items()}).select_related(
            *related
        )


@extend_schema(summary="超编例外", parameters=[ExceptionQuery])
class ExceptionListView(ListAPIView[QuotaException]):
    """People kept above the cap by a dated decision, the newest first."""

    serializer_class = QuotaExceptionSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[QuotaException]:
        query = ExceptionQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        found = QuotaException.objects.filter(scope_of(actor_of(self.request)).as_condition("unit__"))
        if "unit" in given:
            found = found.filter(unit__number=given["unit"])
        if "on" in given:
            found = found.filter(starts_on__lte=given["on"], ends_on__gte=given["on"])
        return found.select_related("unit", "quota_type", "document__region", "document__case")


@extend_schema(summary="结账期间", parameters=[PeriodQuery])
class PeriodListView(ListAPIView[Period]):
    """The closed periods of the regions in the caller's scope, the newest first."""

    serializer_class = PeriodSerializer
    pagination_class = NewestFirst
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Period]:
        query = PeriodQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        found = Period.objects.filter(region__in=Region.objects.visible_to(actor_of(self.request)))
        if "region" in query.validated_data:
            found = found.filter(region__prefix__startswith=query.validated_data["region"])
        return found.select_related("region", "closed_by")


class CountsView(APIView):
    """The counts that the office proposes for the lines of a request (拟核数)."""

    @extend_schema(
        summary="填写拟核数", request=CountsInput, responses=LineSerializer(many=True), parameters=[KEY],
        operation_id="cases_counts",
    )  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        case, actor = case_of(request, number), actor_of(request)

        def act(key: flow.Once) -> None:
            form = CountsInput(data=request.data, context={"case": case})
            form.is_valid(raise_exception=True)
            requesting.propose_counts(case.pk, actor=actor, counts=form.validated_data["counts"], once=key)

        replayed = once(request, request.data, act=act, found=lambda key: flow.receipt(actor, key))[1]
        lines = with_names(QuotaRequestLine.objects.filter(quota_request__case=case))
        return answer([LineSerializer(line).data for line in lines], replayed=replayed)
