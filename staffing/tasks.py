"""Celery's door to imports."""

from celery import shared_task

from staffing.imports import jobs


@shared_task
def work_on_import(pk: int) -> None:
    """Check a file, or carry out what was confirmed."""
    jobs.work(pk)
