"""The kinds of import there are, in the order in which an office needs them."""

from staffing.models import ImportKind

from .balances import Balances
from .kinds import Kind
from .people import People
from .units import Units

KINDS: dict[str, Kind] = {
    str(ImportKind.UNITS): Units(),
    str(ImportKind.BALANCES): Balances(),
    str(ImportKind.PEOPLE): People(),
}


def kind_of(key: str) -> Kind:
    return KINDS[key]
