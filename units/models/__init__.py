from units.models.division import InternalDivision
from units.models.lineage import LineageEvent
from units.models.mandate import Mandate, Role
from units.models.region import Region
from units.models.unit import Unit

__all__ = ["InternalDivision", "LineageEvent", "Mandate", "Region", "Role", "Unit"]
