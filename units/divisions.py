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
    return unit.is_active and _is_of_the_office(user, unit)


@use_case
def set_up_division(*, actor: User, unit: Unit, fields: Mapping[str, Any], document_number: str) -> InternalDivision:
    """Add a division with its kind and own posts (people), on the document that approved it."""
    unit = _lock(unit.pk)
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
    division = _locked(division)
    _ensure(actor, division.unit, document_number)
    _require_in_force(division)
    changed = {name: value for name, value in _known(fields).items() if getattr(division, name) != value}
    if not changed:
        raise ValidationError("各项与现状相同，没有需要调整的内容。", code="unchanged")
    for name, value in changed.items():
        setattr(division, name, value)
    division.full_clean()
    division.save(update_fields=list(changed))
    return division


@use_case
def abolish_division(division: InternalDivision, *, actor: User, on: date, document_number: str) -> InternalDivision:
    """End a division on a day, today at the latest; it stays readable."""
    division = _locked(division)
    _ensure(actor, division.unit, document_number)
    _require_in_force(division)
    if on > timezone.localdate():
        raise ValidationError({"on": ValidationError("撤销日期不得晚于今天。", code="future")})
    if on < division.unit.set_up_on:
        raise ValidationError({"on": ValidationError("撤销日期不得早于机构设立日期。", code="before_set_up")})
    division.abolished_on = on
    division.save(update_fields=["abolished_on"])
    return division


def not_theirs(unit: Unit) -> str:
    """Why somebody may not: in words."""
    if not unit.is_active:
        return f"{unit.name}已撤销，内设机构不再调整。"
    return f"{unit.name}的内设机构由本级机构编制部门维护。"


def _is_of_the_office(user: User, unit: Unit) -> bool:
    office = unit.region.office_region()
    return office is not None and acts_as(user, *DESK, region=office)


def _lock(unit_id: int) -> Unit:
    """The unit is locked before its divisions, as its own abolition does it."""
    return Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("region").get(pk=unit_id)


def _locked(division: InternalDivision) -> InternalDivision:
    unit = _lock(division.unit_id)
    division = InternalDivision.objects.select_for_update().get(pk=division.pk, unit=unit)
    division.unit = unit
    return division


def _require_in_force(division: InternalDivision) -> None:
    if division.abolished_on is not None:
        raise ValidationError("该内设机构已撤销，不能再变更。", code="abolished")


def _ensure(actor: User, unit: Unit, document_number: str) -> None:
    if not _is_of_the_office(actor, unit):
        raise PermissionDenied(not_theirs(unit))
    if not unit.is_active:
        raise ValidationError(not_theirs(unit), code="abolished")
    if not document_number.strip():
        raise ValidationError({"document_number": ValidationError("须注明批准文号。", code="required")})
    acting.cite(document=document_number.strip()[:100], reason="内设机构调整")


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in FIELDS if name in fields}
