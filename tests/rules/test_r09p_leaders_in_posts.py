"""R09P 职数预审: nobody takes a leadership post that is not vacant."""

from staffing.appointing import Terms
from tests.rules.appointments import posts, sentences
from units.models import Unit

FULL = "澜川市第一中学“乡科级正职”核定1名、现任占职1名，没有空缺，须先免后任（一出一进）。"


def test_a_vacant_post_is_taken(school: Unit) -> None:
    assert sentences("R09P", school, posts(vacant=1, occupied=1), Terms()) == []


def test_a_full_unit_takes_nobody(school: Unit) -> None:
    assert sentences("R09P", school, posts(occupied=1), Terms()) == [FULL]


def test_a_reserved_post_is_not_vacant(school: Unit) -> None:
    [said] = sentences("R09P", school, posts(occupied=1, locked=1), Terms())
    assert said == "澜川市第一中学“乡科级正职”核定2名、现任占职1名、预留1名，没有空缺，须先免后任（一出一进）。"


def test_a_unit_that_is_over_only_releases(school: Unit) -> None:
    [said] = sentences("R09P", school, posts(occupied=2, excess=-1), Terms())
    assert said == "澜川市第一中学“乡科级正职”核定1名、现任占职2名，超职数1名，只出不进。"


def test_who_takes_no_post_or_has_an_exception_is_not_asked(school: Unit) -> None:
    assert sentences("R09P", school, posts(occupied=1), Terms(is_concurrent=True, takes_post=False)) == []
    assert sentences("R09P", school, posts(occupied=1), Terms(), by_exception=True) == []
