"""What a unit may plan with: its free posts, who is to leave by the end of a year, and which slots already wait."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from approvals.models import Case, State
from quotas.models import APPROVED, Bucket, QuotaAccount, QuotaType
from staffing.models import Channel, HiringPlanLine, Posting, Slot, SlotState
from units.models import Unit
from units.models.region import RegionLevel

Pair = tuple[int, int]


class Outlook(NamedTuple):
    """How a unit stands with a type: `leavers` retire by the end of the year, `waiting` slots want their posts."""

    unit: Unit
    quota_type: QuotaType
    approved: int
    occupied: int
    locked: int
    vacant: int
    over: int
    leavers: int
    waiting: int

    @property
    def to_come(self) -> int:
        """How many posts will fall vacant that no waiting slot gets (出一进一)."""
        return max(self.leavers - self.waiting, 0)


def outlook(units: Collection[Unit], year: int) -> list[Outlook]:
    """Every type of post that the units have, in the order of the units; three queries for all of them."""
    known = {unit.pk: unit for unit in units}
    own = QuotaAccount.objects.filter(unit__in=known, quota_type__family=QuotaType.Family.POST)
    balances: dict[Pair, dict[str, int]] = defaultdict(dict)
    types: dict[int, QuotaType] = {}
    for account in own.select_related("quota_type").order_by("quota_type__position"):
        assert account.unit_id is not None, "The filter asks for the accounts of units."
        balances[account.unit_id, account.quota_type_id][account.bucket] = account.balance
        types[account.quota_type_id] = account.quota_type
    gone, waiting = leavers(known, dt.date(year, 12, 31)), waiting_slots(known)
    order = {pk: place for place, pk in enumerate(known)}
    return [
        _outlook(known[pair[0]], types[pair[1]], balances[pair], gone[pair], waiting[pair])
        for pair in sorted(balances, key=lambda pair: order[pair[0]])
        if any(balances[pair].values())
    ]


def _outlook(unit: Unit, kind: QuotaType, held: dict[str, int], gone: int, waiting: int) -> Outlook:
    return Outlook(
        unit=unit,
        quota_type=kind,
        approved=sum(held.get(bucket, 0) for bucket in APPROVED),
        occupied=held.get(Bucket.OCCUPIED, 0),
        locked=held.get(Bucket.LOCKED, 0),
        vacant=held.get(Bucket.VACANT, 0),
        over=-held.get(Bucket.EXCESS, 0),
        leavers=gone,
        waiting=waiting,
    )


def leavers(units: Iterable[int], until: dt.date) -> Counter[Pair]:
    """People who retire by a day, as chosen or by statute, by unit and type; who is past it and still there counts."""
    rows = Posting.objects.active().filter(unit__in=list(units))
    due = rows.filter(person__leaves_on__lte=until).order_by()
    counted = due.values_list("unit_id", "quota_type_id").annotate(total=Count("id"))
    return Counter({(unit, kind): total for unit, kind, total in counted})


def waiting_slots(units: Iterable[int], *, but: Case | None = None) -> Counter[Pair]:
    """Slots that already wait for somebody to leave (待空编), by unit and type; without those of one case."""
    rows = Slot.objects.filter(unit__in=list(units), state=SlotState.WAITING).exclude(case=but)
    counted = rows.order_by().values_list("unit_id", "quota_type_id").annotate(total=Count("id"))
    return Counter({(unit, kind): total for unit, kind, total in counted})


def promised_in_turn(unit: Unit, kind: QuotaType, *, but: Case) -> int:
    """Heads that other plans, decided but without their slots yet, want in turn (出一进一)."""
    lines = HiringPlanLine.objects.filter(unit=unit, quota_type=kind, one_out_one_in=True)
    decided = lines.filter(plan__case__state__in=[State.DECIDED, State.ISSUED]).exclude(plan__case=but)
    return decided.aggregate(total=Sum(Coalesce("approved_count", "planned_count")))["total"] or 0


def usual_channel(unit: Unit, kind: QuotaType) -> str:
    """The way by which people usually come to such a post, for a first proposal."""
    if kind.nature in (QuotaType.Nature.ADMINISTRATIVE, QuotaType.Nature.SPECIAL) or unit.civil_service_managed:
        return Channel.CIVIL_EXAM
    if kind.nature == QuotaType.Nature.SUPPORT:
        return Channel.VETERAN
    teaches = any(word in unit.name for word in ("学校", "中学", "小学", "幼儿园", "教育中心"))
    return Channel.TEACHER_RECRUITMENT if teaches else Channel.OPEN_RECRUITMENT


def is_grass_roots(unit: Unit) -> bool:
    """Whether the unit works in a town or subdistrict (街镇等基层一线)."""
    return unit.region.level == RegionLevel.TOWN
