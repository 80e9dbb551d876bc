"""Staff as of a day, by place and type; who came and left in a month."""

from typing import Any

from quotas.models import QuotaType
from staffing import headcounts, turnover
from staffing.areas import Area
from staffing.forms.forecast import AreaQuery, HeadcountQuery, TurnoverQuery
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


class TurnoverView(AreaView):
    """Who came and left in a month, unit by unit (人员增减)."""

    template_name = "staffing/turnover.html"
    form_class = TurnoverQuery
    nav_key = "people"

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        types = QuotaType.objects.filter(pk__in=kinds).order_by("position", "code")
        month, after = form.cleaned_data["month"], self.request.GET.get("after", "")[:30]
        found = turnover.turnover(area, types, month, after=after)
        return {
            "found": found, "month": month, "reasons": list(turnover.REASONS),
            "sums": zip(turnover.REASONS, found.left, strict=True),
        }  # fmt: skip
