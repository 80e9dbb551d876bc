"""The ledger under clients at the same moment: one winner, no dead-lock, nothing behind a closed period."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import acting
from accounts.models import User
from quotas import ledger, periods, verification
from quotas.models import Period, QuotaAccount, QuotaType, Transfer
from tests.book import Desk, balance, balances, day
from tests.cast import make_unit
from tests.quotas.conftest import Open
from tests.threads import at_once, lost, won
from units import lineage
from units.models import Region

pytestmark = pytest.mark.django_db(transaction=True)
CITY = "澜川市的“事业编制（经费自理）”"
SHORT = f"{CITY}储备只有0名，不足以划转1名。"


@pytest.fixture
def schools(region: Region, account: Open) -> list[QuotaAccount]:
    """The vacant posts of eight schools."""
    units = [make_unit(region, f"澜川市第{n}小学", category="institution") for n in range(1, 9)]
    return [account(unit, "vacant") for unit in units]


@contextmanager
def session(isolation: str = "READ COMMITTED") -> Iterator[Any]:
    """A session beside ours, in a transaction that the test ends itself."""
    wanted = ("dbname", "user", "host", "port", "password")
    params = {name: value for name, value in connection.get_connection_params().items() if name in wanted}
    with closing(psycopg2.connect(**params)) as other:
        other.set_session(isolation_level=isolation)
        with other.cursor() as cursor:
            yield cursor


INSERT = """
    insert into quotas_transfer
           (source_id, target_id, quantity, effective_on, document_id, actor_id, actor_name, reason, key)
    values (%s, %s, %s, %s, %s, %s, '测试', '测试', gen_random_uuid()::text)
"""
CLOSE = "insert into quotas_period (region_id, ends_on, closed_by_id) values (%s, %s, %s)"


# The last post


@pytest.mark.parametrize("clients", [2, 8])
def test_the_last_post_goes_to_exactly_one(
    granted: QuotaAccount, reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk, clients: int
) -> None:
    desk.post((reserve, granted, 99))

    def take(number: int) -> list[Transfer]:
        with acting.by(desk.actor, reason="抢最后一名"):
            posting = ledger.Posting(reserve, schools[number], 1, f"race:{number}")
            done = ledger.post([posting], document=desk.paper, actor=desk.actor, effective_on=day(0), reason="抢")
            time.sleep(0.1)  # the others are waiting by now
            return done

    results = at_once(clients, take)
    assert len(won(results)) == 1
    assert lost(results) == [SHORT] * (clients - 1)
    assert balance(reserve) == 0
    assert sum(balances(*schools)) == 1
    assert verification.verify() == []


def test_without_lock_and_sign_all_would_get_it(
    granted: QuotaAccount, reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk
) -> None:
    """The counter-test: the same gate on a copy of the tables, first whole, then without what makes the one winner."""
    desk.post((reserve, granted, 99))
    assert _race_on_a_copy(reserve, schools, desk, guarded=True) == (1, 0)
    assert _race_on_a_copy(reserve, schools, desk, guarded=False) == (8, -7)
    assert balance(reserve) == 1


def _race_on_a_copy(
    reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk, *, guarded: bool
) -> tuple[int, int]:
    """How many of eight got the last post of the copied reserve, and what it held afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("drop schema if exists copied cascade; create schema copied; set search_path = copied, public")
        for table in ("quotas_quotaaccount", "quotas_transfer"):
            cursor.execute(f"create table {table} (like public.{table} including defaults including identity)")
        cursor.execute("insert into quotas_quotaaccount select * from public.quotas_quotaaccount")
        cursor.execute("select pg_get_functiondef('public.quotas_post_transfers'::regproc)")
        gate = cursor.fetchone()[0].replace("public.", "copied.")
        if not guarded:
            before, lock, after = _around(gate, "perform 1 from quotas_quotaaccount", "for no key update;")
            assert "order by id" in lock
            gate = before + after
        cursor.execute(gate)
        cursor.execute(
            "create trigger post after insert on quotas_transfer referencing new table as posted "
            "for each statement execute function quotas_post_transfers()"
        )
        if guarded:
            cursor.execute(
                "create trigger keeps_its_sign before update on quotas_quotaaccount for each row "
                "when (new.balance < 0 and new.bucket <> 'granted') "
                "execute function quotas_refuse_account('balance_has_the_sign_of_its_bucket')"
            )

    def take(number: int) -> bool:
        with session() as cursor:
            cursor.execute("set search_path = copied, public")
            cursor.execute(INSERT, [reserve.pk, schools[number].pk, 1, day(0), desk.paper.pk, desk.actor.pk])
            time.sleep(0.05)
            cursor.connection.commit()
            return True

    try:
        winners = len([result for result in at_once(8, _as_django(take)) if result is True])
        with connection.cursor() as cursor:
            cursor.execute("select balance from copied.quotas_quotaaccount where id = %s", [reserve.pk])
            return winners, cursor.fetchone()[0]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset search_path; drop schema copied cascade")


