"""The end of the time in which an office registers who is there already (建账完成)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from accounts.acting import use_case
from accounts.models import User
from staffing import policies
from staffing.models import Opening
from units.models import Region


@use_case
def complete(*, actor: User, region: Region, reason: str) -> Opening:
    """Declare the office's register complete; from then on people come on slots only, and nobody takes it back."""
    if not policies.may_complete_opening(actor, region):
        raise PermissionDenied(f"只有{region.name}编办主任可以确认建账完成。")
    if not reason.strip():
        raise ValidationError({"reason": "请填写核对情况。"}, code="required")
    if len(reason.strip()) > 200:
        raise ValidationError({"reason": "核对情况不超过200字。"}, code="length")
    if not region.has_office:
        raise ValidationError({"region": f"{region.name}未设立编办。"}, code="no_office")
    if Opening.objects.filter(region=region).exists():
        raise ValidationError({"region": f"{region.name}已确认建账完成。"}, code="complete")
    try:
        return Opening.objects.create(region=region, completed_by=actor, reason=reason.strip())
    except IntegrityError as error:
        raise ValidationError({"region": f"{region.name}已确认建账完成。"}, code="complete") from error
