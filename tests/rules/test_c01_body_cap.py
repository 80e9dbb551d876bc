"""C01 机构限额不突破: a new body within the cap finds a free place under it."""

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.cast import make_region
from tests.stories import (
    EFFECTIVE,
    Actors,
    approve,
    asked,
    decide,
    endow,
    file,
    found,
    kind,
    line,
    ready,
)
from units.models import Region, Unit


@pytest.fixture
def cap(region: Region, bureau: Unit, actors: Actors, paper: Document) -> QuotaType:
    """A cap of two bodies for the city."""
    endow(region, kind("party_government_body"), 2, actors, paper)
    return kind("party_government_body")


def body(name: str, **more: object) -> dict[str, object]:
    return {
        "name": name, "category": "organ", "rank": "division_chief", "within_cap": True, "effective_on": EFFECTIVE,
    } | more  # fmt: skip


def test_the_last_free_place_may_be_taken(cap: QuotaType, bureau: Unit, actors: Actors) -> None:
    decide("body_set_up", bureau, body("澜川市数据局"), actors)
    case = file("body_set_up", bureau, body("澜川市统计局"), actors.clerk)
    assert found(case, "C01", actors) == []


def test_the_formula_counts_what_exists_and_what_is_decided(cap: QuotaType, bureau: Unit, actors: Actors) -> None:
    decide("body_set_up", bureau, body("澜川市数据局"), actors)
    approve(ready("body_set_up", bureau, body("澜川市统计局"), actors), actors)
    case = file("body_set_up", bureau, body("澜川市信访局"), actors.clerk)
    assert found(case, "C01", actors) == [
        "澜川市党政机构限额2个，现有1个、已批未设1个，1 + 1 + 1 = 3 > 2，将突破限额。"
    ]


def test_without_any_cap_there_is_no_place(bureau: Unit, actors: Actors) -> None:
    case = file("body_set_up", bureau, body("澜川市数据局"), actors.clerk)
    assert found(case, "C01", actors) == [
        "澜川市党政机构限额0个，现有0个、已批未设0个，0 + 0 + 1 = 1 > 0，将突破限额。"
    ]


def test_a_town_counts_under_the_office_in_charge_of_it(cap: QuotaType, bureau: Unit, actors: Actors) -> None:
    town = make_region("990103101", "荷塘镇")
    decide("body_set_up", bureau, body("荷塘镇党政办公室", region=town), actors)
    decide("body_set_up", bureau, body("澜川市数据局"), actors)
    case = file("body_set_up", bureau, body("荷塘镇经济发展办公室", region=town), actors.clerk)
    assert found(case, "C01", actors) == [
        "澜川市党政机构限额2个，现有2个、已批未设0个，2 + 0 + 1 = 3 > 2，将突破限额。"
    ]


def test_a_district_has_a_cap_of_its_own(
    cap: QuotaType, district: Region, bureau: Unit, actors: Actors, paper: Document
) -> None:
    decide("quota_grant", bureau, asked(line(cap, 1, region=district), basis=paper), actors)
    decide("body_set_up", bureau, body("望湖区数据局", region=district), actors)
    other = file("body_set_up", bureau, body("望湖区统计局", region=district), actors.clerk)
    assert found(other, "C01", actors) == [
        "望湖区党政机构限额1个，现有1个、已批未设0个，1 + 0 + 1 = 2 > 1，将突破限额。"
    ]
    own = file("body_set_up", bureau, body("澜川市数据局"), actors.clerk)
    assert found(own, "C01", actors) == []


def test_an_institution_outside_the_cap_needs_no_place(cap: QuotaType, bureau: Unit, actors: Actors) -> None:
    data = body("澜川市博物馆", category="institution", within_cap=False)
    assert found(file("body_set_up", bureau, data, actors.clerk), "C01", actors) == []


def test_a_new_name_needs_no_place(bureau: Unit, education: Unit, actors: Actors) -> None:
    data = {"unit": education, "name": "澜川市教育体育局", "effective_on": EFFECTIVE}
    assert found(file("body_rename", education, data, actors.clerk), "C01", actors) == []


def test_an_abolished_body_leaves_its_place_to_another(
    cap: QuotaType, region: Region, bureau: Unit, actors: Actors
) -> None:
    for name in ("澜川市数据局", "澜川市统计局"):
        decide("body_set_up", bureau, body(name), actors)
    old = region.units.get(name="澜川市统计局")
    decide("body_abolish", bureau, {"unit": old, "effective_on": EFFECTIVE}, actors)
    case = file("body_set_up", bureau, body("澜川市信访局"), actors.clerk)
    assert found(case, "C01", actors) == []
