"""Walks through the register in keyset steps: unit by unit in the order of the tree, or by name through its index.

The limit always comes before the join, nothing is counted, and a step looks at no more than BOUND people, however
rare those are who fit the conditions: then the page says so and goes on from there.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

BOUND = 5000

# Lateral subqueries with an order of their own are nested loops, so that the rows come unit by unit, as they are read.
UNIT_BY_UNIT = """
    select p.id as key, p.* from unnest(%(regions)s::bigint[], %(whole)s::boolean[]) with ordinality as r(id, whole, n)
     cross join lateral (
       select u.id from units_unit u
        where u.region_id = r.id and (r.whole or u.id = any(%(units)s::bigint[]))
          and (r.n > 1 or {units_from}) order by u.position {way}, u.number {way}) u
     cross join lateral (
       select p.* from staffing_posting p where p.unit_id = u.id and {state} and {people_from}
        order by p.id {way} limit {bound}) p
     limit {bound}"""

# One unit needs no walk.
OF_ONE_UNIT = """
    select p.id as key, p.* from staffing_posting p where p.unit_id = %(one)s and {state} and {people_from}
     order by p.id {way} limit {bound}"""

NAMES = """
    select h.id as key from staffing_person h where h.{column} like %(prefix)s and {names_from}
     order by h.{column} using ~{sign}~, h.id {way} limit {bound}"""

# An array keeps the planner from the index of the exclusion constraint, which is slower for one person; the subquery is
# hashed once, a list of regions anew for each person.
ON_POSTS = """
    select k.key, p.* from ({names}) k
     cross join lateral (
       select p.* from staffing_posting p join units_unit u on u.id = p.unit_id
        where p.person_id = any(array[k.key]) and {state}
          and (u.region_id in (select unnest(%(whole_regions)s::bigint[])) or u.id = any(%(units)s::bigint[]))
        order by p.id desc limit 1) p"""

FITTING = "select c.id from ({candidates}) c {persons} where {of_posting} limit {size}"
PERSONS = "cross join lateral (select 1 from staffing_person h where h.id = c.person_id and {of_person} offset 0) h"

STATES = {"active": "p.ended_on is null", "left": "p.ended_on is not null"}


@dataclass(frozen=True)
class Reach:
    """Where a walk leads: regions in their order, which of them are covered whole, and single units beside."""

    regions: list[int]
    whole: list[bool]
    units: list[int] = field(default_factory=list)

    @property
    def whole_regions(self) -> list[int]:
        return [region for region, whole in zip(self.regions, self.whole, strict=True) if whole]

    @property
    def one_unit(self) -> int:
        """The unit to which the walk is confined; 0 where it leads further."""
        return self.units[0] if len(self.units) == 1 and not any(self.whole) else 0


@dataclass(frozen=True)
class Conditions:
    """SQL on the posting (`c`) and on the person (`h`), with its parameters; none is everybody."""

    of_posting: tuple[str, ...] = ()
    of_person: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    state: str = "active"

    @property
    def narrow(self) -> bool:
        return bool(self.of_posting or self.of_person)


@dataclass(frozen=True)
class Step:
    """Ids of postings in the order of the walk, and how far it looked where it stopped at BOUND before it was full."""

    ids: list[int]
    frontier: int | None = None


@dataclass(frozen=True)
class Place:
    """A posting's place in the order of units."""

    posting: int
    unit: int
    region: int
    position: int
    number: str


