"""Draws a registered panel inside the page that offers its place."""

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from accounts.panels import FilledPanel

register = template.Library()


@register.simple_tag(takes_context=True)
def show_panel(context: Context, panel: FilledPanel) -> SafeString:
    """The panel's template with the page's context, the panel's own on top."""
    engine = get_template(panel.template).template  # type: ignore[attr-defined]
    with context.push(**panel.context, panel=panel):
        return SafeString(engine.render(context))
