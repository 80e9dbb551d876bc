"""Forms about people who leave a post or work elsewhere for a time, each resting on a document."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import QueryForm
from approvals import documents, policies, workdays
from approvals.forms.parts import Day, KeyedForm
from approvals.models import Document
from approvals.offices import office_of
from approvals.pickers import UnitField
from quotas.models import QuotaType
from staffing.models import ExitReason, Posting, StaffMove
from units.models import Unit

BASIS = ("basis_number", "basis_title", "basis_issuer", "basis_on")


class BasisForm(KeyedForm):
    """The paper that an act cites: known by its number, or registered with its four facts (R13)."""

    basis_number = forms.CharField(label="依据文号", max_length=60, help_text="已登记或印发的文件只填文号。")
    basis_title = forms.CharField(label="依据文件名称", max_length=200, required=False)
    basis_issuer = forms.CharField(label="发文机关", max_length=120, required=False)
    basis_on = Day(label="文件日期", required=False)
    reason = forms.CharField(label="事由", max_length=120)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.order_fields([*(name for name in self.fields if name not in (*BASIS, "reason")), *BASIS, "reason"])

    def clean(self) -> None:
        given = {name: self.cleaned_data.get(name) for name in BASIS if self.cleaned_data.get(name)}
        if any(name in self.errors for name in BASIS):
            return
        seen = Document.objects.visible_to(self.user).issued().filter(number=given["basis_number"])
        if issuer := given.get("basis_issuer"):
            seen = seen.filter(issuer=issuer)
        found = list(seen[:2])
        if len(found) > 1:
            raise ValidationError({"basis_issuer": "有多份文件使用该文号，请填写发文机关。"}, code="several")
        self.known = found[0] if found else None
        if not found and len(given) < len(BASIS):
            for name in set(BASIS) - set(given):
                self.add_error(name, ValidationError("该文号尚未登记，请补全。", code="required"))

    def document(self, unit: Unit) -> Document:
        """The paper, registered with the unit's office when it is new."""
        if self.known is not None:
            return self.known
        names = ("number", "title", "issuer", "issued_on")
        facts: dict[str, Any] = {name: self.cleaned_data[typed] for name, typed in zip(names, BASIS, strict=True)}
        return documents.register_incoming(actor=self.user, region=office_of(unit.region), **facts)

    def given(self, unit: Unit) -> dict[str, Any]:
        """What the use case takes, with the paper in the place of its facts."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in (*BASIS, "key")}
        return {**typed, "document": self.document(unit)}


class ReleaseForm(BasisForm):
    """When, why and where to somebody leaves."""

    ended_on = Day(label="出编日期", initial=workdays.today)
    exit_reason = forms.ChoiceField(label="出编原因", choices=[("", "请选择"), *ExitReason.choices])
    destination = forms.CharField(label="去向", max_length=120, required=False)


class SecondForm(BasisForm):
    """Where to and until when somebody is seconded."""

    host = UnitField(label="借调到")
    starts_on = Day(label="开始日期", initial=workdays.today)
    ends_on = Day(label="期满日期")
    duty = forms.CharField(label="借调工作", max_length=120, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["host"].units = policies.nameable_units(user)  # type: ignore[attr-defined]


class ProlongForm(BasisForm):
    """Until when a secondment lasts now."""

    ends_on = Day(label="延长至")


class EndForm(KeyedForm):
    """Since when the person is back, and why."""

    ended_on = Day(label="结束日期", initial=workdays.today)
    reason = forms.CharField(label="事由", max_length=120, initial="借调期满，返回原单位")


class SecondmentFilter(QueryForm):
    """Which secondments are listed."""

    which = forms.ChoiceField(
        label="范围", choices=[("", "借调中"), ("late", "已期满未归"), ("ended", "已结束")], required=False
    )


class MoveForm(forms.Form):
    """Who moves where, to a post of which type."""

    posting = forms.CharField(label="人员", max_length=60, help_text="在编人员的姓名，重名时填“姓名 机构编码”。")
    target_unit = UnitField(label="调入单位")
    quota_type = forms.ChoiceField(label="占用编制类型")
    title = forms.CharField(label="调入职务（岗位）", max_length=60, required=False)
    moves_on = Day(label="调动日期", initial=workdays.today)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["target_unit"].units = policies.nameable_units(user)  # type: ignore[attr-defined]
        kinds = QuotaType.objects.filter(family=QuotaType.Family.POST, is_group=False, is_active=True)
        self.types = {kind.code: kind for kind in kinds.order_by("position")}
        names = [(code, kind.name) for code, kind in self.types.items()]
        self.fields["quota_type"] = forms.ChoiceField(label="占用编制类型", choices=[("", "请选择"), *names])
        self.order_fields(list(MoveForm.base_fields))

    def clean_posting(self) -> Posting:
        name, _, number = self.cleaned_data["posting"].strip().partition(" ")
        seen = Posting.objects.visible_to(self.user).active().filter(person__name=name)
        if number.strip():
            seen = seen.filter(unit__number=number.strip())
        found = list(seen.select_related("person", "unit__region")[:2])
        if len(found) > 1:
            raise ValidationError("有多名同名人员，请填“姓名 机构编码”。", code="several")
        if not found:
            raise ValidationError("在您的管辖范围内没有这名在编人员。", code="unknown")
        return found[0]

    def values(self) -> Mapping[str, Any]:
        typed = dict(self.cleaned_data)
        return {**typed, "quota_type": self.types[typed["quota_type"]]}


def recorded_move(move: StaffMove) -> dict[str, Any]:
    """The move as it was saved, for the form that changes it."""
    return {
        "posting": f"{move.posting.person.name} {move.posting.unit.number}", "target_unit": move.target_unit,
        "quota_type": move.quota_type.code, "title": move.title, "moves_on": move.moves_on,
    }  # fmt: skip
