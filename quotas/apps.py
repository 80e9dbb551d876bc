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
        from approvals import faces, scheduled, subjects
        from quotas import certified, floating, lapse, menu, panels, proofs, rules, totals, unit_panels, watching
        from quotas.faces import BodyRequestFace, QuotaRequestFace
        from quotas.subjects import BODY_REQUEST, QUOTA_REQUEST

        subjects.register(QUOTA_REQUEST)
        subjects.register(BODY_REQUEST)
        faces.register(QUOTA_REQUEST.key, QuotaRequestFace())
        faces.register(BODY_REQUEST.key, BodyRequestFace())
        for module in iter_modules(rules.__path__):
            import_module(f"quotas.rules.{module.name}")
        import_module("quotas.exports")
        menu.register_all()
        certified.register_all()
        lapse.register_all()
        panels.register_all()
        unit_panels.register_all()
        proofs.register_all()
        totals.register_all()
        for check in floating.CHECKS:
            scheduled.register(check)
        watching.register_all()
        post_migrate.connect(load_catalogue, sender=self)
