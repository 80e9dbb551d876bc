"""The quota request as a form: when, on what basis, and the lines of which each kind of business asks its own ends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from approvals import policies, workdays
from approvals.forms.parts import Day
from approvals.forms.rows import rows_of, typed_rows
from approvals.models import CaseKind, Document
from approvals.pickers import UnitField
from quotas.models import Pool, QuotaType, ReserveUse
from quotas.requesting import MAX_LINES
from quotas.routes import ROUTES, End, Route
from units.mandates import scope_of
from units.models import Region

BLANK_LINES = 3
BASIS = ("basis_number", "basis_title", "basis_issuer", "basis_on")
SOURCES = (End.UNIT, End.UNIT_OR_RESERVE)
TARGETS = (End.UNIT, End.TOWN_UNIT)


class RequestHead(forms.Form):
    """The dates, the use of the reserve, and the paper on which the request rests."""

    effective_on = Day(label="生效日期", help_text="晚于发文日的，先锁定，到日自动入账。")
    ends_on = Day(label="使用期限", required=False, help_text="到期收回。")
    reserve_use = forms.ChoiceField(
        label="储备用途", choices=[("", "未指定"), *ReserveUse.choices], required=False,
        help_text="从行政编制储备中安排时填写。",
    )  # fmt: skip
    pool = forms.ModelChoiceField(Pool.objects.none(), label="周转池", empty_label="请选择")
    basis_number = forms.CharField(
        label="依据文号", max_length=60, required=False, help_text="已登记或印发的文件只填文号。"
    )
    basis_title = forms.CharField(label="依据文件名称", max_length=200, required=False)
    basis_issuer = forms.CharField(label="发文机关", max_length=120, required=False)
    basis_on = Day(label="文件日期", required=False)

    def __init__(self, *args: Any, user: User, route: Route, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.route = user, route
        self.initial.setdefault("effective_on", workdays.today())
        if not route.has_end_date:
            del self.fields["ends_on"]
        if route.source not in (End.RESERVE, End.UNIT_OR_RESERVE):
            del self.fields["reserve_use"]
        if route.needs_pool:
            self.fields["pool"] = PoolField(user)
        else:
            del self.fields["pool"]
        if not registers_papers(user):
            for name in BASIS[1:]:
                del self.fields[name]

    def clean(self) -> None:
        """The basis is a paper that is known by its number, or the four facts of one that is to be registered."""
        given = {name: self.cleaned_data.get(name) for name in BASIS if self.cleaned_data.get(name)}
        if any(name in self.errors for name in BASIS) or not given:
            return
        known = self._known(given)
        if known is None and len(given) == len(BASIS):
            names = ("number", "title", "issuer", "issued_on")
            self.cleaned_data["basis"] = {name: given[field] for name, field in zip(names, BASIS, strict=True)}
        elif known is None:
            for name in BASIS:
                if name in self.fields and name not in given:
                    self.add_error(name, ValidationError("该文号尚未登记，请补全。", code="required"))
            if not registers_papers(self.user):
                self.add_error("basis_number", ValidationError("没有找到这个文号的文件。", code="unknown_document"))
        else:
            self.cleaned_data["basis"] = known

    def _known(self, given: Mapping[str, Any]) -> Document | None:
        seen = Document.objects.visible_to(self.user).issued().filter(number=given.get("basis_number", ""))
        if issuer := given.get("basis_issuer"):
            seen = seen.filter(issuer=issuer)
        found = list(seen[:2])
        if len(found) > 1:
            raise ValidationError({"basis_issuer": "有多份文件使用该文号，请填写发文机关。"}, code="several")
        return found[0] if found else None


class PoolField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """The pools of the offices for which the user acts; the only one is chosen already."""

    def __init__(self, user: User) -> None:
        regions = [held.region_id for held in scope_of(user).held if held.role in policies.OFFICE]
        pools = Pool.objects.filter(region__in=regions, is_active=True)
        only = pools[0] if len(pools[:2]) == 1 else None
        super().__init__(pools, label="周转池", empty_label="请选择", initial=only)


def registers_papers(user: User) -> bool:
    """Whether the user may register papers of other bodies, and so name one that is not known yet."""
    return any(held.role in policies.OFFICE for held in scope_of(user).held)


class LineForm(forms.Form):
    """How many posts of which type, from where to where; only the ends that the route asks for."""

    quota_type = forms.ChoiceField(label="编制类型")
    source_unit = UnitField(label="划出单位", required=False)
    target_unit = UnitField(label="划入单位", required=False)
    target_region = forms.ChoiceField(label="下达地区", required=False)
    applied_count = forms.IntegerField(label="申请数", min_value=1, max_value=1_000_000)
    purpose = forms.CharField(label="用途", max_length=200, required=False)

    def __init__(self, *args: Any, choices: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.fields["quota_type"] = forms.ChoiceField(label="编制类型", choices=[("", "请选择"), *choices.types])
        if choices.route.source not in SOURCES:
            del self.fields["source_unit"]
        if choices.route.target not in TARGETS:
            del self.fields["target_unit"]
        if choices.route.target == End.TARGET_RESERVE:
            places = [("", "本地区"), *((str(region.pk), region.name) for region in choices.regions)]
            self.fields["target_region"] = forms.ChoiceField(label="下达地区", choices=places, required=False)
        else:
            del self.fields["target_region"]
        for name in ("source_unit", "target_unit"):
            if isinstance(field := self.fields.get(name), UnitField):
                field.units = choices.units
        if choices.route.source == End.UNIT_OR_RESERVE:
            self.fields["source_unit"].widget.attrs["placeholder"] = "留空则从本级储备划出"
        self.order_fields(["quota_type", "source_unit", "target_unit", "target_region", "applied_count", "purpose"])

    def values(self) -> dict[str, Any]:
        """The line as the use case takes it."""
        typed = dict(self.cleaned_data)
        typed["quota_type"] = self.choices.by_code[typed["quota_type"]]
        if region := typed.pop("target_region", ""):
            typed["target_region"] = next(r for r in self.choices.regions if str(r.pk) == region)
        return typed


class Choices:
    """What every line of a request may choose from, read once for all of them."""

    def __init__(self, user: User, kind: CaseKind) -> None:
        self.route = ROUTES[kind.code]
        self.units = policies.nameable_units(user)
        kinds = list(QuotaType.objects.filter(family__in=self.route.families, is_active=True).select_related("parent"))
        self.by_code = {found.code: found for found in kinds if not found.is_group}
        self.types = grouped_types(list(self.by_code.values()))
        self.regions = list(_regions(user)) if self.route.target == End.TARGET_RESERVE else []


def grouped_types(kinds: list[QuotaType]) -> list[tuple[str, Any]]:
    """Types under their group, as a select shows them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds:
        groups.setdefault(kind.parent.name if kind.parent else kind.get_family_display(), []).append(
            (kind.code, kind.name)
        )
    return list(groups.items())


def _regions(user: User) -> Any:
    """The regions with an office below the ones for which the user files: they hold reserves."""
    own = {held.region_prefix for held in scope_of(user).held if held.region_id is not None}
    condition = Region.objects.none()
    for prefix in own:
        condition |= Region.objects.filter(prefix__startswith=prefix, has_office=True).exclude(prefix=prefix)
    return condition.order_by("prefix")


Lines = rows_of(LineForm, MAX_LINES)


def typed_lines(sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines as they were typed, unchecked."""
    return typed_rows(sent, "lines", LineForm.base_fields, MAX_LINES)
