"""Keeping people's facts up to date: units file changes, their office decides field by field, and corrects the rest."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, workdays
from approvals.models import Document
from staffing import choosing, facts, policies
from staffing.models import (
    ChangeLine,
    ChangeSheet,
    Person,
    Posting,
    RetirementCategory,
    Sex,
    SheetState,
    Verdict,
)
from staffing.models.person import initials
from units.models import Unit

# A unit says what has changed within ten working days (DOMAIN §1.2); its office decides within five.
TO_FILE, TO_DECIDE = 10, 5
MOST_LINES = 2000


@use_case
def propose(
    posting: Posting, *, actor: User, values: Mapping[str, Any], happened_on: dt.date, once: flow.Once | None = None
) -> ChangeSheet:
    """Note on the unit's open sheet what of a person has changed; what is as it was is taken off the sheet again."""
    posting = Posting.objects.select_related("person", "unit__region").get(pk=posting.pk)
    _ensure_own(actor, posting.unit)
    if posting.ended_on is not None:
        raise ValidationError(f"{posting.person}已于{posting.ended_on}出编，信息不再变更。", code="ended")
    if happened_on > workdays.today():
        raise ValidationError({"happened_on": "变动日期不能晚于今天。"}, code="future")
    _ensure_known(values)
    if locked := [name for name in values if name not in facts.UNIT_KEEPS]:
        words = "、".join(str(facts.column(name).verbose_name) for name in locked)
        raise ValidationError(f"{words}由编办管理，单位不能变更。", code="locked")
    _ensure_well(values)
    sheet = _open_sheet(posting.unit)
    for name, value in values.items():
        _note(sheet, posting, name, value, happened_on, actor)
    if sheet.lines.count() > MOST_LINES:
        raise ValidationError(f"一张变更单最多{MOST_LINES}项，请先报送。", code="too_many")
    flow.keep_receipt(actor, once, sheet)
    return sheet


def _note(sheet: ChangeSheet, posting: Posting, name: str, value: Any, on: dt.date, actor: User) -> None:
    old, new = _current(posting, name), facts.stored(value)
    known = sheet.lines.filter(posting=posting, field=name)
    if old == new:
        known.delete()
        return
    given = {"old": old, "new": new, "happened_on": on, "entered_by": actor}
    sheet.lines.update_or_create(posting=posting, field=name, defaults=given)


def _ensure_own(actor: User, unit: Unit) -> None:
    if not policies.may_maintain(actor, unit):
        raise PermissionDenied(f"只有{unit.name}及其主管部门的专管员可以填报人员信息变更。")


