import pytest
from rest_framework.test import APIClient

from accounts.models import User

TOKEN = "/api/v1/token/"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def token_of(api: APIClient, username: str) -> str:
    response = api.post(TOKEN, {"username": username, "password": username * 2})
    assert response.status_code == 201
    return str(response.json()["token"])


def test_a_token_opens_the_api_until_it_is_given_back(api: APIClient, clerk: User) -> None:
    assert api.get("/api/v1/me/").status_code == 401
    api.credentials(HTTP_AUTHORIZATION=f"Token {token_of(api, 'clerk')}")
    assert api.get("/api/v1/me/").json()["username"] == "clerk"
    assert api.delete(TOKEN).status_code == 204
    assert api.get("/api/v1/me/").status_code == 401


def test_only_the_token_of_the_request_is_given_back(api: APIClient, clerk: User) -> None:
    first, second = token_of(api, "clerk"), token_of(api, "clerk")
    api.credentials(HTTP_AUTHORIZATION=f"Token {first}")
    api.delete(TOKEN)
    api.credentials(HTTP_AUTHORIZATION=f"Token {second}")
    assert api.get("/api/v1/me/").status_code == 200


def test_a_wrong_password_and_a_disabled_account_get_no_token(api: APIClient, clerk: User) -> None:
    wrong = api.post(TOKEN, {"username": "clerk", "password": "wrong"})
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    disabled = api.post(TOKEN, {"username": "clerk", "password": "clerkclerk"})
    assert (wrong.status_code, disabled.status_code) == (401, 401)
    assert wrong.json() == disabled.json()
    assert wrong.json()["message"] == "用户名或密码不正确。"


def test_a_token_dies_with_its_account(api: APIClient, clerk: User) -> None:
    api.credentials(HTTP_AUTHORIZATION=f"Token {token_of(api, 'clerk')}")
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert api.get("/api/v1/me/").status_code == 401


def test_a_session_has_no_token_to_give_back(api: APIClient, clerk: User) -> None:
    api.force_login(clerk)
    response = api.delete(TOKEN)
    assert (response.status_code, response.json()["code"]) == (400, "no_token")


def test_missing_fields_are_named(api: APIClient, db: None) -> None:
    body = api.post(TOKEN, {"username": "clerk"}).json()
    assert (body["field"], body["code"]) == ("password", "required")
    assert body["errors"] == [{"code": "required", "message": body["message"], "field": "password"}]
