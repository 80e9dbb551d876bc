"""Staff as of a day, by place and type."""

from typing import Any

from quotas.models import QuotaType
from staffing import headcounts
from staffing.areas import Area
from staffing.forms.forecast import AreaQuery, HeadcountQuery
from staffing.views.forecast import AreaView


class HeadcountView(AreaView):
    """How many people stood on posts on a day, region by region or unit by unit."""

    template_name = "staffing/headcounts.html"
    form_class = HeadcountQuery
    nav_key = "people"

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        assert isinstance(form, HeadcountQuery), "The day is asked for by this form."
        types = QuotaType.objects.filter(pk__in=kinds).order_by("position", "code")
        day = form.cleaned_data["as_of"]
        return {"table": headcounts.table(area, types, day), "as_of": day}
