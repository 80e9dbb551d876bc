"""How the API reads and writes a batch of people, and what it shows of notices, objections and slips."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from approvals.api_doors import DayField
from approvals.api_forms import NameableUnitField, Text
from staffing.drafts import MOST
from staffing.models import Candidate, EnrolmentBatch, Objection, Slip, Slot
from units.models import InternalDivision


class FactsField(serializers.DictField):
    """Facts of person and post by the name of their column; codes by the standards of the register."""

    child = serializers.JSONField()


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    """Somebody to be enrolled; the ID number is masked when read, and a masked one sent back stands for it."""

    slot = serializers.CharField(max_length=12, help_text="用编号")
    id_number = serializers.CharField(max_length=18, source="masked_id_number", help_text="公民身份号码")
    title = Text(max_length=60, default="", help_text="职务（岗位）")
    division = serializers.CharField(max_length=100, required=False, allow_null=True, help_text="内设机构名称")
    facts = FactsField(default=dict, help_text="其他信息")

    class Meta:
        model = Candidate
        fields = (
            "position", "slot", "name", "id_number", "title", "division", "facts", "is_announced", "return_reason",
        )  # fmt: skip
        read_only_fields = ("position", "is_announced", "return_reason")


class EnrolmentBatchSerializer(serializers.ModelSerializer[EnrolmentBatch]):
    """People whom a unit wants to enrol, as the subject of a case."""

    unit = NameableUnitField(required=False, allow_null=True, help_text="用编单位的机构编码，缺省为申报单位")
    starts_on = DayField(required=False, allow_null=True, help_text="入编日期，缺省为入库当日")
    candidates = serializers.ListField(child=CandidateSerializer(), max_length=MOST)

    class Meta:
        model = EnrolmentBatch
        fields = ("unit", "starts_on", "published_on", "notice_ends_on", "candidates")
        read_only_fields = ("published_on", "notice_ends_on")

    def to_representation(self, batch: EnrolmentBatch) -> dict[str, Any]:
        people = batch.candidates.select_related("slot", "division").order_by("position")
        return {
            "unit": batch.unit.number, "starts_on": batch.starts_on, "published_on": batch.published_on,
            "notice_ends_on": batch.notice_ends_on, "candidates": CandidateSerializer(people, many=True).data,
        }  # fmt: skip

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Slots and divisions by their names; those of other units are not known here."""
        rows = given["candidates"]
        slots = Slot.objects.visible_to(self.context["request"].user)
        by_number = {s.number: s for s in slots.filter(number__in={row["slot"] for row in rows})}
        named = {row.get("division") for row in rows if row.get("division")}
        divisions = InternalDivision.objects.filter(
            unit__in={slot.unit_id for slot in by_number.values()}, name__in=named, abolished_on=None
        )
        by_name = {(one.unit_id, one.name): one for one in divisions}
        wrong = [_wrong(row, by_number, by_name) for row in rows]
        if any(wrong):
            raise serializers.ValidationError({"candidates": wrong})
        given["candidates"] = [_resolved(row, by_number, by_name) for row in rows]
        return given


def _wrong(row: Mapping[str, Any], slots: Mapping[str, Slot], divisions: Mapping[Any, Any]) -> dict[str, Any]:
    slot = slots.get(row["slot"])
    if slot is None:
        said = f"没有找到用编号{row['slot']}，或不在您的管辖范围内。"
        return {"slot": [serializers.ErrorDetail(said, code="does_not_exist")]}
    if row.get("division") and (slot.unit_id, row["division"]) not in divisions:
        said = f"没有找到内设机构“{row['division']}”。"
        return {"division": [serializers.ErrorDetail(said, code="does_not_exist")]}
    return {}


def _resolved(row: Mapping[str, Any], slots: Mapping[str, Slot], divisions: Mapping[Any, Any]) -> dict[str, Any]:
    slot = slots[row["slot"]]
    return {
        **row, "slot": slot, "id_number": row["masked_id_number"],
        "division": divisions.get((slot.unit_id, row.get("division"))),
    }  # fmt: skip


class ObjectionSerializer(serializers.ModelSerializer[Objection]):
    answered_by = serializers.CharField(source="answered_by.name", default=None, allow_null=True)

    class Meta:
        model = Objection
        fields = ("id", "text", "about", "made_at", "is_upheld", "answer", "answered_by", "answered_at")


class SlipSerializer(serializers.ModelSerializer[Slip]):
    """An entry or exit slip; the check code is printed on the paper only."""

    unit = serializers.CharField(source="posting.unit.number")
    name = serializers.CharField(source="posting.person.name")

    class Meta:
        model = Slip
        fields = ("id", "kind", "number", "unit", "name", "issued_on")
