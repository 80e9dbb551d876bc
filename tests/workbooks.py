"""Workbooks as people send them: a template filled in, and what is done to it by hand or with ill will."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(sheet: str, titles: Sequence[str], rows: Sequence[Sequence[Any]], **more: Any) -> bytes:
    """A workbook with one sheet: titles above rows; `merged` and `formulas` (row, column, text, value) are put in."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, titles)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif value is not None:
                page.write(number, column, value)
    for area in more.get("merged", ()):
        page.merge_range(area, "合并")
    for row, column, text, value in more.get("formulas", ()):
        page.write_formula(row, column, text, None, value)
    book.close()
    return data.getvalue()


def filled(sheet: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> bytes:
    """A workbook from rows by title."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    return workbook(sheet, titles, [[row.get(title) for title in titles] for row in rows], **more)


def sent(data: bytes, name: str = "现有人员.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=XLSX)


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with parts of its archive replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in parts:
                new.writestr(item.filename, old.read(item.filename))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def on_disk(folder: Path, data: bytes, name: str = "sent.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
