"""Tables of who may do what where: how they are read, drawn, and filled in by pages and by API."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.api import V1, api_of
from tests.book import undone

# The city's people; a department and a school of the city; the clerk of a district of the city; the clerk of another
# city; and nobody.
CAST = (
    "clerk", "head", "director", "committee", "inspector", "admin", "department", "unit", "district", "stranger",
    "nobody",
)  # fmt: skip
Cast = Mapping[str, User | None]
Rows = dict[str, dict[str, int]]
# Rows of ours that the running transaction has written so far; signing in writes others.
WRITTEN = """
    select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables
     where relname ~ '^(units|approvals|quotas|staffing|talentpool)_' or relname = 'accounts_personaldatareading'
"""


class Sending(NamedTuple):
    """What is sent where; bytes go as a file, and a form with files as one of several parts."""

    method: str
    address: str
    body: Mapping[str, Any] = {}

    @property
    def fresh(self) -> dict[str, Any]:
        """The body, with files that nobody has read yet."""
        return {name: _upload(value) if isinstance(value, bytes) else value for name, value in self.body.items()}

    @property
    def has_file(self) -> bool:
        return any(isinstance(value, bytes) for value in self.body.values())


def _upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("附件.xlsx", content)


def rows_of(table: str) -> Rows:
    """The table as action → role → status."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    assert tuple(head) == CAST
    return {action: dict(zip(head, map(int, statuses), strict=True)) for action, *statuses in rows}


def drawn(rows: Mapping[str, Mapping[str, int]]) -> str:
    """Statuses as the tables draw them, so that a difference is read as one."""
    widest = max(len(action) for action in rows)
    head = " " * widest + "".join(f" {role}" for role in CAST)
    lines = [
        f"{action:<{widest}}" + "".join(f" {row[role]:>{len(role)}}" for role in CAST) for action, row in rows.items()
    ]
    return "\n" + "\n".join([head, *lines]) + "\n"


def answers(wanted: Rows, status: Callable[[str, str], int]) -> Rows:
    """What each role gets for each action of a table; whatever one does is undone before the next."""
    told: Rows = {action: {} for action in wanted}
    for action in wanted:
        for role in CAST:
            with undone():
                told[action][role] = status(role, action)
    return told


def by_page(user: User | None, sending: Sending) -> int:
    """The status of the page, in the words of the API; 302 where it led elsewhere and nothing was done."""
    client = Client()
    if user is not None:
        client.force_login(user)
    before = written()
    response = getattr(client, sending.method)(f"/{sending.address}", sending.fresh)
    if response.status_code == 302 and as_api(response) == 200 and written() == before:
        return 302
    return _told(sending, before, as_api(response))


def as_api(response: Any) -> int:
    """What the API would have answered."""
    if response.status_code == 302:
        return 401 if response["Location"].startswith("/sign-in/") else 200
    return int(response.status_code)


def by_api(user: User | None, sending: Sending) -> int:
    """The status of the API."""
    client, more, before = api_of(user), {"format": "multipart"} if sending.has_file else {}, written()
    response = getattr(client, sending.method)(f"{V1}/{sending.address}", sending.fresh, **more)
    return _told(sending, before, response.status_code)


def _told(sending: Sending, before: int, status: int) -> int:
    """The status; what is sent and answered as done has written something, and nothing else has."""
    if sending.method == "post":
        assert (written() > before) == (status in (200, 201)), (sending.address, status)
    return status


def written() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])
