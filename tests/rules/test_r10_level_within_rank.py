"""R10 不得超机构规格: a higher level only by a dated 高配 with its paper."""

import datetime as dt

import pytest

from accounts import acting
from approvals.models import Document
from staffing.appointing import Terms
from tests.rules.appointments import posts, sentences
from units.models import Unit

UNTIL = dt.date(2027, 3, 1)


def ranked(unit: Unit, rank: str) -> Unit:
    with acting.by(acting.system_user(), reason="规格"):
        Unit.objects.filter(pk=unit.pk).update(rank=rank)
    unit.rank = rank
    return unit


@pytest.mark.parametrize(
    ("rank", "post", "level", "above"),
    [
        ("section_chief", "leader_141", None, False),
        ("section_chief", "leader_141", 142, False),
        ("section_chief", "leader_141", 132, True),
        ("section_chief", "leader_132", None, True),
        ("division_chief", "leader_131", None, False),
        ("division_chief", "division_141", None, False),
        ("division_chief", "division_141", 132, True),
        ("subsection_chief", "leader_142", None, True),
        ("unranked", "leader_131", None, False),
    ],
)
def test_a_level_above_post_or_rank_needs_a_paper(
    rank: str, post: str, level: int | None, above: bool, school: Unit
) -> None:
    found = sentences("R10", ranked(school, rank), posts(post, vacant=1), Terms(level=level))
    assert bool(found) == above
    assert all("超出规格；高配须填写批准文件和截止日期" in sentence for sentence in found)


def test_a_dated_paper_allows_it_and_nothing_else_bears_one(school: Unit, paper: Document) -> None:
    high = Terms(level=132, above_rank_document=paper, above_rank_until=UNTIL)
    assert sentences("R10", ranked(school, "section_chief"), posts(vacant=1), high) == []
    plain = Terms(level=141, above_rank_document=paper, above_rank_until=UNTIL)
    [said] = sentences("R10", school, posts(vacant=1), plain)
    assert said == "任职层次乡科级正职没有超出职务和机构规格，不填高配批准文件和截止日期。"
