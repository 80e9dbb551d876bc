"""Real Celery on a real broker: killed in a recovery, two beats and four workers, missed days, and New Year's Eve."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from approvals import workdays
from approvals.models import CheckRun, Document, Notification
from approvals.scheduled import checks
from config.embedded.broker import Broker
from config.embedded.services import running, throw_away_folder
from demoregion.story import on
from quotas import verification
from quotas.models import Bucket, QuotaAccount, QuotaType, Transfer
from talentpool.models import Loan, Recovery
from tests import stories
from tests.book import day
from tests.celery_processes import Office, database_url, kill, office, runs, sessions, wait_until
from tests.scenarios.league import League
from tests.stories import Actors, set_parameter
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = dt.date(2020, 1, 1)


@pytest.fixture
def house() -> Iterator[Office]:
    """A broker of this test's own; every process of it is gone at the end."""
    with throw_away_folder() as place:
        data = place / "data"
        data.mkdir()
        broker = Broker(data)
        with running(broker, share=False), office(broker, Path(place)) as found:
            yield found


@pytest.fixture
def league(region: Region, bureau: Unit, actors: Actors, tmp_path: Path, settings: object) -> League:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    league = League(region, bureau, actors, QuotaType.objects.get(code="full_funded"))
    league.department("卫生健康委员会", ("市医院",), {"妇幼保健院": 3})
    league.fill(dt.date(2021, 1, 11), 10)
    set_parameter("R18", "recovery", ["automatic"], region=region, starts_on=LONG_AGO)
    return league


def overdue(league: League, count: int) -> None:
    """So many loans whose two years ended some days ago."""
    began = workdays.today() - dt.timedelta(days=740)
    league.lend(began, "市医院", count, arrives_on=began)


def done(league: League) -> bool:
    return not Loan.objects.filter(state="on_loan").exists() and "recover_overdue_loans" in set(
        CheckRun.objects.values_list("check_key", flat=True)
    )


def test_a_worker_killed_in_a_recovery_leaves_nothing_and_its_message_is_done_once_by_another(
    league: League, house: Office
) -> None:
    overdue(league, 2)
    moved, papers = Transfer.objects.count(), Document.objects.count()
    first = house.worker()
    with holding_back(league.units["妇幼保健院"]):
        house.tick()
        wait_until(lambda: bool(sessions("wait_event_type = 'Lock'")), "the recovery waits for the sister's post")
        kill(first)
    wait_until(lambda: not sessions(), "the killed worker's session ends")
    assert Recovery.objects.get().state == Recovery.State.PROPOSED
    assert (Transfer.objects.count(), Document.objects.count()) == (moved, papers)
    assert league.lent == 2
    assert house.unfinished() == 1
    house.worker()
    wait_until(lambda: done(league) and not house.unfinished(), "another worker has done the work")
    assert_recovered_once(league, moved, papers)


def assert_recovered_once(league: League, moved: int, papers: int) -> None:
    """Both posts are back in the pool by six moves on one paper, and the book holds."""
    assert (league.lent, league.free) == (0, 10)
    assert Transfer.objects.count() == moved + 6
    assert Document.objects.count() == papers + 1
    assert Recovery.objects.get().state == Recovery.State.DONE
    assert verification.verify() == []


@contextmanager
def holding_back(unit: Unit) -> Iterator[None]:
    """A session that keeps a unit's vacant posts to itself."""
    account = QuotaAccount.objects.get(unit=unit, bucket=Bucket.VACANT)
    line = psycopg2.connect(database_url())
    try:
        with line.cursor() as cursor:
            cursor.execute("select 1 from quotas_quotaaccount where id = %s for update", [account.pk])
            yield
    finally:
        line.close()


def test_two_beats_and_four_workers_after_three_missed_days_do_everything_once(league: League, house: Office) -> None:
    overdue(league, 3)
    soon = workdays.today() - dt.timedelta(days=730 - 28)
    promised, reminded = give_and_promise(league, soon)
    long_past = workdays.today() - dt.timedelta(days=3)
    CheckRun.objects.bulk_create(run_of(check.key, long_past) for check in checks())
    before = Transfer.objects.count()
    house.worker(processes=4)
    for _ in range(2):
        house.beat()
    wait_until(lambda: set(runs().values()) == {2}, "every check has run")
    ticks = CheckRun.objects.count()
    wait_until(lambda: house.unfinished() == 0, "the queue is empty")
    assert CheckRun.objects.count() == ticks
    assert not list(CheckRun.objects.filter(failed=True).values_list("check_key", "note"))
    assert Recovery.objects.get().state == Recovery.State.DONE
    promised.refresh_from_db()
    assert promised.state == Loan.State.LAPSED
    assert Notification.objects.filter(key__startswith=f"loan:{reminded.pk}:").count() == 1
    # Three recovered posts move three times each; one promise goes home.
    assert Transfer.objects.count() == before + 10
    assert verification.verify() == []


def give_and_promise(league: League, began: dt.date) -> tuple[Loan, Loan]:
    """Another full unit: one talent who never came, and one whose term ends in about four weeks."""
    league.department("教育局", ("第二中学",), {})
    promised_on = workdays.today() - dt.timedelta(days=190)
    [reminded] = league.lend(began, "第二中学", 1, arrives_on=began)
    above = league.above("第二中学")
    with on(promised_on):
        asked = league.asked("第二中学", 1)
        stories.decide("pool_loan", above, asked, league.actors, filed_by=league.filers[above.pk])
    [promised] = league.loans("第二中学", "promised")
    return promised, reminded


def run_of(key: str, on_day: dt.date) -> CheckRun:
    moment = dt.datetime.combine(on_day, dt.time(9), tzinfo=dt.UTC)
    return CheckRun(check_key=key, started_at=moment, finished_at=moment)


def test_what_is_due_on_the_last_of_december_is_recovered_on_new_years_day(league: League, house: Office) -> None:
    new_year, year = dt.date(day(0).year, 1, 1), day(0).year
    began = dt.date(year - 3, 12, 31)
    league.lend(began, "市医院", 2, arrives_on=began)
    house.stand_at(dt.date(year - 1, 12, 31), dt.time(23, 50))
    house.worker()
    house.tick()
    wait_until(lambda: set(runs().values()) == {1}, "every check has run in the old year")
    assert [found.text[-11:] for found in Notification.objects.filter(key__startswith="loan:")] == [
        "今日到期，请及时归还。"
    ] * 2
    assert league.lent == 2
    house.stand_at(new_year, dt.time(0, 0, 30))
    house.tick()
    wait_until(lambda: done(league) and not house.unfinished(), "the new year's checks have run")
    order = Recovery.objects.get().document
    assert order is not None
    assert (order.issued_on, f"〔{year}〕" in order.number) == (new_year, True)
    assert set(Loan.objects.values_list("ended_on", flat=True)) == {new_year}
    assert (league.lent, league.free) == (0, 10)
    assert verification.verify() == []
