"""A city's or a province's book written by SQL in seconds, for tests about what grows with it; the gates rest."""

from pathlib import Path

from django.db import connection, transaction
from psycopg2.extras import execute_values

from accounts.models import User
from approvals import workdays
from benchmarks.database import LOADING, SQL
from benchmarks.scale import Scale
from quotas import totals
from quotas.models import RegionTotal
from staffing import encryption
from staffing.models import Person

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
            cursor.execute(part.read_text(encoding="utf-8"), parameters)
        _give_id_numbers()
        cursor.execute("set local session_replication_role = origin")
    RegionTotal.objects.all().delete()
    totals.strike()
    _know_the_sizes()
    return {role: User.objects.get(username=f"bench_{role}") for role in ROLES}


def _give_id_numbers() -> None:
    """SQL cannot encrypt: pages that show ID numbers, masked, need ones that can be read."""
    people = Person.objects.order_by("id").values_list("pk", flat=True)
    numbers = ((pk, f"000000{1960 + pk % 40}{1 + pk % 12:02d}{1 + pk % 28:02d}{pk % 1000:03d}X-{pk}") for pk in people)
    rows = [(pk, encryption.blind_index(text), encryption.encrypt(text)) for pk, text in numbers]
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor, "update staffing_person p set id_number_index = v.i, id_number_cipher = v.c "
            "from (values %s) v (id, i, c) where p.id = v.id", rows, template="(%s, %s::bytea, %s::bytea)",
        )  # fmt: skip


def _know_the_sizes() -> None:
    """Within a transaction nobody else analyses, and plans would be those of empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")
