"""The tabs of a unit about quota: the last moves as the unit sees them, and what is promised of its posts."""

import datetime as dt

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaException
from tests.book import book
from tests.cast import make_unit
from tests.pages import links, row, rows, signed_in, words
from tests.stories import Actors, approve, asked, endow, kind, line, occupy, over_staff, ready, superior_paper
from units.models import Region, Unit

FULL = "full_funded"


@pytest.fixture
def paper(region: Region, clerk: User) -> Document:
    return superior_paper(region, clerk)


def test_the_ledger_tab_tells_each_move_as_the_unit_sees_it(
    school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    endow(school, kind(FULL), 40, actors, paper)
    moved = occupy(school, kind(FULL), 3, actors, paper)
    page = signed_in(clerk).get(f"/units/{school.number}/?tab=ledger")
    _, last, first = rows(page)
    assert last == ["2026-03-01", "入编：人员入编", paper.number, "事业全额", "本单位 空编", "本单位 实有", "3"]
    assert first == ["2026-03-01", "建账", paper.number, "事业全额", "澜川市 下达", "本单位 空编", "40"]
    assert {f"/quotas/transfers/{moved.pk}/", f"/documents/{paper.pk}/"} <= links(page)
    body = page.content.decode()
    assert '<td class="num">3</td>' in body, "Nothing came or went."
    assert '<td class="num plus">40</td>' in body


def test_the_ledger_tab_shows_the_latest_moves_of_all_accounts(
    region: Region, school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    for code in (FULL, "leader_141"):
        endow(school, kind(code), 90, actors, paper)
    for _ in range(25):
        occupy(school, kind(FULL), 1, actors, paper)
    endow(make_unit(region, "旁的单位"), kind("admin"), 7, actors, paper)
    shown = rows(signed_in(clerk).get(f"/units/{school.number}/?tab=ledger"))[1:]
    assert len(shown) == 20
    assert {tuple(cells[3:]) for cells in shown} == {("事业全额", "本单位 空编", "本单位 实有", "1")}


def test_the_quota_tab_names_what_is_promised_to_and_by_the_unit(
    region: Region, school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    other = make_unit(region, "澜川市第二中学", category="institution")
    endow(school, kind(FULL), 40, actors, paper)
    day = workdays.today() + dt.timedelta(days=40)
    wish = asked(line(kind(FULL), 4, source=school, target=other), effective_on=day)
    case = ready("quota_adjust", school, wish, actors)
    approve(case, actors)
    for unit in (school, other):
        page = signed_in(clerk).get(f"/units/{unit.number}/?tab=quotas")
        told = row(page, case.number)
        assert told[:5] == ["事业编制（全额拨款）", school.name, other.name, "4", day.isoformat()]
        assert case.get_absolute_url() in links(page)


def test_the_quota_tab_says_who_is_above_the_cap_and_on_what(
    school: Unit, clerk: User, actors: Actors, paper: Document
) -> None:
    endow(school, kind(FULL), 5, actors, paper)
    occupy(school, kind(FULL), 5, actors, paper)
    over_staff(school, kind(FULL), 2, actors, paper)
    page = words(signed_in(clerk).get(f"/units/{school.number}/?tab=quotas"))
    assert "事业编制（全额拨款）超编 2 名。 经市委编委批准保留 2 名" in page
    QuotaException.objects.update(starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31))
    page = words(signed_in(clerk).get(f"/units/{school.number}/?tab=quotas"))
    assert "超编 2 名。 批准的期限已到，没有有效的例外记录。" in page


def test_reading_the_tabs_changes_nothing(school: Unit, clerk: User, actors: Actors, paper: Document) -> None:
    endow(school, kind(FULL), 5, actors, paper)
    client, before = signed_in(clerk), book()
    for tab in ("quotas", "leadership", "ledger"):
        assert client.get(f"/units/{school.number}/?tab={tab}").status_code == 200
    assert book() == before
