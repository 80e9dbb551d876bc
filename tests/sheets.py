"""Reading workbooks in tests as a person sees them: the words of the head, the titles, the rows."""

import io
from typing import Any

import python_calamine
from django.http import HttpResponseBase


def content(response: HttpResponseBase) -> bytes:
    """The bytes of a download."""
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]


def rows_of(data: bytes, sheet: int = 0) -> list[list[Any]]:
    """All rows of a worksheet, empty cells as empty text."""
    book = python_calamine.load_workbook(io.BytesIO(data))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def table_of(data: bytes) -> tuple[str, list[str], list[list[Any]]]:
    """The head as one text, the titles of the columns, and the rows of the list."""
    rows = rows_of(data)
    head = "\n".join(str(row[0]) for row in rows[:3])
    return head, [str(title) for title in rows[3]], rows[4:]
