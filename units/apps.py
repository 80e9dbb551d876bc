from importlib import import_module

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "机构"

    def ready(self) -> None:
        from accounts.navigation import BOOKS, NavItem, register
        from units import panels

        register(NavItem("units", "机构", "units:tree", 40, group=BOOKS))
        register(NavItem("coordinating", "议事协调机构", "units:coordinating", 41, group=BOOKS))
        register(NavItem("certificates", "管理证", "units:certificates", 42, group=BOOKS))
        panels.register_all()
        import_module("units.exports")
        import_module("units.standing_exports")
