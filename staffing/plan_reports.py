"""Reading the plans of a year: by channel what was planned, approved, used and is left, and the plans themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts import paging
from accounts.models import User
from accounts.paging import Page
from approvals.models import Case, State
from staffing.areas import Area
from staffing.models import Channel, HiringPlanLine, Slot, SlotState

DECIDED = (State.DECIDED, State.ISSUED, State.EXECUTED, State.CLOSED)
FILED = (State.FILED, State.RECEIVED, State.CHECKED, State.ARGUED, *DECIDED)
APPROVED = Coalesce("approved_count", "planned_count")


@dataclass
class Heads:
    """Heads of a channel or a plan: planned, approved, and the slots of the approved ones by state."""

    planned: int = 0
    approved: int = 0
    grass_roots: int = 0
    slots: dict[str, int] = field(default_factory=dict)

    @property
    def used(self) -> int:
        return self.slots.get(SlotState.USED, 0)

    @property
    def left(self) -> int:
        """Slots that may still be used, or that wait for a vacancy."""
        return self.slots.get(SlotState.OPEN, 0) + self.slots.get(SlotState.WAITING, 0)

    @property
    def lapsed(self) -> int:
        return self.slots.get(SlotState.LAPSED, 0)

    @property
    def cancelled(self) -> int:
        return self.slots.get(SlotState.CANCELLED, 0)

    @property
    def without_notice(self) -> int:
        """Approved heads whose notice has not been issued yet."""
        return self.approved - sum(self.slots.values())


def lines_within(area: Area, year: int, kinds: Collection[int] | None = None) -> QuerySet[HiringPlanLine]:
    """The lines of a year's filed plans for the units of an area."""
    lines = HiringPlanLine.objects.filter(area.as_condition(), plan__year=year, plan__case__state__in=FILED)
    return lines if kinds is None else lines.filter(quota_type__in=kinds)


def by_channel(area: Area, year: int, kinds: Collection[int] | None = None) -> dict[Channel, Heads]:
    """The heads of each channel in a year, the channels in their order; two queries."""
    own = Slot.objects.filter(area.as_condition(), case__hiring_plan__year=year)
    slots = own if kinds is None else own.filter(quota_type__in=kinds)
    found = _added_up("channel", lines_within(area, year, kinds), slots)
    return {channel: found[channel.value] for channel in Channel if channel.value in found}


def of_cases(cases: Iterable[int]) -> dict[int | str, Heads]:
    """The heads of each plan, all its units together; two queries."""
    ids = list(cases)
    lines = HiringPlanLine.objects.filter(plan__in=ids).annotate(case_id=F("plan_id"))
    return _added_up("case_id", lines, Slot.objects.filter(case__in=ids))


def total(rows: Iterable[Heads]) -> Heads:
    """All rows added up."""
    found = Heads()
    for row in rows:
        found.planned += row.planned
        found.approved += row.approved
        found.grass_roots += row.grass_roots
        for state, count in row.slots.items():
            found.slots[state] = found.slots.get(state, 0) + count
    return found


def _added_up(name: str, lines: QuerySet[HiringPlanLine], slots: QuerySet[Slot]) -> defaultdict[int | str, Heads]:
    found: defaultdict[int | str, Heads] = defaultdict(Heads)
    decided = Q(plan__case__state__in=DECIDED)
    sums = lines.order_by().values_list(name).annotate(
        planned=Sum("planned_count"), approved=Sum(APPROVED, filter=decided),
        grass_roots=Sum(APPROVED, filter=decided & Q(for_grass_roots=True)),
    )  # fmt: skip
    for key, planned, approved, grass_roots in sums:
        found[key] = Heads(planned, approved or 0, grass_roots or 0)
    for key, state, count in slots.order_by().values_list(name, "state").annotate(total=Count("id")):
        found[key].slots[state] = count
    return found


@dataclass(frozen=True)
class PlanRow:
    """A plan of the list with its heads."""

    case: Case
    heads: Heads


def page_of_plans(user: User, area: Area, year: int, query: Mapping[str, str]) -> tuple[Page[Case], list[PlanRow]]:
    """The plans of a year for units of an area, the newest first, each with its heads."""
    here = HiringPlanLine.objects.filter(area.as_condition(), plan=OuterRef("pk"))
    seen = Case.objects.visible_to(user).filter(Exists(here), hiring_plan__year=year)
    related = ("kind", "applicant", "region", "hiring_plan")
    page = paging.newest_first(seen.select_related(*related), query)
    heads = of_cases(case.pk for case in page.rows)
    return page, [PlanRow(case, heads.get(case.pk, Heads())) for case in page.rows]
