"""R03 跨层级: administrative posts do not change their level without a central paper, downwards or upwards."""

import datetime as dt

import pytest

from approvals import documents
from approvals.models import Document
from quotas.models import QuotaType
from tests.cast import make_unit
from tests.stories import Actors, asked, decide, endow, file, found, kind, line
from units.models import Region, Unit

DOWN = (
    "“行政编制”5名拟从市级（澜川市教育局）调配到乡级（柳堤镇人民政府），"
    "属行政编制跨层级调配，依据文件中没有中央机构编制管理机关的批准。"
)
OUT_OF_THE_RESERVE = DOWN.replace("澜川市教育局", "澜川市")
UP = (
    "“行政编制”5名拟从乡级（柳堤镇人民政府）调配到市级（澜川市），"
    "属行政编制跨层级调配，依据文件中没有中央机构编制管理机关的批准。"
)


@pytest.fixture
def town_hall(town: Region) -> Unit:
    return make_unit(town, "柳堤镇人民政府")


@pytest.fixture
def directly_below(region: Region) -> Unit:
    """A town whose office is the city's own: the district has none in this story."""
    return make_unit(region, "澜川市财政局")


def reply(region: Region, actors: Actors, issuer: str) -> Document:
    return documents.register_incoming(
        actor=actors.clerk, region=region, number=f"{issuer[:2]}〔2026〕2号", title="关于同意跨层级调配行政编制的批复",
        issuer=issuer, issued_on=dt.date(2026, 1, 5),
    )  # fmt: skip


def test_administrative_posts_do_not_sink_to_a_town(
    education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors
) -> None:
    case = file("quota_sink", education, asked(line(admin, 5, source=education, target=town_hall)), actors.clerk)
    assert found(case, "R03", actors) == [DOWN]


def test_nor_out_of_the_reserve(education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors) -> None:
    case = file("quota_sink", education, asked(line(admin, 5, target=town_hall)), actors.clerk)
    assert found(case, "R03", actors) == [OUT_OF_THE_RESERVE]


@pytest.mark.parametrize("code", ["quota_cut", "quota_take_back"])
def test_nor_are_they_taken_up_from_a_town_into_the_reserve(
    code: str, education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors
) -> None:
    case = file(code, education, asked(line(admin, 5, source=town_hall)), actors.clerk)
    assert found(case, "R03", actors) == [UP]


@pytest.mark.parametrize("issuer", ["中央机构编制委员会办公室", "中央编办", "国务院机构编制管理机关"])
def test_a_central_paper_opens_the_way(
    issuer: str, region: Region, education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors
) -> None:
    data = asked(line(admin, 5, source=education, target=town_hall), basis=reply(region, actors, issuer))
    assert found(file("quota_sink", education, data, actors.clerk), "R03", actors) == []


def test_a_provincial_paper_does_not(
    region: Region, education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors
) -> None:
    basis = reply(region, actors, "中共江东省委机构编制委员会办公室")
    data = asked(line(admin, 5, source=education, target=town_hall), basis=basis)
    assert found(file("quota_sink", education, data, actors.clerk), "R03", actors) == [DOWN]


def test_within_one_level_they_move_freely(
    education: Unit, directly_below: Unit, admin: QuotaType, actors: Actors
) -> None:
    data = asked(line(admin, 5, source=education, target=directly_below))
    assert found(file("quota_adjust", education, data, actors.clerk), "R03", actors) == []


def test_special_posts_are_held_to_the_same(education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors) -> None:
    special = kind("political_legal")
    case = file("quota_sink", education, asked(line(special, 5, source=education, target=town_hall)), actors.clerk)
    assert found(case, "R03", actors) == [DOWN.replace("“行政编制”", "“政法专项编制”")]


def test_institution_posts_sink_without_it(
    education: Unit, school: Unit, town_hall: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = file("quota_sink", education, asked(line(full_funded, 5, source=school, target=town_hall)), actors.clerk)
    assert found(case, "R03", actors) == []


def test_a_grant_hands_on_what_the_superior_gives_each_level(
    region: Region, district: Region, bureau: Unit, admin: QuotaType, actors: Actors, paper: Document
) -> None:
    endow(region, admin, 20, actors, paper)
    case = file("quota_grant", bureau, asked(line(admin, 5, region=district), basis=paper), actors.clerk)
    assert found(case, "R03", actors) == []


FIRST = (
    "“行政编制”5名拟由市级（澜川市）储备首次核定到乡级（柳堤镇人民政府），须以上级下达乡级编制的文件（来文）为依据。"
)


def test_a_first_allotment_to_a_town_cites_the_paper_that_gave_the_town_its_posts(
    region: Region, education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors
) -> None:
    wanted = asked(line(admin, 5, target=town_hall))
    assert found(file("quota_allot", education, wanted, actors.clerk), "R03", actors) == [FIRST]
    basis = reply(region, actors, "中共江东省委机构编制委员会")
    assert found(file("quota_allot", education, {**wanted, "basis": basis}, actors.clerk), "R03", actors) == []


def test_a_paper_of_the_office_itself_is_not_enough(
    region: Region, bureau: Unit, education: Unit, town_hall: Unit, admin: QuotaType, actors: Actors, paper: Document
) -> None:
    endow(region, admin, 5, actors, paper)
    own = decide("quota_allot", education, asked(line(admin, 5, target=education)), actors)
    wanted = asked(line(admin, 5, target=town_hall), basis=own)
    assert found(file("quota_allot", education, wanted, actors.clerk), "R03", actors) == [FIRST]


def test_a_first_allotment_on_the_level_of_the_reserve_needs_none(
    education: Unit, directly_below: Unit, admin: QuotaType, full_funded: QuotaType, town_hall: Unit, actors: Actors
) -> None:
    wanted = asked(line(admin, 5, target=directly_below), line(full_funded, 5, target=town_hall))
    assert found(file("quota_allot", education, wanted, actors.clerk), "R03", actors) == []
