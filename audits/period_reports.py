"""Closing a month or a year (月报、年报): announce a short freeze, check while nothing moves, sign, go on."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from audits import period_figures
from audits.models import PeriodReport, ReportLine
from quotas import freezing, ledger, periods, policies, verification
from quotas.models import Period
from units.models import Region

Kind, State = PeriodReport.Kind, PeriodReport.State
DAY = dt.timedelta(days=1)
NAMED = 100
BATCH = 2000
NEVER_TWICE = "a_region_has_one_report_of_a_period"


def days_of(kind: str, ends_on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of the month, or of the year, in which a day lies."""
    start = ends_on.replace(day=1) if kind == Kind.MONTHLY else ends_on.replace(month=1, day=1)
    length = 31 if kind == Kind.MONTHLY else 366
    following = (start + length * DAY).replace(day=1)
    return start, following - DAY


def closed_to(region: Region, ends_on: dt.date) -> Period | None:
    """The period of the region that holds this day, if its books are closed so far."""
    return Period.objects.filter(region=region, ends_on__gte=ends_on).order_by("ends_on").first()


@use_case
def announce(
    *, actor: User, region: Region, kind: str, ends_on: dt.date, starts_at: dt.datetime | None = None, minutes: int = 30
) -> PeriodReport:
    """Begin a return: everybody of the region is told when nothing is written; not needed where books are closed."""
    _require_director(actor, region)
    start, end = days_of(kind, ends_on)
    if end >= workdays.today():
        raise ValidationError({"ends_on": "只能编报已经结束的月份或年度。"}, code="future")
    report = PeriodReport(region=region, kind=kind, starts_on=start, ends_on=end)
    if closed_to(region, end) is None:
        report.freeze = freezing.announce(
            actor=actor, region=region, starts_at=starts_at or timezone.now(), minutes=minutes,
            reason=f"{report.period_name}{report.get_kind_display()}核对",
        )  # fmt: skip
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        if NEVER_TWICE not in str(error):
            raise
        raise ValidationError({"ends_on": f"{report}已经编报。"}, code="twice") from error
    return report


@use_case
def check(pk: int, *, actor: User) -> PeriodReport:
    """Prove the book and the people at rest; what does not agree is named, and keeps the return from being signed."""
    report = _open(pk, actor)
    _require_rest(report)
    wrong = [found.sentence for found in verification.verify()]
    wrong += period_figures.unexplained(report.region, report.starts_on, report.ends_on)
    report.findings, report.checked_by, report.checked_at = wrong[:NAMED], actor, timezone.now()
    report.state = State.CHECKED
    report.save()
    return report


@use_case
def sign(pk: int, *, actor: User) -> PeriodReport:
    """Close the period, keep every figure of it for good, and let writing go on."""
    report = _open(pk, actor)
    if report.state != State.CHECKED:
        raise ValidationError("请先核对，再签发。", code="state")
    if report.findings:
        raise ValidationError("核对发现不符，请撤回以恢复办理，更正后重新公告。", code="findings")
    _require_rest(report)
    report.period = closed_to(report.region, report.ends_on) or periods.close(
        actor=actor, region=report.region, ends_on=report.ends_on
    )
    lines = period_figures.lines_of(report)
    ReportLine.objects.bulk_create(lines, BATCH)
    report.state, report.signed_by, report.signed_at = State.SIGNED, actor, timezone.now()
    report.bodies = period_figures.bodies_of(report)
    report.digest = period_figures.digest_of(lines, report.bodies)
    report.save()
    _go_on(report)
    return report


@use_case
def withdraw(pk: int, *, actor: User, reason: str) -> PeriodReport:
    """Give a return up before it is signed; writing goes on."""
    report = _open(pk, actor)
    if not reason.strip():
        raise ValidationError({"reason": "请填写事由。"})
    report.state = State.WITHDRAWN
    report.save()
    _go_on(report)
    return report


def _require_director(actor: User, region: Region) -> None:
    if not policies.may_close(actor, region):
        raise PermissionDenied(f"您没有{region.name}的结账权限。")


def _open(pk: int, actor: User) -> PeriodReport:
    """The return, locked, while it may still be worked on."""
    report = PeriodReport.objects.select_for_update(of=("self",)).select_related("region", "freeze").get(pk=pk)
    _require_director(actor, report.region)
    if not report.is_open:
        raise ValidationError(f"该报表{report.get_state_display()}，不再变动。", code="state")
    return report


def _require_rest(report: PeriodReport) -> None:
    """Nothing moves: the freeze holds and whoever was posting has finished, or the books have been closed before."""
    if report.freeze is None or closed_to(report.region, report.ends_on):
        return
    if not report.freeze.holds:
        later = timezone.now() < report.freeze.starts_at
        raise ValidationError(
            "暂停办理尚未开始，请在公告的时间内核对、签发。" if later else "暂停办理已经结束，请撤回后重新公告。",
            code="freeze",
        )
    ledger.wait_for_writers()


def _go_on(report: PeriodReport) -> None:
    if report.freeze is not None:
        freezing.lift(report.freeze)
