"""What the gate reads for one posting does not grow with the book: counted in rows, not in milliseconds."""

from collections.abc import Callable

import pytest
from django.db import connection

from quotas.models import QuotaAccount
from tests.book import Desk, balance, day
from units.models import Unit

UNITS, TRANSFERS = 2_000, 100_000
TABLES = ("quotas_transfer", "quotas_quotaaccount", "quotas_period", "quotas_periodbalance", "units_unit")


@pytest.fixture
def large(school: Unit, reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> QuotaAccount:
    """A book of 100,000 transfers between 2,000 units, loaded past the triggers; returns a busy account."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set local session_replication_role = replica")
        cursor.execute(
            """
            insert into units_unit select (jsonb_populate_record(null::units_unit, to_jsonb(u) || jsonb_build_object(
                   'id', 1000000 + g, 'number', 'bulk-' || g, 'name', '第' || g || '小学'))).*
              from units_unit u, generate_series(1, %s) g where u.id = %s;
            insert into quotas_quotaaccount (id, region_id, unit_id, quota_type_id, bucket, balance)
            select 1000000 + g, region_id, 1000000 + g, quota_type_id, 'vacant', 50
              from quotas_quotaaccount, generate_series(1, %s) g where id = %s;
            insert into quotas_transfer (source_id, target_id, quantity, effective_on, reason, document_id, actor_id,
                                         actor_name, key, recorded_at)
            select 1000001 + g %% %s, 1000001 + (g + 1) %% %s, 1, %s::date + g * 300 / %s, 'r', %s, %s, 'a',
                   'bulk-' || g, now()
              from generate_series(0, %s) g
            """,
            [
                UNITS, school.pk, UNITS, vacant.pk, UNITS, UNITS, day(310), TRANSFERS, desk.paper.pk, desk.actor.pk,
                TRANSFERS - 1,
            ],
        )  # fmt: skip
        cursor.execute("set local session_replication_role = origin; analyze units_unit")
        cursor.execute("analyze quotas_quotaaccount; analyze quotas_transfer")
    return QuotaAccount.objects.get(pk=1_000_001)


def read_by(act: Callable[[], object]) -> dict[str, int]:
    """How many rows of each table the act read, whichever way, its own triggers included."""
    before = _read()
    act()
    return {table: count - before[table] for table, count in _read().items()}


def _read() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables "
            "where relname = any(%s)",
            [list(TABLES)],
        )
        return dict(cursor.fetchall())


def test_a_posting_reads_two_accounts_and_a_back_dated_one_the_entries_since(
    large: QuotaAccount, reserve: QuotaAccount, desk: Desk
) -> None:
    desk.post((reserve, large, 1))
    read = read_by(lambda: desk.post((reserve, large, 1)))
    assert read["quotas_transfer"] == read["quotas_period"] == read["quotas_periodbalance"] == 0
    assert 2 <= read["quotas_quotaaccount"] <= 12
    assert read["units_unit"] <= 4
    assert balance(large) == 52
    # About 100 entries in 300 days touch the busy account.
    recent, long_ago = (read_by(lambda: desk.post((reserve, large, 1), ago=ago)) for ago in (15, 200))  # noqa: B023
    assert recent["quotas_transfer"] <= 40
    assert recent["quotas_transfer"] < long_ago["quotas_transfer"] <= 200
    # A session keeps the plans of its first statement, be it a bulk; without the gate's own settings it would pay.
    post_in_bulk(reserve, desk)
    assert read_by(lambda: desk.post((reserve, large, 1)))["quotas_quotaaccount"] <= 12
    with connection.cursor() as cursor:
        cursor.execute("alter function quotas_post_transfers() reset all")
    post_in_bulk(reserve, desk)
    assert read_by(lambda: desk.post((reserve, large, 1)))["quotas_quotaaccount"] > UNITS


def post_in_bulk(reserve: QuotaAccount, desk: Desk) -> None:
    """Every unit gives one back in one statement, as the first that the session does."""
    with connection.cursor() as cursor:
        cursor.execute("discard plans")
        cursor.execute(
            """
            insert into quotas_transfer (source_id, target_id, quantity, effective_on, reason, document_id, actor_id,
                                         actor_name, key)
            select 1000000 + g, %s, 1, quotas_today(), 'r', %s, %s, 'a', gen_random_uuid() from generate_series(1, %s) g
            """,
            [reserve.pk, desk.paper.pk, desk.actor.pk, UNITS],
        )
