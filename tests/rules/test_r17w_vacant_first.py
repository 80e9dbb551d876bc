"""R17W 先用空编: a unit with many free posts is asked to use them before it gets more."""

import datetime as dt

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.cast import make_unit
from tests.stories import Actors, asked, endow, file, found, line, occupy, set_parameter
from units.models import Region, Unit

TWO_OF_TEN = "澜川市第一中学“事业编制（全额拨款）”核定10名中尚空2名，空编率20.0%，高于10%，建议先使用空编。"


def test_two_free_posts_in_ten_are_many(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_increase", staffed, asked(line(full_funded, 1, target=staffed)), actors.clerk)
    assert found(case, "R17W", actors) == [TWO_OF_TEN]


def test_one_in_ten_is_not(reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors) -> None:
    occupy(school, full_funded, 9, actors, endow(school, full_funded, 10, actors, reserve))
    case = file("quota_increase", school, asked(line(full_funded, 1, target=school)), actors.clerk)
    assert found(case, "R17W", actors) == []


def test_the_warning_comes_once_for_several_lines(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    data = asked(line(full_funded, 1, target=staffed), line(full_funded, 1, target=staffed))
    assert found(file("quota_increase", staffed, data, actors.clerk), "R17W", actors) == [TWO_OF_TEN]


def test_an_adjustment_between_units_is_not_asked_about(staffed: Unit, full_funded: QuotaType, actors: Actors) -> None:
    other = make_unit(staffed.region, "澜川市第二中学", category="institution")
    data = asked(line(full_funded, 1, source=staffed, target=other))
    assert found(file("quota_adjust", staffed, data, actors.clerk), "R17W", actors) == []


@pytest.mark.parametrize(("percent", "warned"), [(19, True), (20, False)])
def test_the_share_is_set_by_the_region(
    percent: int, warned: bool, staffed: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    set_parameter("R17W", "vacant_percent", percent, region=staffed.region, starts_on=dt.date(2026, 1, 1))
    case = file("quota_increase", staffed, asked(line(full_funded, 1, target=staffed)), actors.clerk)
    assert bool(found(case, "R17W", actors)) is warned


def test_it_holds_for_the_region_from_its_day_on_and_nowhere_else(
    staffed: Unit, district: Region, full_funded: QuotaType, actors: Actors
) -> None:
    set_parameter("R17W", "vacant_percent", 50, region=district, starts_on=dt.date(2020, 1, 1))
    set_parameter("R17W", "vacant_percent", 50, region=staffed.region, starts_on=dt.date(2026, 3, 2))
    case = file("quota_increase", staffed, asked(line(full_funded, 1, target=staffed)), actors.clerk)
    assert found(case, "R17W", actors) == [TWO_OF_TEN]
    later = asked(line(full_funded, 1, target=staffed)) | {"effective_on": dt.date(2026, 3, 2)}
    assert found(file("quota_increase", staffed, later, actors.clerk), "R17W", actors) == []
