"""Units (机构): set up as they stand today, each through the one way in which units come to be (lineage.set_up)."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from approvals.offices import units_under
from quotas import ledger
from quotas.bodies import body_type
from quotas.models import Bucket, QuotaAccount
from staffing.models import ImportJob
from staffing.places import Act
from units import lineage
from units.models import Region, Unit

from . import cells
from .kinds import Preview
from .table import Field, Line, Table

TITLES = ["地区", "机构名称", "机构类别", "新设机构", "限额内"]
# In the order of the template; each is read as the column that keeps it says.
FIELDS = (
    "name", "category", "short_name", "nature", "system_class", "rank", "institution_class", "funding_form",
    "civil_service_managed", "within_cap", "uscc", "secrecy", "address", "main_duties",
)  # fmt: skip
WIDTHS = {"name": 36, "main_duties": 50, "address": 30, "uscc": 22, "short_name": 18}
MOST_DUTIES = 10_000


def _field(name: str) -> Field:
    field: Any = Unit._meta.get_field(name)
    required, width = name in ("name", "category"), WIDTHS.get(name, 14)
    if field.choices:
        words = [str(label) for _, label in field.choices]
        return Field(name, str(field.verbose_name), cells.choice(field.choices), required, width, words)
    if isinstance(field, models.BooleanField):
        return Field(name, str(field.verbose_name), cells.yes_or_no, required, width, ["是", "否"])
    if name == "uscc":
        return Field(name, str(field.verbose_name), lambda value: cells.narrow(value).upper(), required, width)
    parse = cells.text_of(field.max_length or MOST_DUTIES)
    return Field(name, str(field.verbose_name), parse, required, width)


def regions_under(office: Region) -> dict[str, Region]:
    """The regions that the office is in charge of, by code and by name."""
    lower = [region.prefix for region in office.descendants().filter(has_office=True)]
    found = [r for r in Region.objects.under(office) if not any(r.prefix.startswith(prefix) for prefix in lower)]
    return {form: region for region in found for form in (region.code, region.name)}


class Units:
    """The kind."""

    sheet = "机构"
    batch = 200
    notes: tuple[str, ...] = (
        "一行一个机构，带*的必填；类别、规格从下拉列表中选择。主管部门填已有机构或上面某行的名称，或其机构编码。",
        "地区不填为编办所在地区；设立文号不填用本次导入的依据文号。限额内机构占用机构限额，须先有空余限额。",
    )

    def fields(self, region: Region) -> list[Field]:
        codes = [code for code in regions_under(region) if code.isdigit()]
        first, *rest = (_field(name) for name in FIELDS)
        return [
            first,
            Field("set_up_on", "设立日期", cells.date, True, 14),
            Field("region", "地区", cells.text_of(60), False, 14, codes),
            Field("department", "主管部门", cells.text_of(100), False, 30),
            *rest,
            Field("document_number", "设立文号", cells.text_of(100), False, 24),
        ]

    def begin(self, job: ImportJob, act: Act, table: Table, *, carries_out: bool) -> "UnitsPass":
        return UnitsPass(job, act, table)


class UnitsPass:
    """One pass over a file of units; they are set up at its end, in the order of the file."""

    def __init__(self, job: ImportJob, act: Act, table: Table) -> None:
        self.job, self.act, self.table = job, act, table
        self.regions = regions_under(job.region)
        self.departments = _by_form(units_under(job.region).filter(abolished_on=None))
        taken = Unit.objects.filter(region__in=set(self.regions.values()))
        self.names = {(unit.region_id, unit.name): 0 for unit in taken.filter(abolished_on=None).only("region", "name")}
        self.codes: dict[str, int] = {}
        self.rows: list[tuple[Line, Region, dict[str, Any]]] = []
        reserve = QuotaAccount.objects.filter(
            region=job.region, unit=None, bucket=Bucket.RESERVE, quota_type=body_type()
        )
        self.room = reserve.values_list("balance", flat=True).first() or 0

    def take(self, lines: list[Line]) -> None:
        codes = [line.values["uscc"] for line in lines if line.values.get("uscc")]
        used = set(Unit.objects.filter(uscc__in=codes).values_list("uscc", flat=True))
        for line in lines:
            region = self.job.region
            if given := line.values.get("region"):
                region = self.regions.get(given, region)
                if given not in self.regions:
                    self._note(line, "region", f"“{given[:20]}”不在本编办管理的地区之内，请填区划代码。")
            fields = {name: line.values[name] for name in FIELDS if name in line.values}
            self._check(line, region, fields, used)
            self.rows.append((line, region, fields))

    def _check(self, line: Line, region: Region, fields: dict[str, Any], used: set[str]) -> None:
        try:
            Unit(region=region, number="0", set_up_on=self.act.on, **fields).clean_fields(
                exclude=["region", *(name for name in ("name", "category") if name not in fields)]
            )
            if fields.get("institution_class") and fields.get("category") != "institution":
                raise ValidationError({"institution_class": "只有事业单位填写事业单位类别。"})
        except ValidationError as refusal:
            for key, sentences in refusal.message_dict.items():
                for sentence in sentences:
                    self._note(line, "" if key == NON_FIELD_ERRORS else key, sentence)
        self._once(line, region, fields, used)
        department = line.values.get("department", "")
        if department and not {department, department.partition(" ")[0]} & self.departments.keys():
            self._note(line, "department", f"没有主管部门“{department[:30]}”；它须已在册，或列在本行之前。")
        if name := fields.get("name"):
            self.departments.setdefault(name, 0)
        if fields.get("within_cap"):
            self.room -= 1
            if self.room < 0:
                self._note(line, "within_cap", f"{self.job.region.name}空余机构限额不足。")

    def _once(self, line: Line, region: Region, fields: dict[str, Any], used: set[str]) -> None:
        name, code = fields.get("name"), fields.get("uscc")
        if name and (region.pk, name) in self.names:
            row = self.names[region.pk, name]
            self._note(line, "name", f"与第{row}行重复。" if row else f"{region.name}已有同名机构。")
        if name:
            self.names.setdefault((region.pk, name), line.number)
        if code and (code in used or code in self.codes):
            self._note(line, "uscc", "统一社会信用代码已被其他机构使用。")
        if code:
            self.codes.setdefault(code, line.number)

    def _note(self, line: Line, key: str, sentence: str) -> None:
        line.problems.append(self.table.problem(line, key, sentence))

    def finish(self) -> Preview:
        made = [self._set_up(*row) for row in self.rows]
        within = [unit for unit in made if unit.within_cap]
        self._count(within)
        rows = [[u.region.name, u.name, u.get_category_display(), 1, int(u.within_cap)] for u in made]
        return Preview([("新设机构", len(made)), ("占用机构限额", len(within))], TITLES, rows)

    def _set_up(self, line: Line, region: Region, fields: dict[str, Any]) -> Unit:
        given = line.values.get("department", "")
        pk = self.departments.get(given.partition(" ")[0]) or self.departments.get(given) if given else None
        department = Unit.objects.get(pk=pk) if pk else None
        try:
            unit = lineage.set_up(
                region=region, fields={**fields, "competent_department": department}, on=line.values["set_up_on"],
                document_number=line.values.get("document_number") or self.act.document.number, actor=self.act.actor,
            )  # fmt: skip
        except ValidationError as refusal:
            raise ValidationError([f"第{line.number}行：{said}" for said in refusal.messages]) from refusal
        self.departments[unit.name] = unit.pk
        return unit

    def _count(self, within: list[Unit]) -> None:
        """Each body within the cap takes one of the region's free places."""
        if not within:
            return
        kind = body_type()
        source = ledger.account(self.job.region, kind, Bucket.RESERVE)
        accounts = ledger.open_accounts([(unit, kind, Bucket.OCCUPIED) for unit in within])
        moves = [ledger.Posting(source, a, 1, f"import:{self.job.pk}:{a.unit_id}") for a in accounts.values()]
        ledger.post(
            moves, document=self.act.document, actor=self.act.actor, effective_on=self.act.on,
            reason=f"期初登记机构：{self.act.reason}"[:200],
        )  # fmt: skip


def _by_form(units: models.QuerySet[Unit]) -> dict[str, int]:
    """The units that may be named as competent departments, by number and by name."""
    found = units.values_list("pk", "number", "name")
    return {form: pk for pk, number, name in found for form in (number, name)}
