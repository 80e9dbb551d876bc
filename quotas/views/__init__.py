"""Pages about quota: overview, units of a region, statements, transfers, exceptions, closing, types."""

from .overview import OverviewView, RegionUnitsView
from .registers import ExceptionListView, PeriodListView, TypeListView, add_exception, close
from .statements import RegionStatementView, TransferView, UnitStatementView

__all__ = [
    "ExceptionListView",
    "OverviewView",
    "PeriodListView",
    "RegionStatementView",
    "RegionUnitsView",
    "TransferView",
    "TypeListView",
    "UnitStatementView",
    "add_exception",
    "close",
]
