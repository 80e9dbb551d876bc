"""Two times: back-dated transfers make no day wrong, and every question about the past is answered by the transfers."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import event, given
from hypothesis import strategies as st

from accounts.models import User
from quotas import periods, reports, verification
from quotas.models import Period, QuotaAccount
from quotas.reports import Balance, Statement
from tests.book import Desk, balances, commit, day, refused, undone
from tests.cast import make_unit
from tests.quotas.conftest import Open
from tests.quotas.recount import BOUND, Recount, Verdict, judge
from units.models import Region, Unit

DAYS = 60
Try = tuple[int, int, int, int]
TRIES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 12), st.integers(0, DAYS)), min_size=4, max_size=25
)


@dataclass(frozen=True)
class Places:
    """A city with a school and its department, a town with a station: between their accounts transfers are tried."""

    region: Region
    town: Region
    units: tuple[Unit, ...]
    accounts: tuple[QuotaAccount, ...]


@pytest.fixture
def places(region: Region, town: Region, school: Unit, education: Unit, account: Open) -> Places:
    station = make_unit(town, "柳堤镇水利站")
    opened = (
        account(region, "granted"), account(region, "reserve"), account(region, "pool"), account(town, "reserve"),
        account(school, "vacant"), account(education, "vacant"), account(station, "vacant"),
    )  # fmt: skip
    return Places(region, town, (school, education, station), opened)


def test_a_back_dated_transfer_that_would_make_a_day_wrong_is_refused_naming_the_day(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    desk.post((reserve, vacant, 90), ago=50)
    desk.post((vacant, reserve, 60), ago=20)
    said = refused(lambda: desk.post((reserve, vacant, 20), ago=40))
    assert said == (
        f"澜川市的“事业编制（经费自理）”储备在{day(40)}将成为-10名，追溯日期的变动不得使任何一天的余额不实。"
    )
    said = refused(lambda: desk.post((vacant, reserve, 30), ago=60))
    assert said == (
        f"澜川市第一中学的“事业编制（经费自理）”空编在{day(60)}将成为-30名，追溯日期的变动不得使任何一天的余额不实。"
    )
    desk.post((reserve, vacant, 10), ago=40)
    desk.post((reserve, vacant, 60), ago=20)
    assert balances(reserve, vacant) == [0, 100]


def test_an_allowed_back_dated_transfer_changes_what_was_true_and_not_what_was_known(
    school: Unit, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    desk.post((reserve, vacant, 5), ago=10)
    before = timezone.now()
    desk.post((reserve, vacant, 7), ago=30)

    def approved(ago: int, known_at: dt.datetime | None = None) -> int:
        return sum(b.approved for b in reports.balances_of_unit(school, as_of=day(ago), known_at=known_at))

    assert [approved(ago) for ago in (31, 30, 11, 10, 0)] == [0, 7, 7, 12, 12]
    assert [approved(ago, before) for ago in (31, 30, 11, 10, 0)] == [0, 0, 0, 5, 5]


def test_days_within_a_statement_may_be_crossed_when_the_end_of_the_day_is_right(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    """The ledger counts days: what comes and goes on one day is not ordered within it."""
    desk.post((reserve, vacant, 50), ago=10)
    desk.post((vacant, reserve, 50), ago=10)
    desk.post((reserve, vacant, 80), ago=10)
    assert balances(reserve, vacant) == [20, 80]


@BOUND
@given(tries=TRIES, seed=st.integers(0, 2**16), closed_ago=st.none() | st.integers(1, DAYS))
def test_random_ledgers_agree_with_an_independent_count(
    places: Places, desk: Desk, director: User, tries: list[Try], seed: int, closed_ago: int | None
) -> None:
    with undone():
        desk.post((places.accounts[0], places.accounts[1], 40), ago=DAYS)
        closed_on = dt.date.min
        for number, (source, target, quantity, ago) in enumerate(tries):
            try_one(places, desk, (source, target, quantity, ago), closed_on)
            if closed_ago is not None and number == len(tries) // 2:
                closed_on = day(closed_ago)
                periods.close_period(actor=director, region=places.region, ends_on=closed_on)
        commit()
        assert verification.verify() == []
        ask(places, random.Random(seed))


def try_one(places: Places, desk: Desk, one: Try, closed_on: dt.date) -> None:
    """The gate passes what an independent judge passes, and refuses the rest with the judge's rule and figures."""
    source, target, quantity, ago = places.accounts[one[0]], places.accounts[one[1]], *one[2:]
    moves = [(source, target, quantity)]
    verdict = judge(Recount.of_ledger(), moves, day(ago), today=day(0), closed_on=closed_on)
    event(verdict.code or "posted")
    try:
        desk.post((source, target, quantity), ago=ago)
        assert verdict == Verdict()
    except ValidationError as refusal:
        [error] = refusal.error_list
        assert error.code == verdict.code
        assert all(figure in error.messages[0] for figure in verdict.figures)


