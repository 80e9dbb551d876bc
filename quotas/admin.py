"""The back office of quotas: the tree of quota types. The ledger has no door here: it moves by cases."""

from django.contrib import admin
from django.http import HttpRequest

from quotas.models import QuotaType
from units.admin import KeptAdmin


@admin.register(QuotaType)
class QuotaTypeAdmin(KeptAdmin):
    list_display = ("name", "code", "family", "nature", "parent", "is_group", "is_active", "position")
    list_filter = ("family", "nature", "is_active")
    search_fields = ("code", "name")
    list_select_related = ("parent",)

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """What is counted already keeps its meaning."""
        return ("code", "family", "nature", "is_group") if obj is not None else ()
