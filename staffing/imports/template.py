"""Workbooks that people fill in: titles, notes, lists of the code standards; and the same with what is wrong."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from accounts.sheets import MOST_CHARACTERS, harmless

from .cells import Number
from .table import MOST_ROWS, REASON, Field

LISTS = "代码"
SAFE_DIGITS = 15


class Given(NamedTuple):
    """A row as it was sent, in the order of the fields, why it cannot be taken, and which of its cells are wrong."""

    cells: Sequence[Any]
    reason: str = ""
    wrong: frozenset[int] = frozenset()


def write(
    path: Path, title: str, notes: Sequence[str], fields: Sequence[Field], rows: Iterable[Given] | None = None
) -> None:
    """The empty template; or, with rows, the table of errors, which can be mended and sent again as it is."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    form = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#555555"}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}),
        "required": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "font_color": "#b3261e"}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "wrong": book.add_format({"num_format": "@", "bg_color": "#fdE7e4", "font_color": "#b3261e"}),
    }
    sheet = book.add_worksheet(title)
    sheet.write_string(0, 0, f"{title}导入表", form["title"])
    for row, note in enumerate(notes, start=1):
        sheet.write_string(row, 0, note, form["note"])
    head = len(notes) + 1
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width, form["text"])
        words = f"{field.title}*" if field.required else field.title
        sheet.write_string(head, column, words, form["required" if field.required else "head"])
    if rows is not None:
        sheet.set_column(len(fields), len(fields), 60)
        sheet.write_string(head, len(fields), REASON, form["required"])
    sheet.freeze_panes(head + 1, 0)
    last = _fill(sheet, head, len(fields), rows or (), form)
    if rows is not None:
        sheet.autofilter(head, 0, max(last, head + 1), len(fields))
    _offer(book, sheet, head, fields)
    book.close()


def _fill(sheet: Worksheet, head: int, width: int, rows: Iterable[Given], form: dict[str, Any]) -> int:
    row = head
    for row, given in enumerate(rows, start=head + 1):
        for column, value in enumerate(given.cells):
            if value is not None and value != "":
                _put(sheet, row, column, value, form, is_wrong=column in given.wrong)
            elif column in given.wrong:
                sheet.write_blank(row, column, None, form["wrong"])
        if given.reason:
            sheet.write_string(row, width, given.reason[:MOST_CHARACTERS], form["wrong"])
    return row


def _put(sheet: Worksheet, row: int, column: int, value: Any, form: dict[str, Any], *, is_wrong: bool) -> None:
    if isinstance(value, dt.date) and value.year >= 1900 and not is_wrong:
        sheet.write_datetime(row, column, value, form["date"])
    elif isinstance(value, Number) and value.isascii() and value.isdigit() and len(value) <= SAFE_DIGITS:
        sheet.write_number(row, column, int(value), form["wrong" if is_wrong else "text"])
    else:
        text = "是" if value is True else "否" if value is False else harmless(str(value))
        sheet.write_string(row, column, text[:MOST_CHARACTERS], form["wrong" if is_wrong else "text"])


def _offer(book: xlsxwriter.Workbook, sheet: Worksheet, head: int, fields: Sequence[Field]) -> None:
    """Drop-down lists, from a hidden sheet since a list in the cell itself ends at 255 characters."""
    offered = [(column, field) for column, field in enumerate(fields) if field.choices]
    if not offered:
        return
    lists = book.add_worksheet(LISTS)
    lists.hide()
    for place, (_, field) in enumerate(offered):
        lists.write_string(0, place, field.title)
    longest = max(len(field.choices) for _, field in offered)
    for index in range(longest):
        for place, (_, field) in enumerate(offered):
            if index < len(field.choices):
                lists.write_string(index + 1, place, field.choices[index])
    for place, (column, field) in enumerate(offered):
        letters = xlsxwriter.utility.xl_col_to_name(place)
        source = f"={LISTS}!${letters}$2:${letters}${len(field.choices) + 1}"
        rule = {
            "validate": "list", "source": source, "error_type": "warning", "error_title": field.title,
            "error_message": "请从下拉列表中选择。",
        }  # fmt: skip
        sheet.data_validation(head + 1, column, head + MOST_ROWS, column, rule)
