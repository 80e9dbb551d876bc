import pytest
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken
from pytest_django import Settings

from accounts.demo import DEMO_PASSWORD
from accounts.models import User

SIGN_IN = "/sign-in/"


def sign_in(client: Client, username: str, password: str) -> int:
    return client.post(SIGN_IN, {"username": username, "password": password}).status_code


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_house(client: Client, clerk: User) -> None:
    response = client.post(SIGN_IN, {"username": "clerk", "password": "clerkclerk", "next": "/password/"})
    assert response.headers["Location"] == "/password/"
    assert signed_in(client)


def test_sign_in_leads_to_no_other_house(client: Client, clerk: User) -> None:
    response = client.post(SIGN_IN, {"username": "clerk", "password": "clerkclerk", "next": "https://example.org/"})
    assert response.headers["Location"] == "/"


def test_a_wrong_password_is_answered_in_chinese(client: Client, clerk: User) -> None:
    response = client.post(SIGN_IN, {"username": "clerk", "password": "wrong"})
    assert "用户名或密码不正确" in response.content.decode()
    assert not signed_in(client)


def test_a_disabled_account_gets_the_same_answer_as_a_wrong_password(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    response = client.post(SIGN_IN, {"username": "clerk", "password": "clerkclerk"})
    assert "用户名或密码不正确" in response.content.decode()
    assert not signed_in(client)


def test_a_session_ends_when_the_account_is_disabled(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/password/").status_code == 302


def test_five_failures_lock_the_account_for_a_while(client: Client, clerk: User) -> None:
    for _ in range(5):
        sign_in(client, "clerk", "wrong")
    response = client.post(SIGN_IN, {"username": "clerk", "password": "clerkclerk"})
    assert response.status_code == 429
    assert "暂时锁定" in response.content.decode()
    assert not signed_in(client)


def test_a_lock_holds_for_the_token_too_and_not_for_others(client: Client, clerk: User, head: User) -> None:
    for _ in range(5):
        client.post("/api/v1/token/", {"username": "clerk", "password": "wrong"}, content_type="application/json")
    right = {"username": "clerk", "password": "clerkclerk"}
    response = client.post("/api/v1/token/", right, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (429, "locked_out")
    assert sign_in(client, "head", "headhead") == 302


def test_signing_out_ends_the_session_and_needs_a_post(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == SIGN_IN
    assert not signed_in(client)


def test_pages_ask_strangers_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/password/").headers["Location"] == f"{SIGN_IN}?next=/password/"


def test_a_user_changes_the_password_and_every_token_is_void(client: Client, clerk: User) -> None:
    AuthToken.objects.create(clerk)
    client.force_login(clerk)
    new = {"old_password": "clerkclerk", "new_password1": "澜川-2026-秋", "new_password2": "澜川-2026-秋"}
    response = client.post("/password/", new, follow=True)
    assert "密码已修改" in response.content.decode()
    assert User.objects.get(pk=clerk.pk).check_password("澜川-2026-秋")
    assert not AuthToken.objects.filter(user=clerk).exists()
    assert signed_in(client)
    last = clerk.history.latest()
    assert (last.actor_name, last.history_change_reason) == ("clerk同志", "修改密码")


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", "澜川-2026-秋", "澜川-2026-秋", "原密码不正确"),
        ("clerkclerk", "澜川-2026-秋", "澜川-2026-冬", "不一致"),
        ("clerkclerk", "12345678", "12345678", "常见"),
    ],
)
def test_a_refused_password_changes_nothing(
    client: Client, clerk: User, old: str, new: str, again: str, sentence: str
) -> None:
    client.force_login(clerk)
    response = client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again})
    assert sentence in response.content.decode()
    assert User.objects.get(pk=clerk.pk).check_password("clerkclerk")


def test_the_demo_offers_its_accounts_by_role(client: Client, clerk: User, settings: Settings) -> None:
    assert DEMO_PASSWORD not in client.get(SIGN_IN).content.decode()
    settings.DEMO = True
    page = client.get(SIGN_IN).content.decode()
    assert DEMO_PASSWORD in page
    assert "经办" in page
    assert "督查员" not in page, "Only accounts that exist are offered."


def test_the_demo_button_goes_through_the_same_door(client: Client, clerk: User, settings: Settings) -> None:
    settings.DEMO = True
    clerk.set_password(DEMO_PASSWORD)
    clerk.save()
    assert sign_in(client, "clerk", DEMO_PASSWORD) == 302


def test_a_form_without_its_token_is_refused_in_chinese(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("accounts:sign_in"), {"username": "clerk", "password": "clerkclerk"})
    assert response.status_code == 403
    assert "请刷新页面" in response.content.decode()
