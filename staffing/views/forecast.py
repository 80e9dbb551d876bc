"""The forecast of 60 months, and the people behind the number of a month."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import User
from accounts.paging import cut
from accounts.queries import key_in
from approvals import workdays
from quotas import reports
from quotas.models import QuotaType
from staffing import charts, forecasting
from staffing.areas import Area, asked_area
from staffing.forms.forecast import AreaQuery, RetiringQuery

SIZE = 50


class AreaView(TemplateView):
    """A page about the people of an area: what the address asks for, or what is wrong with it."""

    form_class: type[AreaQuery] = AreaQuery
    nav_key = "forecast"
    family: str = QuotaType.Family.POST

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        assert isinstance(user, User), "Only signed-in users get here."
        types = list(QuotaType.objects.filter(family=self.family).order_by("position", "code"))
        form = self.form_class(self.request.GET, types, user=user)
        shown: dict[str, Any] = {"form": form, "nav_key": self.nav_key, "today": workdays.today()}
        if form.is_valid():
            area = asked_area(user, form.cleaned_data, self.request.GET)
            kinds = {kind.pk for kind in reports.counted(types, form.chosen)}
            kept = {**area.query, **({"type": form.chosen.code} if form.chosen else {})}
            shown |= {"area": area, "kept": urlencode(kept), **self.answer(area, kinds, form)}
        return super().get_context_data(**shown, **kwargs)

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        """What the page shows of the area."""
        return {}


class ForecastView(AreaView):
    """Who leaves, who arrives, what is vacant at the end of each of 60 months, and where people will be over quota."""

    template_name = "staffing/forecast.html"

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        return charts.of_forecast(forecasting.forecast(area, kinds))


class RetiringView(AreaView):
    """The people who go in one month, ID numbers masked, a page at a time."""

    template_name = "staffing/forecast_people.html"
    form_class = RetiringQuery

    def answer(self, area: Area, kinds: set[int], form: AreaQuery) -> dict[str, Any]:
        after = key_in(self.request.GET.get("after", ""))
        month, early = form.cleaned_data["month"], form.cleaned_data["by"] == "early"
        people = forecasting.retiring_people(area, kinds, month, early=early, after=after, limit=SIZE + 1)
        page = cut(people, SIZE, lambda posting: str(posting.pk), after=str(after or ""))
        return {"page": page, "month": month, "early": early, "back": reverse("staffing:forecast")}
