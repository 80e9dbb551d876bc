from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户"

    def ready(self) -> None:
        from accounts.navigation import SETTINGS, NavItem, register

        register(NavItem("home", "首页", "accounts:home", 0))
        register(NavItem("admin", "后台管理", "admin:index", 99, visible=lambda user: user.is_staff, group=SETTINGS))


class BackOfficeConfig(AdminConfig):
    """Django's admin with the product's own site."""

    default_site = "accounts.back_office.BackOffice"
