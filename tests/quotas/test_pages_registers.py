import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import deciding, workdays
from approvals.models import Document
from quotas.models import Period, QuotaException
from tests.cast import make_unit, make_user
from tests.pages import links, row, rows, signed_in, words
from tests.refusals import untouched
from tests.stories import (
    Actors,
    allot,
    asked,
    decide,
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

FULL = "full_funded"
NAME = "事业编制（全额拨款）"


@pytest.fixture
def paper(region: Region, clerk: User) -> Document:
    return superior_paper(region, clerk)


@pytest.fixture
def filled(school: Unit, paper: Document) -> dict[str, Any]:
    """What a director fills in to keep two people above the school's cap."""
    ends_on = workdays.today() + dt.timedelta(days=100)
    return {
        "unit": school.number, "quota_type": str(kind(FULL).pk), "people_count": "2", "ends_on": ends_on.isoformat(),
        "authority": "市委编委", "document": paper.number, "reason": "军转安置",
    }  # fmt: skip


def add(client: Client, data: dict[str, Any]) -> Any:
    return client.post("/quotas/exceptions/add/", data)


def test_the_director_and_the_committee_record_an_exception(
    filled: dict[str, Any], school: Unit, director: User, committee: User, paper: Document
) -> None:
    for user in (director, committee):
        page = add(signed_in(user), filled)
        assert page.headers["Location"] == "/quotas/exceptions/"
    found = QuotaException.objects.filter(unit=school, quota_type=kind(FULL), people_count=2, document=paper)
    assert {exception.granted_by for exception in found} == {director, committee}
    listed = row(signed_in(director).get("/quotas/exceptions/"), school.name)
    assert listed[:4] == [NAME, "2", "0", "市委编委 省编〔2026〕1号"]
    assert listed[5:] == ["军转安置", "director同志"]


@pytest.mark.parametrize("who", ["clerk", "head", "department", "unit_clerk", "inspector"])
def test_nobody_else_records_an_exception(who: str, filled: dict[str, Any], request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert "登记超编例外" not in words(client.get("/quotas/exceptions/"))
    with untouched():
        assert add(client, filled).status_code == 403


def test_the_director_of_another_place_finds_neither_the_unit_nor_the_paper(
    filled: dict[str, Any], stranger: Unit, district: Region, region: Region
) -> None:
    foreign = signed_in(make_user("foreign", "director", region=stranger.region))
    upper = signed_in(make_user("upper", "director", region=region))
    with untouched():
        assert set(add(foreign, filled).context["form"].errors) == {"unit", "document"}
    lower_unit = make_unit(district, "望湖区实验小学", category="institution")
    with untouched():
        assert add(upper, {**filled, "unit": lower_unit.number}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"unit": "没有的单位"}, "unit", "没有找到可以选择的机构"),
        ({"quota_type": "999999"}, "quota_type", "没有这个编制类型。"),
        ({"quota_type": "abc"}, "quota_type", "没有这个编制类型。"),
        ({"people_count": "0"}, "people_count", "1"),
        ({"people_count": "9" * 30}, "people_count", "100000"),
        ({"ends_on": "2020-01-01"}, "ends_on", "截止日期须晚于今天。"),
        ({"ends_on": "morgen"}, "ends_on", "日期"),
        ({"document": "没有〔2026〕1号"}, "document", "没有找到文号为“没有〔2026〕1号”的已印发文件，来文请先登记。"),
        ({"authority": "  "}, "authority", "该字段是必填项。"),
        ({"reason": ""}, "reason", "该字段是必填项。"),
    ],
)
def test_a_wrong_exception_is_refused_at_its_field(
    wrong: dict[str, str], field: str, sentence: str, filled: dict[str, Any], director: User
) -> None:
    client = signed_in(director)
    with untouched():
        page = add(client, {**filled, **wrong})
    assert page.status_code == 200
    [only] = page.context["form"].errors[field]
    assert sentence in only
    assert only in words(page)


def test_the_form_is_filled_in_for_the_unit_of_the_link(director: User, school: Unit, stranger: Unit) -> None:
    client = signed_in(director)
    assert (
        f"{school.number} {school.name}" in client.get("/quotas/exceptions/", {"unit": school.number}).content.decode()
    )
    assert stranger.name not in client.get("/quotas/exceptions/", {"unit": stranger.number}).content.decode()
    assert f"/quotas/exceptions/?unit={school.number}#add" in links(client.get(f"/units/{school.number}/?tab=quotas"))


def test_ended_exceptions_are_listed_on_demand_and_strangers_see_none(
    school: Unit, director: User, outsider: User, unit_clerk: User, paper: Document
) -> None:
    with acting.by(director, reason="批准例外"):
        ended = dt.date(2026, 1, 31)
        QuotaException.objects.create(
            unit=school, quota_type=kind(FULL), people_count=1, authority="市委编委", document=paper, reason="旧例外",
            starts_on=dt.date(2025, 1, 1), ends_on=ended, granted_by=director,
        )  # fmt: skip
    assert "没有超编例外" in words(signed_in(director).get("/quotas/exceptions/"))
    for user in (director, unit_clerk):
        assert "已到期" in row(signed_in(user).get("/quotas/exceptions/?all=1"), school.name)[4]
    assert f"/documents/{paper.pk}/" not in links(signed_in(unit_clerk).get("/quotas/exceptions/?all=1"))
    assert "没有超编例外" in words(signed_in(outsider).get("/quotas/exceptions/?all=1"))


def close(client: Client, region: Region, day: str) -> Any:
    return client.post("/quotas/periods/close/", {"region": region.pk, "ends_on": day})


