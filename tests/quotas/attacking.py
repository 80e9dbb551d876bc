"""How the rules of the database are attacked: the shape of an attack, and statements that differ in one point."""

from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction

from tests.book import commit

Ids = dict[str, Any]


class Attack(NamedTuple):
    """A statement that the rule refuses; `also` are rules it breaks too, which speak after the first."""

    rule: str
    sql: str
    also: tuple[str, ...] = ()


TODAY = "quotas_today()"
VALUES = {
    "source_id": "%(reserve)s", "target_id": "%(vacant)s", "quantity": "1", "effective_on": TODAY, "reason": "'r'",
    "document_id": "%(paper)s", "actor_id": "%(actor)s", "actor_name": "'a'", "key": "gen_random_uuid()::text",
}  # fmt: skip


def transfer(*rows: dict[str, str]) -> str:
    """An INSERT of transfers that pass, except for what the rows say otherwise."""
    names = list(dict.fromkeys([*VALUES, *(name for row in rows for name in row)]))
    tuples = ("(" + ", ".join({**VALUES, **row}.get(name, "null") for name in names) + ")" for row in rows or ({},))
    return f"insert into quotas_transfer ({', '.join(names)}) values {', '.join(tuples)}"


LENDING = ("'pool'", "'borrowed_locked'", "'borrowed_occupied'")


def account(**changes: str) -> str:
    """An INSERT of an account that can be opened, except for the changes."""
    values = {"region_id": "%(region)s", "unit_id": "%(school)s", "quota_type_id": "%(other_kind)s"}
    values |= {"bucket": "'borrowed_locked'", "balance": "0"} | changes
    values = {"pool_id": "%(pool)s" if values["bucket"] in LENDING else "null"} | values
    return f"insert into quotas_quotaaccount ({', '.join(values)}) values ({', '.join(values.values())})"


def change(table: str, what: str, which: str = "true") -> str:
    """An UPDATE of the newest row of a table."""
    return f"update {table} set {what} where ctid = (select max(ctid) from {table} where {which})"


def copy(table: str, **changes: str) -> str:
    """An INSERT of the newest row once more, except for the changes."""
    said = ", ".join(f"'{name}', {value}" for name, value in changes.items())
    record = f"jsonb_populate_record(null::{table}, to_jsonb(x) || jsonb_build_object('id', 9999999, {said}))"
    return f"insert into {table} select ({record}).* from {table} x where id = (select max(id) from {table})"


def execute(sql: str, ids: Ids | None = None) -> None:
    """The statement, and what is checked when a transaction with it ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql, ids)
        commit()


def refusing_rule(sql: str, ids: Ids | None = None) -> str:
    """The name of the rule that refused the statement; nothing stays of it."""
    try:
        with transaction.atomic():
            execute(sql, ids)
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        return refusal.__cause__.diag.constraint_name or ""  # type: ignore[union-attr]
    return "accepted"
