"""Reading a workbook that somebody sent: row by row, in memory that does not grow, refusing what is no plain table.

Not by a library that loads a sheet as one block: two cells far apart would take all the memory there is.
"""

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from django.core.exceptions import ValidationError

from .cells import Number, Wrong, date_of_serial, is_date_format

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 800 * 1024 * 1024
MOST_PARTS = 500
# Plain tables shrink to a tenth or thirtieth; what unpacks to three hundred times its size was made to do harm.
MOST_RATIO, SMALL = 300, 10 * 1024 * 1024
MOST_COLUMNS = 60
MOST_TEXT = 200 * 1024 * 1024
CHUNK = 1 << 18
DAMAGE = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, LookupError,
    OverflowError, RuntimeError, ValueError,
)  # fmt: skip
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# What holds the text of a cell.
PLAIN = frozenset(("v", "t"))
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEMPLATE = "请下载模板填写，另存为“Excel 工作簿（.xlsx）”后上传。"


class Row(NamedTuple):
    """One row that is not empty: its number in the sheet, and its cells by column from 0."""

    number: int
    cells: list[Any]


def refuse(sentence: str, code: str) -> ValidationError:
    return ValidationError(sentence, code=code)


class Sheet:
    """One worksheet of a workbook; what was met beside plain values is known when its rows were read."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.formulas: list[str] = []
        self.formula_count = 0
        self.merged: list[str] = []
        with _undamaged(), zipfile.ZipFile(path) as book:
            _ensure_harmless(book)
            self.part = _part_of(book, name)
            self.is_1904, self.strings, self.date_styles = _basics(book)

    def rows(self) -> Iterator[Row]:
        """The rows that hold anything, from the top; ValidationError when the file is damaged."""
        reader = _Rows(self)
        with _undamaged(), zipfile.ZipFile(self.path) as book, book.open(self.part) as source:
            yield from reader.read(source)


def ensure_workbook(name: str, path: Path) -> None:
    """Refuse by its name and its first bytes whatever is no .xlsx, saying what it is."""
    ending = Path(name).suffix.lower()
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        legacy = head == OLE
        encrypted = legacy and ENCRYPTED in file.read(MOST_BYTES)
    if size == 0:
        raise refuse("文件是空的，请重新选择。", "empty")
    if size > MOST_BYTES:
        raise refuse(f"文件超过{MOST_BYTES // 1024 // 1024}兆字节，请拆分后上传。", "too_big")
    if encrypted:
        raise refuse("文件设有打开密码，请在 Excel 中取消密码后上传。", "encrypted")
    if ending in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise refuse(f"不接受含宏或二进制的工作簿（{ending}）。{TEMPLATE}", "macros")
    if legacy or ending in (".xls", ".et"):
        raise refuse("这是旧版 Excel（.xls）或其他格式的文件，请在 Excel 或 WPS 中另存为 .xlsx 后上传。", "old_format")
    if ending == ".csv" or (not head.startswith(b"PK") and b"," in head):
        raise refuse(f"不接受 .csv 文件：身份号码和日期会被改变。{TEMPLATE}", "csv")
    if ending != ".xlsx":
        raise refuse(f"只接受 .xlsx 文件，上传的是“{ending or '无扩展名'}”。{TEMPLATE}", "extension")
    if not head.startswith(b"PK"):
        raise refuse(f"扩展名是 .xlsx，内容却不是 Excel 工作簿。{TEMPLATE}", "damaged")


def _ensure_harmless(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > packed * MOST_RATIO):
        raise refuse("文件解压后过大，疑似压缩炸弹，没有打开。", "bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("文件设有打开密码，请在 Excel 中取消密码后上传。", "encrypted")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refuse("工作簿含有宏，请在 Excel 中另存为不含宏的 .xlsx 后上传。", "macros")
    if "xl/workbook.xml" not in names:
        raise refuse(f"文件不是 Excel 工作簿。{TEMPLATE}", "damaged")


def _part_of(book: zipfile.ZipFile, name: str) -> str:
    """Where the worksheet of a name lies in the file."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            sheets[given.get("name", "").strip()] = next((v for k, v in given.items() if k.endswith(":id")), "")

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    _parse(book, "xl/workbook.xml", sheet)
    if name not in sheets:
        found = "、".join(list(sheets)[:5]) or "无"
        raise refuse(f"没有名为“{name}”的工作表，文件中有：{found}。请使用本业务的模板。", "wrong_sheet")
    _parse(book, "xl/_rels/workbook.xml.rels", relation)
    target = targets.get(sheets[name], "")
    part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    if part not in book.namelist():
        raise refuse("文件已损坏：找不到工作表的内容。", "damaged")
    return part


def _basics(book: zipfile.ZipFile) -> tuple[bool, list[str], set[int]]:
    """Whether days count from 1904, the shared texts, and which cell styles show dates."""
    given_1904: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "workbookPr":
            given_1904.append(given.get("date1904", "0"))

    _parse(book, "xl/workbook.xml", start)
    is_1904 = any(given in ("1", "true") for given in given_1904)
    return is_1904, _Strings().read(book), _date_styles(book)


def _date_styles(book: zipfile.ZipFile) -> set[int]:
    own: dict[int, str] = {}
    found: list[int] = []
    inside: list[bool] = [False]

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            own[_int(given.get("numFmtId"))] = given.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs"):
            inside[0] = tag == "cellXfs"
        elif tag == "xf" and inside[0]:
            found.append(_int(given.get("numFmtId")))

    _parse(book, "xl/styles.xml", start)
    return {index for index, number in enumerate(found) if is_date_format(number, own.get(number, ""))}


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _parse(book: zipfile.ZipFile, part: str, start: Any, end: Any = None, text: Any = None) -> None:
    if part in book.namelist():
        with book.open(part) as source:
            for _ in _fed(source, start, end, text):
                pass


