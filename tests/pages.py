"""Reading pages as a person does: rows of tables as words, the words of the page, and how many queries it took."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class _Rows(HTMLParser):
    """Collects the words of each cell of each row, and of everything that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.cell: list[str] | None = None
        self.shown: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag in ("svg", "script", "dialog", "nav"):
            self.hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None
        elif tag in ("svg", "script", "dialog", "nav"):
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        self.shown.append(data)
        if self.cell is not None:
            self.cell.append(f"{data} ")


def _read(response: HttpResponse) -> _Rows:
    parser = _Rows()
    parser.feed(response.content.decode())
    return parser


def rows(response: HttpResponse) -> list[list[str]]:
    """The rows of all tables, cell by cell."""
    return _read(response).rows


def row(response: HttpResponse, name: str) -> list[str]:
    """The first row whose first cell begins with a name; without the name."""
    return next(found[1:] for found in rows(response) if found and found[0].startswith(name))


def words(response: HttpResponse) -> str:
    """What the page says, without menus and drawings, single-spaced."""
    return " ".join(" ".join(_read(response).shown).split())


def links(response: HttpResponse) -> set[str]:
    """Where the page leads."""
    return {found.replace("&amp;", "&") for found in re.findall(r'href="([^"]*)"', response.content.decode())}


def queries_of(client: Client, urls: list[str]) -> dict[str, int]:
    """How many statements each page takes; every page opens."""
    return dict(_counted(client, urls))


def _counted(client: Client, urls: list[str]) -> Iterator[tuple[str, int]]:
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(url)
        assert response.status_code == 200, url
        yield url, len(captured)
