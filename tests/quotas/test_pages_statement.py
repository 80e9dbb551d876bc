import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts import acting
from accounts.models import User
from approvals.models import Document
from quotas import api, ledger
from quotas.models import Transfer
from quotas.views import statements
from tests.api import V1, api_of, got, refusal
from tests.cast import make_unit
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
    superior_paper,
)
from units.models import Region, Unit

DAY = EFFECTIVE.isoformat()
FULL = "full_funded"


@pytest.fixture
def paper(region: Region, clerk: User) -> Document:
    return superior_paper(region, clerk)


@pytest.fixture
def book(region: Region, bureau: Unit, school: Unit, actors: Actors) -> Document:
    """100 posts granted, 40 allotted to the school, 30 people on them."""
    give_reserve(region, kind(FULL), 100, actors)
    document = allot(school, kind(FULL), 40, actors)
    occupy(school, kind(FULL), 30, actors, document)
    return document


def url_of(unit: Unit) -> str:
    return f"/units/{unit.number}/statement/"


def test_a_units_statement_runs_from_opening_to_closing(book: Document, school: Unit, clerk: User) -> None:
    page = signed_in(clerk).get(url_of(school), {"from": "2026-01-01", "to": DAY})
    opening, allotted, occupied, closing = rows(page)[1:]
    assert opening == ["2026-01-01", "期初余额", "0"]
    case = book.case.number if book.case else ""
    assert allotted == [
        DAY, f"澜川市第一中学核定编制 {case}", book.number, "澜川市 锁定 → 本方空编", "40", "", "40",
    ]  # fmt: skip
    assert occupied[0] == DAY
    assert occupied[3:] == ["空编 → 实有 30", "", "", "40"]
    assert closing == [DAY, "本期合计与期末余额", "40", "0", "40"]


def test_a_later_statement_opens_with_what_was_there(book: Document, school: Unit, clerk: User) -> None:
    start = (EFFECTIVE + dt.timedelta(days=1)).isoformat()
    page = signed_in(clerk).get(url_of(school), {"from": start})
    assert rows(page)[1] == [start, "期初余额", "40"]
    assert rows(page)[2] == [timezone.localdate().isoformat(), "本期合计与期末余额", "0", "0", "40"]
    assert "期间内没有编制" in words(signed_in(clerk).get(url_of(school), {"to": "2026-02-28"}))


def test_the_year_of_the_last_day_is_the_default_begin(book: Document, school: Unit, clerk: User) -> None:
    page = signed_in(clerk).get(url_of(school), {"to": "2025-06-30"})
    assert page.context["start"] == dt.date(2025, 1, 1)


def test_papers_cases_and_counterparts_are_linked_for_those_who_may_open_them(
    book: Document, school: Unit, clerk: User, unit_clerk: User
) -> None:
    paper, case, reserve = f"/documents/{book.pk}/", f"/cases/{book.case.number}/", "/quotas/statement/990100/"  # type: ignore[union-attr]
    assert {paper, case, reserve} <= links(signed_in(clerk).get(url_of(school)))
    own = links(signed_in(unit_clerk).get(url_of(school)))
    assert {paper, case} <= own
    assert reserve not in own


