"""Invented people: ID numbers of the division 000000, which does not exist."""

from itertools import count

from staffing.facts import NewPerson
from staffing.id_numbers import check_character

_next = count(1)


def id_number(sequence: int, *, born: str = "19850615") -> str:
    """A number that holds by the standard; an odd sequence is male."""
    stem = f"000000{born}{sequence % 1000:03d}"
    return stem + check_character(stem)


def new_person(name: str = "", **fields: object) -> NewPerson:
    number = next(_next)
    born = f"{1960 + number // 1000 % 45:04d}0615"
    return NewPerson(name or f"示例{number}", id_number(number, born=born), **fields)