def unit_by_unit(reach: Reach, conditions: Conditions, *, start: Place | None, backwards: bool, size: int) -> Step:
    """The next people in the order of regions, units and enrolment, beyond a place or from the start."""
    # Without conditions everybody fits, so that nobody is looked at in vain.
    bound = BOUND if conditions.narrow else size
    way, beyond = ("desc", "<") if backwards else ("asc", ">")
    if reach.one_unit and (start is None or start.unit == reach.one_unit):
        here = f"p.id {beyond} %(posting)s" if start else "true"
        state = STATES[conditions.state]
        candidates = OF_ONE_UNIT.format(way=way, people_from=here, state=state, bound=bound)
        known = {"one": reach.one_unit, **(vars(start) if start else {})}
        return _step(candidates, candidates if conditions.narrow else "", known, conditions, size)
    regions, whole = list(reach.regions), list(reach.whole)
    if backwards:
        regions, whole = regions[::-1], whole[::-1]
    if start is not None:
        at = regions.index(start.region)
        regions, whole = regions[at:], whole[at:]
    parts = {
        "way": way,
        "units_from": f"(u.position, u.number) {beyond}= (%(position)s, %(number)s)" if start else "true",
        "people_from": f"(u.id <> %(unit)s or p.id {beyond} %(posting)s)" if start else "true",
    }
    candidates = UNIT_BY_UNIT.format(**parts, state=STATES[conditions.state], bound=bound)
    params = {"regions": regions, "whole": whole, "units": reach.units, **(vars(start) if start else {})}
    return _step(candidates, candidates if conditions.narrow else "", params, conditions, size)


@dataclass(frozen=True)
class Named:
    """A search by the start of a name, or of its initials, and the person after whom it goes on."""

    column: str
    prefix: str
    after: tuple[str, int] | None = None


def by_name(reach: Reach, conditions: Conditions, *, named: Named, backwards: bool, size: int) -> Step:
    """The next people whose name begins so, in the order of names; one posting for each of them."""
    sign, way = (">", "desc") if backwards else ("<", "asc")
    beyond = "<" if backwards else ">"
    here = f"h.{named.column} ~{beyond}=~ %(name)s and (h.{named.column} <> %(name)s or h.id {beyond} %(person)s)"
    parts = {"column": named.column, "sign": sign, "way": way, "names_from": here if named.after else "true"}
    literal = named.prefix.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    params: dict[str, Any] = {
        "prefix": f"{literal}%",
        "whole_regions": reach.whole_regions,
        "units": reach.units,
    }
    if named.after:
        params["name"], params["person"] = named.after
    names = NAMES.format(**parts, bound=BOUND)
    candidates = ON_POSTS.format(names=names, state=STATES[conditions.state])
    return _step(candidates, names, params, conditions, size)


COUNTED = """
    select count(*) from (
      select 1 from (select p.* from staffing_posting p where {state}) c
        join staffing_person h on h.id = c.person_id join units_unit u on u.id = c.unit_id
       where {of_posting} and {of_person}
         and (u.region_id = any(%(whole_regions)s::bigint[])
              or u.region_id = any(%(regions)s::bigint[]) and u.id = any(%(units)s::bigint[])) limit %(limit)s) x"""


def count(reach: Reach, conditions: Conditions, *, limit: int) -> int:
    """How many there are on the walk, counted no further than a limit."""
    of_posting, of_person = (" and ".join(each) or "true" for each in (conditions.of_posting, conditions.of_person))
    sql = COUNTED.format(state=STATES[conditions.state], of_posting=of_posting, of_person=of_person)
    place = {"regions": reach.regions, "whole_regions": reach.whole_regions, "units": reach.units}
    return _column(sql, {**conditions.params, **place, "limit": limit})[0]


def _step(candidates: str, looked_at: str, params: dict[str, Any], conditions: Conditions, size: int) -> Step:
    """The candidates that fit; where they are fewer than asked for, how far the search went before it stopped."""
    given = {**params, **conditions.params}
    of_person, of_posting = (" and ".join(each) or "true" for each in (conditions.of_person, conditions.of_posting))
    persons = PERSONS.format(of_person=of_person) if conditions.of_person else ""
    fitting = FITTING.format(candidates=candidates, size=size, persons=persons, of_posting=of_posting)
    ids = _column(fitting, given)
    if len(ids) >= size or not looked_at:
        return Step(ids)
    last = _column(f"select l.key from ({looked_at}) l offset {BOUND - 1} limit 1", given)
    return Step(ids, last[0] if last else None)


def _column(sql: str, params: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
