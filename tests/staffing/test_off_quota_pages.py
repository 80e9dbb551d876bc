"""Off-quota staff on pages and by API: who sees what, what is typed, what it costs to read."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from approvals import workdays
from approvals.models import Document, Notification
from quotas.models import QuotaType
from staffing import money, off_quota, reminding
from staffing.models import Engagement, MoneyLine, ServiceContract
from staffing.off_quota import Contract
from tests.cast import make_unit
from tests.pages import queries_of, row, rows, signed_in, words
from tests.people import id_number, new_person
from units.models import Region, Unit

TODAY = dt.date(2026, 3, 15)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "today", lambda: TODAY)


@pytest.fixture
def control(db: None) -> QuotaType:
    return QuotaType.objects.get(code="off_quota_control")


Staff = Callable[..., list[Engagement]]


@pytest.fixture
def staff(control: QuotaType, vacancies: Callable[..., None], clerk: User, paper: Document) -> Staff:
    """So many people engaged in a unit, with number and money to spare."""

    def staff(unit: Unit, heads: int, *, ends: dt.date = dt.date(2026, 12, 31)) -> list[Engagement]:
        vacancies(unit, control, heads + 1)
        act: dict[str, Any] = {"actor": clerk, "document": paper, "reason": "补充"}
        money.set_money(unit=unit, year=2026, amount=Decimal(heads * 60_000 + 50_000), **act)
        contracts = [
            Contract(new_person(title="协管员"), "dispatch", ends, Decimal(60_000), employer="示例人力公司")
            for _ in range(heads)
        ]
        given = {"unit": unit, "quota_type": control, "started_on": dt.date(2026, 3, 1), **act}
        return off_quota.engage(contracts=contracts, **given)

    return staff


@pytest.fixture
def engaged(school: Unit, staff: Staff) -> list[Engagement]:
    return staff(school, 2)


def test_the_register_shows_people_number_and_money(engaged: list[Engagement], school: Unit, clerk: User) -> None:
    page = signed_in(clerk).get("/off-quota/", {"unit": school.number})
    found = row(page, engaged[0].person.name)
    assert found[1:] == [
        school.name, "协管员", "劳务派遣 示例人力公司", "2026-03-01 至 2026-12-31", "财政预算",
        "60,000.00", "在用",
    ]  # fmt: skip
    said = words(page)
    assert "控制数 3 名" in said
    assert "已安排 10.00 万元" in said
    assert "剩余 7.00 万元" in said
    assert engaged[0].person.birth_date.strftime("%Y%m%d") not in page.content.decode()


def test_states_are_told_apart(engaged: list[Engagement], school: Unit, clerk: User, paper: Document) -> None:
    gone, stays = engaged
    off_quota.end(
        actor=clerk, engagement=gone, ended_on=TODAY, end_reason="resigned", document=paper, reason="辞职"
    )  # fmt: skip
    Engagement.objects.filter(pk=stays.pk).update(ends_on=dt.date(2026, 3, 10))
    client, query = signed_in(clerk), {"unit": school.number}

    def names(state: str) -> list[str]:
        found = rows(client.get("/off-quota/", {**query, "state": state}))
        return [cells[0] for cells in found[1:] if cells]

    assert names("") == [stays.person.name]
    assert names("due") == [stays.person.name]
    assert names("ended") == [gone.person.name]
    assert "合同已到期" in words(client.get("/off-quota/", query))
    for told in (1, 0):
        assert reminding.contracts(TODAY) == (1, told, "")
    [found] = Notification.objects.filter(unit=school)
    assert found.text == f"{school.name}编外人员{stays.person.name}的合同已到期，未续签也未终止。"


def test_the_office_engages_by_form(engaged: list[Engagement], school: Unit, clerk: User, paper: Document) -> None:
    client = signed_in(clerk)
    assert school.number in client.get("/off-quota/engage/", {"unit": school.number}).content.decode()
    sent = {
        "unit": school.number, "quota_type": engaged[0].quota_type_id, "name": "赵示例", "id_number": id_number(901),
        "title": "保安", "kind": "direct", "started_on": "2026-03-10", "ends_on": "2026-12-31", "pay_source": "budget",
        "yearly_cost": "60000", "document": paper.number, "reason": "校园安保",
    }  # fmt: skip
    wrong = client.post("/off-quota/engage/", {**sent, "document": "无"})
    assert "没有找到文号为“无”的已印发文件" in words(wrong)
    assert client.post("/off-quota/engage/", sent).status_code == 302
    assert Engagement.objects.active().count() == 3
    more = client.post("/off-quota/engage/", {**sent, "name": "钱示例", "id_number": id_number(903)})
    assert "不能聘用：人数和经费须同时在控制之内。" in words(more)
    assert Engagement.objects.count() == 3


def test_the_office_ends_renews_and_converts_by_form(
    engaged: list[Engagement], school: Unit, clerk: User, paper: Document
) -> None:
    client, one = signed_in(clerk), engaged[0]
    cite = {"document": paper.number, "reason": "工作需要"}
    page = f"/off-quota/{one.pk}/"
    dear = client.post(f"{page}renew/", {**cite, "ends_on": "2026-12-31", "yearly_cost": "900000"})
    assert "不能续签" in words(dear)
    assert client.post(f"{page}renew/", {**cite, "ends_on": "2026-11-30", "yearly_cost": "60000"}).status_code == 302
    assert "2026-11-30" in words(client.get(page))
    early = client.post(f"{page}end/", {**cite, "ended_on": "2026-02-01", "end_reason": "expired"})
    assert "终止日期不能早于起始日期2026-03-01。" in words(early)
    assert client.post(f"{page}end/", {**cite, "ended_on": "2026-03-12", "end_reason": "expired"}).status_code == 302
    convert = f"/units/{school.number}/off-quota/convert/"
    assert engaged[1].person.name in words(client.get(convert))
    sent = {**cite, "title": "校园保洁", "provider": "示例物业", "on": "2026-03-12", "ends_on": "2028-03-01",
            "yearly_amount": "80000"}  # fmt: skip
    assert "请选择转为购买服务的人员。" in words(client.post(convert, sent))
    assert "所选人员不在本单位编外人员之中。" in words(client.post(convert, {**sent, "engagements": [one.pk]}))
    assert client.post(convert, {**sent, "engagements": [engaged[1].pk]}).status_code == 302
    shown = client.get("/off-quota/", {"unit": school.number})
    assert row(shown, "校园保洁")[:3] == [school.name, "示例物业", "−1"]
    assert ServiceContract.objects.count() == 1


def test_the_office_sets_money_by_form(engaged: list[Engagement], school: Unit, clerk: User, paper: Document) -> None:
    client = signed_in(clerk)
    page = client.get("/off-quota/money/", {"unit": school.number})
    assert row(page, school.name) == ["3", "2", "1", "170,000.00", "100,000.00", "70,000.00", "58.8%"]
    sent = {
        "unit": school.number,
        "year": "2026",
        "amount": "99000",
        "document": paper.number,
        "reason": "控减",
    }
    low = client.post("/off-quota/money/set/", sent)
    assert "2026年编外人员合同已安排100,000.00元，经费核定为99,000.00元将不足1,000.00元。" in words(low)
    assert client.post("/off-quota/money/set/", {**sent, "amount": "120000"}).status_code == 302
    assert MoneyLine.objects.get().amount == Decimal(120_000)


@pytest.mark.parametrize("who", ["department", "unit_clerk", "inspector", "committee"])
def test_others_read_and_change_nothing(
    who: str, engaged: list[Engagement], school: Unit, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    pages = [
        "/off-quota/",
        "/off-quota/money/",
        f"/off-quota/{engaged[0].pk}/",
        f"/units/{school.number}/?tab=off_quota",
    ]
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert "续签" not in words(client.get(pages[2]))
    doors = ["/off-quota/engage/", "/off-quota/money/set/", f"/units/{school.number}/off-quota/convert/"]
    assert [client.post(door).status_code for door in doors] == [403] * 3
    acts = [f"/off-quota/{engaged[0].pk}/{act}/" for act in ("end", "renew")]
    assert [client.post(act, {}).status_code for act in acts] == [403] * 2


def test_a_stranger_finds_nothing(engaged: list[Engagement], school: Unit, outsider: User) -> None:
    client = signed_in(outsider)
    for method, address in [
        ("get", f"/off-quota/{engaged[0].pk}/"), ("post", f"/off-quota/{engaged[0].pk}/end/"),
        ("post", f"/off-quota/{engaged[0].pk}/renew/"), ("get", f"/units/{school.number}/off-quota/convert/"),
        ("get", "/off-quota/?region=990100"), ("get", "/api/v1/off-quota/?region=990100"),
    ]:  # fmt: skip
        assert getattr(client, method)(address).status_code == 404, address
    assert school.name not in client.get("/off-quota/", {"unit": school.number}).content.decode()
    assert Client().get("/off-quota/").status_code == 302


@pytest.mark.parametrize("query", ["state=x", "kind=purchase", "year=1", "year=x", "unit=无"])
def test_a_wrong_filter_is_answered_in_words(query: str, engaged: list[Engagement], clerk: User) -> None:
    page = signed_in(clerk).get(f"/off-quota/?{query}")
    assert (page.status_code, "筛选条件有误" in words(page)) == (200, True)


def test_pages_and_lists_cost_the_same_at_any_size(
    engaged: list[Engagement], school: Unit, region: Region, staff: Staff, clerk: User
) -> None:
    urls = [
        "/off-quota/", "/off-quota/money/", f"/off-quota/?unit={school.number}",
        f"/units/{school.number}/?tab=off_quota",
        "/api/v1/off-quota/", "/api/v1/off-quota/money/", f"/units/{school.number}/off-quota/convert/",
    ]  # fmt: skip
    few = queries_of(signed_in(clerk), urls)
    for number in range(3):
        staff(make_unit(region, f"澜川市第{number + 2}中学", category="institution"), 20)
    staff(school, 10)
    assert queries_of(signed_in(clerk), urls) == few


def test_long_lists_are_read_in_pages(school: Unit, staff: Staff, clerk: User) -> None:
    staff(school, 60)
    client = signed_in(clerk)
    first = client.get("/off-quota/", {"unit": school.number})
    assert len([cells for cells in rows(first) if len(cells) == 9]) == 51
    last = Engagement.objects.order_by("id")[49].pk
    second = client.get("/off-quota/", {"unit": school.number, "after": last})
    assert len([cells for cells in rows(second) if len(cells) == 9]) == 11
    for cursor in ("x", "-1", "9" * 19):
        assert client.get("/off-quota/", {"after": cursor}).status_code == 200


def test_the_api_tells_the_same(engaged: list[Engagement], school: Unit, clerk: User) -> None:
    client = signed_in(clerk)
    people = client.get("/api/v1/off-quota/", {"unit": school.number}).json()["results"]
    assert people[0] == {
        "id": engaged[0].pk, "name": engaged[0].person.name, "id_number": engaged[0].person.masked_id_number,
        "unit": school.number, "title": "协管员", "kind": "dispatch", "employer": "示例人力公司",
        "started_on": "2026-03-01", "ends_on": "2026-12-31", "ended_on": None, "end_reason": "",
        "pay_source": "budget", "yearly_cost": "60000.00",
    }  # fmt: skip
    lines = client.get("/api/v1/off-quota/money/", {"unit": school.number, "year": 2026}).json()
    assert lines["units"] == [
        {"unit": school.number, "unit_name": school.name, "approved": 3, "occupied": 2, "free": 1,
         "amount": "170000.00", "committed": "100000.00", "left": "70000.00"},
    ]  # fmt: skip
    assert client.get("/api/v1/off-quota/", {"state": "x"}).status_code == 400
