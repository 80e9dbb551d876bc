"""The database is the last gate: raw SQL, as the application's own role, breaks no rule and leaves no trace."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from quotas import verification
from quotas.models import Period, QuotaType, Transfer
from tests.book import Desk, book, commit
from tests.quotas import office
from tests.quotas.attacking import TODAY, Attack, Ids, execute, refusing_rule, transfer
from tests.quotas.attacks import ATTACKED, ATTACKS
from tests.stories import Actors
from units.models import Region, Unit

RECORDING = {"record_history", "record_history_of_changes", "record_history_of_removals", "record_no_truncate"}
TRIGGERS = {
    "quotas_transfer": {"stamp", "post", "cites_an_issued_document", "refuse_change", "refuse_truncate"},
    "quotas_quotaaccount": {
        "guard_opening", "keeps_its_identity", "moves_by_transfer", "keeps_its_sign", "refuse_removal",
        "refuse_truncate", "lock_has_its_owner", "body_holds_one",
    },
    "quotas_hold": {"lock_has_its_owner", *RECORDING},
    "quotas_quotaexception": {"refuse_removal", *RECORDING},
    "quotas_quotatype": {"guard_what_is_counted", "check_tree", *RECORDING},
    "quotas_period": {"guard", "keep_checkpoint", "refuse_change", "refuse_truncate"},
    "quotas_periodbalance": {"kept_by_closing", "refuse_change", "refuse_truncate"},
    "units_unit": {"body_holds_one", "guard_what_is_counted", "lock_accounts", "leaves_nothing", *RECORDING},
    "approvals_opinion": {"refuse_change", "refuse_truncate"},
    "approvals_document": {"guard", *RECORDING},
    "approvals_numbercounter": {"guard", "refuse_truncate"},
}  # fmt: skip
CONSTRAINTS = """
    select conname from pg_constraint c join pg_class t on t.oid = c.conrelid
     where contype in ('c', 'u') and t.relname ~ '^(quotas|approvals)_' and t.relname !~ '_historical'
    union
    select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     where indisunique and not indisprimary and t.relname ~ '^(quotas|approvals)_' and t.relname !~ '_historical'
