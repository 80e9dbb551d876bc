from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from accounts import navigation, panels
from accounts.models import User
from accounts.navigation import BOOKS, GROUPS, SETTINGS, NavItem
from accounts.panels import Panel


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(panels, "_panels", {})


def panel(key: str, position: int, **more: Any) -> Panel:
    return Panel("home", key, key, position, f"{key}.html", lambda request, obj: {"seen": obj}, **more)


def test_the_menu_shows_what_the_user_may_open_in_order() -> None:
    navigation.register(NavItem("b", "乙", "accounts:change_password", 20))
    navigation.register(NavItem("a", "甲", "accounts:change_password", 10))
    navigation.register(NavItem("c", "丙", "accounts:change_password", 5, visible=lambda user: user.is_staff))
    assert [item.key for item in navigation.items_for(User(username="u"))] == ["a", "b"]
    assert navigation.items_for(User(username="u"))[0].url == "/password/"


def test_the_menu_is_read_group_by_group_without_empty_headings() -> None:
    assert GROUPS == ("办理", "台账", "规则与设置")
    for key, position, group in (("s", 1, SETTINGS), ("b", 9, BOOKS), ("a", 2, BOOKS)):
        navigation.register(NavItem(key, key, "accounts:change_password", position, group=group))
    groups = navigation.groups_for(User(username="u"))
    assert [(heading, [item.key for item in items]) for heading, items in groups] == [
        ("台账", ["a", "b"]),
        ("规则与设置", ["s"]),
    ]
    assert navigation.groups_for(AnonymousUser()) == []


def test_nobody_without_a_living_account_sees_a_menu() -> None:
    navigation.register(NavItem("a", "甲", "accounts:change_password", 10))
    assert navigation.items_for(AnonymousUser()) == []
    assert navigation.items_for(User(username="u", is_active=False)) == []


def test_registering_a_key_again_replaces_the_entry() -> None:
    navigation.register(NavItem("a", "甲", "accounts:change_password", 10))
    navigation.register(NavItem("a", "新", "accounts:change_password", 10))
    assert [item.label for item in navigation.items_for(User(username="u"))] == ["新"]


def test_panels_of_a_place_are_filled_in_order(rf: RequestFactory) -> None:
    def never(request: HttpRequest, obj: Any) -> bool:
        return False

    panels.register(panel("second", 2))
    panels.register(panel("first", 1))
    panels.register(panel("hidden", 0, visible=never))
    filled = panels.panels_for("home", rf.get("/"), "对象")
    assert [(p.key, p.template, p.context) for p in filled] == [
        ("first", "first.html", {"seen": "对象"}),
        ("second", "second.html", {"seen": "对象"}),
    ]
    assert panels.panels_for("unit", rf.get("/"), None) == []
