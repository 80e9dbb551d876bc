"""The Celery application: worker and beat take their settings and their schedule from Django's settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("bianheng")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
