"""What the API shows of the ledger, and how it reads and writes the records of cases about quota."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
from rest_framework import serializers

from approvals import policies
from approvals.api_doors import DayField
from approvals.api_forms import IdField, NameableUnitField, RegionField, Text
from approvals.models import Document
from approvals.serializers import DocumentSerializer
from quotas.models import (
    BodyRequest,
    Bucket,
    Period,
    Pool,
    QuotaAccount,
    QuotaException,
    QuotaRequest,
    QuotaRequestLine,
    QuotaType,
    ReserveUse,
    Transfer,
)
from quotas.requesting import MAX_LINES
from units.models import Category, Region, SystemClass
from units.models.unit import Rank
from units.serializers import NamedUnitSerializer, PlaceSerializer

MOST = 1_000_000


class QuotaTypeSerializer(serializers.ModelSerializer[QuotaType]):
    parent_code = serializers.CharField(source="parent.code", default=None, allow_null=True)

    class Meta:
        model = QuotaType
        fields = (
            "code", "name", "short_name", "family", "nature", "funding_form", "level", "of_division", "is_group",
            "parent_code",
        )  # fmt: skip


class NameField(serializers.CharField):
    """Another row by its natural name; lists look all their names up at once."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "required": False, "allow_null": True, **kwargs})
        self.attribute = name

    def to_representation(self, value: Any) -> str:
        return str(getattr(value, self.attribute))


class LineListSerializer(serializers.ListSerializer[Any]):
    """The lines of a request: their units, regions and types are found with one query each."""

    def validate(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        user = self.context["request"].user
        units = policies.nameable_units(user).select_related("region")
        regions, kinds = Region.objects.visible_to(user), QuotaType.objects.filter(is_active=True)
        errors: list[dict[str, Any]] = [{} for _ in lines]
        resolve(lines, errors, ("quota_type",), "code", kinds, "没有代码为{}的编制类型。")
        resolve(lines, errors, ("source_unit", "target_unit"), "number", units, "没有找到机构{}，或您不能选择它。")
        resolve(lines, errors, ("target_region",), "code", regions, "没有找到区划{}，或不在您的管辖范围内。")
        if any(errors):
            raise serializers.ValidationError(errors)
        return lines


def resolve(
    lines: Sequence[dict[str, Any]],
    errors: Sequence[dict[str, Any]],
    fields: tuple[str, ...],
    name: str,
    rows: QuerySet[Any],
    refusal: str,
) -> None:
    """Put rows in the place of their names; what is not found is written beside its field."""
    wanted = {line[field] for line in lines for field in fields if line.get(field)}
    found: dict[str, Model] = {getattr(row, name): row for row in rows.filter(**{f"{name}__in": wanted})}
    for line, wrong in zip(lines, errors, strict=True):
        for field in fields:
            given = line.get(field)
            if given and given not in found:
                wrong[field] = [serializers.ErrorDetail(refusal.format(given), code="does_not_exist")]
            line[field] = found.get(given or "")


class LineSerializer(serializers.Serializer[QuotaRequestLine]):
    """How many posts of one type, from where to where."""

    id = serializers.IntegerField(read_only=True)
    quota_type = NameField("code", required=True, allow_null=False, help_text="编制类型代码")
    source_unit = NameField("number", help_text="划出单位的机构编码")
    target_unit = NameField("number", help_text="划入单位的机构编码")
    target_region = NameField("code", help_text="下达地区的区划代码")
    applied_count = serializers.IntegerField(min_value=1, max_value=MOST, help_text="申请数")
    approved_count = serializers.IntegerField(read_only=True, allow_null=True, help_text="拟核数")
    purpose = Text(max_length=200, default="", help_text="用途")

    class Meta:
        list_serializer_class = LineListSerializer


def with_names(lines: QuerySet[QuotaRequestLine]) -> QuerySet[QuotaRequestLine]:
    """The lines with the types, units and regions that they name."""
    return lines.select_related("quota_type", "source_unit", "target_unit", "target_region")


class QuotaRequestSerializer(serializers.ModelSerializer[QuotaRequest]):
    """A change of posts or leadership posts, as the subject of a case."""

    effective_on = DayField(help_text="生效日期")
    ends_on = DayField(required=False, allow_null=True, help_text="机动编制的使用期限")
    reserve_use = serializers.ChoiceField(ReserveUse.choices, default="", allow_blank=True, help_text="储备用途")
    pool = IdField(required=False, allow_null=True, source="pool_id", help_text="周转池的id")
    basis = IdField(required=False, allow_null=True, source="basis_id", help_text="依据文件的id")
    lines = LineListSerializer(child=LineSerializer(), max_length=MAX_LINES)

    class Meta:
        model = QuotaRequest
        fields = ("effective_on", "ends_on", "reserve_use", "pool", "basis", "lines")

    def to_representation(self, request: QuotaRequest) -> dict[str, Any]:
        prefetch_related_objects([request], Prefetch("lines", queryset=with_names(QuotaRequestLine.objects.all())))
        return super().to_representation(request)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """The paper it rests on is one the caller may read."""
        pool_id = given.pop("pool_id", None)
        given["pool"] = Pool.objects.visible_to(self.context["request"].user).filter(pk=pool_id).first()
        if pool_id is not None and given["pool"] is None:
            raise serializers.ValidationError({"pool": "没有找到周转池，或不在您的管辖范围内。"}, code="does_not_exist")
        basis_id = given.pop("basis_id", None)
        given["basis"] = Document.objects.visible_to(self.context["request"].user).filter(pk=basis_id).first()
        if basis_id is not None and given["basis"] is None:
            refusal = "没有找到依据文件，或不在您的管辖范围内。"
            raise serializers.ValidationError({"basis": refusal}, code="does_not_exist")
        return given


class BodyRequestSerializer(serializers.ModelSerializer[BodyRequest]):
    """Setting up, renaming or abolishing a body, as the subject of a case."""

    effective_on = DayField(help_text="生效日期")
    unit = NameableUnitField(required=False, allow_null=True, help_text="更名、撤销的机构编码")
    name = Text(max_length=100, default="", help_text="设立的名称，或新名称")
    region = RegionField(required=False, allow_null=True, help_text="所属地区的区划代码")
    category = serializers.ChoiceField(Category.choices, default="", allow_blank=True)
    system_class = serializers.ChoiceField(SystemClass.choices, default="", allow_blank=True)
    rank = serializers.ChoiceField(Rank.choices, default="", allow_blank=True)
    within_cap = serializers.BooleanField(default=False, help_text="占用机构限额")
    competent_department = NameableUnitField(required=False, allow_null=True, help_text="主管部门的机构编码")
    main_duties = Text(default="", help_text="主要职责")

    class Meta:
        model = BodyRequest
        fields = (
            "move", "effective_on", "unit", "name", "region", "category", "system_class", "rank", "within_cap",
            "competent_department", "main_duties",
        )  # fmt: skip
        read_only_fields = ("move",)


class BalanceSerializer(serializers.Serializer[Any]):
    """The numbers of one type (posts): 核定 = 空编 + 锁定 + 实有 + 超编基数."""

    quota_type = serializers.CharField(help_text="编制类型代码")
    name = serializers.CharField()
    family = serializers.ChoiceField(QuotaType.Family.choices)
    approved = serializers.IntegerField(help_text="核定")
    vacant = serializers.IntegerField(help_text="空编")
    locked = serializers.IntegerField(help_text="锁定")
    occupied = serializers.IntegerField(help_text="实有")
    over = serializers.IntegerField(help_text="超编")
    borrowed = serializers.IntegerField(help_text="周转借用")
    reserve = serializers.IntegerField(help_text="储备")
    reserve_locked = serializers.IntegerField(help_text="储备锁定")
    pool = serializers.IntegerField(help_text="周转池")
    total = serializers.IntegerField(help_text="总量")


class BalancesSerializer(serializers.Serializer[Any]):
    """The numbers of one unit, or of a region with everything below it."""

    unit = NamedUnitSerializer(allow_null=True)
    region = PlaceSerializer()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    balances = BalanceSerializer(many=True)


class EntrySerializer(serializers.Serializer[Any]):
    """One transfer seen from the owner, with the running balance of its type."""

    transfer = serializers.IntegerField(source="transfer_id")
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    quota_type = serializers.SerializerMethodField()
    bucket = serializers.ChoiceField(Bucket.choices)
    counter_owner = serializers.CharField(help_text="对方")
    counter_bucket = serializers.ChoiceField(Bucket.choices)
    delta = serializers.IntegerField()
    running = serializers.IntegerField(help_text="余额")
    reason = serializers.CharField()
    document = serializers.IntegerField(source="document_id")
    document_number = serializers.CharField()
    case_number = serializers.CharField(allow_null=True)
    actor_name = serializers.CharField()
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True, help_text="冲正的变动")

    def get_quota_type(self, entry: Any) -> str:
        return str(self.context["types"][entry.quota_type_id].code)


