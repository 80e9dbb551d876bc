"""A table with known columns: which of them a file has, and each row as values or as sentences about its cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from .cells import Parse, narrow
from .workbook import Row, Sheet, column_letters, refuse

HEAD_WITHIN = 20
MOST_ROWS = 100_000
KEPT = 4096
REASON = "原因"


@dataclass(frozen=True)
class Field:
    """A column of a template: title, how a cell is read, and what the drop-down list of the template offers."""

    key: str
    title: str
    parse: Parse
    required: bool = False
    width: int = 14
    choices: Sequence[str] = ()
    hint: str = ""


class Problem(NamedTuple):
    """What is wrong in one row, and in which column if it is one."""

    row: int
    column: str
    title: str
    sentence: str

    def place(self) -> tuple[int, int, str]:
        """Its place in the file: by row, then by column, A to Z before AA; what is about the whole row comes first."""
        return self.row, len(self.column), self.column

    @property
    def where(self) -> str:
        return f"{self.column}{self.row}" if self.column else f"第{self.row}行"


@dataclass
class Line:
    """A row of the file: the values that could be read, by field, and what is wrong with the others."""

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Table:
    """The rows of a sheet below its titles, whose order is free; a title that is not known is refused."""

    def __init__(self, sheet: Sheet, fields: Sequence[Field]) -> None:
        self.sheet, self.fields = sheet, fields
        self.columns: dict[str, int] = {}
        self.head: list[Any] = []
        # Each field that the file has: its column, and what cells met before meant.
        self._read: list[tuple[int, Field, dict[str, Any]]] = []

    def lines(self) -> Iterator[Line]:
        """Each row as a line; ValidationError where the file is not of this table at all."""
        rows = self.sheet.rows()
        head = next((row for row in islice(rows, HEAD_WITHIN) if self._is_head(row)), None)
        if head is None:
            titles = "、".join(f.title for f in self.fields if f.required)
            raise refuse(f"前{HEAD_WITHIN}行没有找到表头，必填的列有：{titles}。请使用模板。", "no_head")
        self._learn(head)
        count = 0
        for row in rows:
            if all(not cell for cell in row.cells[: self.width]):
                continue
            count += 1
            if count > MOST_ROWS:
                raise refuse(f"超过{MOST_ROWS:,}行，请拆分成几个文件。", "too_many_rows")
            yield self._line(row)
        self._ensure_unmerged(head.number)
        if not count:
            raise refuse("表头下面没有数据。", "empty")

    @property
    def width(self) -> int:
        return len(self.head)

    def letters(self, key: str) -> str:
        """The column that holds a field in this file; empty when it has none."""
        return column_letters(self.columns[key]) if key in self.columns else ""

    def problem(self, line: Line, key: str, sentence: str) -> Problem:
        """A problem with one cell of a line."""
        title = next((f.title for f in self.fields if f.key == key), "")
        return Problem(line.number, self.letters(key), title, sentence)

    def _is_head(self, row: Row) -> bool:
        titles = {_title(cell) for cell in row.cells}
        required = [f.title for f in self.fields if f.required]
        return sum(title in titles for title in required) * 2 > len(required)

    def _learn(self, head: Row) -> None:
        known = {f.title: f.key for f in self.fields}
        wrong = []
        for column, cell in enumerate(head.cells):
            title = _title(cell)
            if title in known and known[title] in self.columns:
                wrong.append(f"“{title}”列重复（{column_letters(column)}列）")
            elif title in known:
                self.columns[known[title]] = column
            elif title and title != REASON:
                wrong.append(f"没有“{title[:20]}”这一列（{column_letters(column)}列）")
        wrong += [f"缺少“{f.title}”列" for f in self.fields if f.required and f.key not in self.columns]
        if wrong:
            raise refuse(f"表头与模板不符：{'；'.join(wrong[:10])}。", "head")
        self.head = head.cells
        self._read = [(self.columns[f.key], f, {}) for f in self.fields if f.key in self.columns]

    def _line(self, row: Row) -> Line:
        line = Line(row.number, row.cells)
        cells, values, width = row.cells, line.values, len(row.cells)
        for column, each, known in self._read:
            cell = cells[column] if column < width else None
            if cell is None or (isinstance(cell, str) and not cell.strip()):
                if each.required:
                    line.problems.append(Problem(row.number, column_letters(column), each.title, "必须填写。"))
                continue
            # The same words stand in row after row; numbers and errors are texts of their own kinds.
            if type(cell) is str and cell in known:
                values[each.key] = known[cell]
                continue
            try:
                value = values[each.key] = each.parse(cell)
            except ValidationError as refusal:
                letters = column_letters(column)
                line.problems += [Problem(row.number, letters, each.title, said) for said in refusal.messages]
                continue
            if type(cell) is str and len(known) < KEPT:
                known[cell] = value
        return line

    def _ensure_unmerged(self, head: int) -> None:
        for area in self.sheet.merged:
            last = area.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if last.isdigit() and int(last) > head:
                raise refuse(f"数据区有合并单元格（{area[:20]}），请取消合并并逐行填写。", "merged")


def _title(cell: Any) -> str:
    """A title as it is compared: without blanks, and without the star of a required column."""
    try:
        return narrow(cell).strip("*") if cell is not None else ""
    except ValidationError:
        return ""
