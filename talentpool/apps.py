"""The talentpool app."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import AppConfig
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
        from approvals import faces, scheduled, subjects
        from quotas.policies import reads_a_region
        from staffing import forecasting, leaving, places
        from talentpool import catalogue, checks, panels, proposing, returning, rules
        from talentpool.book import LOANS
        from talentpool.extending import EXTENSION_REQUEST
        from talentpool.faces import ExtensionFace, LoanFace
        from talentpool.lending import LOAN_REQUEST

        catalogue.register()
        for subject, face in ((LOAN_REQUEST, LoanFace()), (EXTENSION_REQUEST, ExtensionFace())):
            subjects.register(subject)
            faces.register(subject.key, face)
        for module in iter_modules(rules.__path__):
            import_module(f"talentpool.rules.{module.name}")
        import_module("talentpool.verification")
        leaving.ask_first(returning.take_back)
        places.take_vacancies(returning.settle, first=True)
        forecasting.register(LOANS)
        panels.register_all()
        for check in (*checks.CHECKS, proposing.CHECK):
            scheduled.register(check)
        pool = navigation.NavItem(
            "pool", "周转池", "talentpool:board", 55, visible=reads_a_region, group=navigation.BOOKS
        )
        loans = navigation.NavItem("loans", "借编台账", "talentpool:loans", 56, group=navigation.BOOKS)
        navigation.register(pool)
        navigation.register(loans)
        import_module("talentpool.exports")
        post_migrate.connect(load_catalogue, sender=self)
