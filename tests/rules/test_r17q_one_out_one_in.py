"""R17Q 满编单位出一进一: one for each who is to leave this year and for whom no other slot waits."""

import pytest

from approvals import issuing
from approvals.models import Document
from quotas.models import QuotaType
from tests.rules.plans import YEAR, heads, in_turn, plan, retiring, said
from tests.stories import Actors, approve, endow, ready
from units.models import Unit


@pytest.fixture
def full(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> Unit:
    """The school: three posts, three men who are to retire."""
    endow(school, full_funded, 3, actors, reserve)
    retiring(school, full_funded, 3, actors, reserve)
    return school


def sentence(leaving: int, waiting: int, count: int) -> str:
    room = leaving - waiting
    return (
        f"澜川市第一中学“事业编制（全额拨款）”{YEAR}年底前预计退休{leaving}名，已有{waiting}个用编号待空编，"
        f"可“出一进一”{room}名，计划{count}名。"
    )


@pytest.mark.parametrize(("count", "findings"), [(2, []), (3, []), (4, [sentence(3, 0, 4)])])
def test_as_many_come_as_leave(
    count: int, findings: list[str], full: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    assert said("R17Q", full, actors, in_turn(full, full_funded, count)) == findings


@pytest.mark.parametrize("issued", [False, True])
def test_who_leaves_makes_room_for_one_plan_only(
    issued: bool, full: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = ready("hiring_plan", full, plan(in_turn(full, full_funded, 2)), actors)
    approve(case, actors)
    if issued:
        issuing.issue(case.pk, actor=actors.clerk, title="通知单")
    assert said("R17Q", full, actors, in_turn(full, full_funded, 1)) == []
    assert said("R17Q", full, actors, in_turn(full, full_funded, 2)) == [sentence(3, 2, 2)]


def test_vacant_posts_are_used_first(full: Unit, full_funded: QuotaType, actors: Actors, reserve: Document) -> None:
    endow(full, full_funded, 2, actors, reserve)
    assert said("R17Q", full, actors, in_turn(full, full_funded, 1)) == [
        "澜川市第一中学“事业编制（全额拨款）”尚有空编2名未用，应先使用空编，再按“出一进一”编报1名。"
    ]
    both = (heads(full, full_funded, 2), in_turn(full, full_funded, 3))
    assert said("R17Q", full, actors, *both) == []


def test_nobody_leaves_nobody_comes(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> None:
    endow(school, full_funded, 1, actors, reserve)
    retiring(school, full_funded, 1, actors, reserve, born="19900615")
    assert said("R17Q", school, actors, in_turn(school, full_funded, 1)) == [sentence(0, 0, 1)]
