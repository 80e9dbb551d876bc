"""Establishment certificates (机构编制管理证): issued by the office, checked each year against what is on record."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import User
from units.mandates import acts_as
from units.models import CertificateReview, EstablishmentCertificate, Unit
from units.models.certificate import IssueReason, ReturnReason, ReviewResult
from units.models.mandate import DESK_ROLES

# What follows on the old certificate when a new one is issued.
REPLACED = {IssueReason.RENEWED: ReturnReason.REPLACED, IssueReason.LOST: ReturnReason.DECLARED_LOST}
Item = tuple[str, str]
# The posts that are approved, and the people on them: of these only too many are a difference.
APPROVED, ACTUAL = "核定·", "实有·"
# What lower apps add to a certificate.
_figures: list[Callable[[Unit], Iterable[Item]]] = []


def register_figures(figures: Callable[[Unit], Iterable[Item]]) -> None:
    """Have an app's own numbers of a unit stand on its certificate."""
    _figures.append(figures)


def may_keep(user: User, unit: Unit) -> bool:
    """The office in charge of the unit issues and reviews its certificate."""
    return acts_as(user, *DESK_ROLES, unit=unit)


def facts_of(unit: Unit) -> list[Item]:
    """What a certificate of the unit would state today, item by item (DOMAIN §4.2)."""
    divisions = unit.divisions.filter(abolished_on=None).order_by("position", "id").values_list("name", flat=True)
    department = unit.competent_department
    return [
        ("机构名称", unit.name),
        ("其他名称", "、".join(unit.other_names)),
        ("机构性质", unit.get_nature_display()),
        ("机构规格", unit.get_rank_display()),
        ("隶属关系", department.name if department else ""),
        ("经费来源", unit.get_funding_form_display()),
        ("统一社会信用代码", unit.uscc),
        ("设立文号", unit.set_up_document),
        ("主要职责", unit.main_duties),
        ("内设机构", "、".join(divisions)),
        *(item for figures in _figures for item in figures(unit)),
    ]


def compared(certificate: EstablishmentCertificate, unit: Unit) -> list[tuple[str, str, str, bool]]:
    """Every item as the certificate states it and as it is on record today, and whether that is a difference."""
    stated, now = dict(certificate.stated), dict(facts_of(unit))
    items = dict.fromkeys((*stated, *now))
    return [(item, stated.get(item, ""), now.get(item, ""), _differs(item, stated, now)) for item in items]


def _differs(item: str, stated: dict[str, str], now: dict[str, str]) -> bool:
    if not item.startswith(ACTUAL):
        return stated.get(item, "") != now.get(item, "")
    # People come and go; more of them than posts are approved is what the review finds (超编).
    approved = now.get(APPROVED + item.removeprefix(ACTUAL), "0")
    return int(now.get(item, "0")) > int(approved)


def differences(certificate: EstablishmentCertificate, unit: Unit) -> list[tuple[str, str, str]]:
    """What the record of today has otherwise than the certificate: (事项, 证载, 现状)."""
    return [(item, before, after) for item, before, after, differs in compared(certificate, unit) if differs]


@use_case
def issue(
    *, actor: User, unit: Unit, number: str, issue_reason: str, issued_on: dt.date
) -> EstablishmentCertificate:  # fmt: skip
    """Issue a certificate that states the unit as it is on record; the one in force before ends with it.

    One that was issued before the office kept it here is entered with its own date.
    """
    unit = _locked(unit.pk, actor)
    if not unit.is_active:
        raise ValidationError(f"{unit.name}已撤销，不再发证。", code="abolished")
    _ensure_past("issued_on", issued_on, unit.set_up_on, "发证日期不得早于机构设立日期，不得晚于今天。")
    former = unit.certificates.filter(ended_on=None).first()
    if former is None and issue_reason != IssueReason.FIRST:
        words = "该机构没有在用的管理证，请选择首次发证。"
        raise ValidationError({"issue_reason": ValidationError(words, code="reason")})
    if former is not None:
        if issue_reason not in REPLACED:
            words = f"该机构已有在用的管理证{former.number}，请选择变更换发或遗失补发。"
            raise ValidationError({"issue_reason": ValidationError(words, code="reason")})
        _ensure_past("issued_on", issued_on, former.issued_on, f"发证日期不得早于现证的{former.issued_on}。")
        _end(former, issued_on, REPLACED[IssueReason(issue_reason)])
    made = EstablishmentCertificate(
        unit=unit, number=number.strip(), issued_on=issued_on, issue_reason=issue_reason, stated=facts_of(unit)
    )
    made.full_clean()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        # Another office was faster with the same number.
        raise ValidationError({"number": ValidationError("证号已被使用。", code="unique")}) from error
    return made


