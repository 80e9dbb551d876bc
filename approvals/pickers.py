"""Choosing a unit among thousands: an input that offers units while one types, and takes number or exact name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from approvals.models import Document
from units.models import Unit

OFFERED = 20


def label_of(unit: Unit) -> str:
    """What stands in the input: the number, by which the unit is found again, and the name."""
    return f"{unit.number} {unit.name}"


def found_in(units: QuerySet[Unit], text: str) -> list[Unit]:
    """The first units that match what was typed so far."""
    text = text.strip()[:100]
    matching = units.filter(Q(name__contains=text) | Q(short_name__contains=text) | Q(number__startswith=text))
    return list(matching.select_related("region").order_by("region", "position", "number")[:OFFERED])


class UnitInput(forms.TextInput):
    """A text input with a list of units that htmx fills; without scripts it is a plain input."""

    def __init__(self, kind: str = "") -> None:
        super().__init__({"autocomplete": "off", "placeholder": "机构名称或编码", "maxlength": 140})
        self.kind = kind

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = (attrs or {}).get("id") or f"id_{name}"
        url = reverse("approvals:unit_options")
        extra = {
            "list": f"{own}_units",
            "hx-get": f"{url}?kind={self.kind}" if self.kind else url,
            "hx-trigger": "focus once, input changed delay:200ms",
            "hx-target": f"#{own}_units",
        }
        field = super().render(name, value, {**(attrs or {}), **extra}, renderer)
        return format_html('{}<datalist id="{}_units"></datalist>', field, own)


class UnitField(forms.Field):
    """A unit by its number, by "number name" as the list offers it, or by its exact name or short name."""

    def __init__(self, *, units: QuerySet[Unit] | None = None, kind: str = "", **kwargs: Any) -> None:
        super().__init__(widget=UnitInput(kind), **kwargs)
        self.units = Unit.objects.none() if units is None else units

    def prepare_value(self, value: Any) -> Any:
        return label_of(value) if isinstance(value, Unit) else value

    def to_python(self, value: Any) -> Unit | None:
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > 200:
            raise ValidationError("没有找到这个机构。", code="unknown_unit")
        exact = self.units.filter(number=text.split(maxsplit=1)[0]).first()
        if exact is not None:
            return exact
        named = list(self.units.filter(Q(name=text) | Q(short_name=text))[:2])
        if len(named) > 1:
            raise ValidationError("有多个同名机构，请输入机构编码。", code="several_units")
        if not named:
            raise ValidationError("没有找到可以选择的机构，请输入机构编码或从提示中选择。", code="unknown_unit")
        return named[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(data or "").strip() != str(self.prepare_value(initial) or "").strip()


def issued_document(user: User, number: str) -> Document:
    """The issued document of a number, among those the user may read; ValidationError with a sentence for none."""
    number = number.strip()
    found = list(Document.objects.visible_to(user).issued().filter(number=number)[:2])
    if not found:
        raise ValidationError(f"没有找到文号为“{number}”的已印发文件，来文请先登记。", code="no_document")
    if len(found) > 1:
        raise ValidationError(f"文号“{number}”有多份文件，请联系系统管理员核对。", code="several_documents")
    return found[0]
