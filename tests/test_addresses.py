"""Every address that is read: nobody without signing in, and no stranger, learns anything of a city there."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import exports
from accounts.models import User
from approvals import workdays
from quotas.models import Transfer
from staffing import seconding
from staffing.models import ImportJob, ImportState, Slip
from talentpool.models import Recovery
from tests.book import undone
from tests.cast import make_division
from tests.stations import Place
from tests.stories import engage
from tests.units.test_certificates import issued
from tests.units.test_coordinating import found
from units.models import Region, Unit

# Open to everybody: signing in, whether the house stands, public notices and the check of slips. The back office asks
# for staff; its own tests say so.
DAY = dt.timedelta(days=1)
PUBLIC = {
    "sign-in/", "healthz", "readyz", "api/v1/token/", "notices/", "notices/<str:code>/", "verify/",
    "verify/<str:code>/",
}  # fmt: skip
BACK_OFFICE = "admin/"
# The contract of the API is the same for everybody who is signed in; so is the style guide, in the demo.
FOR_ALL = {"api/v1/schema/", "api/v1/docs/", "styleguide/"}
# The city's name, and its code where a number begins (not in the middle of a key or a token).
HIDDEN = re.compile(r"澜川|\b9901")


def routes() -> list[str]:
    """Every address of the house that its pages and its API know, with its parameters."""
    return [route for route in _flattened(get_resolver()) if not route.startswith(BACK_OFFICE)]


def _flattened(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from (f"{pattern.pattern}{rest}" for rest in _flattened(pattern))
        elif isinstance(pattern, URLPattern):
            yield str(pattern.pattern)


@pytest.fixture
def filled(region: Region, school: Unit, bureau: Unit, head: User) -> dict[str, str]:
    """Each route with the numbers of the city's own records in it."""
    place = Place(region, school)
    place.receive_posts(100)
    slot, case, meeting = place.slot(), place.executed(), place.convened()
    document = case.documents.filter(kind="approval").get()
    office, posting = make_division(school), place.registered(case)
    taken = exports.order(actor=head, key="units", query="")
    exports.run(taken.pk)
    stored = place.enrolled()
    slip = Slip.objects.get()
    lent = seconding.second(
        actor=place.actors.clerk, posting=slip.posting, host=bureau, starts_on=workdays.today(), reason="抽调",
        ends_on=workdays.today() + 90 * DAY, document=slip.posting.document,
    )  # fmt: skip
    [engaged] = engage(school, 1, place.actors, document)
    sent_in = ImportJob.objects.create(
        region=region, kind="people", filename="现有人员.xlsx", file="gone.xlsx", started_on=document.issued_on,
        document=document, reason="建账", actor=head, state=ImportState.DONE,
    )  # fmt: skip
    loan = place.lent()
    owed = Recovery.objects.create(region=region, pool=loan.pool, unit=loan.unit, quota_type=loan.quota_type)
    body, certificate = found(place.actors.clerk, region, school), issued(place.actors.clerk, school)
    known = {
        r"reports/<int:pk>": f"reports/{place.reported().pk}",
        r"home/<slug:key>": "home/notifications",
        r"checks/<slug:key>": "checks/execute_due_cases",
        r"coordinating-bodies/<int:pk>": f"coordinating-bodies/{body.pk}",
        r"certificates/<int:pk>": f"certificates/{certificate.pk}",
        r"loans/<int:pk>": f"loans/{loan.pk}",
        r"recoveries/<int:pk>": f"recoveries/{owed.pk}",
        r"off-quota/<int:pk>": f"off-quota/{engaged.pk}",
        r"imports/(new|template)/<slug:kind>": r"imports/\1/people",
        r"imports/<int:pk>/errors": f"imports/{sent_in.pk}",
        r"imports/<int:pk>": f"imports/{sent_in.pk}",
        r"notices/<str:code>": f"notices/{stored.enrolment_batch.code}",
        r"verify/<str:code>": f"verify/{slip.code}",
        r"enrolments/<str:number>/objections/<int:pk>": f"enrolments/{stored.number}/objections/1",
        r"enrolments/<str:number>/people/<int:position>": f"enrolments/{stored.number}/people/1",
        r"enrolments/<str:number>": f"enrolments/{stored.number}",
        r"slips/<int:pk>": f"slips/{slip.pk}",
        r"staff/<int:pk>": f"staff/{slip.posting_id}",
        r"secondments/<int:pk>": f"secondments/{lent.pk}",
        r"exports/runs/<int:pk>": f"exports/runs/{taken.pk}",
        r"exports/<slug:key>": "exports/units",
        r"cases/<str:number>/attachments/<int:pk>": f"cases/{case.number}/attachments/{case.attachments.get().pk}",
        r"cases/<str:number>": f"cases/{case.number}",
        r"actions/<slug:action>": "actions/receive",
        r"cases/new/<slug:kind>": "cases/new/quota_allot",
        r"divisions/<int:pk>": f"divisions/{office.pk}",
        r"units/<str:number>": f"units/{school.number}",
        r"quotas/(units|statement)/<str:code>": rf"quotas/\1/{region.code}",
        r"quotas/transfers/<int:pk>": f"quotas/transfers/{Transfer.objects.filter(case=case).latest('id').pk}",
        r"meetings/<int:pk>/agenda/<int:item>": f"meetings/{meeting.pk}/agenda/{meeting.items.get().pk}",
        r"meetings/<int:pk>": f"meetings/{meeting.pk}",
        r"documents/<int:pk>": f"documents/{document.pk}",
        r"deputies/<int:pk>": "deputies/1",
        r"slots/<int:pk>": f"slots/{slot.pk}",
        r"history/<slug:model>/<int:pk>": f"history/case/{case.pk}",
        r"proof/<int:version>": f"proof/{case.history.latest('history_id').history_id}",
        r"changes/lines/<int:pk>": "changes/lines/1",
        r"changes/<int:pk>": f"changes/{place.changed(posting).pk}",
        r"leadership/tenures/<int:pk>": f"leadership/tenures/{place.in_office(posting).pk}",
        r"leadership/<str:number>": f"leadership/{school.number}",
        r"tenures/<int:pk>": "tenures/1",
        r"people/<int:pk>": f"people/{posting.person_id}",
    }
    return {route: _fill(route, known) for route in routes()}


