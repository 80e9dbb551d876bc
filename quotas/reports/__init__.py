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
from .excess import Excepted, Over, over_quota, over_quota_of, with_excess
from .sections import Line, Section, sections
from .statements import (
    Entry,
    Statement,
    statement_of_region,
    statement_of_region_total,
    statement_of_unit,
)
from .tables import PlaceRow, TypeRow, by_place, by_type, counted, families, leaves
from .units import SORTS, UnitFigures, Whose, page_of_units

__all__ = [
    "SORTS",
    "Balance",
    "Entry",
    "Excepted",
    "Line",
    "Over",
    "PlaceRow",
    "Section",
    "Statement",
    "TypeRow",
    "UnitFigures",
    "Whose",
    "balances_of_these",
    "balances_of_unit",
    "balances_of_units",
    "by_place",
    "by_type",
    "combined",
    "counted",
    "families",
    "leaves",
    "over_quota",
    "over_quota_of",
    "page_of_units",
    "sections",
    "statement_of_region",
    "statement_of_region_total",
    "statement_of_unit",
    "totals_by_child",
    "totals_by_region",
    "with_excess",
]
