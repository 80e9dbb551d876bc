from units.models.division import InternalDivision
from units.models.lineage import LineageEvent
from units.models.mandate import Mandate, Role
from units.models.region import Region
from units.models.unit import Category, Rank, Secrecy, SystemClass, Unit

__all__ = [
    "Category",
    "InternalDivision",
    "LineageEvent",
    "Mandate",
    "Rank",
    "Region",
    "Role",
    "Secrecy",
    "SystemClass",
    "Unit",
]
