"""The people of a unit on its page and by the API: masked, in scope, at a fixed cost."""

from typing import Any

import pytest
from django.db import connection
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import panels
from accounts.models import User
from quotas.models import QuotaType
from staffing import enrolment, leadership, leaving, rosters
from staffing.models import Posting
from tests.people import new_person
from tests.staffing.test_enrolment import Give
from units.models import Unit


@pytest.fixture
def staffed(
    school: Unit,
    post_type: QuotaType,
    chief: QuotaType,
    vacancies: Give,
    basis: dict[str, Any],
    departure: dict[str, Any],
) -> Unit:
    """A school of 120 people, one of them in office, and one who left."""
    vacancies(school, post_type, 121)
    vacancies(school, chief, 1)
    people = [new_person(f"示例{n:03d}", title="教师") for n in range(121)]
    postings = enrolment.register(unit=school, quota_type=post_type, people=people, **basis)
    leadership.appoint(unit=school, quota_type=chief, person=postings[0].person, **basis)
    leaving.release(posting=postings[-1], **departure)
    return school


def drawn(unit: Unit, user: User, query: str = "") -> str:
    """The panel as the unit's page draws it."""
    request = RequestFactory().get(f"/units/{unit.number}/?tab=people{query}")
    request.user = user
    [panel] = [p for p in panels.visible_at("unit", request, unit) if p.key == "people"]
    filled = panels.fill(panel, request, unit)
    return Template("{% load panels %}{% show_panel p %}").render(RequestContext(request, {"p": filled}))


def test_the_page_shows_leaders_and_people_with_masked_numbers(staffed: Unit, clerk: User) -> None:
    page = drawn(staffed, clerk)
    assert "占编 120 人" in page
    assert "领导职数台账" in page
    assert page.count("示例000") == 2
    assert "示例049" in page
    assert "示例050" not in page
    assert "示例120" not in page
    assert "00**************" in page


def test_pages_follow_each_other_to_the_end_and_back(staffed: Unit) -> None:
    seen, cursors = [], {}
    for _ in range(3):
        page = rosters.people_of(staffed, cursors)
        seen.append([posting.person.name for posting in page.rows])
        cursors = {"after": page.next}
    assert [len(names) for names in seen] == [50, 50, 20]
    assert page.next == ""
    back = rosters.people_of(staffed, {"before": page.previous})
    assert [posting.person.name for posting in back.rows] == seen[1]


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 30, "１", "0", ""])
def test_a_bad_cursor_is_the_first_page(staffed: Unit, cursor: str) -> None:
    for key in ("after", "before"):
        assert rosters.people_of(staffed, {key: cursor}).rows[0].person.name == "示例000"


def test_any_page_costs_the_same_queries_whatever_its_people(staffed: Unit, education: Unit, clerk: User) -> None:
    drawn(staffed, clerk)  # reads the mandates, which the user object remembers
    counts = set()
    last = Posting.objects.active().filter(unit=staffed).order_by("-id")[5].pk
    for unit, query in ((education, ""), (staffed, ""), (staffed, f"&after={last}")):
        with CaptureQueriesContext(connection) as queries:
            drawn(unit, clerk, query)
        counts.add(len(queries))
    assert counts == {3}


def test_the_api_gives_the_people_of_a_unit_page_by_page(staffed: Unit, client: Client, unit_clerk: User) -> None:
    client.force_login(unit_clerk)
    first = client.get("/api/v1/staff/", {"unit": staffed.number}).json()
    assert len(first["results"]) == 50
    assert first["previous"] is None
    person = first["results"][0]
    assert person.pop("id_number").startswith("00**************")
    assert person.pop("sex") in ("男", "女")
    assert person == {
        "name": "示例000", "unit": staffed.number, "quota_type": "full_funded",
        "quota_type_name": "事业编制（全额拨款）", "division": None, "title": "教师", "started_on": "2026-03-01",
    }  # fmt: skip
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    names = [row["name"] for answer in (first, second, third) for row in answer["results"]]
    assert names == [f"示例{n:03d}" for n in range(120)]
    assert third["next"] is None


def test_the_api_costs_the_same_queries_for_one_and_for_fifty(staffed: Unit, client: Client, clerk: User) -> None:
    client.force_login(clerk)
    counts = set()
    for size in (1, 50):
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/staff/", {"unit": staffed.number, "page_size": size})
        counts.add(len(queries))
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200), ("head", 200), ("director", 200), ("committee", 200), ("inspector", 200), ("department", 200),
        ("unit_clerk", 200), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_may_read_the_people_of_a_unit(
    who: str, status: int, staffed: Unit, client: Client, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get("/api/v1/staff/", {"unit": staffed.number}).status_code == status


def test_nobody_reads_without_signing_in_or_without_naming_a_unit(staffed: Unit, client: Client, clerk: User) -> None:
    assert client.get("/api/v1/staff/", {"unit": staffed.number}).status_code == 401
    client.force_login(clerk)
    answer = client.get("/api/v1/staff/")
    assert (answer.status_code, answer.json()["field"]) == (400, "unit")
    assert client.get("/api/v1/staff/", {"unit": "不存在"}).status_code == 404
    assert client.get(
        "/api/v1/staff/", {"unit": staffed.number, "cursor": "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}
    ).status_code in (200, 400, 404)
    assert client.post("/api/v1/staff/", {}).status_code in (403, 405)
