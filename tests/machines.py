"""What random machines have in common: a run in a transaction that is rolled back, and the proof after every step."""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from quotas import verification
from tests.book import commit, outermost

# What no step may ever leave behind, counted by the database from transfers, postings, slots and holds alone.
BROKEN = """
    with told as (
      select a.id, a.quota_type_id, a.unit_id, a.bucket, a.balance, t.family,
             coalesce((select sum(quantity) from quotas_transfer where target_id = a.id), 0)
             - coalesce((select sum(quantity) from quotas_transfer where source_id = a.id), 0) as total,
             (select coalesce(sum(quantity), 0) from quotas_hold where locked_id = a.id and state = 'held')
             + (select count(*) from staffing_slot s where s.unit_id = a.unit_id
                   and s.quota_type_id = a.quota_type_id and s.state = 'open') as promised,
             (select count(*) from staffing_posting p where p.unit_id = a.unit_id
                 and p.quota_type_id = a.quota_type_id and p.ended_on is null) as people
        from quotas_quotaaccount a join quotas_quotatype t on t.id = a.quota_type_id)
    select id, 'balance' from told where balance <> total
    union all select id, 'sign' from told where bucket in ('granted', 'excess') and balance > 0
    union all select id, 'sign' from told where bucket not in ('granted', 'excess') and balance < 0
    union all select id, 'locked' from told where bucket = 'locked' and balance <> promised
    union all select id, 'occupied' from told where bucket = 'occupied' and family = 'post' and balance <> people
    union all select quota_type_id, 'sum' from told group by quota_type_id having sum(balance) <> 0
    union all select person_id, 'two posts' from staffing_posting where ended_on is null
               group by person_id having count(*) > 1
    union all select p.id, 'slot' from staffing_posting p join staffing_slot s on s.id = p.slot_id
               where s.state <> 'used' or s.unit_id <> p.unit_id
"""


class Machine(RuleBasedStateMachine):
    """A run inside a savepoint that use cases take for the outside; nothing of it stays."""

    world: Any

    def __init__(self) -> None:
        super().__init__()
        self.outside = outermost()
        self.outside.__enter__()

    def teardown(self) -> None:
        try:
            self.at_the_end()
        finally:
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    def at_the_end(self) -> None:
        """What is proved once, when a run is over."""

    def within(self, act: Callable[[], Any]) -> Any:
        """As in a transaction of its own, with what is checked at its end."""
        with outermost():
            done = act()
            commit()
        return done


class ProvenMachine(Machine):
    """One whose book is proved after every step."""

    @invariant()
    def the_database_finds_nothing_wrong(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(BROKEN)
            assert cursor.fetchall() == []
        assert verification.verify() == []


def drive(machine: type[Machine], world: Any, bounds: settings) -> None:
    """Run the machine in a world, as long as the bounds say."""
    run_state_machine_as_test(type("Driven", (machine,), {"world": world}), settings=bounds)
