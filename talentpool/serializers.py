"""How the API reads and writes the subjects of loan cases."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from approvals.api_doors import DayField
from approvals.api_forms import IdField, NameableUnitField, Text
from quotas.models import QuotaType
from talentpool.forms import pools_for
from talentpool.lending import MOST
from talentpool.models import ExtensionRequest, Loan, LoanRequest, TalentClass


class TalentSerializer(serializers.Serializer[Any]):
    """A talent for whom a post is asked."""

    name = Text(max_length=50)
    talent_class = serializers.ChoiceField(TalentClass.choices)
    certification = Text(max_length=120, help_text="认定材料（名称、文号）")


class LoanRequestSerializer(serializers.ModelSerializer[LoanRequest]):
    """Posts of a pool for named talents of one unit, as the subject of a case."""

    pool = IdField(source="pool_id", help_text="周转池的id")
    unit = NameableUnitField(help_text="用人单位的机构编码")
    quota_type = serializers.SlugRelatedField(
        slug_field="code", queryset=QuotaType.objects.filter(is_active=True), help_text="编制类型代码"
    )
    talents: Any = serializers.ListSerializer(child=TalentSerializer(), max_length=MOST)

    class Meta:
        model = LoanRequest
        fields = ("pool", "unit", "quota_type", "talents")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """The pool is one from which the caller's units may borrow."""
        user: User = self.context["request"].user
        given["pool"] = pools_for(user).filter(pk=given.pop("pool_id")).first()
        if given["pool"] is None:
            raise serializers.ValidationError({"pool": "没有找到周转池，或不能从中借用。"}, code="does_not_exist")
        return given


class ExtensionRequestSerializer(serializers.ModelSerializer[ExtensionRequest]):
    """A later date of return, as the subject of a case."""

    loan = IdField(source="loan_id", help_text="借编的id")
    until = DayField(help_text="延至日期")

    class Meta:
        model = ExtensionRequest
        fields = ("loan", "until")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """The loan is one the caller may read."""
        seen = Loan.objects.visible_to(self.context["request"].user)
        given["loan"] = seen.filter(pk=given.pop("loan_id")).first()
        if given["loan"] is None:
            raise serializers.ValidationError({"loan": "没有找到借编记录。"}, code="does_not_exist")
        return given