def _fill(route: str, known: dict[str, str]) -> str:
    for pattern, address in known.items():
        route = re.sub(pattern, address, route)
    return route


def visit(user: User | None, address: str) -> Any:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client.get(f"/{address}")


def test_every_parameter_of_an_address_is_known_here(filled: dict[str, str]) -> None:
    assert len(filled) > 60
    assert not [address for address in filled.values() if "<" in address]


def test_nobody_learns_anything_without_signing_in(filled: dict[str, str]) -> None:
    answers = {a: visit(None, a) for route, a in filled.items() if route not in PUBLIC}
    pages = {a: response for a, response in answers.items() if not a.startswith("api/")}
    assert not [a for a, response in answers.items() if a.startswith("api/") and response.status_code != 401]
    assert not [a for a, response in pages.items() if response.status_code != 302]
    assert not [a for a, response in pages.items() if not response["Location"].startswith("/sign-in/?next=")]


def test_a_stranger_finds_nothing_of_the_city(filled: dict[str, str], outsider: User) -> None:
    wrong = {}
    for route, address in filled.items():
        if route in PUBLIC | FOR_ALL:
            continue
        with undone():
            response = visit(outsider, address)
            told = b"".join(response.streaming_content) if response.streaming else response.content
        seen = HIDDEN.findall(told.decode(errors="replace"))
        allowed = (
            (404, 405) if "<" in route and not re.search("<slug:(kind|key)>", route) else (200, 302, 400, 403, 404, 405)
        )
        if seen or response.status_code not in allowed:
            wrong[route] = (response.status_code, seen)
    assert not wrong


def test_the_city_itself_opens_what_a_stranger_does_not(filled: dict[str, str], head: User) -> None:
    missing = {}
    for route, address in filled.items():
        with undone():
            response = visit(head, address)
            if response.streaming:
                b"".join(response.streaming_content)
        if "<" in route and response.status_code not in (200, 302, 405, 409):
            missing[route] = response.status_code
    assert not missing
