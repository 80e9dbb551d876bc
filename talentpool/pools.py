"""Setting up pools: an office names the stocks from which it will lend."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.acting import use_case
from accounts.models import User
from approvals import flow
from approvals.policies import OFFICE
from quotas.models import Pool
from units.mandates import acts_as, scope_of
from units.models import Region


@use_case
def found(*, actor: User, region: Region, name: str, kind: str, reason: str, once: flow.Once | None = None) -> Pool:
    """A new, empty pool of an office; posts come into it by a case (划入周转池)."""
    if not acts_as(actor, *OFFICE, region=region):
        raise PermissionDenied(f"只有{region.name}编办可以设立周转池。")
    name = name.strip()
    if not name or len(name) > 60:
        raise ValidationError({"name": "请填写名称，不超过60字。"}, code="name")
    if kind not in Pool.Kind.values:
        raise ValidationError({"kind": "请选择类别。"}, code="kind")
    try:
        with transaction.atomic():
            pool = Pool.objects.create(region=region, name=name, kind=kind)
    except IntegrityError as error:
        raise ValidationError({"name": f"{region.name}已有名为“{name}”的周转池。"}, code="name") from error
    flow.keep_receipt(actor, once, pool)
    return pool


def office_region(user: User) -> Region | None:
    """The region of the first office in which the user works, for which they may set pools up."""
    return Region.objects.filter(pk__in=scope_of(user).regions_as(*OFFICE)).order_by("prefix").first()
