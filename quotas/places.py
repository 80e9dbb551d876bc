"""The region a page is about, with those above it that the user may open and those directly below."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404

from accounts.models import User
from units.codes import division_code
from units.mandates import scope_of
from units.models import Region


@dataclass(frozen=True)
class Place:
    """A region, the way to it from the top, and the regions directly below it."""

    region: Region
    above: list[Region]
    below: list[Region]


def find_place(user: User, code: str = "") -> Place:
    """The region of a code, or of the user's first mandate for a region; Http404 outside the user's scope."""
    prefix = _prefix(code) if code else own_region(user).prefix
    tops = [top for top in scope_of(user).region_prefixes if prefix.startswith(top)]
    if not tops:
        raise Http404
    found = Region.objects.around(Region(prefix=prefix)) | Region.objects.filter(parent__prefix=prefix)
    regions = sorted(found, key=lambda region: region.prefix)
    region = next((region for region in regions if region.prefix == prefix), None)
    if region is None:
        raise Http404
    above = [r for r in regions if r.prefix != prefix and prefix.startswith(r.prefix) and r.prefix.startswith(tops[0])]
    return Place(region, above, [r for r in regions if r.parent_id == region.pk])


def _prefix(code: str) -> str:
    try:
        return division_code(code).prefix
    except ValidationError as error:
        raise Http404 from error


def own_region(user: User) -> Region:
    """The region of the user's first mandate for one; Http404 without any."""
    held = next((held for held in scope_of(user).held if held.region_id is not None), None)
    if held is None:
        raise Http404
    return held.region
