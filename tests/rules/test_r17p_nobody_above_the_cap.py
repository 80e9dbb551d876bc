"""R17P 超编单位只出不进: a unit above its cap plans nobody, in turn or not."""

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.rules.plans import heads, in_turn, said
from tests.stories import Actors, endow, occupy, over_staff
from units.models import Unit


@pytest.fixture
def overfull(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> Unit:
    """The school: five posts, seven people."""
    endow(school, full_funded, 5, actors, reserve)
    occupy(school, full_funded, 5, actors, reserve)
    over_staff(school, full_funded, 2, actors, reserve)
    return school


@pytest.mark.parametrize("line", [heads, in_turn])
def test_nobody_comes_to_an_over_quota_unit(
    line: object, overfull: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    assert callable(line)
    assert said("R17P", overfull, actors, line(overfull, full_funded, 1)) == [
        "澜川市第一中学“事业编制（全额拨款）”核定5名、实有7名，超编2名，只出不进，不能计划用编1名。"
    ]


def test_a_unit_at_its_cap_is_not_above_it(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    assert said("R17P", staffed, actors, heads(staffed, full_funded, 2)) == []


def test_another_type_of_the_unit_is_another_matter(
    overfull: Unit, full_funded: QuotaType, actors: Actors, reserve: Document
) -> None:
    other = QuotaType.objects.get(code="part_funded")
    endow(overfull, other, 1, actors, reserve)
    assert said("R17P", overfull, actors, heads(overfull, other, 1)) == []
