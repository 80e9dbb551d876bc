"""C03 行政编制储备专用: recovered administrative posts leave the reserve for its own purposes only."""

import datetime as dt

import pytest

from approvals.models import Document
from quotas.models import QuotaType
from tests.stories import Actors, asked, endow, file, found, line, set_parameter
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
