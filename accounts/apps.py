from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户"

    def ready(self) -> None:
        from accounts.navigation import NavItem, register

        register(NavItem("home", "首页", "accounts:home", 0))
