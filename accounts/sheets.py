"""Sheets (Excel): a list of any length as a workbook, written row by row in memory that does not grow with it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

T = TypeVar("T")

# A worksheet ends at 1,048,576 rows and a cell at 32,767 characters; a longer list goes on in a further worksheet.
MOST_ROWS = 1_000_000
MOST_CHARACTERS = 32_767
# What a spreadsheet takes for the beginning of a formula or a command, in both widths.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
REPORT_EVERY = 1000

Report = Callable[[int], None]


class Kind(Enum):
    """How the values of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column of a list: its title, where its value comes from, its width in characters and its kind."""

    title: str
    get: Callable[[T], Any]
    width: int = 14
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Head:
    """What stands above the rows of every sheet that leaves the house: title, secrecy (密级), who, when, which rows."""

    title: str
    level: str
    taken_by: str
    taken_at: dt.datetime
    filters: Sequence[tuple[str, str]] = ()

    @property
    def lines(self) -> list[str]:
        asked = "；".join(f"{label}：{words}" for label, words in self.filters) or "无"
        moment = f"{timezone.localtime(self.taken_at):%Y-%m-%d %H:%M}"
        return [f"密级：{self.level}　导出人：{self.taken_by}　导出时间：{moment}", f"筛选条件：{asked}"]


def harmless(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write(
    path: Path, head: Head, columns: Sequence[Column[T]], rows: Iterable[T], *, report: Report | None = None
) -> int:
    """Write the rows into a workbook at the path and return how many there were; `report` hears of every thousand."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
    book.use_zip64()
    book.set_properties({"title": head.title, "author": head.taken_by, "status": head.level})
    page = _Page(book, head, columns)
    count = 0
    for count, row in enumerate(rows, start=1):
        page.add(row)
        if report is not None and count % REPORT_EVERY == 0:
            report(count)
    page.end()
    book.close()
    return count


class _Page(Generic[T]):
    """The worksheet being written; when it is full it goes on in a new one."""

    def __init__(self, book: xlsxwriter.Workbook, head: Head, columns: Sequence[Column[T]]) -> None:
        self.book, self.head, self.columns = book, head, columns
        self.formats = _formats(book)
        self.begin()

    def begin(self) -> None:
        self.sheet: Worksheet = self.book.add_worksheet()
        for index, column in enumerate(self.columns):
            self.sheet.set_column(index, index, column.width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&L密级：{self.head.level}&C第&P页 共&N页&R编衡")
        self.sheet.write_string(0, 0, harmless(self.head.title), self.formats["title"])
        for row, line in enumerate(self.head.lines, start=1):
            self.sheet.write_string(row, 0, line[:MOST_CHARACTERS], self.formats["note"])
        self.first = self.row = len(self.head.lines) + 1
        for index, column in enumerate(self.columns):
            form = self.formats["number_head" if column.kind is Kind.NUMBER else "head"]
            self.sheet.write_string(self.row, index, column.title, form)
        self.sheet.freeze_panes(self.row + 1, 1)
        self.sheet.repeat_rows(self.row)
        self.puts = [(i, c.get, _put(self.sheet, c.kind, self.formats)) for i, c in enumerate(self.columns)]

    def add(self, item: T) -> None:
        if self.row - self.first == MOST_ROWS:
            self.end()
            self.begin()
        self.row += 1
        row = self.row
        for index, get, put in self.puts:
            value = get(item)
            if value is not None and value != "":
                put(row, index, value)

    def end(self) -> None:
        if self.row > self.first:
            self.sheet.autofilter(self.first, 0, self.row, len(self.columns) - 1)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    bold = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#555555"}),
        "head": book.add_format(bold),
        "number_head": book.add_format({**bold, "align": "right"}),
        "number": book.add_format({"num_format": "#,##0", "align": "right"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }


def _put(sheet: Worksheet, kind: Kind, formats: dict[str, Format]) -> Callable[[int, int, Any], Any]:
    """What writes a value of this kind; text always as text, so that nothing is ever reckoned."""

    def text(row: int, column: int, value: Any) -> None:
        sheet.write_string(row, column, harmless(str(value))[:MOST_CHARACTERS])

    def number(row: int, column: int, value: Any) -> None:
        sheet.write_number(row, column, value, formats["number"])

    def date(row: int, column: int, value: dt.date) -> None:
        if value.year < 1900:
            text(row, column, value.isoformat())
        else:
            sheet.write_datetime(row, column, value, formats["date"])

    def moment(row: int, column: int, value: dt.datetime) -> None:
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, column, local.replace(tzinfo=None, microsecond=0), formats["moment"])

    return {Kind.TEXT: text, Kind.NUMBER: number, Kind.DATE: date, Kind.MOMENT: moment}[kind]
