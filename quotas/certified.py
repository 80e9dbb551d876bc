"""What stands of a unit's numbers on its establishment certificate (机构编制管理证)."""

from collections.abc import Iterator

from quotas import reports
from quotas.models import QuotaType
from units.certificates import ACTUAL, APPROVED, Item, register_figures
from units.models import Unit

FAMILIES = (QuotaType.Family.POST, QuotaType.Family.LEADERSHIP)


def register_all() -> None:
    """To be called once, when the app is ready."""
    register_figures(figures)


def figures(unit: Unit) -> Iterator[Item]:
    """Approved posts and the people on them, by type, in the order of the types."""
    held = {found.quota_type_id: found for found in reports.balances_of_unit(unit) if not found.is_empty}
    for kind in QuotaType.objects.filter(pk__in=held, family__in=FAMILIES).order_by("family", "position", "code"):
        yield f"{APPROVED}{kind.name}", str(held[kind.pk].approved)
        yield f"{ACTUAL}{kind.name}", str(held[kind.pk].occupied)