def _ensure_well(values: Mapping[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    for name, value in values.items():
        try:
            facts.column(name).clean(value, None)
        except ValidationError as refusal:
            wrong[name] = refusal.messages
        if isinstance(value, dt.date) and value > workdays.today():
            wrong[name] = ["日期不能晚于今天。"]
    if wrong:
        raise ValidationError(wrong)


def _open_sheet(unit: Unit) -> ChangeSheet:
    """The sheet that the unit is filling in, locked; begun by whoever comes first."""
    # Two who begin one at once wait for each other on the unit's row.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    sheet = ChangeSheet.objects.filter(unit=unit, state=SheetState.DRAFT).first()
    return sheet or ChangeSheet.objects.create(unit=unit)


@use_case
def take_off(line: ChangeLine, *, actor: User) -> ChangeSheet:
    """Take a line off a sheet that is still being filled in."""
    sheet = _locked(line.sheet_id)
    _ensure_own(actor, sheet.unit)
    _ensure_state(sheet, SheetState.DRAFT, "修改")
    sheet.lines.filter(pk=line.pk).delete()
    return sheet


@use_case
def file(sheet: ChangeSheet, *, actor: User, once: flow.Once | None = None) -> ChangeSheet:
    """Send the sheet to the office, which decides within five working days; refused when empty or already sent."""
    sheet = _locked(sheet.pk)
    _ensure_own(actor, sheet.unit)
    _ensure_state(sheet, SheetState.DRAFT, "报送")
    if not sheet.lines.exists():
        raise ValidationError("变更单没有项目，无须报送。", code="empty")
    today = workdays.today()
    acting.cite(case=sheet.number, reason="报送人员信息变更")
    sheet.state, sheet.filed_by, sheet.filed_on = SheetState.FILED, actor, today
    sheet.due_on = workdays.add_workdays(today, TO_DECIDE)
    sheet.save(update_fields=["state", "filed_by", "filed_on", "due_on"])
    flow.keep_receipt(actor, once, sheet)
    return sheet


class Decision(NamedTuple):
    """What the office says of one line, with the reason when it is returned."""

    verdict: str
    note: str = ""


@use_case
def decide(
    sheet: ChangeSheet, *, actor: User, decisions: Mapping[int, Decision], once: flow.Once | None = None
) -> ChangeSheet:
    """Accept or return every line of a sheet; nothing is copied over a value that has moved since it was filled in."""
    # People before sheets, as everywhere in the register.
    of_sheet = Q(postings__changes__sheet=sheet)
    people = list(Person.objects.filter(of_sheet).order_by("id").values_list("pk", flat=True).distinct())
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("id"))
    sheet = _locked(sheet.pk)
    _ensure_reviewer(actor, sheet)
    _ensure_state(sheet, SheetState.FILED, "审核")
    lines = list(sheet.lines.order_by("id"))
    _ensure_complete(lines, decisions)
    acting.cite(case=sheet.number, reason=f"采纳{sheet.unit.name}{sheet.filed_on}报送的变更")
    _apply([line for line in lines if decisions[line.pk].verdict == Verdict.ACCEPTED])
    for line in lines:
        line.verdict, line.note = decisions[line.pk].verdict, decisions[line.pk].note.strip()
    ChangeLine.objects.bulk_update(lines, ["verdict", "note"])
    sheet.state, sheet.decided_by, sheet.decided_on = SheetState.DECIDED, actor, workdays.today()
    sheet.save(update_fields=["state", "decided_by", "decided_on"])
    flow.keep_receipt(actor, once, sheet)
    return sheet


def _ensure_reviewer(actor: User, sheet: ChangeSheet) -> None:
    if not policies.may_keep_register(actor, sheet.unit):
        raise PermissionDenied(f"只有主管{sheet.unit.name}的编办可以审核人员信息变更。")
    if not policies.may_review(actor, sheet):
        raise PermissionDenied("填报或报送变更的人不能审核自己的变更单。")


def _ensure_complete(lines: list[ChangeLine], decisions: Mapping[int, Decision]) -> None:
    wrong: dict[str, str] = {}
    for line in lines:
        decision = decisions.get(line.pk)
        if decision is None or decision.verdict not in Verdict.values:
            wrong[f"line_{line.pk}"] = "请选择采纳或退回。"
        elif decision.verdict == Verdict.RETURNED and not decision.note.strip():
            wrong[f"line_{line.pk}"] = "退回须填写原因。"
        elif len(decision.note) > 200:
            wrong[f"line_{line.pk}"] = "退回原因不超过200字。"
    if wrong:
        raise ValidationError(wrong)


def _apply(lines: list[ChangeLine]) -> None:
    """Building block: write accepted lines to person and posting, all or none."""
    ids = {line.posting_id for line in lines}
    found = Posting.objects.select_for_update(of=("self",)).select_related("person").filter(pk__in=ids)
    postings = {posting.pk: posting for posting in found.order_by("id")}
    wrong = {f"line_{line.pk}": sentence for line in lines if (sentence := moved(line, postings[line.posting_id]))}
    if wrong:
        raise ValidationError(wrong)
    people: dict[int, Person] = {}
    columns: dict[type[Any], set[str]] = {Person: set(), Posting: set()}
    for line in lines:
        posting = postings[line.posting_id]
        person = people.setdefault(posting.person_id, posting.person)
        table = facts.kept_in(line.field)
        setattr(person if table is Person else posting, line.field, facts.column(line.field).to_python(line.new))
        columns[table].add(line.field)
    if columns[Person]:
        Person.objects.bulk_update(people.values(), sorted(columns[Person]))
    if columns[Posting]:
        Posting.objects.bulk_update(postings.values(), sorted(columns[Posting]))


def moved(line: ChangeLine, posting: Posting) -> str:
    """Why a line can no longer be accepted; empty when the value on record is still the one it was written against."""
    if posting.ended_on is not None:
        return f"{posting.person}已于{posting.ended_on}出编，只能退回。"
    current = _current(posting, line.field)
    if current == line.old:
        return ""
    return f"登记值已由“{facts.told(line.field, line.old)}”变为“{facts.told(line.field, current)}”，请退回核对。"


def _current(posting: Posting, name: str) -> Any:
    return facts.stored(getattr(posting.person if facts.kept_in(name) is Person else posting, name))


@use_case
def correct(
    person: Person,
    *,
    actor: User,
    posting: Posting | None,
    values: Mapping[str, Any],
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> Person:
    """The office changes any fact by itself, locked ones too, on a document; sex and birth date follow the number."""
    if posting is None or not policies.may_keep_register(actor, posting.unit):
        raise PermissionDenied("只有主管该人员单位的编办可以更正。")
    if document.state != Document.State.ISSUED or not reason.strip():
        raise ValidationError({"reason": "更正须有已印发的依据文件和事由。"}, code="basis")
    _ensure_known(values)
    _ensure_well(values)
    acting.cite(document=document.number)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _ensure_fitting(person, posting, values)
    for table, row in ((Person, person), (Posting, posting)):
        names = [name for name in values if facts.kept_in(name) is table]
        _write(row, {name: values[name] for name in names})
    flow.keep_receipt(actor, once, person)
    return person


def _ensure_fitting(person: Person, posting: Posting, values: Mapping[str, Any]) -> None:
    """What two facts say together: sex and category of retirement, enrolment and the day from which the post counts."""
    category, enrolled_on = values.get("retirement_category"), values.get("enrolled_on")
    wrong = {}
    if category is not None:
        choosing.ensure_kept(person, category, person.birth_date, field="retirement_category")
    if category and (category == RetirementCategory.MALE_60) != (person.sex == Sex.MALE):
        wrong["retirement_category"] = f"退休类别与性别不符，登记的性别为{person.get_sex_display()}。"
    if enrolled_on and enrolled_on > posting.started_on:
        wrong["enrolled_on"] = f"入编时间不能晚于占编起始日期{posting.started_on}。"
    if wrong:
        raise ValidationError(wrong)


def _write(row: Any, values: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if "name" in changed:
        changed["name_initials"] = initials(changed["name"])
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))


def _locked(pk: int) -> ChangeSheet:
    return ChangeSheet.objects.select_for_update(of=("self",)).select_related("unit__region").get(pk=pk)


def _ensure_known(values: Mapping[str, Any]) -> None:
    if strange := [name for name in values if name not in facts.KEPT]:
        raise ValidationError(f"没有“{strange[0][:40]}”这一项信息。", code="unknown_fact")


def _ensure_state(sheet: ChangeSheet, state: SheetState, what: str) -> None:
    if sheet.state != state:
        raise ValidationError(f"变更单{sheet.number}{sheet.get_state_display()}，不能{what}。", code="state")
