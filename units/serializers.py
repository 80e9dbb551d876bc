from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from units.codes import division_code
from units.mandates import Held, Scope, scope_of
from units.models import InternalDivision, LineageEvent, Region, Role, Unit
from units.models.unit import Category, UnitQuerySet

STATES = [("active", "现有"), ("abolished", "已撤销")]


class RegionSerializer(serializers.ModelSerializer[Region]):
    parent_code = serializers.CharField(source="parent.code", allow_null=True, default=None)

    class Meta:
        model = Region
        fields = ("code", "name", "level", "parent_code", "has_office")


class PlaceSerializer(serializers.ModelSerializer[Region]):
    class Meta:
        model = Region
        fields = ("code", "name")


class NamedUnitSerializer(serializers.ModelSerializer[Unit]):
    class Meta:
        model = Unit
        fields = ("number", "name")


class UnitSerializer(serializers.ModelSerializer[Unit]):
    region = PlaceSerializer()
    competent_department = NamedUnitSerializer(allow_null=True)
    state = serializers.SerializerMethodField()

    class Meta:
        model = Unit
        fields: tuple[str, ...] = (
            "number",
            "name",
            "short_name",
            "region",
            "competent_department",
            "category",
            "nature",
            "rank",
            "funding_form",
            "secrecy",
            "state",
        )

    @extend_schema_field(serializers.ChoiceField(STATES))
    def get_state(self, unit: Unit) -> str:
        return "active" if unit.is_active else "abolished"


class InternalDivisionSerializer(serializers.ModelSerializer[InternalDivision]):
    class Meta:
        model = InternalDivision
        fields = ("name", "kind", "post_count", "chief_count", "deputy_count")


class LineageEventSerializer(serializers.ModelSerializer[LineageEvent]):
    class Meta:
        model = LineageEvent
        fields = ("kind", "on", "before", "after", "document_number", "note", "actor_name")


class UnitDetailSerializer(UnitSerializer):
    divisions = InternalDivisionSerializer(many=True)
    lineage = LineageEventSerializer(source="lineage_events", many=True)
    uscc_warning = serializers.CharField()

    class Meta(UnitSerializer.Meta):
        fields = (
            *UnitSerializer.Meta.fields,
            "other_names",
            "system_class",
            "institution_class",
            "civil_service_managed",
            "within_cap",
            "uscc",
            "uscc_warning",
            "main_duties",
            "address",
            "set_up_on",
            "set_up_document",
            "abolished_on",
            "divisions",
            "lineage",
        )


class UnitQuery(serializers.Serializer[Any]):
    """The filters of the list of units."""

    q = serializers.CharField(max_length=100, required=False, help_text="名称或简称包含，或机构编码开头")
    region = serializers.CharField(max_length=9, required=False, help_text="区划代码，含下级")
    competent_department = serializers.CharField(max_length=30, required=False, help_text="主管部门的机构编码")
    category = serializers.ChoiceField(Category.choices, required=False)
    state = serializers.ChoiceField([*STATES, ("all", "全部")], default="active")

    def validate_region(self, code: str) -> str:
        try:
            return division_code(code).prefix
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages, code="region_code") from error

    def narrow(self, units: UnitQuerySet) -> UnitQuerySet:
        """The units that meet the validated filters."""
        given = self.validated_data
        if "q" in given:
            units = units.matching(given["q"])
        if "region" in given:
            units = units.filter(region__prefix__startswith=given["region"])
        if "competent_department" in given:
            units = units.filter(competent_department__number=given["competent_department"])
        if "category" in given:
            units = units.filter(category=given["category"])
        return {"active": units.active, "abolished": units.abolished, "all": units.all}[given["state"]]()


class HeldSerializer(serializers.Serializer[Any]):
    """A mandate in force; `code` is that of the region or the number of the unit."""

    role = serializers.ChoiceField(Role.choices)
    role_label = serializers.SerializerMethodField()
    code = serializers.CharField()
    place = serializers.CharField()

    def get_role_label(self, held: Held) -> str:
        return Role(held.role).label


class ScopeSerializer(serializers.Serializer[Scope]):
    """What the mandates cover: regions by code prefix, departments with their units, single units."""

    region_prefixes = serializers.ListField(child=serializers.CharField())
    departments = serializers.ListField(child=serializers.CharField(), source="department_numbers")
    units = serializers.ListField(child=serializers.CharField(), source="unit_numbers")


class MeSerializer(serializers.ModelSerializer[User]):
    roles = serializers.SerializerMethodField()
    scope = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("username", "name", "roles", "scope")

    @extend_schema_field(HeldSerializer(many=True))
    def get_roles(self, user: User) -> Any:
        return HeldSerializer(list(scope_of(user).held), many=True).data

    @extend_schema_field(ScopeSerializer)
    def get_scope(self, user: User) -> Any:
        return ScopeSerializer(scope_of(user)).data
