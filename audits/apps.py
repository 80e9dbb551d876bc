"""The audits app."""

from importlib import import_module

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "监督检查"

    def ready(self) -> None:
        from accounts import panels
        from accounts.navigation import BOOKS, NavItem, register
        from approvals import scheduled
        from audits import checks
        from audits.panels import PERSON
        from audits.records import oversees_a_region

        import_module("audits.exports")
        register(NavItem("reports", "月报年报", "audits:reports", 73, visible=oversees_a_region, group=BOOKS))
        register(NavItem("history", "历史核查", "audits:search", 75, visible=oversees_a_region, group=BOOKS))
        register(NavItem("seals", "封存核验", "audits:seals", 77, visible=oversees_a_region, group=BOOKS))
        panels.register(PERSON)
        for check in (checks.SEAL, checks.VERIFY):
            scheduled.register(check)