def ask(places: Places, chance: random.Random) -> None:
    """Questions of every kind about random days and moments; with checkpoints and without the answer is the same."""
    book = Recount.of_ledger()
    moments: list[dt.datetime | None] = [
        None,
        *(entry.recorded_at for entry in chance.sample(book.entries, min(3, len(book.entries)))),
    ]
    for known_at in moments:
        first, last = sorted(day(ago) for ago in chance.choices(range(DAYS + 5), k=2))
        for as_of in (first, last):
            check_balances(places, book, as_of, known_at)
        check_statements(places, book, first, last, known_at)
    assert Period.objects.count() in (0, 1)


def check_balances(places: Places, book: Recount, as_of: dt.date, known_at: dt.datetime | None) -> None:
    def held(account: QuotaAccount) -> int:
        return book.held(account.pk, as_of, known_at)

    when: dict[str, Any] = {"as_of": as_of, "known_at": known_at}
    expected: dict[int, dict[str, int]] = {}
    for unit in places.units:
        own = {a.bucket: number for a in places.accounts if a.unit_id == unit.pk and (number := held(a))}
        assert [b.buckets for b in reports.balances_of_unit(unit, **when)] == [own]
        # Of many units, what was empty then is left out.
        if own:
            expected[unit.pk] = own
    together = {b.owner_id: b.buckets for b in reports.balances_of_units(places.region, **when)}
    assert together == expected
    city = sum(held(a) for a in places.accounts if a.region_id == places.region.pk)
    town = sum(held(a) for a in places.accounts if a.region_id == places.town.pk)
    totals = {b.owner_id: sum(b.buckets.values()) for b in reports.totals_by_region(places.region, **when)}
    assert totals == {places.region.pk: city, places.town.pk: town}


def check_statements(
    places: Places, book: Recount, first: dt.date, last: dt.date, known_at: dt.datetime | None
) -> None:
    """Opening + Σ = closing, and both equal the balances of those days; every entry is there once for each end."""
    before = first - dt.timedelta(days=1)
    for unit in places.units:
        accounts = [a for a in places.accounts if a.unit_id == unit.pk]
        statement = reports.statement_of_unit(unit, first, last, known_at=known_at)
        check_statement(statement, accounts, book, before, last, known_at)
    reserves = [a for a in places.accounts if a.unit_id is None and a.region == places.region and a.bucket != "granted"]
    statement = reports.statement_of_region(places.region, first, last, known_at=known_at)
    check_statement(statement, reserves, book, before, last, known_at)
    statement = reports.statement_of_region_total(places.region, first, last, known_at=known_at)
    inside = [a for a in places.accounts if a.bucket != "granted"]
    check_statement(statement, inside, book, before, last, known_at, crossing=True)


def check_statement(
    statement: Statement,
    accounts: list[QuotaAccount],
    book: Recount,
    before: dt.date,
    last: dt.date,
    known_at: dt.datetime | None,
    *,
    crossing: bool = False,
) -> None:
    [kind] = {account.quota_type_id for account in accounts}
    opening, closing = (sum(book.held(a.pk, on, known_at) for a in accounts) for on in (before, last))
    assert statement.opening[kind] == opening
    assert statement.closing[kind] == closing
    assert opening + sum(entry.delta for entry in statement.entries) == closing
    assert [entry.effective_on for entry in statement.entries] == sorted(e.effective_on for e in statement.entries)
    own = {account.pk for account in accounts}
    ends = [
        (entry.source in own) + (entry.target in own)
        for entry in book.entries
        if before < entry.effective_on <= last and (known_at is None or entry.recorded_at <= known_at)
    ]
    assert len(statement.entries) == (ends.count(1) if crossing else sum(ends))
    running = opening
    for entry in statement.entries:
        running += entry.delta
        assert entry.running == running


def test_a_balance_knows_its_sums() -> None:
    balance = Balance(1, 1, vacant=3, locked=2, occupied=10, excess=-4, reserve=9, borrowed_occupied=1)
    assert (balance.approved, balance.over, balance.borrowed, balance.granted) == (11, 4, 1, 0)