def _around(text: str, start: str, end: str) -> tuple[str, str, str]:
    first = text.index(start)
    last = text.index(end, first) + len(end)
    return text[:first], text[first:last], text[last:]


def _as_django(act: Any) -> Any:
    """psycopg2's own refusals in Django's clothes, as `at_once` takes them."""

    def wrapped(number: int) -> Any:
        with connection.wrap_database_errors:
            return act(number)

    return wrapped


# Locks


def test_opposite_transfers_do_not_dead_lock(reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk) -> None:
    accounts = [reserve, *schools[:3]]
    desk.post(*((reserve, school, 10) for school in schools[:3]), ago=9)

    def storm(seed: int) -> list[str]:
        chance, refusals = random.Random(seed), []
        for _ in range(50):
            pairs = (chance.sample(accounts, 2) for _ in range(chance.randint(1, 3)))
            moves = [(source, target, chance.randint(1, 4)) for source, target in pairs]
            try:
                desk.post(*moves, ago=chance.choice([0, 0, 0, 3]))
            except ValidationError as refusal:
                refusals.append(str(refusal.code))
        return refusals

    results = at_once(8, storm)
    assert lost(results) == []
    assert {code for codes in won(results) for code in codes} <= {
        "balance_has_the_sign_of_its_bucket", "no_balance_was_wrong_on_any_day_since",
    }  # fmt: skip
    assert Transfer.objects.count() > 100
    assert verification.verify() == []


def test_two_transactions_that_post_twice_in_opposite_order_are_both_done(
    reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk
) -> None:
    """Within one statement the gate locks in order; across two of them the victim of a dead-lock begins anew."""
    desk.post(*((reserve, school, 10) for school in schools[:2]))
    tries, targets, meet = [0, 0], schools[2:4], Barrier(2, timeout=30)

    @acting.use_case
    def post_twice(number: int, *, actor: User) -> None:
        tries[number] += 1
        for step in (0, 1):
            posting = ledger.Posting(schools[number ^ step], targets[number], 1, f"twice:{number}:{step}")
            ledger.post([posting], document=desk.paper, actor=actor, effective_on=day(0), reason="两步")
            if step == 0 and tries[number] == 1:
                meet.wait()

    results = at_once(2, lambda number: post_twice(number, actor=desk.actor))
    assert lost(results) == []
    assert sum(tries) > 2, "No dead-lock came about."
    assert balances(*schools[:4]) == [8, 8, 2, 2]
    assert verification.verify() == []


