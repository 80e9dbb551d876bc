"""Celery's door to long exports."""

from celery import shared_task

from accounts import exports


@shared_task
def write_export(pk: int) -> None:
    """Write the file of an export that was ordered."""
    exports.run(pk)
