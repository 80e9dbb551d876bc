"""The quotas app."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def load_catalogue(sender: Any, **kwargs: Any) -> None:
    """After migrate: add the quota types and case kinds that the database does not have yet."""
    from quotas import catalogue

    catalogue.load()


class QuotasConfig(AppConfig):
    name = "quotas"
    verbose_name = "编制台账"

    def ready(self) -> None:
        from approvals import subjects
        from quotas import rules
        from quotas.subjects import BODY_REQUEST, QUOTA_REQUEST

        subjects.register(QUOTA_REQUEST)
        subjects.register(BODY_REQUEST)
        for module in iter_modules(rules.__path__):
            import_module(f"quotas.rules.{module.name}")
        post_migrate.connect(load_catalogue, sender=self)
