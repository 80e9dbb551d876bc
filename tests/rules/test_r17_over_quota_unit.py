"""R17 超编单位只出不进: a unit above its cap is given no more than what clears the difference."""

import pytest

from approvals import deciding
from approvals.models import Document
from quotas import reports, verification
from quotas.models import QuotaType
from tests.stories import Actors, asked, decide, endow, file, found, line, occupy, over_staff
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


@pytest.mark.parametrize(("wanted", "cap", "over"), [(1, 6, 1), (2, 7, 0)])
def test_what_arrives_clears_the_difference_and_leaves_no_post_vacant(
    wanted: int, cap: int, over: int, overfull: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    decide("quota_increase", overfull, asked(line(full_funded, wanted, target=overfull)), actors)
    [balance] = reports.balances_of_unit(overfull)
    assert (balance.approved, balance.occupied, balance.vacant, balance.over) == (cap, 7, 0, over)
    assert verification.verify() == []


def test_the_approver_sees_that_it_clears(overfull: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", overfull, asked(line(full_funded, 2, target=overfull)), actors.clerk)
    effects = deciding.preview(case, actor=actors.committee).effects
    assert {(e.owner, e.bucket): (e.before, e.after) for e in effects} == {
        ("澜川市第一中学", "核定"): (5, 7), ("澜川市第一中学", "超编基数"): (-2, 0), ("澜川市", "储备"): (20, 18),
    }  # fmt: skip
