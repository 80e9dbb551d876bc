"""Which establishment office (编办) is in charge of a region or a unit, and the office as a unit with its divisions."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from units.models import InternalDivision, Region, Unit

NAME_OF_AN_OFFICE = "机构编制委员会办公室"


def office_of(region: Region) -> Region:
    """The nearest region, itself or above, that has an office; ValidationError where none is in charge."""
    found = region.office_region()
    if found is None:
        raise ValidationError(f"{region.name}及其上级均未设立编办，不能办理。", code="no_office")
    return found


def offices_in(region: Region) -> QuerySet[Unit]:
    """The unit that is the region's office, found by the name every such office has."""
    return region.units.active().filter(name__endswith=NAME_OF_AN_OFFICE).order_by("position", "id")


def divisions_in(region: Region) -> QuerySet[InternalDivision]:
    """The internal divisions (科室) of the region's office: they lead cases and are asked for joint opinions."""
    own = InternalDivision.objects.filter(unit__in=offices_in(region), abolished_on__isnull=True)
    return own.order_by("position", "id")


def units_under(office: Region) -> QuerySet[Unit]:
    """The units that the office is in charge of: of its region and below, where no lower office is."""
    units = Unit.objects.under(office)
    for lower in office.descendants().filter(has_office=True):
        units = units.exclude(region__prefix__startswith=lower.prefix)
    return units
