"""Addresses of many rows: `reverse` takes longer than all else that a line of a list needs."""

import re
from functools import cache

from django.urls import get_script_prefix, reverse

# A name for the search of the pattern; it fits text and numbers alike.
MARK = "4611686018427387904"
PLAIN = re.compile(r"[A-Za-z0-9._~-]+")


def address(view: str, key: object) -> str:
    """What `reverse(view, args=[key])` gives; the pattern is looked up once."""
    text = str(key)
    if not PLAIN.fullmatch(text):
        return reverse(view, args=[key])
    before, after = _around(view, get_script_prefix())
    return f"{before}{text}{after}"


@cache
def _around(view: str, prefix: str) -> tuple[str, str]:
    before, _, after = reverse(view, args=[MARK]).partition(MARK)
    return before, after


def page(view: str) -> str:
    """What `reverse(view)` gives for a page without arguments; found once, below the prefix of this server."""
    return _page(view, get_script_prefix())


@cache
def _page(view: str, prefix: str) -> str:
    return reverse(view)
