"""The talentpool app."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def load_catalogue(sender: Any, **kwargs: Any) -> None:
    """After migrate: add the case kinds of the pool that the database does not have yet."""
    from talentpool import catalogue

    catalogue.load()


class TalentpoolConfig(AppConfig):
    name = "talentpool"
    verbose_name = "编制周转池"

    def ready(self) -> None:
        from accounts import navigation
        from quotas.policies import reads_a_region
        from talentpool import catalogue

        catalogue.register()
        pool = navigation.NavItem(
            "pool", "周转池", "talentpool:board", 55, visible=reads_a_region, group=navigation.BOOKS
        )
        navigation.register(pool)
        # Django sends the signal for apps with models only; the kinds are approvals' models.
        post_migrate.connect(load_catalogue, sender=apps.get_app_config("approvals"))
