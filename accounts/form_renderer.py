"""Draws the widgets of which pages have many: a list of all regions has a hundred options, each a template."""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

Widget = dict[str, Any]


class Renderer(DjangoTemplates):
    """Django's own templates, but selects and plain inputs in the very same words without them."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        if draw := DRAWN.get(template_name):
            return mark_safe(draw(context["widget"]))
        return SafeString(super().render(template_name, context, request))


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{_attrs(widget)}>{groups}</select>'


def _group(name: Any, options: list[Widget]) -> str:
    drawn = "".join(
        f'<option value="{escape(option["value"])}"{_attrs(option)}>{escape(option["label"])}</option>'
        for option in options
    )
    return f'<optgroup label="{escape(name)}">{drawn}</optgroup>' if name else drawn


def _input(widget: Widget) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{escape(value)}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{shown}{_attrs(widget)}>'


def _attrs(widget: Widget) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


OF_INPUTS = ("text", "number", "email", "url", "date", "datetime", "time", "hidden", "password")
DRAWN: dict[str, Callable[[Widget], str]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{name}.html": _input for name in OF_INPUTS},
}