class TypeTotalSerializer(serializers.Serializer[Any]):
    quota_type = serializers.CharField()
    name = serializers.CharField()
    opening = serializers.IntegerField(help_text="期初；续页为承前页")
    closing = serializers.IntegerField(help_text="期末；后面还有时为过次页")


class StatementSerializer(serializers.Serializer[Any]):
    """台账 of a unit, or of a region's own reserve and pool: opening, entries, closing."""

    unit = NamedUnitSerializer(allow_null=True)
    region = PlaceSerializer()
    start = serializers.DateField()
    end = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    is_cut = serializers.BooleanField(help_text="明细过多，分页列出，后面还有")
    next = serializers.CharField(allow_blank=True, help_text="下一页：以此值作after再取；为空时已到期末")
    types = TypeTotalSerializer(many=True)
    entries = EntrySerializer(many=True)


class AccountSerializer(serializers.ModelSerializer[QuotaAccount]):
    region = PlaceSerializer()
    unit = NamedUnitSerializer(allow_null=True)

    class Meta:
        model = QuotaAccount
        fields = ("region", "unit", "bucket")


class TransferSerializer(serializers.ModelSerializer[Transfer]):
    quota_type = serializers.CharField(source="source.quota_type.code")
    from_account = AccountSerializer(source="source")
    to_account = AccountSerializer(source="target")
    document_number = serializers.CharField(source="document.number")
    case_number = serializers.CharField(source="case.number", default=None, allow_null=True)

    class Meta:
        model = Transfer
        fields = (
            "id", "quota_type", "quantity", "from_account", "to_account", "effective_on", "recorded_at", "reason",
            "document", "document_number", "case_number", "actor_name", "reverses",
        )  # fmt: skip


class QuotaExceptionSerializer(serializers.ModelSerializer[QuotaException]):
    unit = NamedUnitSerializer()
    quota_type = serializers.CharField(source="quota_type.code")
    document = DocumentSerializer()

    class Meta:
        model = QuotaException
        fields = ("id", "unit", "quota_type", "people_count", "authority", "document", "starts_on", "ends_on", "reason")


class PeriodSerializer(serializers.ModelSerializer[Period]):
    region = PlaceSerializer()
    closed_by = serializers.CharField(source="closed_by.name")

    class Meta:
        model = Period
        fields = ("id", "region", "ends_on", "closed_at", "closed_by")
