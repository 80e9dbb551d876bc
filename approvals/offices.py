"""Which establishment office (编办) is in charge of a region or a unit."""

from django.core.exceptions import ValidationError

from units.models import Region


def office_of(region: Region) -> Region:
    """The nearest region, itself or above, that has an office; ValidationError where none is in charge."""
    found = region.office_region()
    if found is None:
        raise ValidationError(f"{region.name}及其上级均未设立编办，不能办理。", code="no_office")
    return found