@use_case
def review(
    certificate: EstablishmentCertificate, *, actor: User, year: int, reviewed_on: dt.date, result: str, opinion: str,
    correct_by: dt.date | None = None,
) -> CertificateReview:  # fmt: skip
    """Put on record the check of a certificate for a year; what differs from the record stays with it (年度核验)."""
    certificate = _in_force(certificate.pk, actor)
    _ensure_past("reviewed_on", reviewed_on, certificate.issued_on, "核验日期不得早于发证日期，不得晚于今天。")
    if not certificate.issued_on.year <= year <= reviewed_on.year:
        words = f"该证{certificate.issued_on.year}年发出，核验年度不能更早，也不能晚于核验日期。"
        raise ValidationError({"year": ValidationError(words, code="year")})
    found = differences(certificate, certificate.unit)
    if found and result == ReviewResult.PASSED:
        words = f"证载与现状有{len(found)}项不一致，整改换证后可为合格，或选择其他结果。"
        raise ValidationError({"result": ValidationError(words, code="differences")})
    made = CertificateReview(
        certificate=certificate, year=year, reviewed_on=reviewed_on, result=result, opinion=opinion.strip(),
        differences=found, correct_by=correct_by if result == ReviewResult.FAILED else None,
    )  # fmt: skip
    if result == ReviewResult.FAILED and (correct_by is None or correct_by <= reviewed_on):
        words = "不合格的，须填写整改期限，晚于核验日期。"
        raise ValidationError({"correct_by": ValidationError(words, code="no_term")})
    made.full_clean()
    made.save()
    return made


@use_case
def take_back(
    certificate: EstablishmentCertificate, *, actor: User, on: dt.date, reason: str
) -> EstablishmentCertificate:  # fmt: skip
    """The certificate of an abolished unit comes back to the office, on a day (缴回)."""
    certificate = _in_force(certificate.pk, actor)
    if certificate.unit.is_active:
        raise ValidationError(f"{certificate.unit.name}仍在册，管理证只在换发、补发时失效。", code="active")
    _ensure_past("on", on, certificate.issued_on, "缴回日期不得早于发证日期，不得晚于今天。")
    _end(certificate, on, ReturnReason.ABOLISHED)
    return certificate


def _locked(unit_id: int, actor: User) -> Unit:
    rows = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("region", "competent_department")
    unit = rows.get(pk=unit_id)
    if not may_keep(actor, unit):
        raise PermissionDenied(f"{unit.name}的管理证由主管它的编办核发、核验。")
    return unit


def _in_force(pk: int, actor: User) -> EstablishmentCertificate:
    """The unit is locked before its certificate, as in issuing."""
    unit_id = EstablishmentCertificate.objects.values_list("unit_id", flat=True).get(pk=pk)
    unit = _locked(unit_id, actor)
    certificate = EstablishmentCertificate.objects.select_for_update(of=("self",)).get(pk=pk)
    certificate.unit = unit
    if certificate.ended_on is not None:
        raise ValidationError("该管理证已失效，不能再办理。", code="ended")
    return certificate


def _ensure_past(field: str, day: dt.date, earliest: dt.date, words: str) -> None:
    if not earliest <= day <= timezone.localdate():
        raise ValidationError({field: ValidationError(words, code="out_of_time")})


def _end(certificate: EstablishmentCertificate, on: dt.date, reason: str) -> None:
    certificate.ended_on, certificate.end_reason = on, reason
    certificate.save(update_fields=["ended_on", "end_reason"])
