"""R17 超编单位只出不进: a unit above its cap is given no more than what clears the difference."""

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, asked, endow, file, found, line, occupy, over_staff
from units.models import Unit


@pytest.fixture
def overfull(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> Unit:
    """The school: five posts, seven people; fifteen posts in the reserve."""
    endow(school, full_funded, 5, actors, reserve)
    occupy(school, full_funded, 5, actors, reserve)
    over_staff(school, full_funded, 2, actors, reserve)
    return school


@pytest.mark.parametrize("wanted", [1, 2])
def test_posts_may_clear_the_difference(wanted: int, overfull: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", overfull, asked(line(full_funded, wanted, target=overfull)), actors.clerk)
    assert found(case, "R17", actors) == []


def test_not_one_more(overfull: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", overfull, asked(line(full_funded, 3, target=overfull)), actors.clerk)
    assert found(case, "R17", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”核定5名、实有7名，超编2名；本次申请3名，多于消化超编所需的2名。"
    ]


def test_the_lines_of_a_request_are_taken_together(overfull: Unit, full_funded: QuotaType, actors: Actors) -> None:
    data = asked(line(full_funded, 2, target=overfull), line(full_funded, 1, target=overfull))
    case = file("quota_increase", overfull, data, actors.clerk)
    assert found(case, "R17", actors) == [
        "澜川市第一中学“事业编制（全额拨款）”核定5名、实有7名，超编2名；本次申请3名，多于消化超编所需的2名。"
    ]


def test_a_full_unit_is_not_over_its_cap(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", staffed, asked(line(full_funded, 10, target=staffed)), actors.clerk)
    assert found(case, "R17", actors) == []
