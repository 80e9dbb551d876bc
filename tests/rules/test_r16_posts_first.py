"""R16 先编后人: no more heads than posts are vacant, all lines of a unit and type together."""

import pytest

from quotas.models import QuotaType
from tests.rules.plans import heads, in_turn, said
from tests.stories import Actors, endow, occupy
from units.models import Unit

BOOK = "澜川市第一中学“事业编制（全额拨款）”核定10名、实有8名、锁定0名、空编2名"


@pytest.mark.parametrize("count", [1, 2])
def test_vacant_posts_may_be_used(count: int, staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    assert said("R16", staffed, actors, heads(staffed, full_funded, count)) == []


def test_not_one_more(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    assert said("R16", staffed, actors, heads(staffed, full_funded, 3)) == [f"{BOOK}，计划用编3名，超出空编1名。"]


def test_the_lines_of_a_plan_are_taken_together(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    lines = (heads(staffed, full_funded, 2), heads(staffed, full_funded, 2, "graduate"))
    assert said("R16", staffed, actors, *lines) == [f"{BOOK}，计划用编4名，超出空编2名。"]


def test_a_full_unit_can_only_take_one_for_one(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    occupy(staffed, full_funded, 2, actors, staffed.quota_accounts.get(bucket="vacant").incoming.get().document)
    assert said("R16", staffed, actors, heads(staffed, full_funded, 1)) == [
        "澜川市第一中学“事业编制（全额拨款）”核定10名、实有10名、锁定0名、空编0名，已满编，计划用编1名须改为“出一进一”。"
    ]
    assert said("R16", staffed, actors, in_turn(staffed, full_funded, 1)) == []


def test_a_unit_without_such_posts_has_none_to_use(
    staffed: Unit, education: Unit, admin: QuotaType, actors: Actors
) -> None:
    assert said("R16", education, actors, heads(education, admin, 1, "civil_exam")) == [
        "澜川市教育局“行政编制”核定0名、实有0名、锁定0名、空编0名，已满编，计划用编1名须改为“出一进一”。"
    ]
    endow(education, admin, 1, actors, staffed.quota_accounts.get(bucket="vacant").incoming.get().document)
    assert said("R16", education, actors, heads(education, admin, 1, "civil_exam")) == []
