"""The staffing app."""

from importlib import import_module

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = "实名制"

    def ready(self) -> None:
        import_module("staffing.verification")
