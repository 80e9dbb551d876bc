"""Pages of units: the tree with its search, a branch of it, and the page of a unit with its tabs."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import DetailView, TemplateView

from accounts import panels
from accounts.models import User
from accounts.paging import Page, cut
from units import tree
from units.forms import UnitQuery
from units.mandates import sees_unit
from units.models import Unit

SIZE = 50


def viewer(request: HttpRequest) -> User:
    """The signed-in user; the middleware lets nobody else in."""
    assert isinstance(request.user, User), "Only signed-in users get here."
    return request.user


class TreeView(TemplateView):
    """Regions, departments and units as a tree; with a search or filter, a list."""

    template_name = "units/tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = UnitQuery(self.request.GET)
        shown: dict[str, Any] = {"form": form, "nav_key": "units"}
        if not form.is_valid():
            return super().get_context_data(**shown, **kwargs)
        if form.is_search:
            shown["page"] = _found(self.request, form)
        else:
            shown["tree"] = tree.whole(viewer(self.request), self.request.GET.get("open", ""))
        return super().get_context_data(**shown, **kwargs)


def _found(request: HttpRequest, form: UnitQuery) -> Page[Unit]:
    """A page of the units that match, by number."""
    units = form.narrow(Unit.objects.visible_to(viewer(request))).select_related("region", "competent_department")
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if before:
        rows = units.filter(number__lt=before).order_by("-number")
    else:
        rows = units.filter(number__gt=after).order_by("number")
    return cut(rows[: SIZE + 1], SIZE, lambda unit: unit.number, after=after, before=before)


class BranchView(TemplateView):
    """What opens below one node of the tree, for htmx."""

    template_name = "units/branch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, query = viewer(self.request), self.request.GET
        if query.get("unit"):
            found = tree.below_unit(user, query["unit"])
        elif query.get("region"):
            found = tree.below_region(user, query["region"])
        else:
            raise Http404
        return super().get_context_data(tree=found, **kwargs)


class UnitView(DetailView):  # type: ignore[type-arg]
    """One unit: a tab for each panel that an app offers; only the open one is read."""

    template_name = "units/unit.html"
    context_object_name = "unit"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self) -> QuerySet[Unit]:
        return Unit.objects.visible_to(viewer(self.request)).select_related("region", "competent_department")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = panels.visible_at("unit", self.request, self.object)
        asked = self.request.GET.get("tab", "")
        chosen = next((panel for panel in offered if panel.key == asked), offered[0])
        url = reverse("units:unit", args=[self.object.number])
        return super().get_context_data(
            nav_key="units",
            tabs=[{"key": panel.key, "label": panel.title, "url": f"{url}?tab={panel.key}"} for panel in offered],
            panel=panels.fill(chosen, self.request, self.object),
            department_is_open=self._sees_department(),
            unknown_tab=asked if asked and asked != chosen.key else "",
            **kwargs,
        )

    def _sees_department(self) -> bool:
        department = self.object.competent_department
        if department is None:
            return False
        # Unread regions would cost a query; within one region the unit's own will do.
        if department.region_id == self.object.region_id:
            department.region = self.object.region
        return sees_unit(viewer(self.request), department)
