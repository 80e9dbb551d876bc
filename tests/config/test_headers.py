import pytest
from django.urls import reverse

from config.proxies import client_address

pytestmark = pytest.mark.django_db


def policy_of(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_no_page_runs_inline_code_or_foreign_code(client):
    policy = policy_of(client.get(reverse("accounts:sign_in")))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]


def test_the_api_handbook_may_style_itself_and_no_more(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", name="读者"))
    policy = policy_of(client.get(reverse("docs")))
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["script-src"] == ["'self'"]


def test_a_page_is_for_those_who_signed_in(client):
    answer = client.get(reverse("accounts:change_password"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:sign_in"))


def test_a_caller_cannot_invent_an_address(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.7"}, REMOTE_ADDR="127.0.0.9")
    settings.BEHIND_PROXY = False
    assert client_address(request) == "127.0.0.9"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "10.0.0.7"
