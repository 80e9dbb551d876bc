"""A city's or a province's book written by SQL in seconds, for tests about what grows with it; the gates rest."""

from pathlib import Path

from django.db import connection, transaction

from accounts.models import User
from approvals import workdays
from benchmarks import folk
from benchmarks.database import LOADING, SQL
from benchmarks.scale import Scale
from quotas import totals
from quotas.models import RegionTotal

MORE = Path(__file__).with_name("large.sql")
ROLES = ("clerk", "head", "director", "inspector", "department", "unit")


def load(units: int) -> dict[str, User]:
    """A province with so many units and ten moves for each; returns one user of each role."""
    scale = Scale("test", units, 10 * units)
    parameters = scale.parameters(workdays.today())
    parts = [SQL / f"{name}.sql" for name in LOADING if name != "bare"]
    with transaction.atomic(), connection.cursor() as cursor:
        # Neither keys nor triggers are asked: the bench proves that the same rows pass them all.
        cursor.execute("set local session_replication_role = replica")
        for part in (*parts, MORE):
            if part.stem == "people":
                folk.stage(cursor, scale.folk, cores=1)
            cursor.execute(part.read_text(encoding="utf-8"), parameters)
        cursor.execute("set local session_replication_role = origin")
    RegionTotal.objects.all().delete()
    totals.strike()
    _know_the_sizes()
    return {role: User.objects.get(username=f"bench_{role}") for role in ROLES}


def _know_the_sizes() -> None:
    """Within a transaction nobody else analyses, and plans would be those of empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")
