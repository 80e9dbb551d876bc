"""The back office (admin site) of the product: its own tables and no others."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.db.models import Model


class BackOffice(AdminSite):
    """Tables of other packages have no door here: groups mean nothing, a token is handed to its owner alone."""

    site_header = "编衡后台"
    site_title = "编衡后台"
    index_title = "维护"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: Iterable[type[Model]] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        )
        if own := [model for model in models if _is_ours(model)]:
            super().register(own, admin_class, **options)


def _is_ours(model: type[Model]) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == Path(settings.ROOT)
