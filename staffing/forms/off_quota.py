"""What people type about off-quota staff: filters, and the forms to engage, end, renew, convert and budget."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from approvals import workdays
from approvals.forms.parts import Day, KeyedForm
from approvals.models import Document
from approvals.pickers import UnitField, issued_document
from quotas.models import QuotaType
from staffing.forms.forecast import AreaQuery
from staffing.models import ContractKind, EndReason, Engagement, PaySource
from staffing.models.engagement import HEAD_CHOICES
from staffing.off_quota_register import STATES
from units.models import Unit


class OffQuotaQuery(AreaQuery):
    """Whose off-quota staff, in which state, on which contract; of which year the money is shown."""

    state = forms.ChoiceField(
        label="状态", choices=list(STATES.items()), required=False, error_messages={"invalid_choice": "没有这种状态。"}
    )
    kind = forms.ChoiceField(
        label="合同类型", choices=[("", "全部"), *HEAD_CHOICES], required=False,
        error_messages={"invalid_choice": "没有这种合同类型。"},
    )  # fmt: skip
    year = forms.TypedChoiceField(
        label="经费年度", coerce=int, required=False, error_messages={"invalid_choice": "没有这个年度。"}
    )

    field_order = ["unit", "level", "state", "kind", "year"]

    def __init__(self, query: Mapping[str, Any], types: Any, *, user: User) -> None:
        super().__init__(query, types, user=user)
        del self.fields["type"]
        this = workdays.today().year
        years = self.fields["year"]
        assert isinstance(years, forms.TypedChoiceField)
        years.choices = [(str(year), f"{year}年") for year in range(this + 1, this - 5, -1)]

    def defaults(self) -> dict[str, Any]:
        return {"year": str(workdays.today().year)}


class MoneyQuery(OffQuotaQuery):
    """The same without what is about single people."""

    field_order = ["unit", "level", "year"]

    def __init__(self, query: Mapping[str, Any], types: Any, *, user: User) -> None:
        super().__init__(query, types, user=user)
        del self.fields["state"], self.fields["kind"]


def amount(label: str, **kwargs: Any) -> forms.DecimalField:
    """An amount in yuan with two decimals."""
    words = {"invalid": "请输入金额，如60000或60000.50。"}
    given = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0), **kwargs}
    return forms.DecimalField(label=label, error_messages=words, **given)


class CitingForm(KeyedForm):
    """A form of the office: on which issued document, and why."""

    document = forms.CharField(label="依据文号", max_length=60, help_text="已登记或印发的文件，如：澜编〔2026〕3号。")
    reason = forms.CharField(label="事由", max_length=150)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if isinstance(field := self.fields.get("unit"), UnitField):
            field.units = Unit.objects.active().visible_to(user).select_related("region")
        self.order_fields([*(name for name in self.fields if name not in CitingForm.base_fields), "document", "reason"])

    def given(self) -> dict[str, Any]:
        """What the use case takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    def clean_document(self) -> Document:
        return issued_document(self.user, self.cleaned_data["document"])


class EngageForm(CitingForm):
    """Somebody to engage off quota."""

    unit = UnitField(label="单位")
    quota_type = forms.ModelChoiceField(QuotaType.objects.none(), label="控制数", empty_label=None)
    name = forms.CharField(label="姓名", max_length=50)
    id_number = forms.CharField(label="公民身份号码", max_length=18)
    title = forms.CharField(label="岗位", max_length=60)
    kind = forms.ChoiceField(label="合同类型", choices=HEAD_CHOICES)
    employer = forms.CharField(
        label="派遣单位", max_length=120, required=False, help_text=f"{ContractKind.DISPATCH.label}的填写。"
    )
    started_on = Day(label="起始日期")
    ends_on = Day(label="合同终止日")
    pay_source = forms.ChoiceField(label="经费来源", choices=PaySource.choices)
    yearly_cost = amount("年费用（元）", help_text="含工资、社会保险费和管理费。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_on", workdays.today())
        kinds = QuotaType.objects.filter(family=QuotaType.Family.CONTRACT, is_group=False, is_active=True)
        field = self.fields["quota_type"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = kinds.order_by("position", "code")
        self.initial.setdefault("quota_type", kinds.first())


class EndForm(CitingForm):
    """The end of an engagement."""

    ended_on = Day(label="终止日期", help_text="自该日起不再计入实有。")
    end_reason = forms.ChoiceField(
        label="终止原因", choices=[(r.value, r.label) for r in EndReason if r != EndReason.CONVERTED]
    )


class RenewForm(CitingForm):
    """A contract that runs longer or costs otherwise."""

    ends_on = Day(label="新的合同终止日")
    yearly_cost = amount("年费用（元）")


class StaffField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """People of one unit to choose from, with post and contract."""

    def label_from_instance(self, obj: Engagement) -> str:
        return f"{obj.person.name}（{obj.title}，{obj.get_kind_display()}）"


class ConvertForm(CitingForm):
    """The people of one unit whose work is bought as a service, and the service."""

    engagements = StaffField(
        Engagement.objects.none(), label="转为购买服务的人员", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择转为购买服务的人员。", "invalid_choice": "所选人员不在本单位编外人员之中。"},
    )  # fmt: skip
    title = forms.CharField(label="服务项目", max_length=100)
    provider = forms.CharField(label="承接主体", max_length=120)
    on = Day(label="转换日期")
    ends_on = Day(label="服务终止日期")
    yearly_amount = amount("年服务费（元）")

    def __init__(self, *args: Any, engagements: QuerySet[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["engagements"]
        assert isinstance(field, StaffField)
        field.queryset = engagements
        self.initial.setdefault("on", workdays.today())


class MoneyForm(CitingForm):
    """What a unit may spend on off-quota staff in a year."""

    unit = UnitField(label="单位")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    amount = amount("编外人员经费（元）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", workdays.today().year)
