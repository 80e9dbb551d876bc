"""C02 内设机构正副职数3:1: about one deputy post for three chief posts of a unit's divisions; a warning."""

import datetime as dt

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, asked, endow, file, found, kind, line, set_parameter
from units.models import Region, Unit


@pytest.fixture
def chief(db: None) -> QuotaType:
    return kind("division_141")


@pytest.fixture
def deputy(db: None) -> QuotaType:
    return kind("division_142")


@pytest.fixture
def posts(region: Region, chief: QuotaType, deputy: QuotaType, actors: Actors, paper: Document) -> None:
    """Division posts in the city's reserve."""
    endow(region, chief, 20, actors, paper)
    endow(region, deputy, 20, actors, paper)


@pytest.mark.parametrize(
    ("chiefs", "deputies", "too_many"), [(3, 1, 0), (3, 2, 1), (6, 2, 0), (6, 3, 1), (4, 2, 0), (4, 3, 1), (7, 5, 2)]
)
def test_one_deputy_for_three_chiefs_rounded_up(
    chiefs: int, deputies: int, too_many: int, posts: None, education: Unit, chief: QuotaType, deputy: QuotaType,
    actors: Actors,
) -> None:  # fmt: skip
    wanted = asked(line(chief, chiefs, target=education), line(deputy, deputies, target=education))
    sentences = found(file("quota_allot", education, wanted, actors.clerk), "C02", actors)
    assert bool(sentences) is bool(too_many)
    assert all(f"多{too_many}名。" in sentence for sentence in sentences)


def test_the_sentence_shows_the_numbers(
    posts: None, education: Unit, chief: QuotaType, deputy: QuotaType, actors: Actors
) -> None:
    wanted = asked(line(chief, 7, target=education), line(deputy, 5, target=education))
    assert found(file("quota_allot", education, wanted, actors.clerk), "C02", actors) == [
        "澜川市教育局内设机构正职7名、副职5名，按3:1副职不超过3名（7 ÷ 3，不足1名按1名计），多2名。"
    ]


def test_taking_chiefs_away_counts_too(
    education: Unit, chief: QuotaType, deputy: QuotaType, actors: Actors, paper: Document
) -> None:
    endow(education, chief, 6, actors, paper)
    endow(education, deputy, 2, actors, paper)
    kept = file("quota_cut", education, asked(line(chief, 2, source=education)), actors.clerk)
    assert found(kept, "C02", actors) == []
    case = file("quota_cut", education, asked(line(chief, 3, source=education)), actors.clerk)
    assert found(case, "C02", actors) == [
        "澜川市教育局内设机构正职3名、副职2名，按3:1副职不超过1名（3 ÷ 3，不足1名按1名计），多1名。"
    ]


def test_a_region_sets_its_own_ratio_from_a_day_on(
    posts: None, education: Unit, chief: QuotaType, deputy: QuotaType, actors: Actors
) -> None:
    set_parameter("C02", "chiefs_per_deputy", 2, region=education.region, starts_on=dt.date(2026, 3, 2))
    wanted = asked(line(chief, 4, target=education), line(deputy, 3, target=education))
    [before] = found(file("quota_allot", education, wanted, actors.clerk), "C02", actors)
    assert "按3:1副职不超过2名（4 ÷ 3，不足1名按1名计）" in before
    later = wanted | {"effective_on": dt.date(2026, 3, 2)}
    [since] = found(file("quota_allot", education, later, actors.clerk), "C02", actors)
    assert "按2:1副职不超过2名（4 ÷ 2，不足1名按1名计）" in since


def test_other_leadership_posts_have_no_such_ratio(
    region: Region, education: Unit, actors: Actors, paper: Document
) -> None:
    endow(region, kind("leader_132"), 5, actors, paper)
    case = file("quota_allot", education, asked(line(kind("leader_132"), 5, target=education)), actors.clerk)
    assert found(case, "C02", actors) == []
