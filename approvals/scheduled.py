"""The registry of scheduled checks: each app contributes functions that look for what is due and do it."""

import datetime as dt
import logging
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts import exports
from accounts.acting import system_user
from accounts.models import User
from approvals import issuing, workdays
from approvals.models import Case, CheckRun, State
from approvals.subjects import subject_of

logger = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What a run found and did."""

    found: int
    done: int
    note: str = ""


DAY = dt.timedelta(days=1)
# How soon a check that broke is tried again, however seldom it runs.
AFTER_A_FAILURE = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Check:
    """Work that is due by "≤ now": safe to run twice and by several workers. `about` says to its readers what it does.

    Of those that are due together the lower `turn` runs first: what acts before what tells, and the letters last.
    """

    key: str
    title: str
    every: dt.timedelta
    run: Callable[[dt.date], Outcome]
    about: str
    turn: int = 50

    def due_at(self, last: CheckRun) -> dt.datetime:
        """When it runs next: a daily check on the next day, whatever the hour; one that broke is tried again soon."""
        if last.failed:
            return last.started_at + min(self.every, AFTER_A_FAILURE)
        if self.every < DAY:
            return last.started_at + self.every
        return timezone.make_aware(dt.datetime.combine(workdays.day_of(last.started_at) + self.every, dt.time()))


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Add a check to the schedule."""
    _checks[check.key] = check


def checks() -> list[Check]:
    """Every check in the order in which they run."""
    return sorted(_checks.values(), key=lambda check: check.turn)


def run(key: str, *, by: User | None = None) -> CheckRun:
    """Run one check now and record what it found and did; one that breaks is recorded too, and stops no other.

    `by` is who asked for it out of turn.
    """
    check, started_at, failed = _checks[key], timezone.now(), False
    try:
        outcome = check.run(workdays.today())
    except Exception as error:
        logger.exception("The check %s broke.", key)
        outcome, failed = Outcome(0, 0, f"{type(error).__name__}: {error}"[:2000]), True
    return CheckRun.objects.create(
        check_key=key, started_at=started_at, finished_at=timezone.now(), found=outcome.found, done=outcome.done,
        note=outcome.note, failed=failed, started_by=by,
    )  # fmt: skip


def run_now(key: str, *, by: User) -> CheckRun | None:
    """Run one check out of turn; None while another worker is at it. KeyError for a check that nobody registered."""
    with _alone(_checks[key]) as alone:
        return run(key, by=by) if alone else None


def find(key: str) -> Check | None:
    """The check with this key, if somebody registered one."""
    return _checks.get(key)


def runs_of(check: Check) -> QuerySet[CheckRun]:
    """What the check found and did so far, with who asked for it."""
    return CheckRun.objects.filter(check_key=check.key).select_related("started_by")


def last_runs() -> dict[str, CheckRun]:
    """The last run of each check that has run."""
    newest = CheckRun.objects.order_by("check_key", "-id").distinct("check_key")
    return {found.check_key: found for found in newest}


def run_due() -> list[CheckRun]:
    """Run every check whose last run is older than its interval, unless another worker is at it."""
    runs = []
    for check in checks():
        with _alone(check) as alone:
            if alone and _is_due(check):
                runs.append(run(check.key))
    return runs


def _is_due(check: Check) -> bool:
    last = CheckRun.objects.filter(check_key=check.key).order_by("id").last()
    return last is None or check.due_at(last) <= timezone.now()


@contextmanager
def _alone(check: Check) -> Iterator[bool]:
    """Whether no other worker runs the check until the end; a worker that dies lets go with its session."""
    number = zlib.crc32(check.key.encode())
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [number])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("select pg_advisory_unlock(%s)", [number])


def execute_due_cases(on: dt.date) -> Outcome:
    """Post the issued decisions whose date has come (定期生效)."""
    issued = Case.objects.filter(state=State.ISSUED).select_related("kind")
    due = [case for case in issued if subject_of(case).effective_on(case) <= on]
    notes = []
    for case in due:
        try:
            issuing.execute(case.pk, actor=system_user())
        except ValidationError as refusal:
            notes.append(f"{case.number}：{'；'.join(refusal.messages)}")
    return Outcome(len(due), len(due) - len(notes), "\n".join(notes))


def tidy_exports(on: dt.date) -> Outcome:
    """Remove the files of expired exports, and have written what a dead worker left (导出文件清理)."""
    gone, lost = exports.tidy(timezone.now())
    return Outcome(gone + lost, gone + lost)


register(
    Check(
        "tidy_exports", "导出文件清理", dt.timedelta(minutes=5), tidy_exports,
        "删除过期的导出文件，重办中断的导出任务。",
    )
)  # fmt: skip
register(
    Check(
        "execute_due_cases", "到期决定入账", dt.timedelta(hours=1), execute_due_cases,
        "定期生效的决定到期即入账。", turn=10,
    )
)  # fmt: skip
