"""Reading the book: balances as of any date and as known at any moment, statements, totals, units. Plain SQL."""

from .balances import Balance, balances_of_unit, balances_of_units, combined, totals_by_child, totals_by_region
from .statements import (
    Entry,
    Statement,
    statement_of_region,
    statement_of_region_total,
    statement_of_unit,
)
from .units import SORTS, UnitFigures, page_of_units

__all__ = [
    "SORTS",
    "Balance",
    "Entry",
    "Statement",
    "UnitFigures",
    "balances_of_unit",
    "balances_of_units",
    "combined",
    "page_of_units",
    "statement_of_region",
    "statement_of_region_total",
    "statement_of_unit",
    "totals_by_child",
    "totals_by_region",
]
