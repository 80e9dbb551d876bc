"""Whatever is sent to any address of the API: no server error, and an answer of the form the contract promises."""

import datetime as dt
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from knox.models import AuthToken
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from accounts import acting
from accounts.models import User
from tests.book import undone
from tests.stations import Place
from units import mandates
from units.models import Region, Unit

# All of it takes no longer, on however slow a machine; each operation has its share.
SECONDS = 40
EXAMPLES = 12
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
Headers = dict[str, str]
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.fixture
def everybody(clerk: User, region: Region) -> User:
    """Somebody with every role of the city, so that nothing is refused for want of a right."""
    for role in ("head", "director", "committee", "inspector", "admin"):
        mandates.grant(clerk, role=role, region=region, starts_on=dt.date(2020, 1, 1), actor=acting.system_user())
    return clerk


@pytest.fixture
def stations(region: Region, school: Unit) -> dict[str, dict[str, str]]:
    """What stands in the place of an address's parameters: of an action, a case whose next action it is."""
    place = Place(region, school)
    place.receive_posts(100)
    executed, meeting, received = place.executed(), place.convened(), place.asked()
    cases = {
        "file": place.drafted(), "withdraw": place.filed(), "receive": place.filed(), "return": place.filed(),
        "ask_joint": received, "joint": received, "check": place.received(), "argue": place.checked(),
        "approve": place.argued(), "refuse": place.argued(), "revoke": place.decided(), "issue": place.decided(),
        "close": executed, "preview": received, "counts": received, "attachments": place.drafted(),
    }  # fmt: skip
    found = {f"/{name}/": {"number": case.number} for name, case in cases.items()}
    attachment, document = executed.attachments.get(), executed.documents.latest("id")
    return {
        "/attachments/{id}/": {"number": executed.number, "id": attachment.pk},
        **found,
        "/cases/{number}/": {"number": executed.number},
        "/units/{number}/": {"number": school.number},
        "/documents/{id}/": {"id": document.pk},
        "/meetings/{id}/": {"id": meeting.pk},
    }


def application(environ: Any, start_response: Any) -> list[bytes]:
    """The house as a server runs it, with every answer read to its end and closed."""
    answer = WSGIHandler()(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def operations() -> Iterator[schemathesis.APIOperation]:
    contract = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    contract.app = application
    for result in contract.get_all_operations():
        yield result.ok()


@pytest.fixture
def raised() -> Iterator[list[str]]:
    """What requests raised; they leave the test's connection open, as Django's own test client does."""
    raised: list[str] = []

    def remember(**kwargs: Any) -> None:
        raised.append(traceback.format_exc(limit=-4))

    got_request_exception.connect(remember)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield raised
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_nothing_that_is_sent_is_a_server_error(everybody: User, stations: dict[str, Any], raised: list[str]) -> None:
    headers = {"Authorization": f"Token {AuthToken.objects.create(everybody)[1]}"}
    found = list(operations())
    assert len(found) > 40
    sent = sum(fuzz(operation, stations, headers, seconds=SECONDS / len(found)) for operation in found)
    assert not raised
    assert sent > 2 * len(found)


class TimeUp(Exception):
    """The operation has had its share of the time."""


def fuzz(operation: schemathesis.APIOperation, stations: dict[str, Any], headers: Headers, seconds: float) -> int:
    """Send what fits the contract and what does not, to a real record and to made-up ones; returns how often."""
    real = next((values for part, values in stations.items() if part in operation.path), None)
    sent, until = 0, time.monotonic()

    def send(case: schemathesis.Case) -> None:
        nonlocal sent
        if time.monotonic() > until:
            raise TimeUp
        sent += 1
        with undone():
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)

    wrong = [(NEGATIVE, real)] if operation.query or operation.body else []
    made_up = [(POSITIVE, None)] if operation.path_parameters else []
    ways = [(POSITIVE, real), *wrong, *made_up]
    for mode, values in ways:
        until += seconds / len(ways)
        strategy = operation.as_strategy(generation_mode=mode, path_parameters=values)
        with suppress(TimeUp):
            bounded(given(case=strategy)(send))()
    return sent


bounded = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip
