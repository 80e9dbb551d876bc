from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import RecordedAdmin
from units.models import InternalDivision, Mandate, Region, Unit


class KeptAdmin(RecordedAdmin):
    """Rows that are pointed at for ever: they are ended or abolished, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(KeptAdmin):
    """Rows that only decided cases change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    list_display = ("code", "name", "level", "parent", "has_office")
    list_filter = ("level", "has_office")
    search_fields = ("code", "name")
    fields = ("code", "name", "has_office")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Region, form: Any, change: bool) -> None:
        if not change:
            obj.place_by_code()
        super().save_model(request, obj, form, change)


@admin.register(Mandate)
class MandateAdmin(KeptAdmin):
    list_display = ("user", "role", "region", "unit", "division", "starts_on", "ends_on", "granted_by")
    list_filter = ("role",)
    search_fields = ("user__username", "user__name", "region__name", "unit__name")
    autocomplete_fields = ("user", "region", "unit", "division")
    exclude = ("granted_by",)
    list_select_related = ("user", "region", "unit", "division", "granted_by")

    def save_model(self, request: HttpRequest, obj: Mandate, form: Any, change: bool) -> None:
        if not change:
            obj.granted_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    list_display = ("number", "name", "region", "category", "abolished_on")
    list_filter = ("category",)
    search_fields = ("number", "name")
    list_select_related = ("region",)


@admin.register(InternalDivision)
class InternalDivisionAdmin(ReadOnlyAdmin):
    list_display = ("unit", "name", "kind", "post_count", "chief_count", "deputy_count")
    search_fields = ("name", "unit__name")
    list_select_related = ("unit",)
