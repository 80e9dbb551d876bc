"""Coordinating bodies (议事协调机构): set up, changed, reviewed and ended by the office, each on its document (R06)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from units.mandates import acts_as, scope_of
from units.models import BodyReview, CoordinatingBody, Region
from units.models.mandate import DESK_ROLES

# What a later document may change; when it was set up stays.
CHANGEABLE = (
    "name", "form", "lead_unit", "leader", "duties", "work_rules", "is_temporary", "ends_on", "end_condition",
)  # fmt: skip
FIELDS = (*CHANGEABLE, "ground", "founded_on")


def may_keep(user: User, region: Region) -> bool:
    """The office of the region keeps its coordinating bodies (编办审核)."""
    return acts_as(user, *DESK_ROLES, region=region)


def office_of(user: User) -> Region | None:
    """The region of the first office in which the user works."""
    return Region.objects.filter(pk__in=scope_of(user).regions_as(*DESK_ROLES)).order_by("prefix").first()


@use_case
def found(*, actor: User, region: Region, fields: Mapping[str, Any], document: str) -> CoordinatingBody:
    """Set a body up on the document that approved it; a temporary one says when and on what condition it ends."""
    region = _lock_names(region.pk)
    _ensure(actor, region, document, "议事协调机构设立")
    made = CoordinatingBody(region=region, founding_document=document.strip()[:100])
    return _kept(made, {name: fields[name] for name in FIELDS if name in fields})


@use_case
def change(
    body: CoordinatingBody, *, actor: User, fields: Mapping[str, Any], document: str
) -> CoordinatingBody:  # fmt: skip
    """Change its name, leader, duties, daily work or end, on the document that says so (更名、调整、延期)."""
    body = _locked(body.pk)
    _ensure(actor, body.region, document, "议事协调机构调整")
    _require_in_force(body)
    changed = {name: fields[name] for name in CHANGEABLE if name in fields and getattr(body, name) != fields[name]}
    if not changed:
        raise ValidationError("各项与现状相同，没有需要调整的内容。", code="unchanged")
    return _kept(body, changed)


@use_case
def review(
    body: CoordinatingBody, *, actor: User, kind: str, year: int, reviewed_on: dt.date, verdict: str, opinion: str
) -> BodyReview:
    """Put on record what the yearly review or the five-year clean-up of a year found (保留、整合、撤销)."""
    body = _locked(body.pk)
    _ensure_kept(body.region, actor)
    _require_in_force(body)
    if not body.founded_on <= reviewed_on <= timezone.localdate():
        words = "评估日期不得早于设立日期，不得晚于今天。"
        raise ValidationError({"reviewed_on": ValidationError(words, code="out_of_time")})
    if not body.founded_on.year <= year <= reviewed_on.year:
        words = f"该机构{body.founded_on.year}年设立，评估年度不能更早，也不能晚于评估日期。"
        raise ValidationError({"year": ValidationError(words, code="year")})
    made = BodyReview(
        body=body, kind=kind, year=year, reviewed_on=reviewed_on, verdict=verdict, opinion=opinion.strip()
    )
    made.full_clean()
    made.save()
    return made


@use_case
def end(
    body: CoordinatingBody, *, actor: User, on: dt.date, exit_reason: str, document: str
) -> CoordinatingBody:  # fmt: skip
    """Let a body end on a day, today at the latest, for a reason and on a document; it stays readable (退出)."""
    body = _locked(body.pk)
    _ensure(actor, body.region, document, "议事协调机构退出")
    _require_in_force(body)
    if on > timezone.localdate():
        raise ValidationError({"on": ValidationError("退出日期不得晚于今天。", code="future")})
    if on < body.founded_on:
        raise ValidationError({"on": ValidationError("退出日期不得早于设立日期。", code="before_set_up")})
    given = {"exited_on": on, "exit_reason": exit_reason, "exit_document": document.strip()[:100]}
    return _kept(body, given)


def _lock_names(region_id: int) -> Region:
    """Names are used once in a region, so whoever gives one waits for the others there."""
    return Region.objects.select_for_update(no_key=True, of=("self",)).get(pk=region_id)


def _locked(pk: int) -> CoordinatingBody:
    _lock_names(CoordinatingBody.objects.values_list("region_id", flat=True).get(pk=pk))
    rows = CoordinatingBody.objects.select_for_update(of=("self",)).select_related("region", "lead_unit__region")
    return rows.get(pk=pk)


def _require_in_force(body: CoordinatingBody) -> None:
    if body.exited_on is not None:
        raise ValidationError("该议事协调机构已退出，不能再办理。", code="exited")


def _ensure(actor: User, region: Region, document: str, reason: str) -> None:
    _ensure_kept(region, actor)
    if not document.strip():
        raise ValidationError({"document": ValidationError("须注明批准文号。", code="required")})
    acting.cite(document=document.strip()[:100], reason=reason)


def _ensure_kept(region: Region, actor: User) -> None:
    if not may_keep(actor, region):
        raise PermissionDenied(f"{region.name}的议事协调机构由{region.name}编办维护。")


def _kept(body: CoordinatingBody, fields: Mapping[str, Any]) -> CoordinatingBody:
    for name, value in fields.items():
        setattr(body, name, value)
    if "lead_unit" in fields and not _may_carry(body):
        raise ValidationError({"lead_unit": ValidationError("日常工作须由本地区在册机构承担。", code="lead_unit")})
    if not body.is_temporary:
        body.end_condition = body.end_condition if body.ends_on else ""
    body.full_clean()
    body.save()
    return body


def _may_carry(body: CoordinatingBody) -> bool:
    """Its daily work lies with an existing unit of the region: it has no office of its own (条例第十一条)."""
    return body.lead_unit.is_active and body.region.encloses(body.lead_unit.region)