"""


@pytest.fixture
def ids(bureau: Unit, school: Unit, town: Region, kind: QuotaType, desk: Desk, clerk: User, committee: User) -> Ids:
    found = office.busy(school, town, kind, Actors(clerk, desk.actor, committee), desk)
    commit()
    return found


def test_no_statement_breaks_a_rule(ids: Ids, subtests: pytest.Subtests) -> None:
    before = book()
    own = {table: rows for table, rows in before.items() if table.startswith(("quotas", "approvals"))}
    assert [table for table, rows in own.items() if not rows] == [], "Nothing there to attack."
    for attack in [*ATTACKS, *against_history(before), *FROM_THE_SIDE]:
        with subtests.test(rule=attack.rule, sql=attack.sql):
            assert refusing_rule(attack.sql, ids) == attack.rule
    assert book() == before
    assert verification.verify() == []


def against_history(rows: dict[str, list[str]]) -> Iterator[Attack]:
    """Every history table, and each has rows."""
    models = [m for app in ("units", "approvals", "quotas") for m in apps.get_app_config(app).get_models()]
    for table in (model.history.model._meta.db_table for model in models if hasattr(model, "history")):
        assert rows[table], table
        for what in (f"update {table} set actor_name = '别人'", f"delete from {table}", f"truncate {table}"):
            yield Attack("append_only", what)


# TRUNCATE … CASCADE of what the ledger rests on stops at the first table that only grows.
FROM_THE_SIDE = [
    Attack("append_only", f"truncate {table} cascade")
    for table in ("units_region", "units_unit", "accounts_user", "approvals_case", "quotas_quotatype")
]


def test_what_the_gate_lets_pass_is_posted_truly(ids: Ids) -> None:
    """The statement that the attacks alter is accepted, and what a client says about the moment is overwritten."""
    count = Transfer.objects.count()
    execute(transfer(), ids)
    execute(transfer({}, {}), ids)
    execute(transfer({"source_id": "%(excess)s", "quantity": "2"}), ids)
    execute(transfer({"effective_on": "%(closed_on)s::date + 1"}), ids)
    execute(transfer({"recorded_at": "'2001-01-01'", "id": "9999999"}, {"recorded_at": "now()", "id": "-1"}), ids)
    assert Transfer.objects.count() == count + 7
    assert not Transfer.objects.filter(pk__in=[-1, 9_999_999]).exists()
    columns = "region_id, ends_on, closed_by_id, closed_at"
    execute(f"insert into quotas_period ({columns}) values (%(region)s, {TODAY} - 1, %(actor)s, '2001-01-01')", ids)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    assert Transfer.objects.earliest("recorded_at").recorded_at > an_hour_ago
    assert Period.objects.earliest("closed_at").closed_at > an_hour_ago
    assert verification.verify() == []


COLUMNS = "source_id, target_id, quantity, effective_on, reason, document_id, actor_id, actor_name, key"


def test_copy_and_merge_meet_the_same_gate(ids: Ids) -> None:
    before, count = book(), Transfer.objects.count()
    with pytest.raises(psycopg2.IntegrityError, match="balance has the sign of its bucket"):
        copy_in(ids, 1, 1_000_000)
    assert refusing_rule(merge(1_000_000), ids) == "balance_has_the_sign_of_its_bucket"
    missing = transfer({"target_id": "9999999"})
    assert refusing_rule(missing, ids).startswith("quotas_transfer_target_id")
    assert book() == before
    copy_in(ids, 1, 2)
    execute(merge(1), ids)
    assert refusing_rule(merge(1), ids) == "append_only"
    assert Transfer.objects.count() == count + 3
    assert verification.verify() == []


def copy_in(ids: Ids, *quantities: int) -> None:
    """Transfers from the reserve to the school by COPY."""
    moved, cited = f"{ids['reserve']}\t{ids['vacant']}", f"2026-03-02\tr\t{ids['paper']}\t{ids['actor']}\ta"
    lines = "".join(f"{moved}\t{quantity}\t{cited}\tcopied-{quantity}\n" for quantity in quantities)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"copy quotas_transfer ({COLUMNS}) from stdin", io.StringIO(lines))


def merge(quantity: int) -> str:
    """A transfer by MERGE, which would change it when it is there already."""
    values = f"%(reserve)s, %(vacant)s, {quantity}, {TODAY}, 'r', %(paper)s, %(actor)s, 'a', 'merged'"
    return (
        "merge into quotas_transfer t using (select 'merged' as key) m on t.key = m.key "
        f"when not matched then insert ({COLUMNS}) values ({values}) when matched then update set quantity = 9"
    )


def test_every_rule_of_the_database_is_attacked(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS)
        constraints = {name for (name,) in cursor.fetchall()}
    assert constraints - ATTACKED == set()
    folders = [Path(settings.ROOT) / app / "migrations" / "sql" for app in ("quotas", "approvals")]
    sql = "\n".join(file.read_text() for folder in folders for file in folder.glob("*.sql"))
    raised = set(re.findall(r"quotas_refuse(?:_account)?\('(\w+)'", sql)) | set(
        re.findall(r"constraint = '(\w+)'", sql)
    )
    assert raised - ATTACKED == {"the_book_is_written_in_read_committed"}  # in test_races.py, with two sessions


def test_every_trigger_is_there_and_on(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, tgname from pg_trigger g join pg_class c on c.oid = g.tgrelid "
            "where not tgisinternal and tgenabled = 'O'"
        )
        found = set(cursor.fetchall())
    assert {(table, name) for table, names in TRIGGERS.items() for name in names} - found == set()
