"""What a return says on one page: where it stands, and its sums by type, by level and by kind of body."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Sum

from audits.models import PeriodReport, ReportLine
from audits.period_figures import FIGURES, Bodies
from quotas.models import QuotaType
from units.models import Category, Rank
from units.models.region import RegionLevel
from units.models.unit import FundingForm, InstitutionClass

State = PeriodReport.State
FIELDS = {field.name: str(field.verbose_name) for field in ReportLine._meta.concrete_fields}
LABELS = {name: FIELDS[name] for name in FIGURES}
NONE = "未定"


class Step(NamedTuple):
    """One step of a return, as the list of steps draws it."""

    label: str
    state: str


class SumRow(NamedTuple):
    """A name, and the sums of its lines in the order of LABELS (posts)."""

    name: str
    figures: list[int]


class BodyTable(NamedTuple):
    """How many bodies there were by one of their properties."""

    title: str
    rows: list[tuple[str, int]]


def steps(report: PeriodReport) -> list[Step]:
    """公告、核对、签发: which are done, and which comes next; a withdrawn return stopped where it was."""
    done = 1 + (report.checked_at is not None) + (report.state == State.SIGNED)
    names = (State.ANNOUNCED, State.CHECKED, State.SIGNED)
    stopped = report.state == State.WITHDRAWN
    coming = "stopped" if stopped else "current"
    found = [
        Step(str(name.label), "done" if n < done else coming if n == done else "waiting")
        for n, name in enumerate(names)
    ]
    return [*found, Step(str(State.WITHDRAWN.label), "stopped")] if stopped else found


def sums(report: PeriodReport) -> dict[str, Any]:
    """The tables of a signed return, all from its own lines."""
    lines = ReportLine.objects.filter(report=report)
    added = {name: Sum(name) for name in FIGURES}
    by_type = lines.order_by().values("quota_type").annotate(**added)
    kinds = QuotaType.objects.in_bulk([row["quota_type"] for row in by_type])

    def place(row: Mapping[str, Any]) -> tuple[int, str]:
        return kinds[row["quota_type"]].position, kinds[row["quota_type"]].code

    by_level = lines.filter(quota_type__family=QuotaType.Family.POST).order_by().values("level").annotate(**added)
    levels = {row["level"]: row for row in by_level}
    return {
        "labels": LABELS.values(),
        "by_type": [_row(kinds[row["quota_type"]].name, row) for row in sorted(by_type, key=place)],
        "by_level": [_row(str(level.label), levels[level]) for level in RegionLevel if level in levels],
        "bodies": list(_bodies(report.bodies)), "body_count": sum(int(row[-1]) for row in report.bodies),
    }  # fmt: skip


def _row(name: str, row: Mapping[str, Any]) -> SumRow:
    return SumRow(name, [row[figure] for figure in FIGURES])


def _bodies(bodies: Bodies) -> Iterable[BodyTable]:
    """One table for each property that anybody has."""
    told: list[tuple[str, dict[str, str]]] = [
        ("级别", dict(RegionLevel.choices)), ("机构类别", dict(Category.choices)), ("机构规格", dict(Rank.choices)),
        ("事业单位类别", dict(InstitutionClass.choices)), ("经费形式", dict(FundingForm.choices)),
    ]  # fmt: skip
    for n, (title, words) in enumerate(told):
        found: Counter[str] = Counter()
        for row in bodies:
            # Only an institution has a class.
            if title != "事业单位类别" or row[1] == Category.INSTITUTION:
                found[str(row[n])] += int(row[-1])
        if set(found) - {""}:
            order = [*words, ""]
            yield BodyTable(title, [(words.get(key, NONE), found[key]) for key in order if found[key]])
