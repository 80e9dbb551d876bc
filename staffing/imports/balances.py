"""Opening balances (期初核定数): what each unit has approved, from the reserve; above it, by a dated exception."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from approvals import workdays
from approvals.offices import units_under
from approvals.pickers import issued_document
from quotas import exceptions, ledger
from quotas.models import APPROVED, Bucket, QuotaAccount, QuotaType
from staffing.models import ImportJob
from staffing.places import Act
from units.models import Region, Unit

from . import cells
from .kinds import Preview
from .table import Field, Line, Table

FAMILIES = (QuotaType.Family.POST, QuotaType.Family.LEADERSHIP)
TITLES = ["机构编码", "单位", "编制类型", "核定", "超编例外（人）", "储备（现）", "储备（后）"]
OF_EXCEPTION = ("people_count", "authority", "paper", "ends_on", "why")


@dataclass
class Opening:
    """One unit and type with what the file gives it."""

    line: Line
    unit: Unit
    quota_type: QuotaType
    approved: int
    exception: dict[str, Any] = field(default_factory=dict)


def _types() -> models.QuerySet[QuotaType]:
    return QuotaType.objects.filter(family__in=FAMILIES, is_group=False, is_active=True).order_by("position")


class Balances:
    """The kind; decided by the director or the committee, because it approves posts and allows people above the cap."""

    sheet = "期初核定数"
    batch = 2000
    notes: tuple[str, ...] = (
        "一行一个单位的一种编制或职数，带*的必填；从本地区储备中核定，储备不足的先办理“下达编制”。",
        "实有超过核定的，填写超编人数、批准机关、依据文号、截止日期和原因，五项须填全；登记后成为有期限的超编例外。",
        "期初核定数由编办主任或编委确认。",
    )

    def fields(self, region: Region) -> list[Field]:
        units = units_under(region).filter(abolished_on=None).order_by("number").values_list("number", "name")
        types = list(_types().values_list("name", flat=True))
        return [
            Field("unit", "单位", cells.text_of(140), True, 36, [f"{number} {name}" for number, name in units]),
            Field("quota_type", "编制类型", cells.text_of(60), True, 22, types),
            Field("approved", "核定数", cells.count, True, 10),
            Field("people_count", "超编人数", cells.count, False, 10),
            Field("authority", "批准机关", cells.text_of(120), False, 22),
            Field("paper", "超编依据文号", cells.text_of(60), False, 22),
            Field("ends_on", "超编截止日期", cells.future_date, False, 14),
            Field("why", "超编原因", cells.text_of(500), False, 30),
        ]

    def begin(self, job: ImportJob, act: Act, table: Table, *, carries_out: bool) -> "BalancesPass":
        return BalancesPass(job, act, table, carries_out=carries_out)


class BalancesPass:
    """One pass over a file of balances; everything is posted at its end, in a few statements and one per exception."""

    def __init__(self, job: ImportJob, act: Act, table: Table, *, carries_out: bool) -> None:
        self.job, self.act, self.table, self.carries_out = job, act, table, carries_out
        found = units_under(job.region).filter(abolished_on=None).select_related("region")
        self.units = {unit.number: unit for unit in found}
        self.types = {cells.narrow(form): k for k in _types() for form in (k.name, k.code, k.short_name)}
        own = QuotaAccount.objects.filter(region=job.region, unit=None, bucket=Bucket.RESERVE)
        self.reserve = {account.quota_type_id: account for account in own}
        self.left = {kind: account.balance for kind, account in self.reserve.items()}
        held = QuotaAccount.objects.filter(unit__in=units_under(job.region), bucket__in=APPROVED).exclude(balance=0)
        self.taken = set(held.values_list("unit", "quota_type"))
        self.openings: dict[tuple[int, int], Opening] = {}

    def take(self, lines: list[Line]) -> None:
        for line in lines:
            if (opening := self._opening(line)) is not None:
                self._count(opening)
                self._except(opening)

    def _opening(self, line: Line) -> Opening | None:
        given = line.values
        unit = self.units.get(cells.narrow(given.get("unit", "").partition(" ")[0]))
        kind = self.types.get(cells.narrow(given.get("quota_type", "")))
        if "unit" in given and unit is None:
            self._note(line, "unit", f"没有编码为“{given['unit'][:30]}”、由本编办管理的在册单位，请填机构编码。")
        if "quota_type" in given and kind is None:
            self._note(line, "quota_type", f"没有“{given['quota_type'][:30]}”这个编制类型，请从下拉列表中选择。")
        if unit is None or kind is None or "approved" not in given:
            return None
        if self.act.on < unit.set_up_on:
            self._note(line, "unit", f"登记日期早于该单位设立日期{unit.set_up_on}。")
        return Opening(line, unit, kind, given["approved"])

    def _count(self, opening: Opening) -> None:
        """Once per unit and type, only where there is nothing yet, and no more than the reserve has."""
        line, key = opening.line, (opening.unit.pk, opening.quota_type.pk)
        if key in self.openings:
            self._note(line, "unit", f"与第{self.openings[key].line.number}行重复。")
        elif key in self.taken:
            self._note(line, "unit", f"{opening.unit.name}“{opening.quota_type}”已有核定数，期初只登记一次。")
        self.openings[key] = opening
        left = self.left.get(key[1], 0)
        if opening.approved > left:
            what = f"{self.job.region.name}“{opening.quota_type}”储备只剩{left}名"
            self._note(line, "approved", f"{what}，不足以核定{opening.approved}名。")
        self.left[key[1]] = max(left - opening.approved, 0)

    def _except(self, opening: Opening) -> None:
        """The exception of a line: all of it or none, with a paper that is on file."""
        line, given = opening.line, opening.line.values
        if not given.get("people_count"):
            for key in OF_EXCEPTION[1:]:
                if key in given:
                    self._note(line, "people_count", "填写了超编依据，须填写超编人数。")
                    return
            return
        missing = [each.title for each in self.table.fields if each.key in OF_EXCEPTION and each.key not in given]
        if missing:
            self._note(line, "people_count", f"超编须填全：缺{'、'.join(missing)}。")
            return
        if given["ends_on"] <= workdays.today():
            self._note(line, "ends_on", "截止日期须晚于今天。")
        try:
            paper = issued_document(self.act.actor, given["paper"])
        except ValidationError as refusal:
            self._note(line, "paper", refusal.messages[0])
            return
        names = ("people_count", "authority", "ends_on")
        opening.exception = {**{name: given[name] for name in names}, "document": paper, "reason": given["why"]}

    def _note(self, line: Line, key: str, sentence: str) -> None:
        line.problems.append(self.table.problem(line, key, sentence))

    def finish(self) -> Preview:
        found = sorted(self.openings.values(), key=lambda o: (o.unit.number, o.quota_type.position))
        self._post([opening for opening in found if opening.approved])
        excepted = [opening for opening in found if opening.exception]
        # Whoever confirms is asked whether they may allow it, not whoever sent the file.
        for opening in excepted if self.carries_out else ():
            exceptions.record_excess(
                actor=self.act.actor, unit=opening.unit, quota_type=opening.quota_type, **opening.exception
            )
        figures = [
            ("单位和类型", len(found)), ("核定", sum(o.approved for o in found)), ("超编例外", len(excepted)),
            ("超编人数", sum(o.exception["people_count"] for o in excepted)),
        ]  # fmt: skip
        return Preview(figures, TITLES, [self._row(opening) for opening in found])

    def _row(self, opening: Opening) -> list[Any]:
        kind = opening.quota_type.pk
        reserve = self.reserve[kind].balance if kind in self.reserve else 0
        people = opening.exception.get("people_count", 0)
        return [
            opening.unit.number, opening.unit.name, opening.quota_type.name, opening.approved, people, reserve,
            self.left.get(kind, 0),
        ]  # fmt: skip

    def _post(self, openings: list[Opening]) -> None:
        accounts = ledger.open_accounts([(o.unit, o.quota_type, Bucket.VACANT) for o in openings])
        moves = [
            ledger.Posting(
                self.reserve[o.quota_type.pk],
                accounts[o.unit.pk, o.quota_type.pk, Bucket.VACANT],
                o.approved,
                f"import:{self.job.pk}:{o.unit.pk}:{o.quota_type.pk}",
            )
            for o in openings
        ]
        if moves:
            ledger.post(
                moves, document=self.act.document, actor=self.act.actor, effective_on=self.act.on,
                reason=f"期初核定：{self.act.reason}"[:200],
            )  # fmt: skip