@pytest.mark.parametrize("opening", [False, True], ids=["to an account", "to an account opened for it"])
def test_nothing_arrives_while_its_unit_is_abolished(
    region: Region, reserve: QuotaAccount, kind: QuotaType, desk: Desk, account: Open, opening: bool
) -> None:
    units = [make_unit(region, f"第{n}站", category="institution") for n in range(8)]
    if not opening:
        for unit in units:
            account(unit, "vacant")

    def act(number: int) -> str:
        unit = units[number // 2]
        with acting.by(desk.actor, reason="同时"):
            if number % 2:
                lineage.abolish(unit, on=day(0), document_number="文", actor=desk.actor)
            else:
                target = ledger.open_account(unit, kind, "vacant")
                posting = ledger.Posting(reserve, target, 1, f"late:{number}")
                ledger.post([posting], document=desk.paper, actor=desk.actor, effective_on=day(0), reason="同时")
        return unit.name

    results = at_once(16, act)
    assert sorted(won(results)) == [unit.name for unit in units]
    assert not QuotaAccount.objects.filter(unit__abolished_on__isnull=False).exclude(balance=0).exists()
    assert verification.verify() == []


def test_one_key_sent_by_eight_is_one_transfer(reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk) -> None:
    results = at_once(8, lambda _: desk.post((reserve, schools[0], 5), key="once"))
    assert lost(results) == []
    assert len({transfer.pk for [transfer] in won(results)}) == 1
    assert balances(reserve, schools[0]) == [95, 5]


def test_eight_who_reverse_one_transfer_reverse_it_once(
    reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk
) -> None:
    [wrong] = desk.post((reserve, schools[0], 5))
    results = at_once(8, lambda _: desk.reverse(wrong))
    assert len(won(results)) == 1
    assert lost(results) == ["该笔变动已被冲正，不能再次冲正。"] * 7
    assert balances(reserve, schools[0]) == [100, 0]


def test_eight_who_open_one_account_open_it_once(region: Region, account: Open, director: User) -> None:
    results = at_once(8, lambda _: account(region, "pool"))
    assert lost(results) == []
    assert len(set(won(results))) == 1


# Two times


def test_nobody_posts_into_a_period_while_it_is_closed(
    region: Region, reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk
) -> None:
    closed_on = day(5)

    def work(number: int) -> list[str]:
        if number == 8:
            time.sleep(0.3)
            return [str(periods.close_period(actor=desk.actor, region=region, ends_on=closed_on).ends_on)]
        refusals, until = [], time.monotonic() + 1
        while time.monotonic() < until:
            try:
                desk.post((reserve, schools[number], 1), ago=random.Random(number).choice([4, 5, 6]))
                desk.post((schools[number], reserve, 1), ago=4)
            except ValidationError as refusal:
                refusals.append(str(refusal.code))
        return refusals

    results = at_once(9, work)
    assert lost(results) == []
    assert str(closed_on) in won(results)[8]
    assert {code for codes in won(results)[:8] for code in codes} == {"nothing_takes_effect_in_a_closed_period"}
    period = Period.objects.get()
    inside = Transfer.objects.filter(effective_on__lte=closed_on)
    assert inside.count() > 1
    assert not inside.filter(recorded_at__gt=period.closed_at).exists()
    assert Transfer.objects.filter(recorded_at__gt=period.closed_at).exists()
    assert verification.verify() == []


def test_closing_waits_for_a_posting_on_its_way_and_counts_it(
    region: Region, reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk
) -> None:
    """Also when somebody closes with a bare INSERT, without the use case and its checks."""
    move = [reserve.pk, schools[0].pk, 7, day(10), desk.paper.pk, desk.actor.pk]

    def close() -> None:
        with session() as cursor:
            cursor.execute(CLOSE, [region.pk, day(5), desk.actor.pk])
            cursor.connection.commit()

    with session() as cursor, ThreadPoolExecutor(1) as pool:
        cursor.execute(INSERT, move)
        closed = pool.submit(close)
        _wait_for_a_waiter()
        assert not closed.done()
        cursor.connection.commit()
        closed.result(timeout=30)
        with pytest.raises(psycopg2.IntegrityError, match="nothing takes effect in a closed period"):
            cursor.execute(INSERT, move)
    assert Period.objects.get().balances.get(account=schools[0]).balance == 7
    assert verification.verify() == []


def _wait_for_a_waiter() -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits.")


@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
def test_no_older_snapshot_passes_by_a_closing(
    region: Region, reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk, isolation: str
) -> None:
    """A session that looked before the closing would not see it afterwards: it may not write at all."""
    with session(isolation) as cursor:
        cursor.execute("select count(*) from quotas_period")
        periods.close_period(actor=desk.actor, region=region, ends_on=day(5))
        with pytest.raises(psycopg2.IntegrityError, match="the book is written in read committed"):
            cursor.execute(INSERT, [reserve.pk, schools[0].pk, 7, day(10), desk.paper.pk, desk.actor.pk])
        cursor.connection.rollback()
        with pytest.raises(psycopg2.IntegrityError, match="the book is written in read committed"):
            cursor.execute(CLOSE, [region.pk, day(4), desk.actor.pk])
    assert verification.verify() == []


def test_who_waits_past_midnight_is_asked_about_the_new_day(
    granted: QuotaAccount, reserve: QuotaAccount, schools: list[QuotaAccount], desk: Desk
) -> None:
    """The posts came on the new day; a posting for the old day that waited for them is back-dated by then."""
    today = day(0)
    paper = [desk.paper.pk, desk.actor.pk]
    desk.post((reserve, granted, 100))
    with _a_clock(today), ThreadPoolExecutor(1) as pool, session() as cursor:
        cursor.execute("update clock set today = %s", [today + timedelta(days=1)])
        cursor.execute(INSERT, [granted.pk, reserve.pk, 5, today + timedelta(days=1), *paper])

        def late() -> str:
            with session() as waiting, pytest.raises(psycopg2.IntegrityError) as refusal:
                waiting.execute(INSERT, [reserve.pk, schools[0].pk, 5, today, *paper])
            return str(refusal.value.diag.constraint_name)

        refused = pool.submit(late)
        _wait_for_a_waiter()
        cursor.connection.commit()
        assert refused.result(timeout=30) == "no_balance_was_wrong_on_any_day_since"


@contextmanager
def _a_clock(today: Any) -> Iterator[None]:
    """The database asks a table for the date, until the end."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('quotas_today'::regproc)")
        real = cursor.fetchone()[0]
        cursor.execute("create table clock as select %s::date as today", [today])
        cursor.execute(
            "create or replace function quotas_today() returns date language sql volatile as 'select today from clock'"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(real)
            cursor.execute("drop table clock")
