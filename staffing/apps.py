"""The staffing app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffingConfig(AppConfig):
    name = "staffing"
    verbose_name = "实名制"

    def ready(self) -> None:
        from accounts import panels
        from staffing import four_steps, hiring, importing, menu, oversight, places, slots
        from staffing.panels import PEOPLE

        panels.register(PEOPLE)
        menu.register_all()
        hiring.register_all()
        importing.register_all()
        oversight.register_all()
        four_steps.register_all()
        places.take_vacancies(slots.open_next)
        import_module("staffing.verification")
        for module in ("exports", "oversight_exports", "leading_exports"):
            import_module(f"staffing.{module}")
        post_migrate.connect(hiring.load_catalogue, sender=self)
