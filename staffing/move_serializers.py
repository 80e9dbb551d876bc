"""How the API reads and writes a move, a release and a secondment."""

from typing import Any

from rest_framework import serializers

from approvals.api_doors import DayField
from approvals.api_forms import NameableUnitField, Text
from approvals.models import Document
from quotas.models import QuotaType
from staffing.models import ExitReason, Posting, Secondment, StaffMove, StaffRelease, StaffReleaseLine
from units.models import InternalDivision


class PostingField(serializers.PrimaryKeyRelatedField[Posting]):
    """A posting in the caller's scope, by its id."""

    default_error_messages = {"does_not_exist": "没有找到该人员的占编，或不在您的管辖范围内。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Posting.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        seen = Posting.objects.visible_to(self.context["request"].user)
        return seen.select_related("unit__region", "person", "quota_type")


class PaperField(serializers.PrimaryKeyRelatedField[Document]):
    """A document that the caller may read, by its id."""

    default_error_messages = {"does_not_exist": "没有找到依据文件，或不在您的管辖范围内。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Document.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Document.objects.visible_to(self.context["request"].user)


class TypeField(serializers.SlugRelatedField[QuotaType]):
    default_error_messages = {"does_not_exist": "没有代码为{value}的编制类型。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", queryset=QuotaType.objects.filter(is_active=True), **kwargs)


class StaffMoveSerializer(serializers.ModelSerializer[StaffMove]):
    """One person's way to a post of another unit, as the subject of a case."""

    posting = PostingField(help_text="原占编的id")
    target_unit = NameableUnitField(help_text="调入单位的机构编码")
    quota_type = TypeField(help_text="占用的编制类型代码")
    division = serializers.CharField(max_length=100, required=False, allow_null=True, help_text="调入内设机构名称")
    title = Text(max_length=60, default="", help_text="调入职务（岗位）")
    moves_on = DayField(help_text="调动日期")

    class Meta:
        model = StaffMove
        fields = ("posting", "target_unit", "quota_type", "division", "title", "moves_on")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """The division by its name."""
        name = given.pop("division", None)
        own = InternalDivision.objects.filter(unit=given["target_unit"], name=name, abolished_on=None)
        given["division"] = own.first() if name else None
        if name and given["division"] is None:
            raise serializers.ValidationError({"division": f"没有找到内设机构“{name}”。"}, code="does_not_exist")
        return given


class StaffReleaseLineSerializer(serializers.ModelSerializer[StaffReleaseLine]):
    """Who of a unit leaves, why and where to."""

    posting = PostingField(help_text="占编的id")
    exit_reason = serializers.ChoiceField(ExitReason.choices, help_text="出编原因")
    destination = Text(max_length=120, default="", help_text="去向；调离的须填写")

    class Meta:
        model = StaffReleaseLine
        fields = ("posting", "exit_reason", "destination")


class StaffReleaseSerializer(serializers.ModelSerializer[StaffRelease]):
    """Those of a unit who leave on a day, as the subject of a case (减员申请)."""

    leaves_on = DayField(help_text="出编日期；未到的，到日自动出编")
    lines = StaffReleaseLineSerializer(many=True, help_text="减员人员")

    class Meta:
        model = StaffRelease
        fields = ("leaves_on", "lines")


class ReleaseInput(serializers.Serializer[Any]):
    """Who leaves, when, why, on what document."""

    posting = PostingField(help_text="占编的id")
    ended_on = DayField(past=True, help_text="出编日期")
    exit_reason = serializers.ChoiceField(ExitReason.choices, help_text="出编原因")
    destination = Text(max_length=120, default="", help_text="去向")
    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=200, help_text="事由")


class ReleaseSerializer(serializers.ModelSerializer[Posting]):
    """A posting that has ended, with the number of its exit slip."""

    name = serializers.CharField(source="person.name")
    unit = serializers.CharField(source="unit.number")
    document = serializers.CharField(source="exit_document.number", default=None, allow_null=True)
    slip = serializers.SerializerMethodField(help_text="出编通知单编号")

    class Meta:
        model = Posting
        fields = ("id", "name", "unit", "ended_on", "exit_reason", "destination", "document", "slip")

    def get_slip(self, posting: Posting) -> str | None:
        return next((slip.number for slip in posting.slips.all() if slip.kind == "exit"), None)


class SecondmentInput(serializers.Serializer[Any]):
    """Who is seconded where, from when to when."""

    posting = PostingField(help_text="占编的id")
    host = NameableUnitField(help_text="借调到的机构编码")
    starts_on = DayField(help_text="开始日期")
    ends_on = DayField(help_text="期满日期")
    document = PaperField(help_text="依据文件的id")
    duty = Text(max_length=120, default="", help_text="借调工作")
    reason = Text(max_length=200, help_text="事由")


class SecondmentProlongInput(serializers.Serializer[Any]):
    ends_on = DayField(help_text="延期后的期满日期")
    document = PaperField(help_text="依据文件的id")
    reason = Text(max_length=200, help_text="事由")


class SecondmentEndInput(serializers.Serializer[Any]):
    ended_on = DayField(past=True, help_text="结束日期")
    reason = Text(max_length=120, help_text="事由")


class SecondmentSerializer(serializers.ModelSerializer[Secondment]):
    """A secondment, active or ended."""

    name = serializers.CharField(source="person.name")
    unit = serializers.CharField(source="posting.unit.number")
    host = serializers.CharField(source="host.number")
    document = serializers.CharField(source="document.number")

    class Meta:
        model = Secondment
        fields = (
            "id", "posting", "name", "unit", "host", "starts_on", "ends_on", "document", "duty", "ended_on",
            "end_reason",
        )  # fmt: skip
