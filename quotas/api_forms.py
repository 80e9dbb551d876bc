"""The shape of what the API of the ledger takes: whose numbers, at which two times, and the counts proposed."""

from typing import Any, NamedTuple

from rest_framework import serializers

from approvals import workdays
from approvals.api_doors import DayField, MomentField
from approvals.api_forms import IdField, PrefixField
from approvals.models import Case
from quotas import reports
from quotas.models import QuotaRequestLine
from quotas.requesting import MAX_LINES
from quotas.serializers import MOST


class Owner(NamedTuple):
    """Whose numbers are asked for: a unit by its number, or a region by its prefix."""

    unit: str
    prefix: str


class UnitNumber(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 30, "required": False, "help_text": "机构编码", **kwargs})


class OwnerQuery(serializers.Serializer[Any]):
    """One unit or one region."""

    unit = UnitNumber()
    region = PrefixField(required=False, help_text="区划代码")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if len(given.keys() & {"unit", "region"}) != 1:
            raise serializers.ValidationError({"unit": "请填写机构编码或区划代码，二者取一。"}, code="owner")
        return given

    @property
    def owner(self) -> Owner:
        return Owner(self.validated_data.get("unit", ""), self.validated_data.get("region", ""))


class BalanceQuery(OwnerQuery):
    as_of = DayField(past=True, required=False, help_text="截至日期，默认今天")
    known_at = MomentField(required=False, help_text="按该时刻所知")


class StatementQuery(OwnerQuery):
    known_at = MomentField(required=False, help_text="按该时刻所知")
    after = serializers.CharField(required=False, max_length=40, help_text="续页：上一页给出的next")

    def validate_after(self, text: str) -> reports.Place:
        place = reports.Place.of(text)
        if place is None:
            raise serializers.ValidationError("续页标记有误，请使用上一页给出的next。", code="cursor")
        return place

    def get_fields(self) -> dict[str, Any]:
        """The two days are called as people call them, which Python does not allow."""
        days = {
            "from": DayField(past=True, required=False, source="start", help_text="起始日期，默认截止日期当年1月1日"),
            "to": DayField(past=True, required=False, source="end", help_text="截止日期，默认今天"),
        }
        return {**super().get_fields(), **days}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        given = super().validate(given)
        end = given.setdefault("end", workdays.today())
        if given.setdefault("start", end.replace(month=1, day=1)) > end:
            raise serializers.ValidationError({"to": "截止日期不能早于起始日期。"}, code="order")
        return given


class TransferQuery(serializers.Serializer[Any]):
    """The filters of the list of transfers."""

    unit = UnitNumber()
    type = serializers.SlugField(max_length=40, required=False, help_text="编制类型代码")
    case = serializers.CharField(max_length=40, required=False, help_text="办件编号")
    document = IdField(required=False, help_text="文件的id")

    FILTERS = {"type": "source__quota_type__code", "case": "case__number", "document": "document"}


class ExceptionQuery(serializers.Serializer[Any]):
    """The filters of the list of exceptions."""

    unit = UnitNumber()
    on = DayField(required=False, help_text="在该日有效")


class PeriodQuery(serializers.Serializer[Any]):
    region = PrefixField(required=False)


class CountInput(serializers.Serializer[Any]):
    line = IdField(help_text="申请明细的id")
    approved_count = serializers.IntegerField(min_value=0, max_value=MOST, help_text="拟核数")


class CountsInput(serializers.Serializer[Any]):
    counts = serializers.ListField(child=CountInput(), min_length=1, max_length=MAX_LINES)

    def validate_counts(self, counts: list[dict[str, int]]) -> dict[int, int]:
        case: Case = self.context["case"]
        own = set(QuotaRequestLine.objects.filter(quota_request__case=case).values_list("pk", flat=True))
        if absent := [str(each["line"]) for each in counts if each["line"] not in own]:
            raise serializers.ValidationError(f"办件没有申请明细{'、'.join(absent)}。", code="does_not_exist")
        return {each["line"]: each["approved_count"] for each in counts}
