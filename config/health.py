"""Two questions of an operator: does the process answer, and can it do its work."""

import logging
from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.celery import app

log = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """Answers as soon as the process can answer at all; a supervisor restarts it when not."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and broker are there, else 503; the reasons go to the log, not to the caller."""
    checks = {name: _holds(name, check) for name, check in CHECKS.items()}
    ready = all(checks.values())
    body = {"ready": ready, "checks": {name: "ok" if held else "failed" for name, held in checks.items()}}
    return JsonResponse(body, status=200 if ready else 503)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 -- whatever fails here means "not ready", and is logged
        log.warning("not ready", extra={"check": name, "error": repr(error)})
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker() -> bool:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1)
        return bool(broker.connected)


CHECKS = {"database": _database, "migrations": _migrations, "broker": _broker}