def _fed(source: IO[bytes], start: Any, end: Any, text: Any) -> Iterator[None]:
    """Feed the parser chunk by chunk; damaged XML and documents with definitions of their own are refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def forbidden(*_: Any) -> None:
        raise refuse("文件含有不允许的内容，没有打开。", "forbidden")

    parser.StartDoctypeDeclHandler = forbidden
    # Names without a prefix, as nearly all are, go straight to the handlers.
    local: dict[str, str] = {}

    def first(tag: str, given: dict[str, str]) -> None:
        if ":" in tag:
            parser.StartElementHandler = lambda name, given: start(local.setdefault(name, _local(name)), given)
            parser.EndElementHandler = end and (lambda name: end(local.setdefault(name, _local(name))))
        else:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
        start(_local(tag), given)

    parser.StartElementHandler = first
    if text:
        parser.CharacterDataHandler = text
    while chunk := source.read(CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)
    yield


@contextmanager
def _undamaged() -> Iterator[None]:
    """Whatever reading a damaged archive or damaged XML ends in becomes one sentence."""
    try:
        yield
    except DAMAGE as error:
        raise refuse(
            f"文件已损坏，或不是 Excel 工作簿，请在 Excel 或 WPS 中另存后再上传。{TEMPLATE}", "damaged"
        ) from error


class _Strings:
    """The shared texts of a workbook; readings above the characters (拼音) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parts: list[str] = []
        self.size = 0
        self.collects = self.is_reading = False

    def read(self, book: zipfile.ZipFile) -> list[str]:
        _parse(book, "xl/sharedStrings.xml", self.start, self.end, self.text)
        return self.found

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "si":
            self.parts = []
        elif tag == "rPh":
            self.is_reading = True
        elif tag == "t":
            self.collects = not self.is_reading

    def end(self, tag: str) -> None:
        if tag == "t":
            self.collects = False
        elif tag == "rPh":
            self.is_reading = False
        elif tag == "si":
            self.found.append("".join(self.parts))

    def text(self, data: str) -> None:
        if self.collects:
            self.parts.append(data)
            self.size += len(data)
            if self.size > MOST_TEXT:
                raise refuse("文件中的文字过多，请拆分后上传。", "too_big")


class _Rows:
    """Turns the elements of a worksheet into rows."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.strings, self.dates = sheet, sheet.strings, sheet.date_styles
        self.done: list[Row] = []
        self.number = 0
        self.cells: list[Any] = []
        self.parts: list[str] = []
        self.given: dict[str, str] = {}
        self.next_column = 0
        self.collects = self.holds = False
        self.columns: dict[str, int] = {}

    def read(self, source: IO[bytes]) -> Iterator[Row]:
        for _ in _fed(source, self.start, self.end, self.text):
            yield from self.done
            self.done = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self.given, self.parts = given, []
        elif tag in PLAIN:
            self.collects = True
        elif tag == "row":
            self.number = _int(given.get("r")) or self.number + 1
            self.cells, self.holds, self.next_column = [], False, 0
        elif tag == "f":
            self.sheet.formula_count += 1
            if len(self.sheet.formulas) < 5:
                self.sheet.formulas.append(self.given.get("r", "") or f"第{self.number}行")
        elif tag == "mergeCell" and len(self.sheet.merged) < 1000:
            self.sheet.merged.append(given.get("ref", ""))
        elif tag == "rPh":
            self.collects = False

    def text(self, data: str) -> None:
        if self.collects:
            self.parts.append(data)

    def end(self, tag: str) -> None:
        if tag in PLAIN:
            self.collects = False
        elif tag == "c":
            place = self.given.get("r", "")
            letters = place.rstrip("0123456789")
            column = self.columns.get(letters) if letters else self.next_column
            if column is None:
                column = self.columns[letters] = column_number(letters)
            self.next_column = column + 1
            if self.parts:
                value = self._value(self.parts[0] if len(self.parts) == 1 else "".join(self.parts))
                if value is not None and value != "":
                    self._keep(column, value)
        elif tag == "row" and self.holds:
            self.done.append(Row(self.number, self.cells))

    def _keep(self, column: int, value: Any) -> None:
        if column >= MOST_COLUMNS:
            raise refuse(f"第{self.number}行在第{column + 1}列还有内容，模板没有这么多列。", "too_wide")
        missing = column - len(self.cells)
        if missing == 0:
            self.cells.append(value)
        elif missing > 0:
            self.cells.extend([*[None] * missing, value])
        else:
            self.cells[column] = value
        self.holds = True

    def _value(self, text: str) -> Any:
        kind = self.given.get("t", "n")
        if kind == "inlineStr" or kind == "str":
            return text
        if kind == "s":
            index = _int(text)
            return self.strings[index] if index < len(self.strings) else Wrong("单元格已损坏")
        if kind == "b":
            return text == "1"
        if kind == "e":
            return Wrong(text)
        if kind == "d":
            return text
        if self.dates and _int(self.given.get("s")) in self.dates:
            return date_of_serial(text, is_1904=self.sheet.is_1904)
        return Number(text)


def column_number(letters: str) -> int:
    """A as 0, Z as 25, AA as 26; far out for what is no column."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + (ord(letter) - 64 if "A" <= letter <= "Z" else 26)
    return number - 1


def column_letters(number: int) -> str:
    """0 as A, 25 as Z, 26 as AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
