"""The staffing app."""

from importlib import import_module

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = "实名制"

    def ready(self) -> None:
        from accounts import panels
        from staffing import oversight
        from staffing.panels import PEOPLE

        panels.register(PEOPLE)
        oversight.register_all()
        import_module("staffing.verification")
