"""Compiles every template and looks up what it names: a fault shows in `make lint`, not before a user."""

import re
import sys
from collections.abc import Iterator

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Node, NodeList, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import FilterExpression, VariableNode
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.urls import URLResolver, get_resolver

# What the content security policy would block in the browser, without a word to us.
INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\sstyle=["']|\son[a-z]+=["']|javascript:""",
    re.IGNORECASE,
)


def main() -> int:
    """0 when every template is sound, else 1 after naming each fault."""
    django.setup()
    folder = settings.ROOT / "templates"
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    faults = [f"templates/{name}: {fault}" for name in names for fault in _faults(name)]
    print("\n".join(faults) if faults else f"{len(names)} templates compile.")
    return 1 if faults else 0


def _faults(name: str) -> Iterator[str]:
    try:
        template = get_template(name).template  # type: ignore[attr-defined]
    except (TemplateSyntaxError, TemplateDoesNotExist, UnicodeDecodeError) as error:
        yield repr(error)
        return
    if name.endswith(".html"):
        yield from (f"the CSP blocks {found[0].strip()}" for found in INLINE.finditer(template.source))
    for node in _all_nodes(template.nodelist):
        yield from _unknown_names(node)


def _all_nodes(nodes: NodeList) -> Iterator[Node]:
    return (node for node in nodes.get_nodes_by_type(Node) if not isinstance(node, VariableNode))


def _unknown_names(node: Node) -> Iterator[str]:
    match node:
        case ExtendsNode():
            yield from _missing_template(_literal(node.parent_name))
        case IncludeNode():
            yield from _missing_template(_literal(node.template))
        case URLNode():
            view = _literal(node.view_name)
            if view and not _is_known(view, get_resolver()):
                yield f"no address is called {view!r}"
        case StaticNode():
            path = _literal(node.path)
            if path and not finders.find(path):
                yield f"no static file {path!r}"


def _literal(expression: object) -> str | None:
    """The text, when it stands in the template itself and not in a variable."""
    value = expression.var if isinstance(expression, FilterExpression) else expression
    return str(value) if isinstance(value, str) else None


def _missing_template(name: str | None) -> Iterator[str]:
    if name and not name.startswith("."):
        try:
            get_template(name)
        except TemplateDoesNotExist:
            yield f"no template {name!r}"
        except TemplateSyntaxError:
            # Reported under its own name.
            return


def _is_known(view: str, resolver: URLResolver) -> bool:
    namespace, separator, rest = view.partition(":")
    if not separator:
        return view in resolver.reverse_dict
    found = resolver.namespace_dict.get(namespace)
    return found is not None and _is_known(rest, found[1])


if __name__ == "__main__":
    sys.exit(main())
