"""The kinds of import there are."""

from staffing.models import ImportKind

from .kinds import Kind
from .people import People

KINDS: dict[str, Kind] = {str(ImportKind.PEOPLE): People()}


def kind_of(key: str) -> Kind:
    return KINDS[key]
