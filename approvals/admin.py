"""The back office of approvals: what an office sets for itself as data; cases and documents are not touched here."""

from django.contrib import admin
from django.http import HttpRequest

from approvals.forms.back_office import KindForm, ParameterForm, SeriesForm
from approvals.models import CaseKind, NumberSeries, RuleParameter
from units.admin import KeptAdmin


@admin.register(CaseKind)
class CaseKindAdmin(KeptAdmin):
    """Code and subject tie a kind to the program, which brings its kinds; everything else is the office's own."""

    form = KindForm
    list_display = ("name", "authority", "working_days", "needs_argument", "fast_lane", "is_active")
    list_filter = ("authority", "is_active")
    search_fields = ("code", "name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(RuleParameter)
class RuleParameterAdmin(KeptAdmin):
    form = ParameterForm
    list_display = ("rule", "name", "value", "region", "starts_on", "ends_on", "document_number")
    list_filter = ("rule",)
    list_select_related = ("region",)
    autocomplete_fields = ("region",)


@admin.register(NumberSeries)
class NumberSeriesAdmin(KeptAdmin):
    form = SeriesForm
    list_display = ("region", "purpose", "prefix")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> tuple[str, ...]:
        """A series keeps its place and purpose: its counters go on."""
        return ("region", "purpose") if obj is not None else ()
