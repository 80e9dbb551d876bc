"""The simple steps of a unit's life (沿革), building blocks for decided cases: the caller owns the transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from units.models import LineageEvent, Region, Unit
from units.models.lineage import LineageKind

FIXED_AT_SET_UP = frozenset({"id", "region", "set_up_on", "set_up_document", "abolished_on"})


def set_up(*, region: Region, fields: Mapping[str, Any], on: date, document_number: str, actor: User) -> Unit:
    """Sets a unit up on a day by a document; without a number in the fields it gets the region's next one."""
    unknown = set(fields) - {field.name for field in Unit._meta.fields} | set(fields) & FIXED_AT_SET_UP
    if unknown:
        raise ValidationError(f"不能指定的机构信息：{'、'.join(sorted(unknown))}。", code="unknown_field")
    _require_document(document_number)
    unit = Unit(region=region, set_up_on=on, set_up_document=document_number, **fields)
    unit.number = unit.number or next_number(region)
    unit.full_clean()
    unit.save()
    _record(unit, LineageKind.SET_UP, on, document_number, actor, after=unit.name)
    return unit


def rename(unit: Unit, *, name: str, on: date, document_number: str, actor: User) -> Unit:
    """Gives a unit a new name; its row, its ledger and everything that points at it stay the same."""
    unit = _lock_active(unit, on)
    _require_document(document_number)
    if on > timezone.localdate():
        raise ValidationError({"on": ValidationError("更名日期不得晚于今天。", code="future")})
    former, unit.name = unit.name, name
    if former == name:
        raise ValidationError({"name": ValidationError("新名称与现名称相同。", code="unchanged")})
    unit.full_clean()
    unit.save(update_fields=["name"])
    _record(unit, LineageKind.RENAME, on, document_number, actor, before=former, after=name)
    return unit


def abolish(unit: Unit, *, on: date, document_number: str, actor: User) -> Unit:
    """Abolishes a unit from a day on; the row stays readable. Units below it must have gone elsewhere before."""
    unit = _lock_active(unit, on)
    _require_document(document_number)
    if Unit.objects.active(on).filter(competent_department=unit).exists():
        raise ValidationError("该机构仍是其他机构的主管部门，请先调整其下属单位。", code="has_subordinates")
    unit.abolished_on = on
    unit.full_clean()
    unit.save(update_fields=["abolished_on"])
    unit.divisions.filter(abolished_on=None).update(abolished_on=on)
    _record(unit, LineageKind.ABOLISH, on, document_number, actor, before=unit.name)
    return unit


def next_number(region: Region) -> str:
    """The next free inner code, under a lock on the region; units are never deleted, so none comes twice."""
    Region.objects.select_for_update(no_key=True, of=("self",)).get(pk=region.pk)
    stem = f"{region.code}-"
    taken = Unit.objects.filter(number__regex=rf"^{stem}[0-9]{{5}}$").order_by("-number")
    last = taken.values_list("number", flat=True).first()
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:05d}"


def _lock_active(unit: Unit, on: date) -> Unit:
    unit = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)
    if unit.abolished_on is not None:
        raise ValidationError("该机构已撤销，不能再变更。", code="abolished")
    if on < unit.set_up_on:
        raise ValidationError({"on": ValidationError("日期不得早于机构设立日期。", code="before_set_up")})
    return unit


def _require_document(document_number: str) -> None:
    if not document_number.strip():
        raise ValidationError({"document_number": ValidationError("须注明批准文号。", code="required")})


def _record(
    unit: Unit, kind: str, on: date, document_number: str, actor: User, *, before: str = "", after: str = ""
) -> None:
    LineageEvent.objects.create(
        unit=unit,
        kind=kind,
        on=on,
        before=before,
        after=after,
        document_number=document_number,
        actor_name=actor.get_full_name(),
    )
