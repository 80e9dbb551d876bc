"""Where a number in a text leads: an upper app shows numbers whose records a lower one keeps and registers here."""

from collections.abc import Callable, Iterable

from accounts.models import User

Resolver = Callable[[User, set[str]], dict[str, str]]
DOCUMENT, CASE = "document", "case"
_resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    """The resolver gives the addresses of the numbers whose one record the user may open; the others are left out."""
    _resolvers[kind] = resolver


def urls_of(kind: str, user: User, numbers: Iterable[str | None]) -> dict[str, str]:
    """The address behind each number; nothing is asked where there are no numbers."""
    wanted = {number for number in numbers if number}
    return _resolvers[kind](user, wanted) if wanted and kind in _resolvers else {}
