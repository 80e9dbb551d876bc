"""Every page takes the same statements for eighty units and for eight thousand, and few of them."""

import re
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from approvals.models import Case, Document, Meeting
from quotas.models import Hold, QuotaException, Transfer
from staffing.models import Posting
from tests.book import undone
from tests.large import load
from tests.pages import signed_in
from tests.test_addresses import FOR_ALL, PUBLIC, routes
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
FEW, MANY = 80, 8_000
# What a request may take, by its kind (the first that fits): session, user and mandates are three of them.
BUDGETS = (
    (r"/units/(branch/.*)?", 8),
    (r"/quotas/(\?.*)?|/pool/|/units/.*known_at=.*", 8),
    (r"/meetings/\{.*", 65),  # Each item of the agenda is tried whole, in a savepoint; this meeting has one.
    (r"/units/\{.*|/people/\{.*|/documents/\{.*|/quotas/transfers/.*|/history/.+", 15),
    (r".*", 12),
)
LISTS = (
    "/units/?q=中学", "/units/?category=organ", "/units/branch/?region={county}", "/units/branch/?unit={department}",
    "/cases/?state=closed", "/cases/?mine=waiting", "/cases/?light=red", "/documents/?q=批复", "/quotas/?region={city}",
    "/quotas/?as_of=2024-05-01", "/quotas/?family=leadership", "/quotas/units/{county}/", "/quotas/units/{province}/",
    "/quotas/units/{province}/?sort=vacant", "/quotas/units/{province}/?sort=over",
    "/quotas/units/{county}/?as_of=2024-05-01", "/quotas/statement/{province}/",
    "/quotas/statement/{province}/?of=total", "/quotas/exceptions/?state=ended", "/people/?unit={unit}",
    "/people/?unit={unit}&after={posting}", "/people/?region={city}", "/people/?region={city}&after={posting}",
    "/people/?q=王伟", "/people/?q=wj", "/forecast/?region={city}",
)  # fmt: skip
TABS = ("basics", "quotas", "leadership", "divisions", "ledger", "cases", "documents", "history")
RECORDS = (
    *(f"/units/{{{unit}}}/?tab={tab}" for unit in ("department", "unit", "locked", "above") for tab in TABS),
    "/people/{person}/", "/history/person/{person}/",
    "/units/{unit}/statement/", "/units/{unit}/statement/?known_at=2024-05-01", "/api/v1/units/{department}/",
    "/documents/{document}/", "/meetings/{meeting}/", "/quotas/transfers/{transfer}/", "/history/case/{case}/",
)  # fmt: skip
# One for each kind of scope looks at everything, the others at what their role changes.
READERS = ("clerk", "department")
OF_ROLES = ("/", "/cases/", "/cases/?mine=waiting", "/documents/", "/meetings/", "/units/", "/quotas/", "/deputies/")
Counts = dict[tuple[str, str], int]


def plain() -> list[str]:
    """Every address that is read without a key."""
    return [f"/{route}" for route in routes() if "<" not in route and route not in PUBLIC | FOR_ALL]


def keys() -> dict[str, object]:
    """What stands in the addresses: places, a department with a unit, one with locked posts, one above the cap."""
    county = Region.objects.filter(level="county").select_related("parent").order_by("code")[0]
    department, unit = Unit.objects.filter(position__in=(0, 1)).order_by("position")
    locked = Hold.objects.select_related("source__unit").order_by("id")[0].source.unit
    assert locked is not None
    assert county.parent is not None
    posting = Posting.objects.active().filter(unit=unit).earliest("id")
    return {
        "person": posting.person_id, "posting": posting.pk,
        "county": county.code, "city": county.parent.code, "province": Region.objects.get(level="province").code,
        "department": department.number, "unit": unit.number, "locked": locked.number,
        "above": QuotaException.objects.order_by("id")[0].unit.number, "document": Document.objects.latest("id").pk,
        "meeting": Meeting.objects.get(items__isnull=False).pk, "case": Case.objects.earliest("id").pk,
        "transfer": Transfer.objects.filter(source__unit=unit).latest("id").pk,
    }  # fmt: skip


def counted(users: Mapping[str, User]) -> Counts:
    """Statements of each page for each role; who may not open it is left out."""
    found: Counts = {}
    everything, known = dict.fromkeys((*plain(), *LISTS, *RECORDS)), keys()
    for role, user in users.items():
        client = signed_in(user)
        for page in everything if role in READERS else OF_ROLES:
            if count := statements(client, page.format(**known)):
                found[role, page] = count
    return found


def statements(client: Client, url: str) -> int:
    """How many statements the page takes; none if it does not open."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code in (200, 302, 400, 403, 404, 405), (url, response.status_code)
    return len(captured) if response.status_code == 200 else 0


@pytest.fixture(scope="module")
def books(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> dict[int, Counts]:
    """The statements of all pages at both sizes."""
    found = {}
    for size in (FEW, MANY):
        with django_db_blocker.unblock(), undone():  # type: ignore[attr-defined]
            found[size] = counted(load(size))
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        # What was rolled back still lies in the tables, and would make every later test of this worker slow.
        cursor.execute("vacuum analyze")
    return found


def test_no_page_takes_more_statements_when_there_is_a_hundred_times_as_much(books: dict[int, Counts]) -> None:
    few, many = books[FEW], books[MANY]
    assert set(few) == set(many), "The same pages open at both sizes."
    assert len(few) > 150
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}


def test_no_page_takes_more_statements_than_its_kind_may(books: dict[int, Counts]) -> None:
    over = {page: count for page, count in books[MANY].items() if count > budget(page[1])}
    assert over == {}


def budget(page: str) -> int:
    return next(most for pattern, most in BUDGETS if re.fullmatch(pattern, page))
