"""The shape of what the API of the pools tells and takes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.api_doors import DayField
from approvals.api_forms import IdField, PrefixField, RegionField, Text, UnitField
from quotas.api_forms import UnitNumber
from quotas.models import Pool
from staffing.move_serializers import PaperField
from talentpool import book
from talentpool.book import Standing
from talentpool.models import LoanState, Recovery, RecoveryLine
from units.serializers import NamedUnitSerializer, PlaceSerializer

LIGHTS = [("green", "绿"), ("yellow", "黄"), ("red", "红")]


class StockSerializer(serializers.Serializer[Any]):
    """What a pool has of one type (posts)."""

    quota_type = serializers.CharField(source="quota_type.code", help_text="编制类型代码")
    total = serializers.IntegerField(help_text="总数")
    lent = serializers.IntegerField(help_text="借出")
    used = serializers.IntegerField(help_text="其中已到岗")
    promised = serializers.IntegerField(help_text="其中待到岗")
    free = serializers.IntegerField(help_text="可借")
    due = serializers.IntegerField(help_text="半年内到期")
    overdue = serializers.IntegerField(help_text="逾期")


class PoolSerializer(serializers.ModelSerializer[Pool]):
    """A pool with its posts by type, for those who oversee its region."""

    region = PlaceSerializer()
    stocks = StockSerializer(many=True)

    class Meta:
        model = Pool
        fields = ("id", "name", "kind", "region", "is_active", "stocks")


class PoolInput(serializers.Serializer[Any]):
    """A new, empty pool of an office; posts come into it by a case."""

    name = Text(max_length=60, help_text="名称")
    kind = serializers.ChoiceField(Pool.Kind.choices, help_text="类别")
    region = RegionField(required=False, help_text="设立地区的区划代码，默认本编办所在地区")


class FreeSerializer(serializers.Serializer[Any]):
    quota_type = serializers.CharField(help_text="编制类型代码")
    free = serializers.IntegerField(help_text="可借")


class LendingPoolSerializer(serializers.ModelSerializer[Pool]):
    """A pool from which the caller's units may borrow, with what is free in it."""

    region = PlaceSerializer()
    free = FreeSerializer(many=True)

    class Meta:
        model = Pool
        fields = ("id", "name", "kind", "region", "free")


class LoanQuery(serializers.Serializer[Any]):
    """The filters of the special ledger."""

    pool = IdField(required=False, help_text="周转池的id")
    state = serializers.ChoiceField(LoanState.choices, required=False, help_text="截至日的状态")
    unit = UnitNumber(help_text="用人单位的机构编码")
    region = PrefixField(required=False)
    as_of = DayField(past=True, required=False, help_text="截至日期，默认今天")

    FILTERS = {"pool": "pool", "unit": "unit__number", "region": "unit__region__prefix__startswith"}


class LoanSerializer(serializers.Serializer[Any]):
    """A loan as it stood at the end of a day."""

    id = serializers.IntegerField(source="loan.pk")
    pool = serializers.IntegerField(source="loan.pool_id", help_text="周转池的id")
    unit = NamedUnitSerializer(source="loan.unit")
    quota_type = serializers.CharField(source="loan.quota_type.code", help_text="编制类型代码")
    talent = serializers.CharField(source="loan.talent.name", help_text="引进人才")
    talent_class = serializers.CharField(source="loan.talent.talent_class", help_text="人才类别")
    state = serializers.ChoiceField(LoanState.choices, help_text="状态")
    light = serializers.SerializerMethodField(help_text="还编期限的灯，未到岗或已结束为空")
    case = serializers.CharField(source="loan.case.number", help_text="办件编号")
    document = serializers.CharField(source="loan.document.number", help_text="批准文号")
    granted_on = serializers.DateField(source="loan.granted_on")
    use_by = serializers.DateField(source="loan.use_by", help_text="到岗期限")
    started_on = serializers.DateField(allow_null=True, help_text="到岗日期")
    due_on = serializers.DateField(allow_null=True, help_text="截至日的还编期限")
    ended_on = serializers.DateField(allow_null=True, help_text="还编日期")

    @extend_schema_field(serializers.ChoiceField(LIGHTS, allow_null=True))
    def get_light(self, shown: Standing) -> str | None:
        return shown.light.colour if shown.light else None


