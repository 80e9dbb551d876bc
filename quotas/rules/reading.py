"""What several rules read: the lines of a request, approved numbers after it, and figures before it."""

from collections import defaultdict

from django.db.models import Sum

from approvals.models import Case
from approvals.rulebook import Examination
from quotas import figures
from quotas.models import APPROVED, Bucket, QuotaAccount, QuotaRequestLine, QuotaType
from quotas.routes import ROUTES, End
from quotas.subjects import QUOTA_REQUEST
from units.models import Region, Unit


def lines_of(case: Case) -> list[QuotaRequestLine]:
    """The lines of the case that would move something."""
    return [line for line in QUOTA_REQUEST.lines(case) if line.count]


def incoming(case: Case) -> list[QuotaRequestLine]:
    """The lines that give posts to a unit."""
    return [line for line in lines_of(case) if line.target_unit is not None]


def approved(unit: Unit, quota_type: QuotaType) -> int:
    """Approved 核定 = vacant + locked + occupied + excess, as the book stands now (posts)."""
    own = QuotaAccount.objects.filter(unit=unit, quota_type=quota_type, bucket__in=APPROVED)
    return own.aggregate(total=Sum("balance"))["total"] or 0


def occupied(unit: Unit, quota_type: QuotaType) -> int:
    """Named people, leaders or bodies on the unit's account of the type."""
    own = QuotaAccount.objects.filter(unit=unit, quota_type=quota_type, bucket=Bucket.OCCUPIED)
    return own.aggregate(total=Sum("balance"))["total"] or 0


def reserve_before(examination: Examination, region: Region, quota_type: QuotaType) -> int:
    """The region's reserve before the request."""
    return figures.find(examination.before, region.name, quota_type.name, "储备")


def drawn_from_reserve(case: Case) -> dict[QuotaType, int]:
    """How many posts of each type the request takes from the deciding region's reserve."""
    drawn: dict[QuotaType, int] = defaultdict(int)
    for line in lines_of(case):
        if _draws(line, case):
            drawn[line.quota_type] += line.count
    return drawn


def _draws(line: QuotaRequestLine, case: Case) -> bool:
    end = ROUTES[case.kind.code].source
    if end == End.ABOVE:
        return line.target_region is not None and line.target_region != case.region
    return end == End.RESERVE or (end == End.UNIT_OR_RESERVE and line.source_unit is None)
