"""R08 内设机构同级审批: leadership posts of divisions are approved by the office of the unit's own level."""

import pytest

from quotas.models import QuotaType
from tests.cast import make_region, make_unit
from tests.stories import Actors, asked, file, found, kind, line
from units.models import Region, Unit


@pytest.fixture
def division_head(db: None) -> QuotaType:
    return kind("division_141")


def test_a_city_organ_asks_the_city(education: Unit, division_head: QuotaType, actors: Actors) -> None:
    case = file("quota_allot", education, asked(line(division_head, 3, target=education)), actors.clerk)
    assert found(case, "R08", actors) == []


def test_the_city_does_not_decide_about_divisions_of_the_district(
    education: Unit, district: Region, division_head: QuotaType, actors: Actors
) -> None:
    lower = make_unit(district, "望湖区财政局")
    case = file("quota_adjust", education, asked(line(division_head, 3, source=education, target=lower)), actors.clerk)
    assert found(case, "R08", actors) == [
        "望湖区财政局的“内设机构正科级”3名属内设机构职数，应由望湖区机构编制管理机关审批，不由澜川市审批。"
    ]


def test_a_town_belongs_to_the_office_above_it(education: Unit, division_head: QuotaType, actors: Actors) -> None:
    town_hall = make_unit(make_region("990103101", "荷塘镇"), "荷塘镇人民政府")
    case = file("quota_allot", education, asked(line(division_head, 1, target=town_hall)), actors.clerk)
    assert found(case, "R08", actors) == []


def test_other_leadership_posts_are_not_asked_about(education: Unit, district: Region, actors: Actors) -> None:
    lower = make_unit(district, "望湖区财政局")
    case = file("quota_allot", education, asked(line(kind("leader_141"), 1, target=lower)), actors.clerk)
    assert found(case, "R08", actors) == []
