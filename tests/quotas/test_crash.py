"""A process or a database session that dies in the middle of a posting leaves all of it or nothing."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from accounts import acting
from accounts.models import User
from approvals import deciding, issuing
from approvals.models import Case, Document, NumberCounter, State
from quotas import ledger, verification
from quotas.models import Hold, QuotaAccount, QuotaType, Transfer
from tests.book import Desk, balances, book, day
from tests.stories import Actors, allot, give_reserve, ready
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)

PRELUDE = """
    import sys, time, django
    django.setup()
    from accounts import acting
    from accounts.models import User
    from approvals import issuing
    from approvals.models import Document
    from quotas import ledger
    from quotas.models import QuotaAccount
    from tests.book import Desk, day

    def wait(word):
        print(word, flush=True)
        time.sleep(600)
"""
POSTING = """
    desk = Desk(User.objects.get(username="director"), Document.objects.get(pk={paper}))
    source, target = QuotaAccount.objects.get(pk={source}), QuotaAccount.objects.get(pk={target})
    with acting.by(desk.actor, reason="中途"):
        for n in range(3):
            posting = ledger.Posting(source, target, 1, f"crash:{{n}}")
            ledger.post([posting], document=desk.paper, actor=desk.actor, effective_on=day(0), reason="中途")
        {inside}
    wait("committed")
"""
ISSUING = """
    module, name = {step}
    step = getattr(module, name)

    def stopped(*args, **kwargs):
        step(*args, **kwargs)
        wait("after")

    setattr(module, name, stopped)
    issuing.issue({case}, actor=User.objects.get(username="clerk"), title="批复")
"""


def url() -> str:
    """The address of the test's own database."""
    params = connection.get_connection_params()
    return f"postgresql://{params['user']}@:{params.get('port', 5432)}/{params['dbname']}?host={quote(params['host'])}"


@contextmanager
def process(script: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process of its own on the test's database."""
    environment = {**os.environ, "DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    command = [sys.executable, "-c", textwrap.dedent(PRELUDE) + textwrap.dedent(script)]
    child = subprocess.Popen(
        command, cwd=Path(settings.ROOT), env=environment, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def kill_when(child: subprocess.Popen[str], word: str) -> None:
    """Kill -9 as soon as the process has said the word; its session is gone when this returns."""
    assert child.stdout is not None
    assert child.stdout.readline().strip() == word
    child.send_signal(signal.SIGKILL)
    child.wait()
    until = time.monotonic() + 30
    while _others():
        assert time.monotonic() < until, "The killed process still holds a session."
        time.sleep(0.02)


def _others() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
            "and backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def test_a_process_killed_in_a_transaction_leaves_nothing(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    before = book()
    names = {"paper": desk.paper.pk, "source": reserve.pk, "target": vacant.pk}
    with process(POSTING.format(inside='wait("posted")', **names)) as child:
        kill_when(child, "posted")
    assert book() == before
    desk.post((reserve, vacant, 100))
    assert verification.verify() == []


def test_a_process_killed_after_its_commit_leaves_everything(
    reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk
) -> None:
    names = {"paper": desk.paper.pk, "source": reserve.pk, "target": vacant.pk}
    with process(POSTING.format(inside="pass", **names)) as child:
        kill_when(child, "committed")
    assert balances(reserve, vacant) == [97, 3]
    assert verification.verify() == []


def test_a_session_ended_by_the_server_leaves_nothing(reserve: QuotaAccount, vacant: QuotaAccount, desk: Desk) -> None:
    before = book()

    def cut_off() -> None:
        with acting.by(desk.actor, reason="断线"):
            posting = ledger.Posting(reserve, vacant, 5, "cut")
            ledger.post([posting], document=desk.paper, actor=desk.actor, effective_on=day(0), reason="断线")
            with connection.cursor() as cursor:
                cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError):
        cut_off()
    connection.close()
    assert book() == before
    desk.post((reserve, vacant, 5), key="cut")
    assert balances(reserve, vacant) == [95, 5]


@pytest.mark.parametrize(
    "step",
    ['issuing.documents, "issue_approval"', 'issuing.flow, "advance"', 'issuing, "_post"'],
    ids=["the document has its number", "the case is issued", "the posts have moved"],
)
def test_a_process_killed_between_the_steps_of_issuing_leaves_case_and_ledger_together(
    bureau: Unit, school: Unit, clerk: User, director: User, committee: User, step: str
) -> None:
    actors = Actors(clerk, director, committee)
    case = decided(school, actors)
    before = book()
    with process(ISSUING.format(step=step, case=case.pk)) as child:
        kill_when(child, "after")
    assert book() == before
    assert Case.objects.get(pk=case.pk).state == State.DECIDED
    assert Hold.objects.get(case=case).state == Hold.State.HELD
    last = NumberCounter.objects.get(series__purpose="approval", series__region=school.region).last
    document = issuing.issue(case.pk, actor=actors.clerk, title="批复")
    assert document.number.endswith(f"〕{last + 1}号")
    assert Case.objects.get(pk=case.pk).state == State.EXECUTED
    assert Transfer.objects.filter(case=case).count() == 2
    assert Document.objects.filter(case=case, kind="approval").count() == 1
    assert verification.verify() == []


def decided(school: Unit, actors: Actors) -> Case:
    """A decision to take 5 posts back, which waits for its document."""
    kind = QuotaType.objects.get(code="self_funded")
    give_reserve(school.region, kind, 100, actors)
    allot(school, kind, 20, actors)
    line = {"quota_type": kind, "applied_count": 5, "source_unit": school}
    case = ready("quota_cut", school, {"effective_on": day(0), "lines": [line]}, actors)
    return deciding.approve(case.pk, actor=actors.director, opinion="同意")
