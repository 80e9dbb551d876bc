"""Databases of our own on the given cluster: made, migrated, loaded, proved, and dropped at the end."""

import contextlib
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks import folk
from benchmarks.scale import Scale
from config.embedded.processes import Refused
from config.embedded.services import Environment
from config.supervisor import run_to_end

SQL = Path(__file__).parent / "sql"
FULL, TENTH = "bianheng_bench", "bianheng_bench_tenth"
LOADING = ("house", "dossiers", "ledger", "people", "bare")
COUNTED = """select (select count(*) from units_unit), (select count(*) from quotas_transfer),
                    (select count(*) from staffing_posting where ended_on is null)"""


def beside(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextlib.contextmanager
def two_databases(scale: Scale, environment: Environment) -> Iterator[tuple[Environment, Environment]]:
    """The environments of the full database and of one with a tenth; nothing else on the server is touched."""
    url = environment["DATABASE_URL"]
    full, tenth = ({**environment, "DATABASE_URL": beside(url, name)} for name in (FULL, TENTH))
    # The key of the ID numbers and all other settings, here as in the servers.
    os.environ.update(full)
    try:
        _create(url, FULL)
        _manage(full, "migrate", "--verbosity=0")
        _create(url, TENTH, template=FULL)
        load(scale, full["DATABASE_URL"])
        _manage(full, "verify_ledger")
        load(scale.tenth, tenth["DATABASE_URL"])
        yield full, tenth
    finally:
        for name in (FULL, TENTH):
            _administer(url, f"drop database if exists {name} with (force)")


def load(scale: Scale, url: str) -> None:
    """Fills a migrated database in one transaction and leaves it analysed."""
    began = time.monotonic()
    with contextlib.closing(psycopg2.connect(url)) as connection:
        with connection, connection.cursor() as cursor:
            for name in LOADING:
                if name == "people":
                    folk.stage(cursor, scale.folk)
                text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
                cursor.execute(text, scale.parameters((datetime.now(UTC) + timedelta(hours=8)).date()))
            cursor.execute(COUNTED)
            units, transfers, people = cursor.fetchone() or (0, 0, 0)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("vacuum (analyze)")
    loaded = f"{units:,} units, {transfers:,} transfers, {people:,} people on posts"
    print(f"{scale.name}: {loaded} in {time.monotonic() - began:.1f} s", flush=True)


def _create(url: str, name: str, template: str = "template0") -> None:
    _administer(url, f"drop database if exists {name} with (force)", f"create database {name} template {template}")


def _administer(url: str, *statements: str) -> None:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _manage(environment: Environment, *arguments: str) -> None:
    if run_to_end(["manage.py", *arguments], environment) != 0:
        raise Refused(f"manage.py {arguments[0]} failed, see above. manage.py {arguments[0]} 失败。")
