"""Existing people (现有人员): registered in bulk (建账登记) through the same gates as one by one on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Sum

from accounts import bulk
from approvals import workdays
from approvals.offices import units_under
from quotas import ledger
from quotas.models import Bucket, QuotaAccount, QuotaException, QuotaType
from staffing import candidates
from staffing.candidates import Entry
from staffing.enrolment import posting_of
from staffing.facts import OF_PERSON, OF_POSTING, NewPerson, field_of
from staffing.models import EntryBasis, ImportJob, Sex
from staffing.places import Act
from units.models import InternalDivision, Region, Unit

from . import cells
from .kinds import Preview
from .table import Field, Line, Table

BUCKETS = (Bucket.VACANT, Bucket.OCCUPIED, Bucket.EXCESS)
TITLES = [
    "机构编码",
    "单位",
    "编制类型",
    "登记人数",
    "实有（现）",
    "实有（后）",
    "空编（现）",
    "空编（后）",
    "超编",
]
# Cells of these facts name their field themselves when they are refused.
SHORT = {"rank_level": 12, "civil_rank": 12, "degree": 8, "is_civil_servant": 12}


@dataclass
class Pair:
    """A unit and a type: what there is, and how many of the file it is to take."""

    unit: Unit
    quota_type: QuotaType
    vacant: int = 0
    occupied: int = 0
    over: int = 0
    covered: int = 0
    people: int = 0
    excepted: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return self.unit.pk, self.quota_type.pk

    def take(self) -> str:
        """The basis on which one more is taken: a vacant post first, then an exception; empty when neither is left."""
        if self.over == 0 and self.people - self.excepted < self.vacant:
            self.people += 1
            return EntryBasis.OPENING
        if self.over + self.excepted < self.covered:
            self.people += 1
            self.excepted += 1
            return EntryBasis.EXCEPTION
        return ""

    @property
    def row(self) -> list[Any]:
        by_vacancy = self.people - self.excepted
        return [
            self.unit.number, self.unit.name, self.quota_type.name, self.people, self.occupied,
            self.occupied + self.people, self.vacant, self.vacant - by_vacancy, self.over + self.excepted,
        ]  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A line that could be read as somebody, and the pair that is to take them."""

    line: Line
    pair: Pair
    entry: Entry


def _parse_of(field: "models.Field[Any, Any]") -> tuple[cells.Parse, list[str]]:
    """How a cell of a fact is read, by the column that keeps it, and its code standard."""
    if field.choices:
        listed = [(code, str(words)) for code, words in field.flatchoices if code not in ("", None)]
        return cells.choice(listed), [words for _, words in listed]
    if isinstance(field, models.DateField):
        return cells.date, []
    if isinstance(field, models.BooleanField):
        return cells.yes_or_no, ["是", "否"]
    if isinstance(field, models.IntegerField):
        return cells.count, []
    return cells.text_of(field.max_length or 200), []


def _fact(name: str) -> Field:
    field = field_of(name)
    parse, choices = _parse_of(field)
    return Field(name, str(field.verbose_name).partition("（")[0], parse, False, SHORT.get(name, 14), choices)


class People:
    """The kind; its columns are the data set of the register, with its code standards as drop-down lists."""

    sheet = "现有人员"
    batch = 2000
    notes: tuple[str, ...] = (
        "一行一人，带*的必填；编码、类别从下拉列表中选择。公民身份号码和日期保持文本格式，日期写成2026-03-01。",
        "先用空编；超过核定数的，须先登记超编例外，并在例外人数之内。性别、出生日期可不填，填了与身份号码核对。",
    )

    def fields(self, region: Region) -> list[Field]:
        types = list(_types().values_list("name", flat=True))
        units = [f"{number} {name}" for number, name in _units(region).values_list("number", "name")]
        return [
            Field("unit", "单位", cells.text_of(140), True, 36, units, "机构编码，或“编码 名称”"),
            Field("quota_type", "编制类型", cells.text_of(60), True, 20, types),
            Field("name", "姓名", cells.text_of(60), True, 10),
            Field("id_number", "公民身份号码", cells.id_number, True, 22),
            Field("sex", "性别", cells.choice(Sex.choices), False, 6, [str(label) for label in Sex.labels]),
            Field("birth_date", "出生日期", cells.date, False, 12),
            Field("division", "内设机构", cells.text_of(100), False, 16),
            Field("title", "职务", cells.text_of(60), False, 16),
            *(_fact(name) for name in (*OF_POSTING, *OF_PERSON)),
        ]

    def begin(self, job: ImportJob, act: Act, table: Table, *, carries_out: bool) -> "PeoplePass":
        return PeoplePass(job, act, table, carries_out=carries_out)


