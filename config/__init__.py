"""The house's shell: settings, addresses, background work and the embedded services. Imports no app."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
