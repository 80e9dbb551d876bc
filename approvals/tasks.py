"""Celery's door to the scheduled checks."""

from celery import shared_task

from approvals import scheduled


@shared_task
def run_due_checks() -> list[str]:
    """Run what is due; returns the keys of the checks that ran."""
    return [run.check_key for run in scheduled.run_due()]
