"""Blocks that a lower app puts on a page of an upper one; places are "home" (no object), "unit" (a Unit) and "person".

A panel's template holds whole `section.panel` elements. It is drawn by `{% show_panel panel %}` inside the page's own
context, with the keys of its context on top and `panel` (key, title). On "home" panels follow each other, those with
`half` side by side; what belongs to a paper `prints` with it; on "unit" each panel is a tab, and only the open one is
filled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


def always(request: HttpRequest, obj: Any) -> bool:
    return True


@dataclass(frozen=True)
class Panel:
    """A block of a page: its template and what the template is given."""

    place: str
    key: str
    title: str
    position: int
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    visible: Callable[[HttpRequest, Any], bool] = always
    half: bool = False
    prints: bool = False
    lazy: bool = False  # of the first page: drawn by a request of its own once the page stands


@dataclass(frozen=True)
class FilledPanel:
    """A panel with its context read for one request and one object."""

    key: str
    title: str
    template: str
    context: dict[str, Any]
    half: bool = False
    prints: bool = False


_panels: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.place, panel.key] = panel


def visible_at(place: str, request: HttpRequest, obj: Any = None) -> list[Panel]:
    """The panels of a place that the user may see, in order; none of them is read yet."""
    here = sorted((p for p in _panels.values() if p.place == place), key=lambda p: (p.position, p.key))
    return [panel for panel in here if panel.visible(request, obj)]


def fill(panel: Panel, request: HttpRequest, obj: Any = None) -> FilledPanel:
    """The panel with what it shows for this request and object; one that is lazy only says where it is."""
    if panel.lazy and obj is None:
        return FilledPanel(panel.key, panel.title, "components/lazy_panel.html", {}, panel.half)
    return drawn(panel, request, obj)


def find(place: str, key: str) -> Panel | None:
    """The panel of a place with this key, if there is one."""
    return _panels.get((place, key))


def drawn(panel: Panel, request: HttpRequest, obj: Any = None) -> FilledPanel:
    """The panel with its own template and context, whether it is lazy or not."""
    return FilledPanel(panel.key, panel.title, panel.template, panel.context(request, obj), panel.half, panel.prints)


def panels_for(place: str, request: HttpRequest, obj: Any = None) -> list[FilledPanel]:
    """The panels of a place that are visible here, in order, each with its context."""
    return [fill(panel, request, obj) for panel in visible_at(place, request, obj)]
