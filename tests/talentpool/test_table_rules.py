"""Raw SQL against loans and recoveries; a refusal changes nothing."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import acting
from approvals import workdays
from quotas import verification
from quotas.models import Pool
from staffing.places import Act
from talentpool import lending, proposing
from talentpool.models import Loan
from tests.book import book, commit
from tests.talentpool.conftest import Lend
from tests.talentpool.test_lending import put_off
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
COPY = (
    "insert into talentpool_{table} select (jsonb_populate_record(null::talentpool_{table}, to_jsonb(x) || "
    "jsonb_build_object('id', x.id + 900{more}))).* from talentpool_{table} x order by x.id limit 1"
)

ATTACKS = [
    ("update talentpool_loan set state = 'on_loan' where state = 'promised'", "a_loan_has_what_its_state_says"),
    ("update talentpool_loan set state = 'promised' where state = 'on_loan'", "a_loan_has_what_its_state_says"),
    (
        "update talentpool_loan set state = 'lapsed', ended_on = current_date, end_document_id = document_id "
        "where state = 'promised'", "what_is_borrowed_is_loans",
    ),
    (
        "update talentpool_loan set state = 'returned', ended_on = current_date, end_document_id = document_id "
        "where state = 'on_loan'", "what_is_borrowed_is_loans",
    ),
    (
        "update talentpool_loan set state = 'returned', ended_on = current_date where state = 'on_loan'",
        "a_loan_ends_on_a_document",
    ),
    ("update talentpool_loan set due_on = started_on where state = 'on_loan'", "a_loan_is_due_after_it_begins"),
    ("update talentpool_loan set unit_id = unit_id + 1", "who_what_and_from_where_of_a_loan_are_fixed"),
    (
        "update talentpool_loan set pool_id = (select max(id) from quotas_pool)",
        "who_what_and_from_where_of_a_loan_are_fixed",
    ),
    (
        "update talentpool_loan set posting_id = (select min(id) from staffing_posting) where state = 'on_loan'",
        "a_loan_is_used_by_a_posting_of_its_unit",
    ),
    (
        "update talentpool_loan set state = 'promised', ended_on = null where state = 'lapsed'",
        "a_loan_ends_once",
    ),
    ("delete from talentpool_loan", "append_only"),
    ("update talentpool_talent set name = ''", "a_talent_is_named_and_certified"),
    ("update talentpool_recovery set state = 'done', decided_on = current_date", "a_recovery_is_done_on_a_document"),
    ("update talentpool_recovery set state = 'refused', decided_on = current_date", "a_refusal_gives_its_reason"),
    ("update talentpool_recovery set decided_on = current_date", "a_decided_recovery_says_when"),
    (COPY.format(table="recovery", more=""), "a_unit_has_one_open_recovery_per_pool_and_type"),
    (COPY.format(table="recoveryline", more=""), "a_recovery_names_a_loan_once"),
]  # fmt: skip


@pytest.fixture
def standing(lend: Lend, arrive: Callable[..., Loan], sister: Unit, region: Region) -> None:
    """One overdue loan with its proposal, one promise, one that lapsed; another pool."""
    first, _, gone = lend("张示例", "李示例", "王示例")
    with acting.by(acting.system_user(), reason="逾期"):
        lending.give_up(
            lending.lock(gone.pk), Act(acting.system_user(), workdays.today(), gone.document, "逾期")
        )  # fmt: skip
        Pool.objects.create(region=region, name="行业周转池", kind="sector")
    put_off(arrive(first), 1)
    proposing.propose(first.pk, actor=acting.system_user())
    commit()


def test_no_sql_parts_loans_from_the_ledger(standing: None, subtests: pytest.Subtests) -> None:
    before = book()
    for statement, rule in ATTACKS:
        with subtests.test(statement), pytest.raises(IntegrityError) as refusal, transaction.atomic():
            attack(statement)
        diagnosis = getattr(refusal.value.__cause__, "diag", None)
        assert rule == getattr(diagnosis, "constraint_name", "")
    assert book() == before
    assert verification.verify() == []


def attack(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    commit()


def test_what_the_trigger_would_have_stopped_is_found_and_named(standing: None, full_school: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table talentpool_loan disable trigger loan_is_borrowed")
        cursor.execute(
            "update talentpool_loan set state = 'lapsed', ended_on = current_date, end_document_id = document_id "
            "where state = 'promised'"
        )
    found = [discrepancy.sentence for discrepancy in verification.verify()]
    assert found == [f"{full_school}从人才周转池借用“事业编制（全额拨款）”，台账1名，借编记录0名。"]
