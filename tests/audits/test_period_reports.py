"""Closing a month: announced to everybody, checked while nothing moves, signed, and never changed again."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document, Notification
from audits import period_figures, period_reports, seal_checks, sealing
from audits.models import PeriodReport, ReportLine
from quotas import freezing, ledger, reports, verification
from quotas.models import Bucket, Freeze, Period, QuotaType, Transfer
from staffing import leaving
from staffing.models import Posting
from tests import stories
from tests.book import Desk, by_the_owner, refusals, refused, unchanged
from tests.cast import make_unit
from tests.stories import Actors
from tests.threads import at_once, lost, won
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
TODAY = workdays.today()
MONTH_END = TODAY.replace(day=1) - dt.timedelta(days=1)
MONTH_START = MONTH_END.replace(day=1)
MIDDLE = MONTH_START + dt.timedelta(days=9)
Announce = Callable[..., PeriodReport]


@pytest.fixture
def full(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def actors(clerk: User, director: User, committee: User) -> Actors:
    return Actors(clerk, director, committee)


@pytest.fixture
def paper(school: Unit, full: QuotaType, region: Region, actors: Actors) -> Document:
    """The school has ten posts and the reserve thirty; three people came before the month, two in its middle."""
    found = stories.give_reserve(region, full, 30, actors)
    stories.endow(school, full, 10, actors, found)
    stories.occupy(school, full, 3, actors, found, on=MONTH_START - dt.timedelta(days=40))
    stories.occupy(school, full, 2, actors, found, on=MIDDLE)
    return found


@pytest.fixture
def announced(region: Region, director: User) -> Announce:
    """The return of the month before, with a freeze from now on, or later."""

    def begin(**more: Any) -> PeriodReport:
        given: dict[str, Any] = {"region": region, "kind": "monthly", "ends_on": MONTH_END, **more}
        return period_reports.announce(actor=director, **given)

    return begin


def line_of(report: PeriodReport, name: str) -> ReportLine:
    return report.lines.get(name=name)


def test_a_month_is_announced_checked_signed_and_stays_what_it_is(
    school: Unit, full: QuotaType, paper: Document, announced: Announce, director: User, actors: Actors,
    unit_clerk: User,
) -> None:  # fmt: skip
    posting = Posting.objects.filter(unit=school).earliest("id")
    leaving.release(
        posting=posting, ended_on=MIDDLE, document=paper, exit_reason="retired", reason="退休", actor=actors.clerk
    )
    report = announced()
    told = Notification.objects.filter(key__startswith=f"freeze:{report.freeze_id}:")
    assert {(note.region, note.unit) for note in told} == {(school.region, None), (None, school)}
    assert "月报核对" in told[0].text
    said = refused(lambda: stories.occupy(school, full, 1, actors, paper, on=TODAY))
    assert said.startswith(f"{school}的“{full}”")
    assert said.endswith("后再办。")
    period_reports.check(report.pk, actor=director)
    report = period_reports.sign(report.pk, actor=director)
    assert (report.state, report.findings) == ("signed", [])
    line = line_of(report, school.name)
    assert (line.approved, line.occupied, line.vacant, line.entered, line.left) == (10, 4, 6, 2, 1)
    assert (line.entered_words, line.left_words) == ("建账登记2", "离退休1")
    assert line_of(report, f"{school.region}储备").reserved == 30
    # Writing goes on, but not inside the month; what was signed stays.
    stories.occupy(school, full, 1, actors, paper, on=TODAY)
    assert "已结账" in refused(lambda: stories.occupy(school, full, 1, actors, paper, on=MONTH_END))
    assert line_of(report, school.name).occupied == 4
    assert report.digest == period_figures.digest_of(report.lines.order_by("position"), report.bodies)
    [now] = [b for b in reports.balances_of_unit(school) if b.quota_type_id == full.pk]
    assert now.occupied == 5


def test_a_neighbour_goes_on_working_while_the_region_is_frozen(
    full: QuotaType, paper: Document, announced: Announce, stranger: Unit, actors: Actors
) -> None:
    announced()
    stories.endow(stranger, full, 3, actors, paper)
    assert "暂停办理" in refused(lambda: stories.endow(Unit.objects.get(name="澜川市第一中学"), full, 1, actors, paper))


def test_a_freeze_begins_and_ends_when_it_says(
    school: Unit, full: QuotaType, paper: Document, announced: Announce, director: User, actors: Actors
) -> None:
    report = announced(starts_at=timezone.now() + dt.timedelta(hours=1))
    stories.occupy(school, full, 1, actors, paper, on=TODAY)
    assert refused(lambda: period_reports.check(report.pk, actor=director)).startswith("暂停办理尚未开始")
    with acting.by(director, reason="测试"):
        Freeze.objects.update(
            starts_at=timezone.now() - dt.timedelta(hours=2), ends_at=timezone.now() - dt.timedelta(hours=1)
        )
    stories.occupy(school, full, 1, actors, paper, on=TODAY)
    assert refused(lambda: period_reports.check(report.pk, actor=director)).startswith("暂停办理已经结束")
    assert refused(lambda: period_reports.sign(report.pk, actor=director)) == "请先核对，再签发。"
    period_reports.withdraw(report.pk, actor=director, reason="改期")
    assert period_reports.check(announced().pk, actor=director).findings == []


def test_what_does_not_agree_is_named_and_keeps_the_return_from_being_signed(
    school: Unit, full: QuotaType, paper: Document, announced: Announce, director: User
) -> None:
    posting = Posting.objects.filter(unit=school, started_on=MIDDLE).earliest("id")
    with by_the_owner() as execute:
        day = MONTH_START - dt.timedelta(days=3)
        execute(f"update staffing_posting set started_on = '{day}', enrolled_on = '{day}' where id = {posting.pk}")
    report = period_reports.check(announced().pk, actor=director)
    assert report.findings == [f"{school}的“{full}”：期初3名，增加1名，减少0名，期末却是5名。"]
    assert "核对发现不符" in refused(lambda: period_reports.sign(report.pk, actor=director))
    assert refusals(lambda: period_reports.withdraw(report.pk, actor=director, reason=" ")) == ["请填写事由。"]
    assert period_reports.withdraw(report.pk, actor=director, reason="更正").freeze.is_over
    assert "已撤回" in refused(lambda: period_reports.check(report.pk, actor=director))


def test_refusals_of_a_return(
    school: Unit, paper: Document, announced: Announce, clerk: User, inspector: User, director: User, outsider: User
) -> None:
    for fields, said in (
        ({"ends_on": TODAY}, "只能编报已经结束的月份或年度。"),
        ({"minutes": 121}, "暂停时长须为1至120分钟。"),
        ({"starts_at": timezone.now() - dt.timedelta(hours=1)}, "开始时间须在现在至31天内。"),
        ({"starts_at": timezone.now() + dt.timedelta(days=40)}, "开始时间须在现在至31天内。"),
    ):
        assert refusals(lambda f=fields: announced(**f)) == [said]  # type: ignore[misc]
    report = announced()
    assert refusals(announced) == [f"{report}已经编报。"]
    with unchanged():
        for actor in (clerk, inspector, outsider):
            with pytest.raises(PermissionDenied):
                period_reports.announce(actor=actor, region=school.region, kind="monthly", ends_on=MONTH_END)
            with pytest.raises(PermissionDenied):
                period_reports.check(report.pk, actor=actor)
    assert refusals(lambda: period_reports.sign(report.pk, actor=director)) == ["请先核对，再签发。"]


def test_a_year_needs_no_freeze_where_its_books_are_closed(
    school: Unit, bureau: Unit, paper: Document, announced: Announce, director: User
) -> None:
    """And its bodies are counted as they were on its last day."""
    december = period_reports.sign(
        period_reports.check(announced(ends_on=dt.date(2025, 12, 31)).pk, actor=director).pk, actor=director
    )
    later = make_unit(school.region, "澜川市数据局", category="organ")
    with acting.by(director, reason="测试"):
        Unit.objects.filter(pk=later.pk).update(set_up_on=dt.date(2026, 2, 1))
    year = announced(kind="annual", ends_on=dt.date(2025, 12, 31))
    assert (year.starts_on, year.freeze) == (dt.date(2025, 1, 1), None)
    year = period_reports.sign(period_reports.check(year.pk, actor=director).pk, actor=director)
    assert year.period == december.period
    there = Unit.objects.under(school.region).filter(set_up_on__lte=year.ends_on).count()
    assert sum(row[-1] for row in year.bodies) == there < Unit.objects.under(school.region).count()


LINE = """insert into audits_reportline (report_id, position, region_id, level, name, category, rank, institution_class,
    funding_form, quota_type_id, reserved, pooled, approved, occupied, borrowed, locked, vacant, over, entered, "left",
    entered_by, left_by)
    select report_id, 999, region_id, level, name, category, rank, institution_class, funding_form,
           (select max(id) from quotas_quotatype), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}'
      from audits_reportline where unit_id is not null limit 1"""
REPORT = """insert into audits_periodreport (region_id, kind, starts_on, ends_on, state, findings, digest, bodies)
    select region_id, kind, %s, '[]', '', '[]' from audits_periodreport"""
ATTACKS = (
    ("update audits_periodreport set findings = '[\"x\"]'", "a signed report never changes"),
    ("delete from audits_periodreport", "a report stays"),
    ("update audits_reportline set occupied = occupied + 1", "只能追加"),
    ("delete from audits_reportline", "只能追加"),
    (LINE, "a report is filled before it is signed"),
    (REPORT % "starts_on + 1, ends_on, 'announced'", "a report covers a whole month or year"),
    (REPORT % "starts_on, ends_on, 'announced'", "a_region_has_one_report_of_a_period"),
    (REPORT % "date '2024-02-01', date '2024-02-29', 'checked'", "a_checked_report_says_who_checked"),
    (REPORT % "date '2024-02-01', date '2024-02-29', 'signed'", "a report is signed after its period is closed"),
)


@pytest.mark.parametrize(("attack", "said"), ATTACKS)
def test_the_database_refuses_whatever_would_change_a_signed_return(
    paper: Document, announced: Announce, director: User, attack: str, said: str
) -> None:
    period_reports.sign(period_reports.check(announced().pk, actor=director).pk, actor=director)
    with unchanged():
        with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert said in str(refusal.value), refusal.value


def test_a_figure_that_was_changed_behind_the_database_is_named_by_its_seal(
    paper: Document, announced: Announce, director: User
) -> None:
    report = period_reports.sign(period_reports.check(announced().pk, actor=director).pk, actor=director)
    sealing.seal_all(actor=acting.system_user())
    assert seal_checks.verify() == []
    line = report.lines.earliest("position")
    with by_the_owner() as execute:
        execute(f"update audits_reportline set reserved = 7 where id = {line.pk}")
    [found] = seal_checks.verify()
    assert str(line.pk) in found.sentence
    assert report.digest != period_figures.digest_of(report.lines.order_by("position"), report.bodies)


@pytest.mark.django_db(transaction=True)
def test_a_month_is_closed_while_eight_clients_write(
    school: Unit, full: QuotaType, paper: Document, region: Region, director: User
) -> None:
    """Whoever comes in those seconds is told when to come back; every move is before the freeze or after it."""
    schools = [make_unit(region, f"澜川市第{n}小学", category="institution") for n in range(1, 9)]
    with acting.by(director, reason="测试"):
        reserve, *vacant = (ledger.open_account(owner, full, bucket) for owner, bucket in (
            (region, Bucket.RESERVE), *((unit, Bucket.VACANT) for unit in schools)
        ))  # fmt: skip
    desk = Desk(director, paper)
    seen: list[tuple[dt.datetime, dt.datetime]] = []

    def work(number: int) -> list[str]:
        if number == 8:
            time.sleep(0.3)
            report = period_reports.announce(actor=director, region=region, kind="monthly", ends_on=MONTH_END)
            began = timezone.now()
            period_reports.check(report.pk, actor=director)
            time.sleep(0.2)
            with transaction.atomic():
                ended = timezone.now()
            period_reports.sign(report.pk, actor=director)
            seen.append((began, ended))
            return []
        said, until = [], time.monotonic() + 2.5
        while time.monotonic() < until:
            try:
                desk.post((reserve, vacant[number], 1))
                desk.post((vacant[number], reserve, 1))
            except ValidationError as refusal:
                said += refusal.messages
                time.sleep(0.02)
        return said

    results = at_once(9, work)
    assert lost(results) == []
    said = {sentence for sentences in won(results) for sentence in sentences}
    assert said
    assert all("正在暂停办理" in sentence for sentence in said)
    [(began, ended)] = seen
    moments = list(Transfer.objects.values_list("recorded_at", flat=True))
    assert not [moment for moment in moments if began < moment < ended]
    assert [moment for moment in moments if moment > ended], "Writing went on."
    report = PeriodReport.objects.get()
    assert {line.name: line.occupied for line in report.lines.filter(unit=school)} == {school.name: 5}
    assert Period.objects.get().ends_on == MONTH_END
    assert verification.verify() == []


def test_a_freeze_by_itself_is_for_the_director_and_lifted_once(region: Region, director: User, clerk: User) -> None:
    given: dict[str, Any] = {"region": region, "starts_at": timezone.now(), "minutes": 5, "reason": "核对"}
    with acting.by(director, reason="核对"):
        freeze = freezing.announce(actor=director, **given)
        assert freeze.holds
        lifted = freezing.lift(freeze).lifted_at
        assert freezing.lift(freeze).lifted_at == lifted
        assert not freeze.holds
    with pytest.raises(PermissionDenied):
        freezing.announce(actor=clerk, **given)
    with pytest.raises(ValidationError):
        freezing.announce(actor=director, **{**given, "reason": " "})
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Freeze.objects.create(
            region=region, starts_at=now, ends_at=now, reason="核对", announced_by=director,
        )  # fmt: skip
