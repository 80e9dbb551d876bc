"""60 months ahead: who leaves and arrives, what is vacant, and where people will be over quota."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from approvals import notifications, workdays
from approvals.models import CheckRun
from quotas.models import QuotaType
from staffing import enrolment, forecasting, reminding
from staffing.areas import Area, area_of_unit, find_area
from staffing.facts import NewPerson
from staffing.forecasting import Forecast, Source, forecast
from tests.cast import make_unit, make_user
from tests.pages import links, queries_of, row, rows, signed_in, words
from tests.people import id_number, new_person
from units.models import Region, Unit

from .conftest import Give

TODAY = dt.date(2026, 3, 15)
MAN, WOMAN = 1, 2


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "today", lambda: TODAY)


def born(month: str, sex: int, category: str = "", *, serial: int = 0) -> NewPerson:
    facts = {"retirement_category": category} if category else {}
    number = id_number(sex + 2 * serial, born=month.replace("-", "") + "15")
    return NewPerson(f"示例{month}", number, title="教师", facts=facts)


PEOPLE = [
    born("1965-11", MAN),  # 2026-02, should be gone
    born("1968-06", MAN),  # 2029-05, from 2028-06
    born("1971-08", WOMAN, "female55"),  # 2027-01, from 2026-08
    born("1978-07", WOMAN, "female50"),  # 2030-05, from 2028-07
    born("1974-01", WOMAN),  # nobody knows
    born("1986-01", MAN),  # 2049-01
]


@pytest.fixture
def staffed(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, basis: dict[str, Any]
) -> Unit:
    """Six people on eight posts, and two slots that lapse in March 2027."""
    vacancies(school, post_type, 8)
    enrolment.register(unit=school, quota_type=post_type, people=PEOPLE, **basis)
    give_slots(school, post_type, 2)
    return school


def ahead(unit: Unit, user: User, post_type: QuotaType) -> Forecast:
    return forecast(area_of_unit(user, unit), {post_type.pk})


def at(found: Forecast, month: str) -> forecasting.Month:
    return next(each for each in found.months if f"{each.first:%Y-%m}" == month)


def test_each_month_says_who_leaves_who_arrives_and_what_is_vacant(
    staffed: Unit, clerk: User, post_type: QuotaType
) -> None:
    found = ahead(staffed, clerk, post_type)
    assert (len(found.months), found.months[0].first, found.months[-1].first) == (
        60, dt.date(2026, 3, 1), dt.date(2031, 2, 1),
    )  # fmt: skip
    assert (found.posts, found.people, found.overdue, found.unknown) == (8, 6, 1, 1)
    busy = {f"{m.first:%Y-%m}": (m.retiring, m.may_retire, m.arriving, m.people, m.vacancy, m.vacancy_if_early)
            for m in found.months if not m.is_quiet}  # fmt: skip
    assert busy == {
        "2026-03": (1, 1, 0, 5, 3, 3),
        "2026-08": (0, 1, 0, 5, 3, 4),
        "2027-01": (1, 0, 0, 4, 4, 4),
        "2027-03": (0, 0, 2, 6, 2, 2),
        "2028-06": (0, 1, 0, 6, 2, 3),
        "2028-07": (0, 1, 0, 6, 2, 4),
        "2029-05": (1, 0, 0, 5, 3, 4),
        "2030-05": (1, 0, 0, 4, 4, 4),
    }
    assert (found.retiring, found.arriving, found.over, found.first_over) == (4, 2, [], None)


def test_a_slot_that_waits_for_nobody_leads_over_quota(
    school: Unit, clerk: User, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give,
    basis: dict[str, Any],
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    enrolment.register(unit=school, quota_type=post_type, people=[born("1968-06", MAN)], **basis)
    give_slots(school, post_type, 1, waits=True)
    found = ahead(school, clerk, post_type)
    [over] = found.over
    assert (over.unit, over.month, over.people, over.until) == (
        school, dt.date(2027, 3, 1), 1, dt.date(2029, 5, 1),
    )  # fmt: skip
    assert (at(found, "2027-02").vacancy, at(found, "2027-03").vacancy, at(found, "2029-05").vacancy) == (0, -1, 0)


def test_other_apps_bring_what_they_know(
    staffed: Unit, clerk: User, post_type: QuotaType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecasting, "_sources", dict(forecasting._sources))
    sql = f"select {staffed.pk} as unit_id, {post_type.pk} as quota_type_id, date '2026-05-20' as due_on, 4 as quantity"
    forecasting.register(Source("loans", sql, brings_people=False))
    found = ahead(staffed, clerk, post_type)
    assert (at(found, "2026-05").loans, at(found, "2026-05").posts, at(found, "2026-05").vacancy) == (4, 4, -1)
    assert (found.first_over, found.over[0].people) == (dt.date(2026, 5, 1), 2)


def test_a_region_a_system_and_a_unit_add_up(
    staffed: Unit, education: Unit, region: Region, district: Region, clerk: User, post_type: QuotaType,
    vacancies: Callable[..., None], basis: dict[str, Any],
) -> None:  # fmt: skip
    vacancies(education, post_type, 1)
    enrolment.register(unit=education, quota_type=post_type, people=[born("1968-06", MAN, serial=7)], **basis)
    of = {
        "region": find_area(clerk, {"region": region.code}),
        "own level": find_area(clerk, {"region": region.code, "level": "own"}),
        "district": find_area(clerk, {"region": district.code}),
        "system": find_area(clerk, {"unit": education.number}),
        "department": find_area(clerk, {"unit": education.number, "level": "own"}),
        "school": find_area(clerk, {"unit": staffed.number}),
    }
    found = {name: forecast(area, {post_type.pk}) for name, area in of.items()}
    assert {name: (f.posts, f.people, at(f, "2029-05").retiring) for name, f in found.items()} == {
        "region": (9, 7, 2), "own level": (9, 7, 2), "district": (0, 0, 0), "system": (9, 7, 2),
        "department": (1, 1, 1), "school": (8, 6, 1),
    }  # fmt: skip
    assert (of["system"].name, of["own level"].name) == ("澜川市教育局系统", "澜川市本级")


def test_a_unit_clerk_of_a_department_sees_only_the_department(staffed: Unit, education: Unit) -> None:
    own = make_user("registrar", "unit", unit=education)
    area = find_area(own, {})
    assert (area.unit, area.is_system) == (education, False)
    assert isinstance(area, Area)


PAGE = "/forecast/"


def test_the_page_shows_the_months_and_leads_to_the_people(staffed: Unit, clerk: User) -> None:
    page = signed_in(clerk).get(PAGE, {"unit": staffed.number})
    assert row(page, "2029-05")[:3] == ["1", "0", "0"]
    assert row(page, "2027-03") == ["0", "0", "2", "8", "6", "2", "2"]
    assert row(page, "2029年") == ["1", "0", "0", "", "", "", ""]
    said = words(page)
    assert "图上有规律的空档是正常的" in said
    assert "已到龄未办理 1 人" in said
    assert f"/forecast/people/?unit={staffed.number}&month=2029-05" in links(page)


def test_the_people_of_a_month_are_masked(staffed: Unit, clerk: User) -> None:
    client = signed_in(clerk)
    page = client.get(f"{PAGE}people/", {"unit": staffed.number, "month": "2029-05"})
    assert row(page, "示例1968-06")[:2] == ["男", "00**************14"]
    assert "19680615" not in page.content.decode()
    early = client.get(f"{PAGE}people/", {"unit": staffed.number, "month": "2028-07", "by": "early"})
    assert [found[0] for found in rows(early)[1:]] == ["示例1978-07"]
    now = client.get(f"{PAGE}people/", {"unit": staffed.number, "month": "2026-03"})
    assert [found[0] for found in rows(now)[1:]] == ["示例1965-11"]
    assert "这个月没有人到龄" in words(client.get(f"{PAGE}people/", {"unit": staffed.number, "month": "2026-04"}))


def test_a_month_with_many_people_is_read_in_pages(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any], clerk: User
) -> None:
    vacancies(school, post_type, 60)
    people = [born("1968-06", MAN, serial=n) for n in range(60)]
    enrolment.register(unit=school, quota_type=post_type, people=people, **basis)
    client, query = signed_in(clerk), f"unit={school.number}&month=2029-05"
    first = client.get(f"{PAGE}people/?{query}")
    assert len(rows(first)) == 51
    [following] = [link for link in links(first) if "after=" in link]
    assert len(rows(client.get(f"{PAGE}people/{following}"))) == 11


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"unit": "没有"}, "没有找到可以选择的机构"),
        ({"type": "没有"}, "没有这个编制类型。"),
        ({"level": "x"}, "没有这个范围。"),
    ],
)
def test_a_wrong_filter_is_answered_in_words(query: dict[str, str], sentence: str, school: Unit, clerk: User) -> None:
    page = signed_in(clerk).get(PAGE, query)
    assert (page.status_code, sentence in words(page)) == (200, True)


def test_a_wrong_month_or_cursor_never_breaks_the_page(staffed: Unit, clerk: User) -> None:
    client = signed_in(clerk)
    assert "月份应写作2027-03" in words(client.get(f"{PAGE}people/", {"month": "2027-13"}))
    for cursor in ("x", "-1", "9" * 19, "９"):
        assert client.get(f"{PAGE}people/", {"month": "2029-05", "after": cursor}).status_code == 200


@pytest.mark.parametrize("address", [PAGE, "/api/v1/forecast/"])
def test_who_may_read_the_forecast_of_a_unit(
    address: str, staffed: Unit, clerk: User, inspector: User, department: User, unit_clerk: User, outsider: User
) -> None:
    def status(user: User, **query: str) -> int:
        return signed_in(user).get(address, query).status_code

    assert {status(user, unit=staffed.number) for user in (clerk, inspector, department, unit_clerk)} == {200}
    hidden = signed_in(outsider).get(address, {"unit": staffed.number})
    assert hidden.status_code == 404 or staffed.name not in hidden.content.decode()
    assert status(outsider, region="990100") == 404
    assert {status(user) for user in (clerk, department, unit_clerk, outsider)} == {200}
    assert Client().get(address).status_code in (302, 401)


def test_the_api_says_the_same_as_the_page(staffed: Unit, clerk: User) -> None:
    answer = signed_in(clerk).get("/api/v1/forecast/", {"unit": staffed.number, "type": "full_funded"}).json()
    assert (answer["area"], answer["posts"], answer["overdue"], len(answer["months"])) == (staffed.name, 8, 1, 60)
    assert answer["months"][12] == {
        "month": "2027-03-01", "retiring": 0, "may_retire": 0, "arriving": 2, "loans": 0, "floating": 0, "posts": 8,
        "people": 6, "vacancy": 2, "vacancy_if_early": 2,
    }  # fmt: skip
    wrong = signed_in(clerk).get("/api/v1/forecast/", {"type": "leader_141"})
    assert (wrong.status_code, wrong.json()["field"]) == (400, "type")


def test_the_pages_cost_the_same_queries_at_any_size(
    staffed: Unit, region: Region, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any],
    clerk: User,
) -> None:  # fmt: skip
    urls = [
        f"{PAGE}?region={region.code}", f"{PAGE}?unit={staffed.number}", f"{PAGE}people/?month=2029-05",
        f"/api/v1/forecast/?region={region.code}", f"/units/{staffed.number}/?tab=forecast",
    ]  # fmt: skip
    few = queries_of(signed_in(clerk), urls)
    for number in range(4):
        other = make_unit(region, f"澜川市第{number + 2}中学", category="institution")
        vacancies(other, post_type, 12)
        people = [born("1968-06", MAN, serial=20 + number * 10 + n) for n in range(10)]
        enrolment.register(unit=other, quota_type=post_type, people=people, **basis)
    assert queries_of(signed_in(clerk), urls) == few


def test_units_are_told_once_a_month_who_is_about_to_go_and_the_office_who_should_have(
    staffed: Unit, stranger: Unit, unit_clerk: User, clerk: User
) -> None:
    assert reminding.retirements(TODAY) == (1, 2, "")
    assert reminding.retirements(TODAY).done == 0
    assert reminding.retirements(dt.date(2026, 11, 1)) == (2, 2, "")
    told = [found.text for found in notifications.addressed_to(unit_clerk).order_by("id")]
    assert told == [
        f"{staffed.name}有1人已到龄未办理，请办理退休和出编。",
        f"{staffed.name}3个月内有1人到龄，有1人已到龄未办理，请办理退休和出编。",
    ]
    office = notifications.addressed_to(clerk).order_by("id")
    assert [found.text for found in office] == ["澜川市有1人已到龄未办理退休，请督促办理。"] * 2


def test_a_new_person_is_in_the_next_forecast(
    staffed: Unit, clerk: User, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]
) -> None:
    vacancies(staffed, post_type, 1)
    enrolment.register(unit=staffed, quota_type=post_type, people=[new_person()], **basis)
    assert ahead(staffed, clerk, post_type).people == 7
    assert CheckRun.objects.count() == 0
