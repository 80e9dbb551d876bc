"""Pages and API of returns: who reads them, who works on them, and what they say."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from audits import period_reports
from audits.models import PeriodReport
from quotas.models import QuotaType
from tests import stories
from tests.api import got
from tests.book import unchanged
from tests.pages import links, row, rows, signed_in, words
from tests.sheets import content, table_of
from tests.stories import Actors
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
MONTH_END = workdays.today().replace(day=1) - dt.timedelta(days=1)


@pytest.fixture
def paper(school: Unit, region: Region, clerk: User, director: User, committee: User) -> Document:
    """The school has ten posts, on two of which people came in the month that is reported."""
    actors, full = Actors(clerk, director, committee), QuotaType.objects.get(code="full_funded")
    found = stories.give_reserve(region, full, 30, actors)
    stories.endow(school, full, 10, actors, found)
    stories.occupy(school, full, 2, actors, found, on=MONTH_END)
    return found


def announced(**more: Any) -> dict[str, Any]:
    return {"kind": "monthly", "ends_on": MONTH_END.isoformat(), "starts_at": "", "minutes": "5", **more}


def test_a_director_closes_a_month_on_its_pages(
    paper: Document, school: Unit, region: Region, director: User, inspector: User, outsider: User
) -> None:
    desk, reader = signed_in(director), signed_in(inspector)
    assert "还没有月报、年报" in words(reader.get("/reports/"))
    opened = desk.post("/reports/announce/", announced(region=region.pk), follow=True)
    report = PeriodReport.objects.get()
    address = f"/reports/{report.pk}/"
    assert opened.redirect_chain == [(address, 302)]
    assert "（进行中）" in words(opened)
    assert "办理" not in words(reader.get(address)).partition("月报年报")[2].partition("暂停办理")[0]
    assert "台账与人员全部相符" in words(desk.post(f"{address}check/", follow=True))
    signed = words(desk.post(f"{address}sign/", follow=True))
    assert f"{report}已签发，恢复办理。" in signed
    page = reader.get(address)
    assert row(page, "事业编制（全额拨款）") == ["30", "0", "10", "2", "0", "0", "8", "0", "2", "0"]
    lines = reader.get(f"{address}lines/")
    assert rows(lines)[2][:2] == [school.name, "事业编制（全额拨款）"]
    assert "建账登记2" in words(lines)
    _, titles, taken = table_of(content(reader.get("/exports/report-lines/", {"report": report.pk})))
    [own] = [dict(zip(titles, cells, strict=True)) for cells in taken if cells[0] == school.name]
    assert (own["核定"], own["实有"], own["本期增加"], own["增加方式"]) == (10, 2, 2, "建账登记2")
    for part in ("", "lines/"):
        assert signed_in(outsider).get(address + part).status_code == 404
    assert signed_in(outsider).get("/exports/report-lines/", {"report": report.pk}).status_code == 404
    [shown] = got(inspector, "reports/", kind="monthly", region=region.code)["results"]
    assert (shown["state"], shown["digest"]) == ("signed", PeriodReport.objects.get().digest)
    found = got(inspector, f"reports/{report.pk}/lines/")["results"]
    assert [line["approved"] for line in found if line["unit"] == school.number] == [10]
    assert got(outsider, "reports/")["results"] == []


def test_what_cannot_be_done_is_said_and_changes_nothing(
    paper: Document, region: Region, director: User, clerk: User, inspector: User, outsider: User, unit_clerk: User
) -> None:
    desk = signed_in(director)
    with unchanged():
        for fields, said in (
            ({"minutes": "0"}, "暂停时长须为1至120分钟。"),
            ({"minutes": "两"}, "输入整数。"),
            ({"ends_on": "2026-02-30"}, "请输入日期"),
            ({"ends_on": workdays.today().isoformat()}, "只能编报已经结束的月份或年度。"),
            ({"starts_at": "明天"}, "请按 2026-11-30 18:00 填写。"),
            ({"region": "7"}, "没有这个地区的结账权限。"),
            ({"kind": "weekly"}, "选择"),
        ):
            answer = desk.post("/reports/announce/", announced(**{"region": region.pk, **fields}))
            assert answer.status_code == 422
            assert said in words(answer), fields
        for user in (clerk, inspector):
            assert signed_in(user).post("/reports/announce/", announced(region=region.pk)).status_code == 403
        assert signed_in(unit_clerk).get("/reports/").status_code == 404
    report = period_reports.announce(actor=director, region=region, kind="monthly", ends_on=MONTH_END)
    with unchanged():
        for act in ("check", "sign", "withdraw"):
            assert signed_in(clerk).post(f"/reports/{report.pk}/{act}/", {"reason": "撤"}).status_code == 403
            assert signed_in(outsider).post(f"/reports/{report.pk}/{act}/").status_code == 404
        assert "请先核对，再签发。" in words(desk.post(f"/reports/{report.pk}/sign/", follow=True))
        assert "撤回事由" in words(desk.post(f"/reports/{report.pk}/withdraw/", follow=True))
    assert "恢复办理" in words(desk.post(f"/reports/{report.pk}/withdraw/", {"reason": "改期"}, follow=True))
    assert f"/reports/{report.pk}/" in links(desk.get("/reports/"))
