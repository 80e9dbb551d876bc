"""R09Q 低职占高职数: how far a leader of a lower level may take a higher post, as the office sets it."""

import pytest

from staffing.appointing import Terms
from tests.rules.appointments import posts, sentences
from tests.staffing.conftest import STARTED
from tests.stories import set_parameter
from units.models import Unit


@pytest.mark.parametrize(("level", "said"), [(131, False), (132, False), (141, True), (None, False)])
def test_a_deputy_may_take_the_chiefs_post_and_nobody_lower(level: int | None, said: bool, school: Unit) -> None:
    found = sentences("R09Q", school, posts("leader_131", vacant=1), Terms(level=level))
    assert bool(found) == said
    if said:
        assert found == ["任职层次乡科级正职比“县处级正职”低2级，按规定最多低1级可以占用，须使用本层次职数。"]


@pytest.mark.parametrize(("steps", "said"), [(0, True), (1, False)])
def test_the_office_says_how_far(steps: int, said: bool, school: Unit) -> None:
    set_parameter("R09Q", "steps", steps, region=school.region, starts_on=STARTED)
    found = sentences("R09Q", school, posts("leader_131", vacant=1), Terms(level=132))
    assert bool(found) == said


def test_who_takes_no_post_substitutes_nobody(school: Unit) -> None:
    terms = Terms(level=142, is_concurrent=True, takes_post=False)
    assert sentences("R09Q", school, posts("leader_131"), terms) == []
