"""The approvals app."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "办件审批"

    def ready(self) -> None:
        from approvals import menu, notifications, panels, references, reminding, rules, scheduled, yearly_reminders

        menu.register_all()
        panels.register_all()
        references.register_all()
        scheduled.register(notifications.CHECK)
        reminding.register_all()
        yearly_reminders.register_all()
        import_module("approvals.exports")
        for module in iter_modules(rules.__path__):
            import_module(f"approvals.rules.{module.name}")
