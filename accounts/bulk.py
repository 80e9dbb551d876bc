"""Many rows at once by COPY: constraints, triggers and history see them as they see any others."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

# What would end a value, a row or an escape of its own.
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model, in their order; they do not learn their keys.

    For columns of plain text, numbers, days, truths and bytes, without defaults of the database.
    """
    if not rows:
        return
    meta = rows[0]._meta
    columns = [field for field in meta.concrete_fields if not field.primary_key and not field.generated]
    names = [field.attname for field in columns]
    lines = "".join("\t".join([_text(getattr(row, name)) for name in names]) + "\n" for row in rows)
    listed = ", ".join(f'"{field.column}"' for field in columns)
    # Not a statement that Django passes on, so its errors are made Django's here.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f'copy "{meta.db_table}" ({listed}) from stdin', io.StringIO(lines))


def _text(value: Any) -> str:
    if type(value) is str:
        return value.translate(ESCAPES) if not value.isalnum() else value
    if value is None:
        return r"\N"
    if type(value) is int:
        return str(value)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return rf"\\x{bytes(value).hex()}"
    if isinstance(value, str | int):
        return str(value).translate(ESCAPES)
    raise TypeError(f"COPY is not used for a {type(value).__name__}.")