def test_a_reversal_and_what_it_reverses_say_so(
    region: Region, school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    endow(school, kind(FULL), 5, actors, paper)
    wrong = Transfer.objects.get()
    with acting.by(clerk, reason="更正"):
        right = ledger.reverse(wrong, document=paper, actor=clerk, reason="多记，冲正")
    page = signed_in(clerk).get(url_of(school))
    assert [found[1] for found in rows(page)[2:4]] == ["已冲正 建账", "冲正 多记，冲正"]
    assert [found[-1] for found in rows(page)[2:4]] == ["5", "0"]
    assert f"第 {right.pk} 笔变动" in words(signed_in(clerk).get(f"/quotas/transfers/{wrong.pk}/"))
    assert f"本笔冲正 第 {wrong.pk} 笔变动" in words(signed_in(clerk).get(f"/quotas/transfers/{right.pk}/"))


def test_as_known_at_a_moment_before_the_entry_there_is_nothing(
    region: Region, school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    endow(school, kind(FULL), 5, actors, paper)
    recorded = timezone.localtime(Transfer.objects.get().recorded_at)
    client = signed_in(clerk)
    before = (recorded - dt.timedelta(minutes=2)).strftime("%Y-%m-%dT%H:%M")
    page = client.get(url_of(school), {"known_at": before})
    assert "期间内没有编制" in words(page)
    assert f"按 {before.replace('T', ' ')} 所知" in words(page)
    page = client.get(url_of(school), {"known_at": recorded.isoformat()})
    assert rows(page)[-1][-1] == "5"


def test_a_type_or_a_group_narrows_the_statement(
    region: Region, school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    for code in (FULL, "part_funded", "leader_141"):
        endow(school, kind(code), 5, actors, paper)
    client = signed_in(clerk)

    def shown(code: str) -> list[str]:
        return [section.quota_type.code for section in client.get(url_of(school), {"type": code}).context["sections"]]

    assert shown("") == [FULL, "part_funded", "leader_141"]
    assert shown("institution") == [FULL, "part_funded"]
    assert shown("part_funded") == ["part_funded"]
    assert shown("admin") == []


def test_a_regions_statement_is_summed_by_type_and_read_type_by_type(
    book: Document, region: Region, clerk: User
) -> None:
    client = signed_in(clerk)
    page = client.get("/quotas/statement/990100/")
    assert row(page, "事业编制（全额拨款）") == ["0", "100", "40", "60"]
    assert "?type=full_funded" in links(page)
    lines = rows(client.get("/quotas/statement/990100/", {"type": FULL}))[2:]
    assert [found[3:] for found in lines] == [
        ["澜川市 下达 → 本方储备", "100", "", "100"],
        ["储备 → 锁定 40", "", "", "100"],
        ["澜川市第一中学 本方锁定 → 空编", "", "40", "60"],
        ["40", "60"],
    ]


def test_the_statement_of_a_total_lists_only_what_crossed_the_border(
    book: Document, region: Region, district: Region, bureau: Unit, clerk: User, actors: Actors
) -> None:
    basis = superior_paper(region, clerk)
    decide("quota_grant", bureau, asked(line(kind(FULL), 20, region=district), basis=basis), actors)
    client = signed_in(clerk)

    def sums(code: str, of: str) -> list[str]:
        return row(client.get(f"/quotas/statement/{code}/", {"of": of}), "事业编制（全额拨款）")

    assert sums("990100", "total") == ["0", "100", "0", "100"]
    assert sums("990100", "own") == ["0", "100", "20", "80"]
    assert sums("990102", "total") == ["0", "20", "0", "20"]
    lines = rows(client.get("/quotas/statement/990100/", {"of": "own", "type": FULL}))[2:]
    assert [found[4:] for found in lines[:-1]] == [["100", "", "100"], ["", "20", "80"]]


@pytest.fixture
def long(school: Unit, actors: Actors, paper: Document, monkeypatch: pytest.MonkeyPatch) -> Unit:
    """Seven moves on pages of three: five arrivals of five posts, two people, each a move within the school."""
    for _ in range(5):
        endow(school, kind(FULL), 5, actors, paper)
    for _ in range(2):
        occupy(school, kind(FULL), 1, actors, paper)
    monkeypatch.setattr(statements, "LIMIT", 3)
    return school


def following(page: HttpResponse) -> str:
    """The address of the next page, if there is one."""
    return next((link for link in links(page) if "after=" in link), "")


def pages_of(client: Client, url: str) -> list[HttpResponse]:
    found = [client.get(url)]
    while following(found[-1]):
        found.append(client.get(url.split("?")[0] + following(found[-1])))
    return found


def test_a_long_statement_goes_on_from_page_to_page_and_every_page_adds_up(long: Unit, clerk: User) -> None:
    pages = pages_of(signed_in(clerk), url_of(long))
    assert [[found[-1] for found in rows(page)[1:]] for page in pages] == [
        ["0", "5", "10", "15", "15"], ["15", "20", "25", "25"], ["25", "25", "25"], ["25", "25", "25"],
    ]  # fmt: skip
    opening = [rows(page)[1][1] for page in pages]
    closing = [rows(page)[-1][1] for page in pages]
    assert opening == ["期初余额", "承前页", "承前页", "承前页"]
    assert closing == [*["本页合计，过次页"] * 3, "本页合计与期末余额"]
    assert "分页列出，每页 3 笔以内；后面还有，期末余额在最后一页。" in words(pages[0])
    assert "本页承前页，本页是最后一页。" in words(pages[3])


def test_all_lines_stand_on_one_page_to_be_printed_up_to_a_bound(
    long: Unit, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(clerk)
    assert "?all=1" in links(client.get(url_of(long)))
    page = client.get(url_of(long), {"all": "1"})
    assert [found[-1] for found in rows(page)[1:]] == ["0", "5", "10", "15", "20", "25", "25", "25", "25"]
    assert "期末余额" in rows(page)[-1][1]
    monkeypatch.setattr(statements, "MOST_ON_PAPER", 5)
    assert "一次最多列出 5 笔，请逐页打印。" in words(client.get(url_of(long), {"all": "1"}))


@pytest.mark.parametrize("after", ["x", "2026-13-01.1", "2026-03-01.", f"2026-03-01.{'9' * 19}", "²", "9999-12-31.5"])
def test_an_odd_place_is_the_beginning_or_beyond_the_end(long: Unit, clerk: User, after: str) -> None:
    page = signed_in(clerk).get(url_of(long), {"after": after})
    assert page.status_code == 200
    assert rows(page)[1][-1] == ("25" if after == "9999-12-31.5" else "0")


def test_the_api_goes_on_from_page_to_page_too(long: Unit, clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MOST_ENTRIES", 3)
    seen, after = [], {}
    while True:
        page = got(clerk, "quotas/statement/", unit=long.number, **after)
        [total] = page["types"]
        assert total["opening"] + sum(entry["delta"] for entry in page["entries"]) == total["closing"]
        seen += [entry["running"] for entry in page["entries"]]
        if not page["next"]:
            break
        after = {"after": page["next"]}
    assert (seen[0], seen[-1], len(seen), page["is_cut"]) == (5, 25, 9, False)
    assert refusal(api_of(clerk).get(f"{V1}/quotas/statement/?unit={long.number}&after=x")) == (400, "cursor", "after")


def test_a_transfer_tells_its_whole_story(book: Document, school: Unit, clerk: User, unit_clerk: User) -> None:
    transfer = Transfer.objects.filter(target__unit=school).order_by("id")[0]
    page = signed_in(clerk).get(f"/quotas/transfers/{transfer.pk}/")
    assert rows(page)[1:] == [["划出", "澜川市", "锁定", "−40"], ["划入", "澜川市第一中学", "空编", "+40"]]
    text = words(page)
    assert "事业编制（全额拨款） 40 名" in text
    for fact in (book.number, transfer.case.number, DAY, "clerk同志", transfer.key):  # type: ignore[union-attr]
        assert fact in text
    assert f"入账时间 {timezone.localtime(transfer.recorded_at):%Y-%m-%d %H:%M:%S}" in text
    own = signed_in(unit_clerk).get(f"/quotas/transfers/{transfer.pk}/")
    assert own.status_code == 200
    assert "/quotas/statement/990100/?type=full_funded" not in links(own)


def test_statements_and_transfers_outside_the_scope_are_not_found(
    book: Document, school: Unit, education: Unit, outsider: User, unit_clerk: User, department: User
) -> None:
    granted = Transfer.objects.order_by("id")[0]
    of_school = Transfer.objects.filter(target__unit=school)[0]
    for url in (url_of(school), f"/quotas/transfers/{of_school.pk}/", "/quotas/statement/990100/"):
        assert signed_in(outsider).get(url).status_code == 404
    for user in (unit_clerk, department):
        assert signed_in(user).get(f"/quotas/transfers/{granted.pk}/").status_code == 404
        assert signed_in(user).get("/quotas/statement/990100/").status_code == 404
        assert signed_in(user).get(url_of(school)).status_code == 200
    assert signed_in(unit_clerk).get(url_of(education)).status_code == 404
    for number in ("0", "9" * 30):
        assert signed_in(department).get(f"/quotas/transfers/{number}/").status_code == 404


BAD = [
    ({"from": "foo"}, "start", "请输入日期，如2026-03-01。"),
    ({"to": "2026-02-30"}, "end", "请输入日期，如2026-03-01。"),
    ({"from": "0001-01-01"}, "start", "日期不能早于1949-10-01。"),
    ({"to": "0001-01-01"}, "end", "日期不能早于1949-10-01。"),
    ({"to": "9999-12-31"}, "end", "日期不能晚于今天。"),
    ({"from": "2026-03-02", "to": "2026-03-01"}, "end", "截止日期不能早于起始日期。"),
    ({"known_at": "gestern"}, "known_at", "请输入日期和时间，如2026-03-01 12:00。"),
    ({"known_at": "0001-01-01T00:00"}, "known_at", "日期不能早于1949-10-01。"),
    ({"known_at": "9999-12-31T23:59:59-14:00"}, "known_at", "日期不能晚于今天。"),
    ({"known_at": "99999-01-01"}, "known_at", "请输入日期和时间，如2026-03-01 12:00。"),
    ({"type": "nothing"}, "type", "没有这个编制类型。"),
]


@pytest.mark.parametrize(("query", "field", "sentence"), BAD)
def test_a_wrong_filter_is_said_at_its_field(
    query: dict[str, str], field: str, sentence: str, school: Unit, clerk: User
) -> None:
    for url in (url_of(school), "/quotas/statement/990100/"):
        page = signed_in(clerk).get(url, query)
        assert page.status_code == 200
        assert sentence in page.context["form"].errors[field]
        assert sentence in words(page)
        assert "sections" not in page.context


def test_an_unknown_kind_of_statement_is_refused(region: Region, clerk: User) -> None:
    assert "没有这种台账。" in words(signed_in(clerk).get("/quotas/statement/990100/", {"of": "x"}))


def test_statements_and_tabs_take_the_same_queries_at_any_size(
    region: Region, bureau: Unit, school: Unit, clerk: User, unit_clerk: User, actors: Actors
) -> None:
    tabs = [f"/units/{school.number}/?tab={tab}" for tab in ("quotas", "leadership", "ledger", "history", "divisions")]
    statements_ = [url_of(school), f"{url_of(school)}?known_at=2026-03-01", "/quotas/statement/990100/"]
    urls = [*tabs, *statements_, f"/quotas/statement/990100/?type={FULL}", "/quotas/statement/990100/?of=total"]
    give_reserve(region, kind(FULL), 500, actors)
    document = allot(school, kind(FULL), 40, actors)
    endow(school, kind("leader_141"), 1, actors, document)
    occupy(school, kind(FULL), 1, actors, document)
    few = queries_of(signed_in(clerk), urls)
    own = queries_of(signed_in(unit_clerk), [*tabs, url_of(school)])
    for number in range(20):
        occupy(school, kind(FULL), 1, actors, document)
        endow(make_unit(region, f"第{number}中学", category="institution"), kind(FULL), 1, actors, document)
        endow(school, kind("leader_142"), 1, actors, document)
    # Where the last entries have no case, none is looked up.
    assert {url for url, count in queries_of(signed_in(clerk), urls).items() if count > few[url]} == set()
    many = queries_of(signed_in(unit_clerk), [*tabs, url_of(school)])
    assert {url for url, count in many.items() if count > own[url]} == set()
    assert max(few.values()) <= 12
    assert max(own.values()) <= 12
