"""What several rules read: the lines of a request, approved numbers after it, and figures before it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Sum

from approvals.models import Case
from approvals.rulebook import Examination
from quotas import figures
from quotas.models import APPROVED, Bucket, Hold, QuotaAccount, QuotaRequestLine, QuotaType, Transfer
from quotas.routes import ROUTES, End
from quotas.subjects import QUOTA_REQUEST
from units.models import Region, Unit


def lines_of(examination: Examination) -> list[QuotaRequestLine]:
    """The lines of the request that would move something; read once for all rules."""
    if "lines" not in examination.read:
        examination.read["lines"] = [line for line in QUOTA_REQUEST.lines(examination.case) if line.count]
    lines: list[QuotaRequestLine] = examination.read["lines"]
    return lines


def incoming(examination: Examination) -> list[QuotaRequestLine]:
    """The lines that give posts to a unit."""
    return [line for line in lines_of(examination) if line.target_unit is not None]


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
    return figures.find(examination.before, region, quota_type, "储备")


def approved_before(examination: Examination, unit: Unit, quota_type: QuotaType) -> int:
    """Approved 核定 before the request."""
    return figures.find(examination.before, unit, quota_type, "核定")


def taken(examination: Examination, *families: str) -> dict[tuple[Unit, QuotaType], int]:
    """How many of each type the request takes from each unit, all its lines together; of these families only."""
    return _added_up(families, ((line.source_unit, line) for line in lines_of(examination)))


def given(examination: Examination, *families: str) -> dict[tuple[Unit, QuotaType], int]:
    """How many of each type the request gives to each unit, all its lines together; of these families only."""
    return _added_up(families, ((line.target_unit, line) for line in lines_of(examination)))


def _added_up(
    families: tuple[str, ...], ends: Iterable[tuple[Unit | None, QuotaRequestLine]]
) -> dict[tuple[Unit, QuotaType], int]:
    found: dict[tuple[Unit, QuotaType], int] = defaultdict(int)
    for unit, line in ends:
        if unit is not None and (not families or line.quota_type.family in families):
            found[unit, line.quota_type] += line.count
    return found


def promised(unit: Unit, quota_type: QuotaType) -> int:
    """Posts that earlier decisions promised the unit and that have not arrived yet."""
    open_holds = Hold.objects.filter(state=Hold.State.HELD, target__unit=unit, target__quota_type=quota_type)
    return open_holds.aggregate(total=Sum("quantity"))["total"] or 0


def drawn_from_reserve(examination: Examination) -> dict[QuotaType, int]:
    """How many posts of each type the request takes from the deciding region's reserve."""
    drawn: dict[QuotaType, int] = defaultdict(int)
    for line in lines_of(examination):
        if _draws(line, examination.case):
            drawn[line.quota_type] += line.count
    return drawn


def recovered_in_reserve(region: Region, quota_type: QuotaType, purposes: Iterable[str]) -> int:
    """Posts that came back from units into the region's reserve, less what was used for one of its own purposes."""
    reserve = Q(region=region, unit=None, quota_type=quota_type, bucket=Bucket.RESERVE)
    accounts = QuotaAccount.objects.filter(reserve)
    standing = Transfer.objects.filter(reverses=None, reversal=None)
    back = standing.filter(target__in=accounts, source__unit__isnull=False)
    used = Hold.objects.filter(source__in=accounts, case__quota_request__reserve_use__in=list(purposes))
    used = used.exclude(state=Hold.State.RELEASED)
    came, went = (rows.aggregate(total=Sum("quantity"))["total"] or 0 for rows in (back, used))
    return max(came - went, 0)


def _draws(line: QuotaRequestLine, case: Case) -> bool:
    end = ROUTES[case.kind.code].source
    if end == End.ABOVE:
        return line.target_region is not None and line.target_region != case.region
    return end == End.RESERVE or (end == End.UNIT_OR_RESERVE and line.source_unit is None)
