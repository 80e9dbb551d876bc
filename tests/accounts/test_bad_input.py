"""No text that a caller can send ends in a 5xx."""

import pytest
from django.test import Client

from accounts.models import User


@pytest.mark.parametrize(
    "address",
    ["/%00/", "/password/?q=%00", "/password/?%00=1", "/api/v1/units/%00/", "/api/v1/units/?q=a%00b", "/admin/?q=%00"],
)
def test_a_nul_in_the_address_is_a_bad_request(client: Client, clerk: User, address: str) -> None:
    client.force_login(clerk)
    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_is_a_bad_request(client: Client, clerk: User) -> None:
    assert client.post("/sign-in/", {"username": "cle\0rk", "password": "x"}).status_code == 400
    assert client.post("/sign-in/", {"user\0name": "clerk", "password": "x"}).status_code == 400


def test_a_nul_in_a_cookie_is_a_bad_request(client: Client, db: None) -> None:
    client.cookies["sessionid"] = '"abcdefgh\\000ijkl"'
    assert client.get("/password/").status_code in (302, 400)


@pytest.mark.parametrize("text", ["x" * 5000, "\ud800", "\u202e", "' or 1=1 --", "名" * 400])
def test_odd_names_are_refused_like_any_wrong_one(client: Client, clerk: User, text: str) -> None:
    body = {"username": text.encode("utf-8", "replace").decode(), "password": text.encode("utf-8", "replace").decode()}
    assert client.post("/sign-in/", body).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        '{"username": "\\u0000", "password": "x"}',
        '{"username": "\\ud800", "password": "x"}',
        '{"username": "clerk", "password": "\\ud800"}',
        '{"username": "clerk", "password": "\\u0000"}',
        '{"username": ["clerk"], "password": {}}',
        '{"username": null, "password": 1e999}',
        "[1, 2]",
        '"text"',
        "null",
        "{",
        "\\xff",
        "[" * 5000,
    ],
)
def test_odd_json_is_refused_with_the_error_body(client: Client, clerk: User, body: str) -> None:
    response = client.post("/api/v1/token/", body, content_type="application/json")
    assert response.status_code in (400, 401)
    assert set(response.json()) == {"code", "message", "field", "errors"}


def test_bytes_that_are_no_utf8_are_refused(client: Client, clerk: User) -> None:
    response = client.post("/api/v1/token/", b'{"username": "\xff\xfe"}', content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "parse_error")
    assert client.generic("GET", "/api/v1/units/?q=%ff%fe").status_code == 401


def test_a_form_of_an_unknown_kind_is_no_server_error(client: Client, clerk: User) -> None:
    for kind in (
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=odd",
    ):
        assert client.generic("POST", "/sign-in/", b"\xff\xfe=1", content_type=kind).status_code < 500
        assert client.generic("POST", "/api/v1/token/", b"\xff\xfe=1", content_type=kind).status_code < 500


def test_a_given_request_name_is_kept_when_it_is_harmless(client: Client, db: None) -> None:
    kept = client.get("/sign-in/", headers={"X-Request-ID": "abcdef-123456"})
    assert kept.headers["X-Request-ID"] == "abcdef-123456"
    replaced = client.get("/sign-in/", headers={"X-Request-ID": "<script>" * 20})
    assert len(replaced.headers["X-Request-ID"]) == 32


def test_a_change_bears_the_name_of_its_request(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    new = {"old_password": "clerkclerk", "new_password1": "澜川-2026-秋", "new_password2": "澜川-2026-秋"}
    client.post("/password/", new, headers={"X-Request-ID": "proxy-0000042"})
    assert clerk.history.latest().request_id == "proxy-0000042"


def test_unknown_addresses_are_answered_in_chinese_as_page_or_as_json(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    page = client.get("/no/such/page")
    assert page.status_code == 404
    assert "没有找到" in page.content.decode()
    data = client.get("/api/v1/no/such/thing/")
    assert (data.status_code, data.json()["code"]) == (404, "not_found")
