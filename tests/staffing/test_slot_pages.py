"""The register of slots: who sees it, how it is narrowed and paged; giving a slot back; the panels with slots."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import enrolment, slots
from staffing.enrolment import Head
from staffing.models import Channel, Slot
from tests.cast import make_unit
from tests.pages import links, queries_of, rows, signed_in, words
from tests.people import new_person
from tests.refusals import untouched
from tests.staffing.conftest import Balances, Give
from tests.staffing.test_slots import expire
from units.models import Unit

pytestmark = pytest.mark.django_db
YEAR = workdays.today().year
ADDRESS = "/slots/"


@pytest.fixture
def three(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    """Three slots on three of four vacant posts of the school."""
    vacancies(school, post_type, 4)
    return give_slots(school, post_type, 3)


def listed(user: User, query: str = "") -> list[str]:
    response = signed_in(user).get(f"{ADDRESS}{query}")
    assert response.status_code == 200, words(response)
    return [row[0] for row in rows(response)[1:]]


def test_the_register_says_whose_what_until_when_and_on_what_notice(
    three: list[Slot], school: Unit, clerk: User, paper: Document
) -> None:
    enrolment.enrol(
        actor=clerk, unit=school, heads=[Head(three[0], new_person("张示例"))], started_on=workdays.today(),
        document=paper, reason="招聘",
    )  # fmt: skip
    response = signed_in(clerk).get(ADDRESS)
    shown = rows(response)[1:]
    assert [row[0] for row in shown] == [slot.number for slot in reversed(three)]
    assert shown[2] == [
        three[0].number, school.name, "事业编制（全额拨款） 公开招聘，教学", "已使用", "张示例",
        str(workdays.today()), str(three[0].expires_on), f"澜编控〔{YEAR}〕1号",
    ]  # fmt: skip
    assert shown[0][3:5] == ["待使用", "—"]
    assert three[0].notice.get_absolute_url() in links(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=open", 2), ("?state=alive", 2), ("?state=cancelled", 1), ("?state=used", 0), ("?type=full_funded", 3),
        ("?type=institution", 3), ("?type=admin", 0), ("?channel=open_recruitment", 3), ("?channel=veteran", 0),
        (f"?year={YEAR}", 3), ("?year=2019", 0), ("?within=30", 0), ("?q=N2", 3), (f"?q=N{YEAR}00002", 1), ("?q=X", 0),
        ("?sort=expires", 3),
    ],
)  # fmt: skip
def test_filters_narrow_the_register(query: str, found: int, three: list[Slot], clerk: User) -> None:
    slots.cancel(three[0].pk, actor=clerk, reason="不再招聘")
    assert len(listed(clerk, query)) == found


def test_it_is_narrowed_to_a_unit_a_system_or_a_region(
    three: list[Slot], school: Unit, education: Unit, clerk: User, town: Any
) -> None:
    assert len(listed(clerk, f"?unit={school.number}")) == 3
    assert len(listed(clerk, f"?unit={education.number}")) == 3
    assert listed(clerk, f"?unit={education.number}&level=own") == []
    assert listed(clerk, f"?region={town.code}") == []


def test_the_soonest_to_lapse_comes_first_and_is_marked(three: list[Slot], clerk: User) -> None:
    soon = workdays.today() + dt.timedelta(days=10)
    with acting.by(acting.system_user(), reason="测试"):
        Slot.objects.filter(pk=three[1].pk).update(expires_on=soon)
    response = signed_in(clerk).get(f"{ADDRESS}?sort=expires")
    shown = rows(response)[1:]
    assert (shown[0][0], shown[0][6]) == (three[1].number, f"{soon} 剩10天")
    assert len(listed(clerk, "?within=30")) == 1


@pytest.mark.parametrize("sort", ["", "expires"])
def test_pages_follow_each_other_without_gap_or_repeat(
    sort: str, school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, clerk: User
) -> None:
    vacancies(school, post_type, 120)
    wanted = {slot.number for slot in give_slots(school, post_type, 120)}
    seen: list[str] = []
    query = f"?sort={sort}"
    for _ in range(3):
        response = signed_in(clerk).get(f"{ADDRESS}{query}")
        seen += [row[0] for row in rows(response)[1:]]
        query = next((link for link in links(response) if "after=" in link), "")
    assert (len(seen), set(seen)) == (120, wanted)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("?state=gone", "状态："), ("?year=1812", "年度："), ("?type=nothing", "没有这个编制类型。"),
        ("?channel=x", "进入方式："), ("?unit=nobody", "没有找到可以选择的机构"), ("?within=x", "到期："),
        ("?sort=x", "排序："), ("?q=" + "9" * 13, "用编号："),
    ],
)  # fmt: skip
def test_a_wrong_filter_is_said(query: str, label: str, three: list[Slot], clerk: User) -> None:
    page = words(signed_in(clerk).get(f"{ADDRESS}{query}"))
    assert "筛选条件有误" in page
    assert label in page


def test_a_bad_cursor_is_the_first_page(three: list[Slot], clerk: User) -> None:
    for query in ("?after=x", "?before=0", "?sort=expires&after=2026-99-99.1", "?after=" + "9" * 30):
        assert len(listed(clerk, query)) == 3


def test_each_reads_the_slots_of_their_own_units(
    three: list[Slot], unit_clerk: User, department: User, outsider: User, stranger: Unit, district: Any, clerk: User
) -> None:
    assert len(listed(unit_clerk)) == 3
    assert len(listed(department)) == 3
    assert listed(outsider) == []
    client = signed_in(outsider)
    assert client.get(f"{ADDRESS}?region={three[0].unit.region.code}").status_code == 404
    assert client.get(f"{ADDRESS}{three[0].pk}/").status_code == 404
    with untouched():
        assert client.post(f"{ADDRESS}{three[0].pk}/cancel/", {"reason": "x"}).status_code == 404


def test_an_empty_register_says_what_will_be_here(clerk: User, school: Unit) -> None:
    assert "还没有用编号" in words(signed_in(clerk).get(ADDRESS))
    assert "没有符合条件的用编号" in words(signed_in(clerk).get(f"{ADDRESS}?state=used"))


def test_the_register_costs_the_same_at_any_length(
    three: list[Slot], school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give, clerk: User
) -> None:
    pages = [
        ADDRESS,
        f"{ADDRESS}?sort=expires",
        f"/units/{school.number}/?tab=slots",
        three[0].notice.get_absolute_url(),
    ]
    client = signed_in(clerk)
    few = queries_of(client, pages)
    for _ in range(3):
        other = make_unit(school.region, f"澜川市第{_ + 2}中学", category="institution")
        vacancies(other, post_type, 5)
        give_slots(other, post_type, 5)
    vacancies(school, post_type, 10)
    give_slots(school, post_type, 10)
    assert queries_of(client, pages) == few
    assert few[ADDRESS] <= 14


def test_the_office_gives_a_slot_back_with_its_reason(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances, clerk: User
) -> None:
    client, address = signed_in(clerk), f"{ADDRESS}{three[0].pk}/"
    assert "核销用编号" in words(client.get(address))
    with untouched():
        response = client.post(f"{address}cancel/", {"reason": ""})
    assert response.status_code == 422
    response = client.post(f"{address}cancel/", {"reason": "不再招聘"}, follow=True)
    assert f"用编号{three[0].number}已核销。" in words(response)
    assert "核销用编号" not in words(response)
    assert balances(school, post_type) == {"vacant": 2, "locked": 2}
    with untouched():
        response = client.post(f"{address}cancel/", {"reason": "再来"})
    assert (response.status_code, "不能再变更" in words(response)) == (422, True)


def test_nobody_but_the_office_gives_a_slot_back(
    three: list[Slot], unit_clerk: User, department: User, inspector: User
) -> None:
    for user in (unit_clerk, department, inspector):
        client = signed_in(user)
        page = client.get(f"{ADDRESS}{three[0].pk}/")
        assert (page.status_code, "核销用编号" in words(page)) == (200, False)
        with untouched():
            assert client.post(f"{ADDRESS}{three[0].pk}/cancel/", {"reason": "x"}).status_code == 403


def test_the_page_of_a_unit_shows_its_posts_and_slots(three: list[Slot], school: Unit, unit_clerk: User) -> None:
    response = signed_in(unit_clerk).get(f"/units/{school.number}/?tab=slots")
    assert [row[0] for row in rows(response) if row and row[0].startswith("N2")] == [s.number for s in reversed(three)]
    [book] = [row for row in rows(response) if row and row[0] == school.name]
    assert book == [school.name, "事业编制（全额拨款）", "4", "0", "3", "1", "0", "0", "0"]


def test_the_notice_lists_its_slots_and_prints_them(
    three: list[Slot], school: Unit, clerk: User, unit_clerk: User, paper: Document
) -> None:
    enrolment.enrol(
        actor=clerk, unit=school, heads=[Head(three[0], new_person("张示例"))], started_on=workdays.today(),
        document=paper, reason="招聘",
    )  # fmt: skip
    response = signed_in(clerk).get(three[0].notice.get_absolute_url())
    shown = [row for row in rows(response) if len(row) == 8 and row[1].startswith("N2")]
    assert [(row[0], row[1], row[7]) for row in shown] == [
        ("1", three[0].number, "张示例"), ("2", three[1].number, ""), ("3", three[2].number, ""),
    ]  # fmt: skip
    assert '<div class="stack">' in response.content.decode()


def test_a_lapsed_slot_offers_nothing_more(three: list[Slot], clerk: User) -> None:
    expire(three[0])
    slots.lapse(three[0].pk, actor=acting.system_user())
    page = signed_in(clerk).get(f"{ADDRESS}{three[0].pk}/")
    assert "已失效" in words(page)
    assert "核销用编号" not in words(page)


def test_every_channel_has_a_name(three: list[Slot], clerk: User) -> None:
    page = signed_in(clerk).get(ADDRESS).content.decode()
    assert all(channel.label in page for channel in Channel)
