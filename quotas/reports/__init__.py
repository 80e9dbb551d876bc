"""Reading the book: balances as of any date and as known at any moment, statements, totals, units. Plain SQL."""

from .balances import (
    Balance,
    balances_of_these,
    balances_of_unit,
    balances_of_units,
    combined,
    totals_by_child,
    totals_by_region,
)
from .excess import Excepted, Over, over_quota, with_excess
from .moves import Move, Promise, latest_moves, open_holds
from .sections import Line, Section, sections
from .statements import (
    Entry,
    Owned,
    Statement,
    Sum,
    accounts_within,
    region_accounts,
    statement_of,
    statement_of_region,
    statement_of_region_total,
    statement_of_unit,
    sums_of,
    unit_accounts,
)
from .tables import PlaceRow, TypeRow, by_place, by_type, counted, families, leaves
from .units import SORTS, UnitFigures, Whose, page_of_units

__all__ = [
    "SORTS",
    "Balance",
    "Entry",
    "Excepted",
    "Line",
    "Move",
    "Over",
    "Owned",
    "PlaceRow",
    "Promise",
    "Section",
    "Statement",
    "Sum",
    "TypeRow",
    "UnitFigures",
    "Whose",
    "accounts_within",
    "balances_of_these",
    "balances_of_unit",
    "balances_of_units",
    "by_place",
    "by_type",
    "combined",
    "counted",
    "families",
    "latest_moves",
    "leaves",
    "open_holds",
    "over_quota",
    "page_of_units",
    "region_accounts",
    "sections",
    "statement_of",
    "statement_of_region",
    "statement_of_region_total",
    "statement_of_unit",
    "sums_of",
    "totals_by_child",
    "totals_by_region",
    "unit_accounts",
    "with_excess",
]
