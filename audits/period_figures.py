"""The figures of a return: each unit and type at the end of the period, and who came and left in between."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Count, Model, QuerySet

from audits import merkle
from audits.merkle import HASHES
from audits.models import PeriodReport, ReportLine
from quotas import reports
from quotas.models import QuotaType
from quotas.reports import Balance
from staffing.models import EntryBasis, ExitReason, Posting, Tenure
from units.models import Region, Unit

Key = tuple[int, int]
Moves = dict[Key, Counter[str]]
FAMILIES = (QuotaType.Family.POST, QuotaType.Family.LEADERSHIP)
APPOINTED, RELIEVED = "任职", "免职"
# What is kept of a line, in the order of its digest.
FIGURES = ("reserved", "pooled", "approved", "occupied", "borrowed", "locked", "vacant", "over", "entered", "left")


class InOut(NamedTuple):
    """Who came and who left, by unit and type: the number for each way or reason (people)."""

    entered: Moves
    left: Moves


def people_of(balance: Balance) -> int:
    """Those who sit on posts of the unit's own and on borrowed ones."""
    return balance.occupied + balance.borrowed_occupied


def in_and_out(region: Region, starts_on: dt.date, ends_on: dt.date) -> InOut:
    """Postings and taken leadership posts that began or ended within the period, both days included."""
    days = (starts_on, ends_on)
    postings, tenures = Posting.objects.all(), Tenure.objects.filter(takes_post=True)
    entered, left = Counted(), Counted()
    entered.add(postings, region, "started_on", days, "basis", dict(EntryBasis.choices))
    left.add(postings, region, "ended_on", days, "exit_reason", dict(ExitReason.choices))
    entered.add(tenures, region, "started_on", days, "", {"": APPOINTED})
    left.add(tenures, region, "ended_on", days, "", {"": RELIEVED})
    return InOut(entered.found, left.found)


class Counted:
    """Counts by unit and type, and by the words of a reason."""

    def __init__(self) -> None:
        self.found: Moves = defaultdict(Counter)

    def add(
        self, rows: QuerySet[Model], region: Region, date: str, days: tuple[dt.date, dt.date], why: str,
        words: dict[str, str],
    ) -> None:  # fmt: skip
        chosen = rows.filter(**{f"{date}__range": days, "unit__region__prefix__startswith": region.prefix})
        keys = ["unit_id", "quota_type_id", *([why] if why else [])]
        for unit, kind, *reason, number in chosen.order_by().values_list(*keys).annotate(Count("pk")):
            self.found[unit, kind][words["".join(reason)]] += number


def unexplained(region: Region, starts_on: dt.date, ends_on: dt.date) -> Iterator[str]:
    """Where people before, plus those who came, less those who left, are not the people at the end; a sentence each."""
    moves, kinds = in_and_out(region, starts_on, ends_on), _kinds()
    before = _people(region, starts_on - dt.timedelta(days=1))
    after = _people(region, ends_on)
    wrong = [
        key for key in sorted({*before, *after, *moves.entered, *moves.left})
        if key[1] in kinds and before[key] + moves.entered[key].total() - moves.left[key].total() != after[key]
    ]  # fmt: skip
    names = dict(Unit.objects.filter(pk__in=[unit for unit, _ in wrong]).values_list("pk", "name"))
    for key in wrong:
        yield (
            f"{names[key[0]]}的“{kinds[key[1]]}”：期初{before[key]}名，增加{moves.entered[key].total()}名，"
            f"减少{moves.left[key].total()}名，期末却是{after[key]}名。"
        )


def _people(region: Region, on: dt.date) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for balance in reports.balances_of_units(region, as_of=on):
        if balance.owner_id is not None:
            found[balance.owner_id, balance.quota_type_id] = people_of(balance)
    return found


def _kinds() -> dict[int, QuotaType]:
    return {kind.pk: kind for kind in QuotaType.objects.filter(family__in=FAMILIES, is_group=False)}


