"""The API as somebody calls it: a client signed in as them, and the form of every refusal."""

from typing import Any

from rest_framework.response import Response
from rest_framework.test import APIClient

from accounts.models import User

V1 = "/api/v1"


def api_of(user: User | None = None) -> APIClient:
    """A client signed in as the user, read anew so that no mandate is remembered; as nobody without one."""
    client = APIClient()
    if user is not None:
        client.force_authenticate(User.objects.get(pk=user.pk))
    return client


def got(user: User, address: str, **query: Any) -> Any:
    """The body of a successful answer."""
    response = api_of(user).get(f"{V1}/{address}", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def sent(user: User, address: str, body: Any = None, *, key: str = "", method: str = "post") -> Response:
    """The answer to what the user sends, under an idempotency key if one is given."""
    headers = {"Idempotency-Key": key} if key else {}
    response: Response = getattr(api_of(user), method)(f"{V1}/{address}", body or {}, headers=headers)
    return response


def done(user: User, address: str, body: Any = None, *, key: str = "") -> Any:
    """The body of the answer to an act that was done."""
    response = sent(user, address, body, key=key)
    assert response.status_code in (200, 201), response.content.decode()
    return response.json()


def refusal(response: Any) -> tuple[int, str, str]:
    """Status, code and field of a refusal, which bears a Chinese sentence and the one body of every refusal."""
    body = response.json()
    assert set(body) == {"code", "message", "field", "errors"}, body
    assert body["message"], body
    assert not body["message"].isascii(), body
    assert body["errors"][0] == {name: body[name] for name in ("code", "message", "field")}
    return response.status_code, body["code"], body["field"]
