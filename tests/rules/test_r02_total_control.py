"""R02 总量不突破: what a request takes from the reserve is there."""

import datetime as dt

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.cast import make_unit
from tests.stories import Actors, asked, file, found, line
from units.models import Region, Unit


@pytest.mark.parametrize("code", ["quota_increase", "quota_floating", "quota_allot"])
def test_the_whole_reserve_may_be_used(
    code: str, reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = file(code, school, asked(line(full_funded, 20, target=school), ends_on=dt.date(2027, 3, 1)), actors.clerk)
    assert found(case, "R02", actors) == []


def test_one_more_than_the_reserve_would_break_the_total(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = file("quota_increase", school, asked(line(full_funded, 21, target=school)), actors.clerk)
    assert found(case, "R02", actors) == [
        "澜川市“事业编制（全额拨款）”储备20名，申请动用21名，20 − 21 = -1，将突破总量1名。"
    ]


def test_all_lines_draw_on_the_same_reserve(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    other = make_unit(school.region, "澜川市第二中学", category="institution")
    data = asked(line(full_funded, 12, target=school), line(full_funded, 12, target=other))
    case = file("quota_increase", school, data, actors.clerk)
    assert found(case, "R02", actors) == [
        "澜川市“事业编制（全额拨款）”储备20名，申请动用24名，20 − 24 = -4，将突破总量4名。"
    ]


def test_a_grant_to_a_lower_region_comes_out_of_the_reserve(
    reserve: Document, bureau: Unit, district: Region, full_funded: QuotaType, actors: Actors
) -> None:
    data = asked(line(full_funded, 25, region=district), basis=reserve)
    case = file("quota_grant", bureau, data, actors.clerk)
    assert found(case, "R02", actors) == [
        "澜川市“事业编制（全额拨款）”储备20名，申请动用25名，20 − 25 = -5，将突破总量5名。"
    ]


def test_moving_posts_between_units_leaves_the_total_alone(
    staffed: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    other = make_unit(staffed.region, "澜川市第二中学", category="institution")
    case = file("quota_adjust", staffed, asked(line(full_funded, 2, source=staffed, target=other)), actors.clerk)
    assert found(case, "R02", actors) == []
