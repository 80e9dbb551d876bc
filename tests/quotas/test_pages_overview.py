import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deciding
from approvals.models import Document
from quotas import ledger, periods
from quotas.models import Bucket
from tests.cast import make_unit, make_user
from tests.pages import links, queries_of, row, rows, signed_in, words
from tests.stories import (
    EFFECTIVE,
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


@pytest.fixture
def paper(region: Region, clerk: User) -> Document:
    return superior_paper(region, clerk)


@pytest.fixture
def book(region: Region, district: Region, bureau: Unit, school: Unit, actors: Actors) -> Document:
    """100 posts granted: 20 to the district, 40 to the school of which 30 occupied, 5 promised to the department."""
    full = kind("full_funded")
    give_reserve(region, full, 100, actors)
    paper = superior_paper(region, actors.clerk)
    decide("quota_grant", bureau, asked(line(full, 20, region=district), basis=paper), actors)
    occupy(school, full, 30, actors, allot(school, full, 40, actors))
    promised = ready("quota_allot", school, asked(line(full, 5, target=_school(region, "澜川市第二中学"))), actors)
    deciding.approve(promised.pk, actor=actors.director, opinion="同意。")
    return paper


FULL = "事业编制（全额拨款）"


def _school(region: Region, name: str, **fields: Any) -> Unit:
    return make_unit(region, name, category="institution", funding_form="full", **fields)


def _hand_down(unit: Unit, quantity: int, actors: Actors, paper: Document) -> None:
    """Posts of the city's reserve put straight on a unit below."""
    city = Region.objects.get(code="990100")
    endow(city, kind("full_funded"), quantity, actors, paper)
    with acting.by(actors.clerk, reason="建账"):
        source = ledger.account(city, kind("full_funded"), Bucket.RESERVE)
        target = ledger.open_account(unit, kind("full_funded"), Bucket.VACANT)
        posting = ledger.Posting(source, target, quantity, f"hand-down:{unit.pk}")
        ledger.post([posting], document=paper, actor=actors.clerk, effective_on=EFFECTIVE, reason="建账")


def test_the_overview_adds_up_by_type_and_by_place(book: Document, director: User) -> None:
    page = signed_in(director).get("/quotas/")
    assert row(page, FULL)[:8] == ["100", "60 锁定 5", "0", "40", "0", "30", "10", "0"]
    assert row(page, "澜川市本级") == ["80", "40 锁定 5", "0", "40", "0", "30", "10", "0"]
    assert row(page, "望湖区") == ["20", "20", "0", "0", "0", "0", "0", "0"]


def test_what_is_above_the_cap_stands_in_red(
    book: Document, school: Unit, region: Region, director: User, actors: Actors, paper: Document
) -> None:
    full = kind("full_funded")
    occupy(school, full, 10, actors, paper)
    over_staff(school, full, 2, actors, paper)
    page = signed_in(director).get("/quotas/")
    assert row(page, FULL)[:8] == ["100", "60 锁定 5", "0", "40", "0", "42", "0", "2"]
    assert 'class="is-over"' in page.content.decode()
    assert (
        '<td class="num over"><a href="/quotas/units/990100/?family=post&amp;type=full_funded&amp;sort=over">2</a>'
        in (page.content.decode())
    )


def test_every_number_leads_to_what_explains_it(book: Document, director: User, school: Unit) -> None:
    client = signed_in(director)
    offered = links(client.get("/quotas/", {"as_of": "2026-03-02"}))
    explained = {
        "/quotas/statement/990100/?type=full_funded&to=2026-03-02&of=total",
        "/quotas/statement/990100/?type=full_funded&to=2026-03-02",
        "/quotas/units/990100/?family=post&type=full_funded&as_of=2026-03-02",
        "/quotas/units/990100/?family=post&type=full_funded&as_of=2026-03-02&sort=occupied",
        "/quotas/statement/990100/?to=2026-03-02&of=own",
        "/quotas/statement/990102/?to=2026-03-02",
    }
    assert explained <= offered
    for url in explained:
        assert client.get(url).status_code == 200
    assert f"/units/{school.number}/statement/?type=full_funded&to=2026-03-02" in links(
        client.get("/quotas/units/990100/?family=post&type=full_funded&as_of=2026-03-02")
    )


def test_before_the_first_transfer_there_is_nothing(book: Document, director: User) -> None:
    client = signed_in(director)
    for as_of in (EFFECTIVE - dt.timedelta(days=1), dt.date(1949, 10, 1)):
        assert "没有编制数" in words(client.get("/quotas/", {"as_of": as_of.isoformat()}))
    assert row(client.get("/quotas/", {"as_of": EFFECTIVE.isoformat()}), FULL)[0] == "100"


def test_a_closed_period_changes_no_number(book: Document, region: Region, director: User) -> None:
    client = signed_in(director)
    day = (EFFECTIVE + dt.timedelta(days=3)).isoformat()
    before = rows(client.get("/quotas/", {"as_of": day}))
    periods.close_period(actor=director, region=region, ends_on=EFFECTIVE + dt.timedelta(days=2))
    assert rows(client.get("/quotas/", {"as_of": day})) == before


def test_a_group_is_the_sum_of_its_types_and_may_be_chosen(
    region: Region, school: Unit, director: User, actors: Actors, paper: Document
) -> None:
    for code, posts in (("full_funded", 7), ("part_funded", 5), ("admin", 3)):
        endow(school, kind(code), posts, actors, paper)
    client = signed_in(director)
    page = client.get("/quotas/")
    assert row(page, "事业类编制")[:4] == ["12", "0", "0", "12"]
    assert row(page, "合计")[:4] == ["15", "0", "0", "15"]
    chosen = client.get("/quotas/", {"type": "institution"})
    assert row(chosen, "澜川市本级")[3] == "12"
    assert "行政编制" not in {found[0] for found in rows(chosen) if found}


def test_each_family_calls_its_numbers_by_their_names(
    region: Region, school: Unit, director: User, actors: Actors, paper: Document
) -> None:
    endow(region, kind("party_government_body"), 55, actors, paper)
    endow(school, kind("leader_141"), 1, actors, paper)
    client = signed_in(director)
    bodies = client.get("/quotas/", {"family": "body"})
    assert rows(bodies)[0] == ["类型", "限额", "空余限额", "现有机构"]
    assert row(bodies, "党政机构限额") == ["55", "55", "0"]
    leaders = client.get("/quotas/", {"family": "leadership"})
    assert row(leaders, "乡科级正职")[:7] == ["1", "0", "1", "0", "0", "1", "0"]


def test_a_region_below_has_its_own_page(book: Document, director: User, district: Region) -> None:
    page = signed_in(director).get("/quotas/", {"region": district.code})
    assert row(page, FULL)[:2] == ["20", "20"]
    assert "?region=990100" in links(page)


@pytest.mark.parametrize("url", ["/quotas/?region=990100", "/quotas/units/990100/", "/quotas/statement/990100/"])
def test_a_region_outside_the_scope_is_not_found(
    url: str, book: Document, outsider: User, unit_clerk: User, department: User, district: Region
) -> None:
    below = make_user("below", "clerk", region=district)
    for user in (outsider, below):
        assert signed_in(user).get(url).status_code == 404
    if "?" not in url:
        for user in (unit_clerk, department):
            assert signed_in(user).get(url).status_code == 404
    assert signed_in(below).get("/quotas/?region=990102").status_code == 200


@pytest.mark.parametrize("code", ["999999", "abc", "99010", "9" * 200, "990100%00"])
def test_a_region_that_does_not_exist_is_not_found(code: str, director: User) -> None:
    for url in (f"/quotas/?region={code}", f"/quotas/units/{code}/", f"/quotas/statement/{code}/"):
        assert signed_in(director).get(url).status_code in (400, 404)


def test_the_units_of_a_region_stand_in_the_order_one_asks_for(
    region: Region, district: Region, director: User, actors: Actors, paper: Document
) -> None:
    posts = {"甲中学": 9, "乙中学": 30, "丙中学": 12}
    for name, number in posts.items():
        endow(make_unit(region, name, category="institution"), kind("full_funded"), number, actors, paper)
    _hand_down(_school(district, "丁中学"), 20, actors, paper)
    client = signed_in(director)

    def listed(**query: str) -> list[list[str]]:
        return [found[:2] for found in rows(client.get("/quotas/units/990100/", query))[1:]]

    assert listed() == [["甲中学", "9"], ["乙中学", "30"], ["丙中学", "12"], ["丁中学 望湖区", "20"]]
    assert [name for name, _ in listed(sort="approved")] == ["乙中学", "丁中学 望湖区", "丙中学", "甲中学"]
    assert [name for name, _ in listed(level="own")] == ["甲中学", "乙中学", "丙中学"]
    assert listed(type="admin") == []


def test_sorted_units_are_read_page_by_page_in_both_directions(
    region: Region, director: User, actors: Actors, paper: Document
) -> None:
    for number in range(104):
        unit = _school(region, f"第{number:03d}小学")
        endow(unit, kind("full_funded"), 1 + number // 3, actors, paper)
    client = signed_in(director)
    for sort, as_of in (("", ""), ("vacant", ""), ("approved", EFFECTIVE.isoformat()), ("occupied", "")):
        first, second, third = _three_pages(client, {"sort": sort, "as_of": as_of})
        seen = [found[0] for page in (first, second, third) for found in rows(page)[1:]]
        assert sorted(seen) == [f"第{number:03d}小学" for number in range(104)]
        if sort == "vacant":
            counts = [int(found[4]) for page in (first, second, third) for found in rows(page)[1:]]
            assert counts == sorted(counts, reverse=True)
        back = client.get("/quotas/units/990100/", {"sort": sort, "before": third.context["page"].previous})
        assert rows(back) == rows(second)


def _three_pages(client: Any, query: dict[str, str]) -> list[Any]:
    pages = [client.get("/quotas/units/990100/", query)]
    while cursor := pages[-1].context["page"].next:
        pages.append(client.get("/quotas/units/990100/", {**query, "after": cursor}))
    return pages


def test_an_abolished_unit_is_listed_only_as_of_the_days_it_existed(
    region: Region, director: User, actors: Actors, paper: Document
) -> None:
    unit = _school(region, "甲中学")
    endow(unit, kind("full_funded"), 9, actors, paper)
    with acting.by(director, reason="撤销"):
        source = ledger.account(unit, kind("full_funded"), Bucket.VACANT)
        target = ledger.open_account(region, kind("full_funded"), Bucket.RESERVE)
        posting = ledger.Posting(source, target, 9, "撤销")
        gone = EFFECTIVE + dt.timedelta(days=10)
        ledger.post([posting], document=paper, actor=director, effective_on=gone, reason="撤销收回")
        Unit.objects.filter(pk=unit.pk).update(abolished_on=gone)
    client = signed_in(director)
    assert "没有单位" in words(client.get("/quotas/units/990100/"))
    page = client.get("/quotas/units/990100/", {"as_of": (gone - dt.timedelta(days=1)).isoformat()})
    assert row(page, "甲中学")[0] == "9"


def test_departments_and_units_see_their_own_units_only(
    book: Document, department: User, unit_clerk: User, school: Unit, outsider: User
) -> None:
    for user in (department, unit_clerk):
        page = signed_in(user).get("/quotas/")
        assert [found[0] for found in rows(page)[1:]] == [school.name]
        assert row(page, school.name)[:5] == ["40", "0", "30", "10", "0"]
    assert "没有编制数" in words(signed_in(outsider).get("/quotas/"))


BAD = [
    ({"as_of": "foo"}, "as_of", "请输入日期，如2026-03-01。"),
    ({"as_of": "0001-01-01"}, "as_of", "日期不能早于1949-10-01。"),
    ({"as_of": "9999-12-31"}, "as_of", "日期不能晚于今天。"),
    ({"type": "nothing"}, "type", "没有这个编制类型。"),
    ({"type": "admin", "family": "body"}, "type", "没有这个编制类型。"),
    ({"family": "nothing"}, "family", "没有这个类别。"),
]


@pytest.mark.parametrize("url", ["/quotas/", "/quotas/units/990100/"])
@pytest.mark.parametrize(("query", "field", "sentence"), BAD)
def test_a_wrong_filter_is_said_at_its_field(
    url: str, query: dict[str, str], field: str, sentence: str, director: User
) -> None:
    page = signed_in(director).get(url, query)
    assert page.status_code == 200
    assert page.context["form"].errors == {field: [sentence]}
    assert "筛选条件有误，没有查询" in words(page)
    assert sentence in words(page)


@pytest.mark.parametrize(
    ("query", "sentence"), [({"sort": "x"}, "不能按这一项排序。"), ({"level": "x"}, "没有这个范围。")]
)
def test_a_wrong_order_is_said_at_its_field(query: dict[str, str], sentence: str, director: User) -> None:
    assert sentence in words(signed_in(director).get("/quotas/units/990100/", query))


@pytest.mark.parametrize("cursor", ["abc", "1~", "x~y", "~", "9" * 30 + "~a", "-1~b", "一~a"])
def test_a_strange_cursor_leads_to_the_first_page(cursor: str, book: Document, director: User, school: Unit) -> None:
    for way in ("after", "before", "page"):
        page = signed_in(director).get("/quotas/units/990100/", {"sort": "approved", way: cursor})
        assert page.status_code == 200
        fits = way == "page" or cursor in ("1~", "-1~b")
        assert ("页码有误，已回到第一页。" in words(page)) is not fits


def test_pages_take_the_same_queries_at_any_size(
    region: Region, education: Unit, director: User, department: User, actors: Actors, paper: Document
) -> None:
    urls = {
        "/quotas/": 8, "/quotas/?as_of=2026-03-01": 9, "/quotas/?type=admin": 8, "/quotas/units/990100/": 9,
        "/quotas/units/990100/?sort=vacant": 9, "/quotas/units/990100/?sort=over&as_of=2026-03-01": 10,
        "/quotas/exceptions/": 10, "/units/": 8, "/units/?q=小学": 6, f"/units/branch/?unit={education.number}": 6,
        f"/units/branch/?region={region.code}": 8, f"/units/?open={education.number}": 9, "/": 13,
    }  # fmt: skip

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            unit = _school(region, f"第{number:03d}小学", competent_department=education)
            endow(unit, kind("full_funded"), 1, actors, paper)
            occupy(unit, kind("full_funded"), 1, actors, paper)
            over_staff(unit, kind("full_funded"), 1, actors, paper)

    more(0, 5)
    few = queries_of(signed_in(director), list(urls))
    own = queries_of(signed_in(department), ["/", "/quotas/", "/units/"])
    more(5, 50)
    assert queries_of(signed_in(director), list(urls)) == few
    assert queries_of(signed_in(department), ["/", "/quotas/", "/units/"]) == own
    assert {url: count for url, count in few.items() if count > urls[url]} == {}
