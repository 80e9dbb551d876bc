"""The API of what the office does about off-quota staff: engaging, renewing, ending, buying services, setting money."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from approvals import flow
from approvals.api_doors import KEY, DayField, actor_of, answer, once
from approvals.api_forms import Text, UnitField
from quotas.models import QuotaType
from staffing import off_quota
from staffing.facts import NewPerson
from staffing.models import EndReason, Engagement, MoneyLine, PaySource, ServiceContract
from staffing.models.engagement import HEAD_CHOICES
from staffing.move_serializers import PaperField, TypeField
from staffing.off_quota import Contract, Service

YUAN: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}
MOST_AT_ONCE = 500


class ActSerializer(serializers.Serializer[Any]):
    """On which issued document, and why."""

    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=150, help_text="事由")


class EngageInput(ActSerializer):
    """Somebody to engage off quota."""

    unit = UnitField(help_text="机构编码")
    quota_type = TypeField(default=None, help_text="控制数的编制类型代码，默认编外控制数")
    name = Text(max_length=50, help_text="姓名")
    id_number = Text(max_length=18, help_text="18位公民身份号码")
    title = Text(max_length=60, help_text="岗位")
    kind = serializers.ChoiceField(HEAD_CHOICES, help_text="合同类型")
    employer = Text(max_length=120, default="", help_text="派遣单位，劳务派遣的填写")
    started_on = DayField(past=True, help_text="起始日期")
    ends_on = DayField(help_text="合同终止日")
    pay_source = serializers.ChoiceField(PaySource.choices, default=PaySource.BUDGET, help_text="经费来源")
    yearly_cost = serializers.DecimalField(**YUAN, help_text="年费用（元）")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """One contract, and what is common to all that are signed at once."""
        person = NewPerson(given["name"].strip(), given["id_number"], title=given["title"])
        terms = (given[name] for name in ("kind", "ends_on", "yearly_cost", "pay_source", "employer"))
        kind = given["quota_type"] or _first_control()
        common = {name: given[name] for name in ("unit", "started_on", "document", "reason")}
        return {**common, "quota_type": kind, "contracts": [Contract(person, *terms)]}


def _first_control() -> QuotaType:
    kinds = off_quota.control_types()
    if not kinds:
        raise ValidationError({"quota_type": "没有编外控制数这一编制类型。"}, code="quota_type")
    return kinds[0]


class RenewInput(ActSerializer):
    ends_on = DayField(help_text="新的合同终止日")
    yearly_cost = serializers.DecimalField(**YUAN, help_text="年费用（元）")


class EndInput(ActSerializer):
    ended_on = DayField(past=True, help_text="终止日期，自该日起不再计入实有")
    end_reason = serializers.ChoiceField(
        [(reason.value, reason.label) for reason in EndReason if reason != EndReason.CONVERTED], help_text="终止原因"
    )


class MoneyInput(ActSerializer):
    unit = UnitField(help_text="机构编码")
    year = serializers.IntegerField(min_value=2000, max_value=2100, help_text="年度")
    amount = serializers.DecimalField(**YUAN, help_text="编外人员经费（元）")


class EngagementField(serializers.PrimaryKeyRelatedField[Engagement]):
    """An engagement in the caller's scope, by its id."""

    default_error_messages = {"does_not_exist": "没有找到编外聘用{pk_value}，或不在您的管辖范围内。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Engagement.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        seen = Engagement.objects.visible_to(self.context["request"].user)
        return seen.select_related("unit__region", "quota_type", "person")


class ConvertInput(ActSerializer):
    """Whose work is bought as a service from now on, and the service."""

    engagements = serializers.ListField(
        child=EngagementField(), max_length=MOST_AT_ONCE, help_text="转为购买服务的编外聘用的id，同一单位"
    )
    title = Text(max_length=100, help_text="服务项目")
    provider = Text(max_length=120, help_text="承接主体")
    yearly_amount = serializers.DecimalField(**YUAN, help_text="年服务费（元）")
    on = DayField(past=True, help_text="转换日期")
    ends_on = DayField(help_text="服务终止日期")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        service = Service(given["title"], given["provider"], given["yearly_amount"], given["ends_on"])
        kept = {name: given[name] for name in ("engagements", "on", "document", "reason")}
        return {**kept, "service": service}


class MoneyLineSerializer(serializers.ModelSerializer[MoneyLine]):
    """The money of a unit for a year."""

    unit = serializers.CharField(source="unit.number")
    document = serializers.CharField(source="document.number")

    class Meta:
        model = MoneyLine
        fields = ("unit", "year", "amount", "document")


class ServiceSerializer(serializers.ModelSerializer[ServiceContract]):
    """A service that is bought instead of engaging people; `replaced_count` is the decrease of the control number."""

    unit = serializers.CharField(source="unit.number")
    document = serializers.CharField(source="document.number")

    class Meta:
        model = ServiceContract
        fields = (
            "id", "unit", "title", "provider", "replaced_count", "yearly_amount", "starts_on", "ends_on", "document",
        )  # fmt: skip


def acted(
    request: Request, shape: type[ActSerializer], act: Callable[..., Any], made: QuerySet[Any],
    shown: type[serializers.BaseSerializer[Any]], *, status: int = 200, **whom: Any,
) -> Response:  # fmt: skip
    """Check what was sent, do it once under the key, and show the row that came of it."""
    actor = actor_of(request)

    def do(key: flow.Once) -> None:
        form = shape(data=request.data, context={"request": request})
        form.is_valid(raise_exception=True)
        act(actor=actor, once=key, **whom, **form.validated_data)

    def found(key: flow.Once) -> Any:
        pk = flow.receipt(actor, key)
        return None if pk is None else made.filter(pk=pk).first()

    done, replayed = once(request, request.data, act=do, found=found)
    return answer(shown(done).data, replayed=replayed, status=status)


class ServiceView(APIView):
    """Buying as a service what people were engaged for."""

    @extend_schema(
        summary="编外聘用转为购买服务", request=ConvertInput, responses={201: ServiceSerializer}, parameters=[KEY]
    )
    def post(self, request: Request) -> Response:
        made = ServiceContract.objects.select_related("unit", "document")
        return acted(request, ConvertInput, off_quota.convert, made, ServiceSerializer, status=201)


def engagement_of(request: Request, pk: int) -> Engagement:
    seen = Engagement.objects.visible_to(actor_of(request)).select_related("unit__region", "quota_type", "person")
    return get_object_or_404(seen, pk=pk)
