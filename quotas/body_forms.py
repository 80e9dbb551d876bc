"""The body request as a form: what is set up, renamed or abolished, and from when."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import User
from approvals import policies, workdays
from approvals.forms.parts import Day, text
from approvals.offices import office_of
from approvals.pickers import UnitField
from quotas.models import BodyRequest
from units.mandates import scope_of
from units.models import Category, Region, SystemClass, Unit
from units.models.unit import Rank

Move = BodyRequest.Move
FIELDS = {
    Move.SET_UP: (
        "name", "region", "category", "system_class", "rank", "competent_department", "within_cap", "main_duties",
        "effective_on",
    ),
    Move.RENAME: ("unit", "name", "effective_on"),
    Move.ABOLISH: ("unit", "effective_on"),
}  # fmt: skip


class BodyForm(forms.Form):
    """All that the three moves ask; each keeps its own fields."""

    unit = UnitField(label="机构")
    name = forms.CharField(label="机构名称", max_length=100, required=False)
    region = forms.ChoiceField(label="所属地区", required=False)
    category = forms.ChoiceField(label="机构类别", choices=[("", "请选择"), *Category.choices], required=False)
    system_class = forms.ChoiceField(label="系统类别", choices=[("", "未指定"), *SystemClass.choices], required=False)
    rank = forms.ChoiceField(label="机构规格", choices=Rank.choices, required=False, initial=Rank.UNRANKED)
    competent_department = UnitField(label="主管部门", required=False)
    within_cap = forms.BooleanField(label="占用党政机构限额", required=False)
    main_duties = text("主要职责", rows=4, required=False)
    effective_on = Day(label="生效日期", help_text="机构事项自批准之日或以前生效。")

    def __init__(self, *args: Any, user: User, move: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("effective_on", workdays.today())
        self.regions = {str(region.pk): region for region in places_for(user)}
        places = [(key, region.name) for key, region in self.regions.items()]
        self.fields["region"] = forms.ChoiceField(label="所属地区", choices=places, required=False)
        units = policies.nameable_units(user)
        for name in ("unit", "competent_department"):
            if isinstance(field := self.fields[name], UnitField):
                field.units = units
        self.fields["name"].label = "新名称" if move == Move.RENAME else "机构名称"
        for name in set(self.fields) - set(FIELDS[Move(move)]):
            del self.fields[name]
        self.order_fields(list(FIELDS[Move(move)]))

    def values(self) -> dict[str, Any]:
        """The request as the use case takes it."""
        typed = dict(self.cleaned_data)
        if "region" in typed:
            typed["region"] = self.regions.get(typed["region"])
        return typed


def places_for(user: User) -> list[Region]:
    """The regions in which a body may be set up on the user's request: those of the office in charge."""
    scope = scope_of(user)
    prefixes = {held.region_prefix for held in scope.held if held.region_id is not None}
    own = Unit.objects.filter(pk__in=scope.unit_ids | scope.department_ids).select_related("region")
    prefixes |= {office_of(unit.region).prefix for unit in own}
    condition = Q(pk__in=[])
    for prefix in prefixes:
        condition |= Q(prefix__startswith=prefix)
    return list(Region.objects.filter(condition).order_by("prefix"))
