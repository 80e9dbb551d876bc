"""R05 专项编制专用: political-legal posts go to the bodies they were given for."""

import datetime as dt

import pytest

from quotas.models import QuotaType
from tests.cast import make_unit
from tests.stories import Actors, asked, file, found, kind, line, set_parameter
from units.models import Region, Unit


@pytest.fixture
def special(db: None) -> QuotaType:
    return kind("political_legal")


@pytest.mark.parametrize("system", ["court", "procuratorate"])
def test_courts_and_procuratorates_use_them(
    system: str, region: Region, bureau: Unit, special: QuotaType, actors: Actors
) -> None:
    court = make_unit(region, "澜川市某院", system_class=system)
    case = file("quota_allot", court, asked(line(special, 5, target=court)), actors.clerk)
    assert found(case, "R05", actors) == []


def test_another_organ_does_not(education: Unit, special: QuotaType, actors: Actors) -> None:
    case = file("quota_allot", education, asked(line(special, 5, target=education)), actors.clerk)
    assert found(case, "R05", actors) == ["“政法专项编制”5名为专项编制，澜川市教育局（政府）不在专项使用范围内。"]


def test_a_unit_without_a_system_is_outside(region: Region, bureau: Unit, special: QuotaType, actors: Actors) -> None:
    unit = make_unit(region, "澜川市看守所")
    case = file("quota_allot", unit, asked(line(special, 5, target=unit)), actors.clerk)
    assert found(case, "R05", actors) == ["“政法专项编制”5名为专项编制，澜川市看守所（未填系统）不在专项使用范围内。"]


def test_ordinary_posts_are_not_asked_about(education: Unit, admin: QuotaType, actors: Actors) -> None:
    case = file("quota_allot", education, asked(line(admin, 5, target=education)), actors.clerk)
    assert found(case, "R05", actors) == []


def test_a_region_may_name_further_systems_from_a_day_on(
    region: Region, district: Region, education: Unit, special: QuotaType, actors: Actors
) -> None:
    systems = ["court", "procuratorate", "government"]
    set_parameter("R05", "system_classes", systems, region=region, starts_on=dt.date(2026, 3, 1))
    wanted = line(special, 5, target=education)
    before = file("quota_allot", education, asked(wanted) | {"effective_on": dt.date(2026, 2, 28)}, actors.clerk)
    assert len(found(before, "R05", actors)) == 1
    since = file("quota_allot", education, asked(wanted), actors.clerk)
    assert found(since, "R05", actors) == []


def test_an_organ_of_politics_and_law_may_use_it_whatever_its_system(
    region: Region, special: QuotaType, actors: Actors
) -> None:
    police = make_unit(region, "澜川市公安局", system_class="government", nature="political_legal")
    case = file("quota_allot", police, asked(line(special, 5, target=police)), actors.clerk)
    assert found(case, "R05", actors) == []