def lines_of(report: PeriodReport) -> list[ReportLine]:
    """Every unit that was there and every reserve, with the types of which it has anything; not saved."""
    moves = in_and_out(report.region, report.starts_on, report.ends_on)
    kinds = _kinds()
    regions = {r.pk: r for r in Region.objects.filter(prefix__startswith=report.region.prefix)}
    units = {u.pk: u for u in Unit.objects.under(report.region).filter(set_up_on__lte=report.ends_on)}
    of_regions = [
        _of_region(report, regions[b.owner_id], b)
        for b in reports.totals_by_region(report.region, as_of=report.ends_on)
        if b.quota_type_id in kinds and b.owner_id is not None and (b.reserved or b.pooled)
    ]
    found = {(b.owner_id, b.quota_type_id): b for b in reports.balances_of_units(report.region, as_of=report.ends_on)}
    of_units = [
        _of_unit(report, units[key[0]], regions, found.get(key) or Balance(*key), moves)
        for key in {*found, *moves.entered, *moves.left}
        if key[1] in kinds and key[0] in units
    ]
    lines = sorted([*of_regions, *of_units], key=lambda line: _place(line, regions, units, kinds))
    for position, line in enumerate(lines, 1):
        line.position = position
    return lines


def _of_region(report: PeriodReport, region: Region, balance: Balance) -> ReportLine:
    return ReportLine(
        report=report, region=region, level=region.level, name=f"{region.name}储备",
        quota_type_id=balance.quota_type_id, reserved=balance.reserved, pooled=balance.pooled,
    )  # fmt: skip


def _of_unit(
    report: PeriodReport, unit: Unit, regions: dict[int, Region], balance: Balance, moves: InOut
) -> ReportLine:
    key = unit.pk, balance.quota_type_id
    return ReportLine(
        report=report, region_id=unit.region_id, level=regions[unit.region_id].level, unit=unit, name=unit.name,
        category=unit.category, rank=unit.rank, institution_class=unit.institution_class,
        funding_form=unit.funding_form, quota_type_id=balance.quota_type_id, approved=balance.approved,
        occupied=balance.occupied, borrowed=balance.borrowed_occupied, locked=balance.locked, vacant=balance.vacant,
        over=balance.over, entered=moves.entered[key].total(), left=moves.left[key].total(),
        entered_by=dict(moves.entered[key]), left_by=dict(moves.left[key]),
    )  # fmt: skip


def _place(
    line: ReportLine, regions: dict[int, Region], units: dict[int, Unit], kinds: dict[int, QuotaType]
) -> tuple[object, ...]:
    unit, kind = units[line.unit_id] if line.unit_id else None, kinds[line.quota_type_id]
    return (
        regions[line.region_id].prefix, unit is not None, unit.position if unit else 0, unit.number if unit else "",
        kind.position, kind.code,
    )  # fmt: skip


Bodies = list[list[str | int]]


def bodies_of(report: PeriodReport) -> Bodies:
    """How many bodies there were on the last day, by level, category, rank, class and funding."""
    there = Unit.objects.under(report.region).filter(set_up_on__lte=report.ends_on)
    there = there.exclude(abolished_on__lte=report.ends_on)
    by = ("region__level", "category", "rank", "institution_class", "funding_form")
    return [list(row) for row in there.order_by(*by).values_list(*by).annotate(Count("pk"))]


def digest_of(lines: Iterable[ReportLine], bodies: Bodies, algorithm: str = "") -> str:
    """The Merkle root of all figures as "algorithm:hex": whoever holds it can tell whether one was changed."""
    chosen = algorithm or merkle.preferred()
    hashed = HASHES[chosen]
    entries = [_text(bodies), *(_text(_content(line)) for line in lines)]
    return f"{chosen}:{merkle.root([merkle.leaf(entry, hashed) for entry in entries], hashed).hex()}"


def _content(line: ReportLine) -> list[object]:
    owner = [line.position, line.region_id, line.unit_id, line.name, line.quota_type_id]
    return [*owner, *(getattr(line, name) for name in FIGURES), line.entered_by, line.left_by]


def _text(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