def test_the_director_closes_the_books_once(region: Region, director: User, inspector: User) -> None:
    client = signed_in(director)
    assert close(client, region, "2026-02-28").headers["Location"] == "/quotas/periods/"
    for user in (director, inspector):
        page = signed_in(user).get("/quotas/periods/")
        assert row(page, "2026-02-28")[0::2] == ["澜川市", "director同志"]
    assert "/quotas/?region=990100&as_of=2026-02-28" in links(page)
    with untouched():
        page = close(client, region, "2026-02-28")
    assert page.context["form"].errors == {"ends_on": ["已结账到2026-02-28，只能结账到此后的日期。"]}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2999-01-01", "日期不能晚于今天。"),
        ("0001-01-01", "日期不能早于1949-10-01。"),
        ("foo", "请输入日期，如2026-03-01。"),
    ],
)
def test_a_wrong_day_is_refused_at_its_field(day: str, sentence: str, region: Region, director: User) -> None:
    client = signed_in(director)
    with untouched():
        assert close(client, region, day).context["form"].errors == {"ends_on": [sentence]}


def test_a_director_closes_no_other_region(region: Region, district: Region, director: User) -> None:
    client = signed_in(director)
    with untouched():
        page = close(client, district, "2026-02-28")
    assert page.context["form"].errors == {"region": ["没有这个地区的结账权限。"]}


def test_today_cannot_be_closed(region: Region, director: User) -> None:
    page = close(signed_in(director), region, workdays.today().isoformat())
    assert page.context["form"].errors == {"ends_on": ["只能结账到昨天或以前。"]}


@pytest.mark.parametrize("who", ["clerk", "head", "committee", "department", "unit_clerk", "inspector", "outsider"])
def test_nobody_else_closes(who: str, region: Region, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert "结账到某日" not in words(client.get("/quotas/periods/"))
    with untouched():
        assert close(client, region, "2026-02-28").status_code == 403


def test_closed_periods_of_other_places_are_not_listed(
    region: Region, director: User, outsider: User, unit_clerk: User
) -> None:
    close(signed_in(director), region, "2026-02-28")
    assert Period.objects.count() == 1
    for user in (outsider, unit_clerk):
        assert "还没有结账" in words(signed_in(user).get("/quotas/periods/"))


def test_the_types_are_a_tree_to_read(clerk: User) -> None:
    page = signed_in(clerk).get("/quotas/types/")
    assert row(page, "行政编制") == ["行政", "admin", "行政", "—", "启用"]
    assert row(page, "乡科级正职") == ["正科", "leader_141", "—", "141", "启用"]
    assert "分组" in row(page, "事业类编制")


@pytest.mark.parametrize("url", ["/", "/quotas/", "/quotas/exceptions/", "/quotas/periods/", "/quotas/types/"])
def test_pages_are_for_those_who_signed_in(url: str, client: Client, db: None) -> None:
    assert client.get(url).headers["Location"].startswith("/sign-in/")


def test_the_unit_page_shows_bars_borrowing_promises_and_limits(
    region: Region, bureau: Unit, school: Unit, clerk: User, director: User, actors: Actors, paper: Document
) -> None:
    full = kind(FULL)
    give_reserve(region, full, 100, actors)
    allot(school, full, 40, actors)
    year_end = workdays.today() + dt.timedelta(days=200)
    decide("quota_floating", school, asked(line(full, 6, target=school), ends_on=year_end), actors)
    cut = ready("quota_cut", school, asked(line(full, 4, source=school)), actors)
    deciding.approve(cut.pk, actor=director, opinion="同意。")
    page = signed_in(clerk).get(f"/units/{school.number}/", {"tab": "quotas"})
    assert row(page, NAME) == ["46", "4", "0", "42", "0", "0"]
    assert row(page, cut.number)[:3] == [NAME, school.name, "储备"]
    floating = next(found for found in rows(page) if found[2:3] == ["6"])
    assert floating[4:] == [year_end.isoformat(), "使用中"]
    assert f"/units/{school.number}/statement/?type={FULL}" in links(page)


def test_the_unit_page_shows_who_allowed_people_above_the_cap(
    school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    endow(school, kind(FULL), 1, actors, paper)
    occupy(school, kind(FULL), 1, actors, paper)
    over_staff(school, kind(FULL), 2, actors, paper)
    page = signed_in(clerk).get(f"/units/{school.number}/", {"tab": "quotas"})
    until = workdays.today() + dt.timedelta(days=365)
    assert row(page, NAME) == ["1", "0", "3", "0", "2", "0"]
    assert (
        f"{NAME}超编 2 名。 经市委编委批准保留 2 名，依据 省编〔2026〕1号 ，{until:%Y年%-m月%-d日}到期。军转安置"
        in words(page)
    )


def test_leadership_posts_have_a_light(school: Unit, clerk: User, actors: Actors, paper: Document) -> None:
    endow(school, kind("leader_141"), 1, actors, paper)
    endow(school, kind("leader_142"), 3, actors, paper)
    page = signed_in(clerk).get(f"/units/{school.number}/", {"tab": "leadership"})
    assert row(page, "领导职数") == ["4", "0", "0", "4", "0", ""]
    assert row(page, "乡科级正职") == ["1", "0", "0", "1", "0", "有空缺"]


def test_empty_tabs_say_what_will_appear(school: Unit, clerk: User) -> None:
    client = signed_in(clerk)
    for tab, sentence in (
        ("quotas", "还没有核定编制"), ("leadership", "还没有核定领导职数"), ("ledger", "还没有变动"),
        ("divisions", "没有内设机构"),
    ):  # fmt: skip
        assert sentence in words(client.get(f"/units/{school.number}/", {"tab": tab}))
