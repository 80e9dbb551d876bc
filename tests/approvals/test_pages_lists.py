"""The lists of cases, documents and meetings: filters in the address, pages by key, a fixed number of queries."""

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from accounts import paging
from accounts.models import User
from approvals import documents, workdays
from approvals.models import Case, CaseKind, Document, Meeting, State
from tests.cast import make_unit
from tests.pages import links, queries_of, rows, signed_in, words
from tests.stories import asked, file, line
from units.models import Region, Unit


@pytest.fixture
def filed(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> Case:
    return file("quota_increase", school, wanted, unit_clerk, title="新增教师编制")


def copies(case: Case, count: int, year: int = 2025) -> list[Case]:
    """So many cases like this one."""
    fields = {
        "kind": case.kind, "region": case.region, "applicant": case.applicant, "filed_by": case.filed_by,
        "state": case.state, "filed_on": case.filed_on, "due_on": case.due_on, "base": case.base,
    }  # fmt: skip
    return Case.objects.bulk_create(
        Case(number=f"990100-{year}-{n:05d}", title=f"第{n}件", **fields) for n in range(1, count + 1)
    )


def numbers(user: User, query: str = "") -> list[str]:
    return [row[0] for row in rows(signed_in(user).get(f"/cases/{query}"))[1:]]


def test_the_list_shows_what_waits_and_how_long(filed: Case, clerk: User) -> None:
    [shown] = rows(signed_in(clerk).get("/cases/"))[1:]
    assert shown[:4] == [filed.number, "新增教师编制 增加编制", "澜川市第一中学", "待受理"]
    assert shown[4].startswith("剩")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=filed", True), ("?state=open", True), ("?state=closed", False), ("?kind=quota_increase", True),
        ("?kind=quota_cut", False), ("?q=第一中学", True), ("?q=新增", True), ("?q=990100-2026", True),
        ("?q=水务", False),
        ("?light=green", True), ("?light=red", False), ("?mine=waiting", True), ("?mine=filed", False),
        ("?mine=handled", False),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(filed: Case, clerk: User, query: str, found: bool) -> None:
    assert numbers(clerk, query) == ([filed.number] if found else [])


def test_a_region_with_lower_offices_is_filtered_by_region(
    filed: Case, district: Region, region: Region, clerk: User
) -> None:
    page = signed_in(clerk).get(f"/cases/?region={district.prefix}")
    assert "没有符合条件的办件" in words(page)
    assert f'value="{district.prefix}" selected' in page.content.decode()
    assert numbers(clerk, f"?region={region.prefix}") == [filed.number]


@pytest.mark.parametrize("query", ["?state=gone", "?kind=none", "?light=blue", "?mine=all", "?q=" + "长" * 101])
def test_a_filter_that_makes_no_sense_is_marked_and_nothing_is_listed(filed: Case, clerk: User, query: str) -> None:
    page = signed_in(clerk).get(f"/cases/{query}")
    assert page.status_code == 200
    assert "筛选条件有误" in words(page)
    assert numbers(clerk, query) == []


@pytest.mark.parametrize("cursor", ["x", "-1", "0", "9" * 30, "1.2", "٣", "2026-01-01", "1e3", "%00"])
def test_a_cursor_that_makes_no_sense_shows_the_first_page(filed: Case, clerk: User, cursor: str) -> None:
    for address in ("/cases/", "/documents/", "/meetings/"):
        for side in ("after", "before"):
            answer = signed_in(clerk).get(f"{address}?{side}={cursor}")
            assert answer.status_code in (200, 400), (address, cursor)
            assert answer.status_code == 200 or cursor == "%00"


def test_pages_go_forth_and_back_by_key(filed: Case) -> None:
    made = [case.pk for case in reversed(copies(filed, 25))]
    seen = Case.objects.filter(pk__in=made)
    first = paging.newest_first(seen, {}, size=10)
    second = paging.newest_first(seen, {"after": first.next}, size=10)
    third = paging.newest_first(seen, {"after": second.next}, size=10)
    assert [case.pk for page in (first, second, third) for case in page.rows] == made
    assert (first.previous, third.next) == ("", "")
    assert paging.newest_first(seen, {"before": third.previous}, size=10).rows == second.rows
    assert paging.newest_first(seen, {"before": second.previous}, size=10).rows == first.rows
    assert paging.newest_first(seen, {"before": second.previous}, size=10).previous == ""


def test_documents_are_paged_by_day_and_id(region: Region, clerk: User) -> None:
    for number in range(1, 8):
        documents.register_incoming(
            actor=clerk, region=region, number=f"省编〔2026〕{number}号", title="通知", issuer="省委编委",
            issued_on=dt.date(2026, 1, 1 + number // 3),
        )  # fmt: skip
    seen = Document.objects.all()
    expected = list(seen.order_by("-issued_on", "-id"))
    found, cursor = [], ""
    while True:
        page = paging.newest_first(seen, QueryDict(f"after={cursor}"), date="issued_on", size=2)
        found += page.rows
        cursor = page.next
        if not cursor:
            break
    assert found == expected
    back = paging.newest_first(seen, {"before": page.previous}, date="issued_on", size=2)
    assert back.rows == expected[4:6]


def test_the_pager_keeps_the_filters(filed: Case, clerk: User) -> None:
    copies(filed, 60)
    page = signed_in(clerk).get("/cases/?state=filed")
    [following] = [link for link in links(page) if "after=" in link]
    assert "state=filed" in following
    assert len(rows(page)) == 51
    assert len(rows(signed_in(clerk).get(f"/cases/{following}"))) == 12


def test_an_applicant_lists_only_what_is_its_own(
    filed: Case, region: Region, department: User, unit_clerk: User, outsider: User, full_funded: Any, clerk: User
) -> None:
    other = make_unit(region, "澜川市图书馆", category="institution")
    theirs = file("quota_allot", other, asked(line(full_funded, 1, target=other)), clerk)
    assert numbers(unit_clerk) == numbers(department) == [filed.number]
    assert numbers(clerk) == [theirs.number, filed.number]
    assert numbers(outsider) == []


def test_documents_are_filtered(filed: Case, clerk: User) -> None:
    [basis] = Document.objects.all()
    desk = signed_in(clerk)

    def found(query: str) -> list[str]:
        return [row[0] for row in rows(desk.get(f"/documents/{query}"))[1:]]

    assert found("") == found("?kind=external") == found("?year=2026") == found("?q=省编") == [basis.number]
    assert found("?kind=approval") == found("?year=2025") == found("?q=市编") == []
    for wrong in ("?kind=letter", "?year=3000", "?year=甲"):
        assert "筛选条件有误" in words(desk.get(f"/documents/{wrong}"))


def many(filed: Case, clerk: User, count: int, year: int) -> None:
    """So many more cases, documents and meetings, the cases due today."""
    copies(filed, count, year)
    Case.objects.filter(state=State.FILED).update(due_on=workdays.today())
    fields = {"region": filed.region, "kind": "approval", "state": "issued", "issuer": "市编办", "drafted_by": clerk}
    made = Document.objects.bulk_create(
        Document(number=f"{year}-{n}号", title="批复", issued_on=dt.date(year, 1, 1), case=filed, **fields)
        for n in range(count)
    )
    for document in made[:5]:
        document.units.add(filed.applicant)
    Meeting.objects.bulk_create(
        Meeting(region=filed.region, kind="committee", title=f"{n}", planned_on=workdays.today(), convened_by=clerk)
        for n in range(count)
    )


def test_lists_cost_the_same_at_any_size(filed: Case, clerk: User, department: User, director: User) -> None:
    addresses = [
        "/cases/",
        "/cases/?state=open&light=green&q=学",
        "/cases/?mine=waiting",
        "/documents/",
        "/meetings/",
        "/",
    ]
    windows = [signed_in(user) for user in (clerk, department, director)]
    many(filed, clerk, 3, 2024)
    small = [queries_of(window, addresses) for window in windows]
    many(filed, clerk, 120, 2025)
    large = [queries_of(window, addresses) for window in windows]
    assert large == small
    assert max(counts[address] for counts in large for address in addresses if address != "/") <= 12


def test_reading_pages_cost_little(filed: Case, clerk: User) -> None:
    addresses = ["/cases/new/", "/cases/kinds/", "/rules/", "/deputies/", "/documents/new/", "/meetings/new/"]
    found = queries_of(signed_in(clerk), addresses)
    assert max(found.values()) <= 12, found


def test_kinds_and_rules_are_read_by_everybody_who_is_signed_in(unit_clerk: User) -> None:
    window = signed_in(unit_clerk)
    kinds = rows(window.get("/cases/kinds/"))
    assert len(kinds) == 1 + CaseKind.objects.count()
    offered = [row[0] for row in rows(window.get("/cases/new/"))[1:]]
    assert "核定编制" in offered
    assert "下达编制" not in offered
    told = words(window.get("/rules/"))
    assert "不得超编" in told
    assert "每1名副职对应的正职数： 3 系统默认，本地未另行规定" in told
