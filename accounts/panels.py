"""Blocks that a lower app puts on a page of an upper one; places are "home" (no object) and "unit" (a Unit)."""

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


@dataclass(frozen=True)
class FilledPanel:
    """A panel with its context read for one request and one object."""

    key: str
    title: str
    template: str
    context: dict[str, Any]


_panels: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.place, panel.key] = panel


def panels_for(place: str, request: HttpRequest, obj: Any = None) -> list[FilledPanel]:
    """The panels of a place that are visible here, in order, each with its context."""
    here = sorted((p for p in _panels.values() if p.place == place), key=lambda p: (p.position, p.key))
    return [FilledPanel(p.key, p.title, p.template, p.context(request, obj)) for p in here if p.visible(request, obj)]
