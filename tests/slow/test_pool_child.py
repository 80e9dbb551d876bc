"""Only the child of a worker's pool dies, not the worker: nothing is left half done, and the next tick does it all."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from approvals.models import CheckRun, Document
from quotas.models import Transfer
from talentpool.models import Recovery
from tests.celery_processes import Office, sessions, wait_until
from tests.scenarios.league import League
from tests.talentpool.test_worker import assert_recovered_once, done, holding_back, overdue

pytestmark = pytest.mark.django_db(transaction=True)


def children(worker: subprocess.Popen[bytes]) -> list[int]:
    """The processes of the worker's pool."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold spaces; the parent is the second field after it.
            parent = stat.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if int(parent) == worker.pid:
            found.append(int(stat.parent.name))
    return found


def test_a_child_killed_in_a_recovery_leaves_nothing_and_the_same_worker_does_it_at_the_next_tick(
    league: League, house: Office
) -> None:
    overdue(league, 2)
    moved, papers = Transfer.objects.count(), Document.objects.count()
    worker = house.worker()
    with holding_back(league.units["妇幼保健院"]):
        house.tick()
        wait_until(lambda: bool(sessions("wait_event_type = 'Lock'")), "the recovery waits for the sister's post")
        [child] = children(worker)
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: child not in children(worker), "the child is gone")
    wait_until(lambda: not sessions("wait_event_type = 'Lock'"), "the killed child's session ends")
    assert worker.poll() is None
    assert Recovery.objects.get().state == Recovery.State.PROPOSED
    assert (Transfer.objects.count(), Document.objects.count(), league.lent) == (moved, papers, 2)
    assert not CheckRun.objects.filter(check_key="recover_overdue_loans").exists()
    wait_until(lambda: bool(children(worker)), "the worker has another child")
    house.tick()
    wait_until(lambda: done(league) and not house.unfinished(), "the next tick has done the work")
    assert_recovered_once(league, moved, papers)
    assert CheckRun.objects.filter(check_key="recover_overdue_loans").count() == 1
