"""The main menu as each role finds it: what is worked on, the books, rules and settings."""

import re

import pytest
from django.test import Client

from accounts import acting
from accounts.models import User
from tests.pages import signed_in

BOOKS = [
    "机构",
    "议事协调机构",
    "管理证",
    "人员名册",
    "借调",
    "编制总览",
    "领导职数",
    "用编号台账",
    "编外人员",
    "用编预测",
    "周转池",
    "借编台账",
    "超编例外",
    "数据质量",
    "结账",
    "月报年报",
    "历史核查",
    "封存核验",
]


def menu(client: Client) -> dict[str, list[str]]:
    """The entries of the rail by their headings."""
    page = client.get("/password/").content.decode()
    rail = page[page.index('<nav class="rail"') :]
    rail = rail[: rail.index("</nav>")]
    found: dict[str, list[str]] = {}
    for kind, words in re.findall(r'class="nav__(heading|link)"[^>]*>([^<]+)<', rail):
        if kind == "heading":
            found[words] = []
        else:
            found[list(found)[-1]].append(words)
    return found


def test_an_office_finds_its_work_its_books_and_its_rules(clerk: User) -> None:
    assert menu(signed_in(clerk)) == {
        "办理": ["首页", "办件", "用编计划", "入编", "人员信息变更", "会议", "文件"],
        "台账": BOOKS,
        "规则与设置": ["编制类型", "建账导入", "建账完成", "代行授权", "规则", "定期检查"],
    }


def test_a_department_finds_what_it_may_open(department: User) -> None:
    assert menu(signed_in(department)) == {
        "办理": ["首页", "办件", "用编计划", "入编", "人员信息变更", "文件"],
        "台账": [
            "机构",
            "议事协调机构",
            "管理证",
            "人员名册",
            "借调",
            "编制总览",
            "领导职数",
            "用编号台账",
            "编外人员",
            "用编预测",
            "借编台账",
            "超编例外",
            "数据质量",
        ],
        "规则与设置": ["编制类型", "规则"],
    }


@pytest.mark.parametrize("is_staff", [True, False])
def test_the_back_office_is_offered_to_those_who_may_enter(clerk: User, is_staff: bool) -> None:
    with acting.by(acting.system_user(), reason="测试"):
        clerk.is_staff = is_staff
        clerk.save()
    client = signed_in(clerk)
    assert ("后台管理" in menu(client)["规则与设置"]) is is_staff
    assert (client.get("/admin/").status_code == 200) is is_staff


def test_the_narrow_menu_holds_the_same_as_the_rail(clerk: User) -> None:
    page = signed_in(clerk).get("/password/").content.decode()
    headings = re.findall(r'id="(rail|sheet)-[0-9]+">([^<]+)<', page)
    assert [name for place, name in headings if place == "rail"] == [n for place, n in headings if place == "sheet"]
    assert len(headings) == 6