def _types() -> models.QuerySet[QuotaType]:
    return QuotaType.objects.filter(family=QuotaType.Family.POST, is_group=False, is_active=True).order_by("position")


def _units(region: Region) -> models.QuerySet[Unit]:
    return units_under(region).filter(abolished_on=None).order_by("number")


class PeoplePass:
    """One pass over a file of people; statements grow with the batches, never with the people."""

    def __init__(self, job: ImportJob, act: Act, table: Table, *, carries_out: bool) -> None:
        self.job, self.act, self.table, self.carries_out = job, act, table, carries_out
        needed = ("number", "name", "region_id", "set_up_on", "competent_department_id")
        self.units = {unit.number: unit for unit in _units(job.region).only(*needed).iterator()}
        self.types = {cells.narrow(form): k for k in _types() for form in (k.name, k.code, k.short_name)}
        self.divisions: dict[int, dict[str, InternalDivision]] = {}
        self.pairs: dict[tuple[int, int], Pair] = {}
        self.seen: dict[bytes, int] = {}
        self.known_count = 0

    def take(self, lines: list[Line]) -> None:
        placed = [(line, *place) for line in lines if (place := self._place_of(line))]
        self._learn([(unit, kind) for _, unit, kind in placed])
        found = [made for line, unit, kind in placed if (made := self._candidate(line, unit, kind))]
        entries = [each.entry for each in found]
        persons = candidates.known(entries)
        self.known_count += len(persons)
        if not self.carries_out:
            self._judge(found, dict(candidates.doubts(entries, persons, self.act)))
        bases = [self._basis(each) for each in found]
        if self.carries_out and not any(line.problems for line in lines):
            self._register(found, bases)

    def _place_of(self, line: Line) -> tuple[Unit, QuotaType] | None:
        """The unit and the type of a line."""
        given_unit, given_type = line.values.get("unit"), line.values.get("quota_type")
        unit = self.units.get(cells.narrow(given_unit.partition(" ")[0])) if given_unit else None
        kind = self.types.get(cells.narrow(given_type)) if given_type else None
        if given_unit and unit is None:
            self._note(line, "unit", f"没有编码为“{given_unit[:30]}”、由本编办管理的在册单位，请填机构编码。")
        elif unit is not None and self.act.on < unit.set_up_on:
            self._note(line, "unit", f"登记日期早于该单位设立日期{unit.set_up_on}。")
        if given_type and kind is None:
            self._note(line, "quota_type", f"没有“{given_type[:30]}”这个编制类型，请从下拉列表中选择。")
        return (unit, kind) if unit is not None and kind is not None else None

    def _learn(self, wanted: Sequence[tuple[Unit, QuotaType]]) -> None:
        """Read what the pairs that were not met before have; locked when it is about to change."""
        new = {(unit.pk, kind.pk): Pair(unit, kind) for unit, kind in wanted} | self.pairs
        new = {key: pair for key, pair in new.items() if key not in self.pairs}
        if not new:
            return
        self.pairs |= new
        units = {unit for unit, _ in new}
        if self.carries_out:
            opened = [(p.unit, p.quota_type, b) for p in new.values() for b in (Bucket.OCCUPIED, Bucket.EXCESS)]
            ledger.open_accounts(opened)
        accounts = QuotaAccount.objects.filter(unit__in=units, bucket__in=BUCKETS).order_by("id")
        for account in accounts.select_for_update(no_key=True) if self.carries_out else accounts:
            pair = new.get((account.unit_id or 0, account.quota_type_id))
            if pair is not None:
                name = {"vacant": "vacant", "occupied": "occupied", "excess": "over"}[account.bucket]
                setattr(pair, name, abs(account.balance))
        self._learn_exceptions(new, units)
        for division in InternalDivision.objects.filter(unit__in=units, abolished_on=None):
            self.divisions.setdefault(division.unit_id, {})[division.name] = division

    def _learn_exceptions(self, new: dict[tuple[int, int], Pair], units: set[int]) -> None:
        today = workdays.today()
        within = QuotaException.objects.filter(unit__in=units, starts_on__lte=self.act.on, ends_on__gte=today)
        for unit, kind, people in within.values_list("unit", "quota_type").annotate(people=Sum("people_count")):
            if (unit, kind) in new:
                new[unit, kind].covered = people

    def _candidate(self, line: Line, unit: Unit, kind: QuotaType) -> Candidate | None:
        """The line as somebody who may come; the problems of their own are noted."""
        values, pair = line.values, self.pairs[unit.pk, kind.pk]
        if "id_number" not in values or "name" not in values:
            return None
        facts = {name: values[name] for name in (*OF_PERSON, *OF_POSTING) if name in values}
        division = self._division(line, unit)
        given = NewPerson(values["name"], values["id_number"], values.get("title", ""), division, facts)
        try:
            entry = Entry.of(given, candidates.number_of(given, unit))
        except ValidationError as refusal:
            self._refused(line, refusal)
            return None
        self._compare(line, entry)
        if entry.key in self.seen:
            self._note(line, "id_number", f"公民身份号码与第{self.seen[entry.key]}行重复。")
            return None
        self.seen[entry.key] = line.number
        return Candidate(line, pair, entry)

    def _division(self, line: Line, unit: Unit) -> InternalDivision | None:
        name = line.values.get("division")
        found = self.divisions.get(unit.pk, {}).get(name) if name else None
        if name and found is None:
            self._note(line, "division", f"{unit.name}没有内设机构“{name[:30]}”。")
        return found

    def _refused(self, line: Line, refusal: ValidationError) -> None:
        for error in refusal.error_list:
            code = error.code or ""
            key = "id_number" if code.startswith("id_number") else code if code in self.table.columns else "name"
            for sentence in error.messages:
                self._note(line, key, sentence)

    def _compare(self, line: Line, entry: Entry) -> None:
        """What the file says beside the ID number, and what no column of the register would take together."""
        number, values = entry.number, line.values
        sex = Sex.MALE if number.is_male else Sex.FEMALE
        if values.get("sex", sex) != sex:
            self._note(line, "sex", f"与公民身份号码不符，号码为{sex.label}性。")
        if values.get("birth_date", number.birth_date) != number.birth_date:
            self._note(line, "birth_date", f"与公民身份号码不符，号码为{number.birth_date}。")
        if values.get("retirement_category") and (values["retirement_category"] == "male60") != number.is_male:
            self._note(line, "retirement_category", f"与性别不符，公民身份号码为{sex.label}性。")
        if (since := values.get("enrolled_on")) and since > self.act.on:
            self._note(line, "enrolled_on", f"不能晚于登记日期{self.act.on}。")

    def _judge(self, found: list[Candidate], doubts: dict[bytes, str]) -> None:
        for each in found:
            if each.entry.key in doubts:
                self._note(each.line, "id_number", doubts[each.entry.key])

    def _basis(self, each: Candidate) -> str:
        pair = each.pair
        basis = pair.take()
        if not basis:
            over = f"超编{pair.over}名、" if pair.over else ""
            room = max(pair.covered - pair.over, 0)
            figures = f"{over}空编{pair.vacant}名、超编例外尚可用{room}名"
            self._note(each.line, "unit", f"{pair.unit.name}“{pair.quota_type}”{figures}，本行已超出。")
        return basis

    def _register(self, found: list[Candidate], bases: list[str]) -> None:
        persons = candidates.persons_of([each.entry for each in found], self.act)
        bulk.copy(
            [
                posting_of(each.entry, persons[each.entry.key], each.pair.unit, each.pair.quota_type, self.act, basis)
                for each, basis in zip(found, bases, strict=True)
            ]
        )

    def _note(self, line: Line, key: str, sentence: str) -> None:
        line.problems.append(self.table.problem(line, key, sentence))

    def finish(self) -> Preview:
        met = [pair for pair in self.pairs.values() if pair.people]
        pairs = sorted(met, key=lambda p: (p.unit.number, p.quota_type.position))
        self._post(pairs)
        people, excepted = sum(p.people for p in pairs), sum(p.excepted for p in pairs)
        units = len({pair.unit.pk for pair in pairs})
        figures = [
            ("登记人员", people), ("其中新建档", people - self.known_count), ("涉及单位", units),
            ("使用空编", people - excepted), ("列入超编例外", excepted),
        ]  # fmt: skip
        return Preview(figures, TITLES, [pair.row for pair in pairs])

    def _post(self, pairs: list[Pair]) -> None:
        """Vacant posts and covered excess become occupied, in one statement."""
        wanted = [(p.unit, p.quota_type, bucket) for p in pairs for bucket in BUCKETS]
        accounts = ledger.open_accounts(wanted)
        moves = []
        for pair in pairs:
            target = accounts[*pair.key, Bucket.OCCUPIED]
            for bucket, quantity in ((Bucket.VACANT, pair.people - pair.excepted), (Bucket.EXCESS, pair.excepted)):
                if quantity:
                    source = accounts[*pair.key, bucket]
                    moves.append(ledger.Posting(source, target, quantity, f"import:{self.job.pk}:{source.pk}"))
        ledger.post(
            moves, document=self.act.document, actor=self.act.actor, effective_on=self.act.on,
            reason=f"建账登记：{self.act.reason}"[:200],
        )  # fmt: skip
