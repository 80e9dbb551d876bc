"""The registry of scheduled checks: each app contributes functions that look for what is due and do it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acting import system_user
from approvals import issuing, workdays
from approvals.models import Case, CheckRun, State
from approvals.subjects import subject_of


class Outcome(NamedTuple):
    """What a run found and did."""

    found: int
    done: int
    note: str = ""


@dataclass(frozen=True)
class Check:
    """Work that is due by "≤ now": safe to run twice and by several workers."""

    key: str
    title: str
    every: dt.timedelta
    run: Callable[[dt.date], Outcome]


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Add a check to the schedule."""
    _checks[check.key] = check


def checks() -> list[Check]:
    return list(_checks.values())


def run(key: str) -> CheckRun:
    """Run one check now and record what it found and did."""
    check, started_at = _checks[key], timezone.now()
    outcome = check.run(workdays.today())
    return CheckRun.objects.create(
        check_key=key, started_at=started_at, finished_at=timezone.now(), found=outcome.found, done=outcome.done,
        note=outcome.note,
    )  # fmt: skip


def run_due() -> list[CheckRun]:
    """Run every check whose last run is older than its interval."""
    now = timezone.now()
    last = {r.check_key: r.started_at for r in CheckRun.objects.order_by("check_key", "-id").distinct("check_key")}
    return [run(key) for key, check in _checks.items() if key not in last or last[key] + check.every <= now]


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


register(Check("execute_due_cases", "到期决定入账", dt.timedelta(hours=1), execute_due_cases))
