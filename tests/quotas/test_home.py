import pytest

from accounts.models import User
from approvals import deciding
from approvals.models import Document
from tests.cast import make_user
from tests.pages import links, row, rows, signed_in, words
from tests.stories import (
    Actors,
    allot,
    asked,
    endow,
    give_reserve,
    kind,
    line,
    occupy,
    over_staff,
    ready,
    superior_paper,
)
from units.models import Region, Unit


@pytest.fixture
def paper(region: Region, clerk: User) -> Document:
    return superior_paper(region, clerk)


def test_the_bureau_sees_vacancy_reserve_and_who_is_above_the_cap(
    region: Region, bureau: Unit, school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    full = kind("full_funded")
    give_reserve(region, full, 100, actors)
    occupy(school, full, 40, actors, allot(school, full, 40, actors))
    over_staff(school, full, 2, actors, paper)
    page = signed_in(clerk).get("/")
    text = words(page)
    assert "空编：澜川市 核定 40，空编 0" in text
    assert "事业编制（全额拨款） 核定 40 超编 2 实有 42 空编 0 其中超编 2" in text
    assert row(page, "事业全额") == ["60", "0", "0", "可用"]
    assert row(page, f"{school.name} 事业编制（全额拨款）")[0] == "2"
    assert "/quotas/?region=990100&type=full_funded" in links(page)


def test_the_reserve_has_a_light(region: Region, clerk: User, school: Unit, actors: Actors, paper: Document) -> None:
    endow(school, kind("full_funded"), 400, actors, paper)
    assert row(signed_in(clerk).get("/"), "事业全额")[-1] == "已用完"
    endow(region, kind("full_funded"), 7, actors, paper)
    assert row(signed_in(clerk).get("/"), "事业全额")[-1] == "偏低"
    endow(region, kind("full_funded"), 3, actors, paper)
    assert row(signed_in(clerk).get("/"), "事业全额")[-1] == "可用"


def test_what_a_decision_holds_of_the_reserve_is_not_free(
    region: Region, bureau: Unit, school: Unit, clerk: User, director: User, actors: Actors
) -> None:
    full = kind("full_funded")
    give_reserve(region, full, 100, actors)
    case = ready("quota_allot", school, asked(line(full, 30, target=school)), actors)
    deciding.approve(case.pk, actor=director, opinion="同意。")
    assert row(signed_in(clerk).get("/"), "事业全额") == ["70", "30", "0", "可用"]


def test_departments_and_units_see_their_own(
    region: Region, school: Unit, education: Unit, department: User, unit_clerk: User, actors: Actors, paper: Document
) -> None:
    endow(school, kind("full_funded"), 40, actors, paper)
    endow(education, kind("admin"), 20, actors, paper)
    page = signed_in(department).get("/")
    assert row(page, "澜川市教育局")[:5] == ["20", "0", "0", "20", "0"]
    assert row(page, school.name)[:5] == ["40", "0", "0", "40", "0"]
    page = signed_in(unit_clerk).get("/")
    assert row(page, school.name)[:5] == ["40", "0", "0", "40", "0"]
    assert "行政编制" not in words(page)


def test_a_stranger_sees_nothing_of_ours(school: Unit, outsider: User, actors: Actors, paper: Document) -> None:
    endow(school, kind("full_funded"), 40, actors, paper)
    text = words(signed_in(outsider).get("/"))
    assert school.name not in text
    assert "还没有编制" in text


@pytest.mark.parametrize("who", ["clerk", "head", "director", "committee", "department", "unit_clerk", "inspector"])
def test_the_first_page_opens_for_every_role_on_an_empty_book(who: str, request: pytest.FixtureRequest) -> None:
    page = signed_in(request.getfixturevalue(who)).get("/")
    assert page.status_code == 200
    assert "还没有" in words(page)


def test_the_first_page_opens_for_administrators_and_for_users_without_a_mandate(region: Region) -> None:
    assert signed_in(make_user("admin", "admin", region=region)).get("/").status_code == 200
    page = signed_in(make_user("nobody"))
    assert page.get("/").status_code == 200
    assert rows(page.get("/quotas/")) == []
    assert "没有机构" in words(page.get("/units/"))
