"""C03 行政编制储备专用: recovered administrative posts leave the reserve for its own purposes only."""

import datetime as dt

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, asked, decide, endow, file, found, line, set_parameter
from units.models import Region, Unit

SENTENCE = "“行政编制”储备3名只用于区委区政府重大战略实施、重点领域体制改革、跨区域调整；本次储备用途为“{}”。"


@pytest.fixture(autouse=True)
def recovered(region: Region, admin: QuotaType, actors: Actors, paper: Document) -> None:
    endow(region, admin, 10, actors, paper)


@pytest.mark.parametrize("use", ["strategy", "reform", "cross_area"])
@pytest.mark.parametrize("code", ["quota_increase", "quota_floating"])
def test_its_own_purposes_open_the_reserve(
    code: str, use: str, education: Unit, admin: QuotaType, actors: Actors
) -> None:
    data = asked(line(admin, 3, target=education), reserve_use=use, ends_on=dt.date(2027, 3, 1))
    assert found(file(code, education, data, actors.clerk), "C03", actors) == []


@pytest.mark.parametrize(("use", "named"), [("ordinary", "其他日常需要"), ("", "未填写")])
def test_an_ordinary_use_does_not(use: str, named: str, education: Unit, admin: QuotaType, actors: Actors) -> None:
    data = asked(line(admin, 3, target=education), reserve_use=use)
    case = file("quota_increase", education, data, actors.clerk)
    assert found(case, "C03", actors) == [SENTENCE.format(named)]


def test_institution_posts_are_not_kept_apart(
    region: Region, school: Unit, full_funded: QuotaType, actors: Actors, paper: Document
) -> None:
    endow(region, full_funded, 5, actors, paper)
    case = file("quota_increase", school, asked(line(full_funded, 3, target=school)), actors.clerk)
    assert found(case, "C03", actors) == []


def test_posts_of_another_unit_are_not_the_reserve(
    bureau: Unit, education: Unit, admin: QuotaType, actors: Actors
) -> None:
    case = file("quota_adjust", education, asked(line(admin, 3, source=bureau, target=education)), actors.clerk)
    assert found(case, "C03", actors) == []


def test_a_region_names_its_own_purposes_from_a_day_on(
    region: Region, education: Unit, admin: QuotaType, actors: Actors
) -> None:
    set_parameter("C03", "purposes", ["strategy"], region=region, starts_on=dt.date(2026, 3, 1))
    data = asked(line(admin, 3, target=education), reserve_use="reform")
    assert found(file("quota_increase", education, data, actors.clerk), "C03", actors) == [
        "“行政编制”储备3名只用于区委区政府重大战略实施；本次储备用途为“重点领域体制改革”。"
    ]
    before = data | {"effective_on": dt.date(2026, 2, 28)}
    assert found(file("quota_increase", education, before, actors.clerk), "C03", actors) == []


def take_back(unit: Unit, admin: QuotaType, count: int, actors: Actors) -> None:
    decide("quota_take_back", unit, asked(line(admin, count, source=unit)), actors)


def test_a_first_allotment_is_free_of_it_as_far_as_the_reserve_was_never_allotted(
    bureau: Unit, education: Unit, admin: QuotaType, actors: Actors
) -> None:
    """Ten never allotted: six go to one organ, two of them come back, and a new organ asks."""
    decide("quota_allot", bureau, asked(line(admin, 6, target=bureau)), actors)
    take_back(bureau, admin, 2, actors)
    within = file("quota_allot", education, asked(line(admin, 4, target=education)), actors.clerk)
    assert found(within, "C03", actors) == []
    wanted = asked(line(admin, 5, target=education))
    assert found(file("quota_allot", education, wanted, actors.clerk), "C03", actors) == [
        "“行政编制”储备6名中，精简收回的2名只用于区委区政府重大战略实施、重点领域体制改革、跨区域调整；"
        "可用于首次核定4名，本次核定5名，储备用途为“未填写”。"
    ]
    stated = file("quota_allot", education, {**wanted, "reserve_use": "reform"}, actors.clerk)
    assert found(stated, "C03", actors) == []


def test_what_was_used_for_a_purpose_is_not_kept_apart_any_more(
    bureau: Unit, education: Unit, admin: QuotaType, actors: Actors
) -> None:
    decide("quota_allot", bureau, asked(line(admin, 6, target=bureau)), actors)
    take_back(bureau, admin, 2, actors)
    decide("quota_increase", bureau, asked(line(admin, 2, target=bureau), reserve_use="strategy"), actors)
    case = file("quota_allot", education, asked(line(admin, 4, target=education)), actors.clerk)
    assert found(case, "C03", actors) == []
