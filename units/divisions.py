"""Internal divisions (内设机构) of a unit: kept by the office of the same level, each change on its document (R08)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from units.mandates import acts_as
from units.models import InternalDivision, Role, Unit

DESK = (Role.CLERK, Role.HEAD, Role.DIRECTOR)
FIELDS = ("name", "kind", "post_count", "chief_count", "deputy_count", "position")


def may_keep_divisions(user: User, unit: Unit) -> bool:
    """The establishment office in charge of the unit's own level keeps its divisions (条例第十三条)."""
    office = unit.region.office_region()
    return unit.is_active and office is not None and acts_as(user, *DESK, region=office)


@use_case
def set_up_division(*, actor: User, unit: Unit, fields: Mapping[str, Any], document_number: str) -> InternalDivision:
    """Add a division with its kind and own posts (people), on the document that approved it."""
    _ensure(actor, unit, document_number)
    division = InternalDivision(unit=unit, **_known(fields))
    division.full_clean()
    division.save()
    return division


@use_case
def change_division(
    division: InternalDivision, *, actor: User, fields: Mapping[str, Any], document_number: str
) -> InternalDivision:
    """Change a division's name, kind or posts, on the document that approved it."""
    division = _lock(division)
    _ensure(actor, division.unit, document_number)
    for name, value in _known(fields).items():
        setattr(division, name, value)
    division.full_clean()
    division.save()
    return division


@use_case
def abolish_division(division: InternalDivision, *, actor: User, on: date, document_number: str) -> InternalDivision:
    """End a division on a day; it stays readable."""
    division = _lock(division)
    _ensure(actor, division.unit, document_number)
    if on > timezone.localdate():
        raise ValidationError({"on": ValidationError("撤销日期不得晚于今天。", code="future")})
    division.abolished_on = on
    division.save(update_fields=["abolished_on"])
    return division


def _lock(division: InternalDivision) -> InternalDivision:
    locked = InternalDivision.objects.select_for_update(of=("self",)).select_related("unit__region")
    division = locked.get(pk=division.pk)
    if division.abolished_on is not None:
        raise ValidationError("该内设机构已撤销，不能再变更。", code="abolished")
    return division


def _ensure(actor: User, unit: Unit, document_number: str) -> None:
    if not may_keep_divisions(actor, unit):
        raise PermissionDenied(f"您没有维护{unit.name}内设机构的权限。")
    if not document_number.strip():
        raise ValidationError({"document_number": ValidationError("须注明批准文号。", code="required")})
    acting.cite(document=document_number.strip()[:100], reason="内设机构调整")


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in FIELDS if name in fields}
