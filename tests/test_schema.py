"""The contract of the API: complete, without a warning, in one language, with one form of refusal."""

import re
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.urls import URLResolver, get_resolver

from accounts.models import User
from tests.api import V1, api_of

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The contract as the generator writes it; a warning of the generator or an invalid contract fails here."""
    path = tmp_path_factory.mktemp("schema") / "schema.yaml"
    call_command("spectacular", "--file", str(path), "--validate", "--fail-on-warn")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text())
    return loaded


def operations(contract: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in contract["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_every_address_of_the_api_is_in_the_contract(contract: dict[str, Any]) -> None:
    documented = {re.sub(r"\{\w+\}", "*", path) for path in contract["paths"]}
    served = {f"/api/v1/{address}" for address in _addresses("api/v1/")}
    assert served - {f"{V1}/schema/", f"{V1}/docs/"} == documented


def _addresses(under: str) -> set[str]:
    [api] = [p for p in get_resolver().url_patterns if isinstance(p, URLResolver) and str(p.pattern) == under]
    return {re.sub(r"<\w+:\w+>", "*", address) for address in _flattened(api)}


def _flattened(resolver: URLResolver) -> set[str]:
    found = set()
    for pattern in resolver.url_patterns:
        inner = _flattened(pattern) if isinstance(pattern, URLResolver) else {""}
        found |= {f"{pattern.pattern}{rest}" for rest in inner}
    return found


def test_every_operation_documents_its_refusals_and_both_ways_to_sign_in(contract: dict[str, Any]) -> None:
    error = contract["components"]["schemas"]["Error"]
    assert set(error["required"]) == {"code", "message", "field", "errors"}
    for name, operation in operations(contract):
        refusal = operation["responses"]["4XX"]
        assert refusal["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}, name
        if name != "POST /api/v1/token/":
            assert {"knoxApiToken": []} in operation["security"], name
            assert {"cookieAuth": []} in operation["security"], name


# What must not stand in an address is asked by POST, and changes nothing but the log of readings.
READS_BY_POST = {
    "POST /api/v1/people/search/", "POST /api/v1/people/{id}/id-number/", "POST /api/v1/people/{id}/photo/look/",
}  # fmt: skip


def test_every_act_on_a_case_takes_a_key(contract: dict[str, Any]) -> None:
    acts = [(name, operation) for name, operation in operations(contract) if name.startswith("POST")]
    without = [
        name
        for name, operation in acts
        if "Idempotency-Key" not in {p["name"] for p in operation.get("parameters", [])}
    ]
    assert set(without) == READS_BY_POST | {"POST /api/v1/token/"}
    actions = {name.rsplit("/", 2)[-2] for name, _ in acts if "/actions/" in name}
    assert actions == {
        "file", "withdraw", "receive", "return", "ask_joint", "joint", "check", "argue", "approve", "refuse", "revoke",
        "issue", "close",
    }  # fmt: skip


def test_every_enumeration_has_a_name_of_its_own(contract: dict[str, Any]) -> None:
    names = [name for name, schema in contract["components"]["schemas"].items() if "enum" in schema]
    assert "CaseStateEnum" in names
    assert not [name for name in names if re.search(r"[0-9][0-9A-Fa-f]*Enum$|[A-F0-9]{3}Enum$", name)]


def test_the_contract_speaks_chinese(contract: dict[str, Any]) -> None:
    for name, operation in operations(contract):
        assert not operation["summary"].isascii(), name
        parts = [operation, *operation.get("parameters", [])]
        assert not [part for part in parts if part.get("description", "汉").isascii()], name
    for name, schema in contract["components"]["schemas"].items():
        assert not schema.get("description", "汉").isascii(), name
        for field, part in schema.get("properties", {}).items():
            assert not part.get("description", "汉").isascii(), f"{name}.{field}"


def test_the_contract_is_served(clerk: User) -> None:
    response = api_of(clerk).get(f"{V1}/schema/")
    assert response.status_code == 200
    assert "编衡" in yaml.safe_load(response.content)["info"]["title"]
