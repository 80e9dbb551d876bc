import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse

from accounts import acting
from accounts.models import User

REASON = "后台维护"


if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    BaseUserAdmin = UserAdmin[User]
else:
    ModelAdmin = admin.ModelAdmin
    BaseUserAdmin = UserAdmin


class Picker(AutocompleteSelect):
    """Django's search box for a row, shown again without failing when what was sent is no row's number."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(
            name, [key for key in value if re.fullmatch(r"[0-9]{1,18}", str(key), re.ASCII)], attrs
        )


class RecordedAdmin(ModelAdmin):
    """Pages of the back office whose every write bears the signed-in user's name in the history."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Picker(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.announce(request)
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.announce(request)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with acting.by(request.user, reason=REASON):
            super().delete_queryset(request, queryset)

    def announce(self, request: HttpRequest) -> None:
        """Names the actor in the transaction that Django's own pages open around each write."""
        assert isinstance(request.user, User), "The back office lets only signed-in users in."
        acting.announce(request.user, reason=REASON)


@admin.register(User)
class AccountAdmin(RecordedAdmin, BaseUserAdmin):
    """Users are disabled, never deleted: history and opinions name them."""

    list_display = ("username", "name", "phone", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("username", "name", "phone")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("个人信息", {"fields": ("name", "phone", "email")}),
        ("权限", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("日期", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting.by(request.user, reason="后台重置密码"):
            return super().user_change_password(request, *args, **kwargs)
