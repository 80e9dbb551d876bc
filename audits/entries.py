"""Rows that are sealed, as text: the same row gives the same text on every machine and in every session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import connection
from django.db.models import Model
from psycopg2.sql import SQL, Identifier

HISTORY_KEY = "history_id"


@dataclass(frozen=True)
class Table:
    """A table that only grows: what it is called, its key, and the columns that a seal covers."""

    name: str
    model: type[Model]

    @cached_property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.model._meta.concrete_fields]

    @property
    def key(self) -> str:
        return HISTORY_KEY if self.is_history else "id"

    @property
    def is_history(self) -> bool:
        return HISTORY_KEY in self.columns

    @property
    def label(self) -> str:
        """What a row is called in a sentence."""
        name = str(self.model._meta.verbose_name).removeprefix("historical ")
        return f"{name}变更历史" if self.is_history else name

    def called(self, row_id: int) -> str:
        return f"{self.label}第{row_id}号（{self.name}）"


def tables() -> dict[str, Table]:
    """Every table whose rows are sealed, by its name; the database says which (wait_for_seal.sql)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
            "where t.tgname = 'wait_for_seal' order by 1"
        )
        names = [name for (name,) in cursor.fetchall()]
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {name: Table(name, models[name]) for name in names}


def settle() -> None:
    """Make the text of a value independent of the session, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('TimeZone', 'UTC', true), set_config('bytea_output', 'hex', true), "
            "set_config('extra_float_digits', '1', true)"
        )


def texts(table: str, key: str, columns: Sequence[str], ids: Iterable[int]) -> dict[int, bytes]:
    """The entries of these rows by key, after `settle`; rows that are not there are left out."""
    listed = SQL(", ").join(map(Identifier, columns))
    statement = SQL(
        "select x.{key}, to_jsonb(x)::text from (select {columns} from {table} where {key} = any(%s)) x"
    ).format(key=Identifier(key), columns=listed, table=Identifier(table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        return {pk: f"{table}\n{text}".encode() for pk, text in cursor.fetchall()}
