from units.models.certificate import CertificateReview, EstablishmentCertificate
from units.models.coordinating import BodyReview, CoordinatingBody
from units.models.division import InternalDivision
from units.models.lineage import LineageEvent
from units.models.mandate import Mandate, Role
from units.models.region import Region
from units.models.unit import Category, Rank, Secrecy, SystemClass, Unit

__all__ = [
    "BodyReview",
    "Category",
    "CertificateReview",
    "CoordinatingBody",
    "EstablishmentCertificate",
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
