"""The roster (人员名册) of whatever a user oversees: filtered, unit by unit or by name, page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from accounts.paging import Page, cut
from accounts.queries import key_in
from staffing import walking
from staffing.encryption import blind_index
from staffing.id_numbers import IdNumber
from staffing.models import Person, Posting
from staffing.roster_rows import Row, rows_of
from staffing.walking import Conditions, Named, Place, Reach, Step
from units.mandates import scope_of
from units.models import Region, Unit

SIZE = 50


@dataclass(frozen=True)
class Roster:
    """A page of postings; `stopped` says that the search was cut off after looking at so many people."""

    page: Page[Row]
    stopped: int = 0


def regions_of(user: User) -> list[Region]:
    """The regions in which the user sees people, in the order of their codes."""
    seen = Region.objects.visible_to(user).only("code", "name", "prefix")
    return list(seen.order_by("prefix"))


def reach_of(user: User, regions: list[Region], *, region: Region | None = None, unit: Unit | None = None) -> Reach:
    """What the user oversees, narrowed to a region with all below it, or to one unit that the user sees."""
    if unit is not None:
        return Reach([unit.region_id], [False], [unit.pk])
    scope = scope_of(user)
    within = [each for each in regions if region is None or each.prefix.startswith(region.prefix)]
    whole = [any(each.prefix.startswith(prefix) for prefix in scope.region_prefixes) for each in within]
    own = Unit.objects.filter(scope.as_own_condition(), region__in=[each.pk for each in within])
    has_own = bool(scope.unit_ids | scope.department_ids)
    units = list(own.values_list("pk", flat=True)) if has_own else []
    return Reach([each.pk for each in within], whole, units)


@dataclass(frozen=True)
class Wanted:
    """Who is wanted: the start of a name or of its initials, where, and what else must be so."""

    reach: Reach
    conditions: Conditions
    text: str = ""


OF_POSTING = ("entry_way", "staff_class", "post_category")


def conditions(given: Mapping[str, Any], types: list[int]) -> Conditions:
    """What must be so of person and post, from the values of a valid form; empty values ask for nothing."""
    of_posting = [f"c.{name} = %({name})s" for name in OF_POSTING if given.get(name)]
    of_person = []
    if types:
        of_posting.append("c.quota_type_id = any(%(types)s::bigint[])")
    if given.get("education"):
        of_person.append("left(h.education, 1) = %(education)s")
    if given.get("retirement_category"):
        of_person.append("h.retirement_category = %(retirement_category)s")
    params = {name: given.get(name) for name in (*OF_POSTING, "education", "retirement_category")}
    state = given.get("state") or "active"
    return Conditions(tuple(of_posting), tuple(of_person), {**params, "types": types}, state)


def page_of(wanted: Wanted, cursors: Mapping[str, str], size: int = SIZE) -> Roster:
    """A page in the order of units; a search by name among many units comes in the order of names."""
    after, before = key_in(cursors.get("after", "")), key_in(cursors.get("before", ""))
    walked = _walked(wanted, after, before, size + 1)
    return _roster(walked, size, by_name=_by_index(wanted))


def ids_of(wanted: Wanted, size: int) -> Iterator[list[int]]:
    """All postings in the order of the pages, as ids, about so many at a time."""
    after = 0
    while True:
        step = _walked(wanted, after, 0, size).step
        yield step.ids
        if len(step.ids) < size and step.frontier is None:
            return
        after = _key(step.ids[-1], by_name=_by_index(wanted)) if len(step.ids) == size else step.frontier or 0


def count_of(wanted: Wanted, limit: int) -> int:
    """How many postings there are, counted no further than a limit."""
    return walking.count(wanted.reach, _with_name(wanted), limit=limit)


def _by_index(wanted: Wanted) -> bool:
    """One character fits so many people that the walk meets them soon; one unit has few people whatever the name."""
    return len(wanted.text) > 1 and (any(wanted.reach.whole) or len(wanted.reach.units) > 1)


@dataclass(frozen=True)
class _Walked:
    """A step of a walk, whether it went on from a cursor, and which way."""

    step: Step
    is_on: bool
    backwards: bool


def _column(text: str) -> tuple[str, str]:
    """Latin letters are initials of the name in pinyin; all else is the name itself."""
    return ("name_initials", text.lower()) if text.isascii() else ("name", text)


def _with_name(wanted: Wanted) -> Conditions:
    if not wanted.text:
        return wanted.conditions
    column, start = _column(wanted.text)
    known = wanted.conditions
    named = (*known.of_person, f"starts_with(h.{column}, %(start)s)")
    return replace(known, of_person=named, params={**known.params, "start": start})


def _walked(wanted: Wanted, after: int, before: int, size: int) -> _Walked:
    """The next ids beyond a cursor; names have people for their cursors, units have postings."""
    if _by_index(wanted):
        column, start = _column(wanted.text)
        last = Person.objects.filter(pk=after or before).values_list(column, "pk").first() if after or before else None
        backwards, named = last is not None and not after, Named(column, start, last)
        step = walking.by_name(wanted.reach, wanted.conditions, named=named, backwards=backwards, size=size)
        return _Walked(step, last is not None, backwards)
    place = _place(after or before, wanted.reach)
    backwards = place is not None and not after
    step = walking.unit_by_unit(wanted.reach, _with_name(wanted), start=place, backwards=backwards, size=size)
    return _Walked(step, place is not None, backwards)


def _key(posting: int, *, by_name: bool) -> int:
    return Posting.objects.values_list("person_id", flat=True).get(pk=posting) if by_name else posting


def _roster(walked: _Walked, size: int, *, by_name: bool) -> Roster:
    step, backwards = walked.step, walked.backwards
    rows = rows_of(step.ids)
    after, before = "1" if walked.is_on and not backwards else "", "1" if backwards else ""
    page = cut(rows, size, lambda row: str(row.person_id if by_name else row.pk), after=after, before=before)
    if step.frontier is None:
        return Roster(page)
    last = str(step.frontier)
    return Roster(replace(page, previous=last) if backwards else replace(page, next=last), walking.BOUND)


def _place(posting: int, reach: Reach) -> Place | None:
    fields = ("pk", "unit_id", "unit__region_id", "unit__position", "unit__number")
    found = Posting.objects.filter(pk=posting).values_list(*fields).first() if posting else None
    return Place(*found) if found is not None and found[2] in reach.regions else None


def with_number(user: User, number: IdNumber) -> Person | None:
    """The person of exactly this ID number, if the user sees them; whoever else has it stays unknown."""
    return Person.objects.visible_to(user).filter(id_number_index=blind_index(number.text)).first()