class StepSerializer(serializers.Serializer[Any]):
    """One step in the life of a loan."""

    action = serializers.CharField(help_text="经过")
    on = serializers.CharField(source="who", help_text="日期")
    opinion = serializers.CharField(default="", help_text="说明")
    documents = serializers.SerializerMethodField(help_text="依据文号")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_documents(self, step: dict[str, Any]) -> list[str]:
        return [paper["name"] for paper in step.get("documents", ())]


class LoanDetailSerializer(LoanSerializer):
    """A loan with its life in one time line."""

    certification = serializers.CharField(source="loan.talent.certification", help_text="认定材料")
    life = serializers.SerializerMethodField(help_text="借还经过")

    @extend_schema_field(StepSerializer(many=True))
    def get_life(self, shown: Standing) -> list[Any]:
        return list(StepSerializer(book.life(shown.loan), many=True).data)


class ArrivalInput(serializers.Serializer[Any]):
    """The named talent takes the borrowed post."""

    id_number = Text(max_length=18, help_text="18位公民身份号码")
    title = Text(max_length=60, default="", help_text="职务（岗位）")
    started_on = DayField(past=True, help_text="到岗日期")


class ReturnInput(serializers.Serializer[Any]):
    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=120, help_text="事由")


class RecoveryLineSerializer(serializers.ModelSerializer[RecoveryLine]):
    """One overdue loan and whose vacant post is to make it up."""

    loan = serializers.IntegerField(source="loan_id", help_text="借编的id")
    talent = serializers.CharField(source="loan.talent.name", help_text="引进人才")
    due_on = serializers.DateField(source="loan.due_on")
    sister = NamedUnitSerializer()

    class Meta:
        model = RecoveryLine
        fields = ("id", "loan", "talent", "due_on", "sister")


class RecoverySerializer(serializers.ModelSerializer[Recovery]):
    """A proposal to recover, and how it was decided."""

    unit = NamedUnitSerializer()
    quota_type = serializers.CharField(source="quota_type.code", help_text="编制类型代码")
    pool = serializers.IntegerField(source="pool_id", help_text="周转池的id")
    document = serializers.CharField(source="document.number", allow_null=True, default=None, help_text="依据文号")
    lines = RecoveryLineSerializer(many=True)

    class Meta:
        model = Recovery
        fields = (
            "id", "pool", "unit", "quota_type", "state", "proposed_at", "decided_on", "opinion", "document", "lines",
        )  # fmt: skip


class SisterInput(serializers.Serializer[Any]):
    """Another sister for a line; without one the line is left for another time."""

    line = IdField(help_text="回收明细的id")
    sister = UnitField(allow_null=True, help_text="出编单位的机构编码；为空即暂不收回")


class ConfirmInput(serializers.Serializer[Any]):
    opinion = Text(max_length=500, default="同意。", help_text="意见")
    sisters = serializers.ListField(child=SisterInput(), max_length=500, default=list, help_text="调整的明细")

    def validate_sisters(self, named: list[dict[str, Any]]) -> dict[int, Any]:
        own = set(self.context["recovery"].lines.values_list("pk", flat=True))
        if absent := [str(each["line"]) for each in named if each["line"] not in own]:
            raise serializers.ValidationError(f"回收方案没有明细{'、'.join(absent)}。", code="does_not_exist")
        return {each["line"]: each["sister"] for each in named}


class RefuseInput(serializers.Serializer[Any]):
    opinion = Text(max_length=500, help_text="不予收回的理由")
