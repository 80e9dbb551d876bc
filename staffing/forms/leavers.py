"""Forms about people who leave a post or work elsewhere for a time, each resting on a document."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import QueryForm
from approvals import documents, policies, workdays
from approvals.forms.parts import Day, KeyedForm
from approvals.forms.rows import rows_of
from approvals.models import Document
from approvals.offices import office_of
from approvals.pickers import UnitField
from quotas.models import QuotaType
from staffing.departing import MOST
from staffing.models import ExitReason, Posting, StaffMove, StaffReleaseLine
from units.models import Unit

MOST_NAMESAKES = 200
WHOM = "在编人员的姓名，重名时填“姓名 机构编码”，同单位重名再加公民身份号码后两位。"
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


class OnPostForm(forms.Form):
    """The part of a case about somebody on a post, in the user's scope."""

    legend = ""
    posting = forms.CharField(label="人员", max_length=90, help_text=WHOM)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_posting(self) -> Posting:
        name, number, tail = [*self.cleaned_data["posting"].split(), "", "", ""][:3]
        seen = Posting.objects.visible_to(self.user).active().filter(person__name=name)
        if number:
            seen = seen.filter(unit__number=number)
        found = list(seen.select_related("person", "unit__region")[:MOST_NAMESAKES])
        if tail:
            found = [posting for posting in found if _tail(posting) == tail.upper()]
        if len(found) > 1:
            raise ValidationError(f"有多名同名人员。{WHOM}", code="several")
        if not found:
            raise ValidationError("在您的管辖范围内没有这名在编人员。", code="unknown")
        return found[0]

    def values(self) -> Mapping[str, Any]:
        return dict(self.cleaned_data)


def named(posting: Posting) -> str:
    """What finds the posting again in the form."""
    namesakes = Posting.objects.active().filter(unit=posting.unit_id, person__name=posting.person.name)
    tail = f" {_tail(posting)}" if namesakes.exclude(pk=posting.pk).exists() else ""
    return f"{posting.person.name} {posting.unit.number}{tail}"


def _tail(posting: Posting) -> str:
    return posting.person.masked_id_number[-2:]


class LeaveHead(forms.Form):
    """Since when the people of a request are gone (减员申请)."""

    leaves_on = Day(label="出编日期", initial=workdays.today, help_text="到日自动出编；日期不同的分开申报。")


class LeaverForm(OnPostForm):
    """Who of the unit leaves, why and where to."""

    exit_reason = forms.ChoiceField(label="出编原因", choices=[("", "请选择"), *ExitReason.choices])
    destination = forms.CharField(label="去向", max_length=120, required=False, help_text="调离的须填写。")

    def has_changed(self) -> bool:
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)


Leavers = rows_of(LeaverForm, MOST)


def recorded_leavers(lines: Iterable[StaffReleaseLine]) -> list[dict[str, Any]]:
    """The people as they were saved, for the form that changes them."""
    return [
        {"posting": named(line.posting), "exit_reason": line.exit_reason, "destination": line.destination}
        for line in lines
    ]


class MoveForm(OnPostForm):
    """Who moves where, to a post of which type."""

    legend = "调动事项"
    target_unit = UnitField(label="调入单位")
    quota_type = forms.ChoiceField(label="占用编制类型")
    title = forms.CharField(label="调入职务（岗位）", max_length=60, required=False)
    moves_on = Day(label="调动日期", initial=workdays.today)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["target_unit"].units = policies.nameable_units(user)  # type: ignore[attr-defined]
        kinds = QuotaType.objects.filter(family=QuotaType.Family.POST, is_group=False, is_active=True)
        self.types = {kind.code: kind for kind in kinds.order_by("position")}
        names = [(code, kind.name) for code, kind in self.types.items()]
        self.fields["quota_type"] = forms.ChoiceField(label="占用编制类型", choices=[("", "请选择"), *names])
        self.order_fields(list(MoveForm.base_fields))

    def values(self) -> Mapping[str, Any]:
        typed = dict(self.cleaned_data)
        return {**typed, "quota_type": self.types[typed["quota_type"]]}


def recorded_move(move: StaffMove) -> dict[str, Any]:
    """The move as it was saved, for the form that changes it."""
    return {
        "posting": named(move.posting), "target_unit": move.target_unit,
        "quota_type": move.quota_type.code, "title": move.title, "moves_on": move.moves_on,
    }  # fmt: skip


def typed_so_far(sent: Mapping[str, Any] | None, form: type[OnPostForm]) -> dict[str, Any]:
    """What an address or a form that is drawn again brings, unchecked."""
    return {} if sent is None else {name: str(sent[name]) for name in form.base_fields if sent.get(name)}
