"""What the statements of the register take without Python around them, against the barest ones for the same rows."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import connection

from accounts.models import User
from benchmarks import asks, folk
from benchmarks.bare import Bare
from benchmarks.measuring import Result, Work, against
from benchmarks.scale import Scale
from staffing import roster
from staffing.encryption import blind_index
from staffing.id_numbers import id_number
from staffing.roster import Wanted
from staffing.walking import Reach
from units.models import Unit

TIMES_UNIT_STAFF, TIMES_NAME_PREFIX, TIMES_ID_EXACT = 4.0, 3.0, 5.0
CHOSEN = 40
UNIT_STAFF = """
    select p.id, p.name, p.birth, s.type_id, s.started_on from bare.posting s join bare.person p on p.id = s.person_id
     where s.unit_id = %(unit_id)s and s.ended_on is null order by s.id limit 50"""
NAME_PREFIX = """
    select p.id, p.name, s.unit_id
      from bare.person p join bare.posting s on s.person_id = p.id and s.ended_on is null
     where p.name like %(q)s || '%%' order by p.name using ~<~, p.id limit 50"""
ID_EXACT = """
    select p.id, p.name, s.unit_id
      from bare.person p left join bare.posting s on s.person_id = p.id and s.ended_on is null
     where p.id_index = %(index)s"""
Ask = dict[str, Any]


def measure(scale: Scale, bare: Bare, user: User) -> Iterator[Result]:
    """A unit's roster, a search by name, a search by ID number."""
    regions = roster.regions_of(user)
    everywhere = roster.reach_of(user, regions)
    units, names = bare.dicts(asks.CROWDS), bare.dicts(asks.OFTEN)
    found = Unit.objects.in_bulk([ask["unit_id"] for ask in units])
    reaches = [roster.reach_of(user, regions, unit=found[ask["unit_id"]]) for ask in units]
    numbers = [folk.id_number(p) for p in range(0, scale.people, max(1, scale.people // CHOSEN))]
    of_units = [partial(_page, reach) for reach in reaches]
    of_names = [partial(_page, everywhere, ask["q"]) for ask in names]
    of_numbers = [partial(roster.with_number, user, id_number(number)) for number in numbers]
    indexes = [{"index": blind_index(number)} for number in numbers]
    return itertools.chain(
        _against("statements of a unit's roster", of_units, UNIT_STAFF, units, TIMES_UNIT_STAFF, scale, bare),
        _against("statements of a search by name", of_names, NAME_PREFIX, names, TIMES_NAME_PREFIX, scale, bare),
        _against("statements of a search by number", of_numbers, ID_EXACT, indexes, TIMES_ID_EXACT, scale, bare),
    )


def _page(reach: Reach, text: str = "") -> object:
    return roster.page_of(Wanted(reach, roster.conditions({}, []), text), {})


def _against(
    name: str, works: Sequence[Work], floor: str, given: list[Ask], goal: float, scale: Scale, bare: Bare
) -> Iterator[Result]:
    replays, floors = itertools.cycle([_replay(bare, work) for work in works]), itertools.cycle(given)
    yield against(
        name, lambda: next(replays)(), lambda: bare.rows(floor, next(floors)), goal=goal, samples=scale.samples,
        rounds=scale.rounds,
    )  # fmt: skip


def _replay(bare: Bare, work: Work) -> Callable[[], None]:
    """A call that sends the statements of the work once more, barely."""
    statements: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        work()

    def replay() -> None:
        for sql, parameters in statements:
            bare.rows(sql, parameters)

    return replay
