"""What is no plain workbook is answered in words; what is one is read as calamine reads it."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.imports import workbook as reading
from staffing.imports.cells import Number
from staffing.imports.workbook import ENCRYPTED, OLE, Sheet, column_letters, column_number, ensure_workbook
from tests.workbooks import changed, on_disk, workbook

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook("现有人员", ["姓名", "人数"], [["示例", 3], [None, None], ["张三", dt.date(2026, 3, 1)]])


def refusal_of(folder: Path, data: bytes, name: str = "sent.xlsx") -> str:
    return read_or_refused(on_disk(folder, data, "sent"), name)


def read_or_refused(path: Path, name: str = "a.xlsx") -> str:
    """The sentence with which a file is refused, or one that it was read."""
    try:
        ensure_workbook(name, path)
        list(Sheet(path, "现有人员").rows())
    except ValidationError as refusal:
        return refusal.messages[0]
    return "已读取。"


def test_rows_are_read_with_their_numbers_and_empty_ones_left_out(tmp_path: Path) -> None:
    rows = list(Sheet(on_disk(tmp_path, PLAIN), "现有人员").rows())
    assert [(row.number, row.cells) for row in rows] == [
        (1, ["姓名", "人数"]), (2, ["示例", "3"]), (4, ["张三", dt.date(2026, 3, 1)]),
    ]  # fmt: skip
    assert isinstance(rows[1].cells[1], Number)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"", "文件是空的"),
        ("a.xls", OLE + b"\0" * 100, "旧版 Excel"),
        ("a.xlsx", OLE + b"\0" * 100, "旧版 Excel"),
        ("a.xlsx", OLE + b"\0" * 600 + ENCRYPTED, "打开密码"),
        ("a.csv", "姓名,人数\n".encode(), "不接受 .csv"),
        ("a.xlsx", "姓名,人数\n".encode(), "不接受 .csv"),
        ("a.xlsx", b"%PDF-1.4", "内容却不是"),
        ("a.pdf", b"%PDF-1.4", "只接受 .xlsx"),
        ("a", PLAIN, "无扩展名"),
        ("a.xlsm", PLAIN, "含宏"),
        ("a.xlsb", PLAIN, "含宏或二进制"),
        ("a.xlsx", PLAIN[:2000], "已损坏"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 50, "已损坏"),
        ("a.xlsx", changed(PLAIN, {"xl/vbaProject.bin": b"x"}), "含有宏"),
        ("a.xlsx", changed(PLAIN, {SHEET: b"<worksheet><sheetData><row"}), "已损坏"),
        ("a.xlsx", changed(PLAIN, {SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "不允许"),
        ("a.xlsx", workbook("Sheet1", ["姓名"], []), "没有名为“现有人员”的工作表，文件中有：Sheet1"),
    ],
)  # fmt: skip
def test_what_is_no_plain_workbook_is_answered_in_words(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in refusal_of(tmp_path, data, name)


def test_an_archive_without_a_workbook_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("readme.txt", "hello")
    assert "不是 Excel 工作簿" in refusal_of(tmp_path, data.getvalue())


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = changed(PLAIN, {SHEET: b" " * (64 * 1024 * 1024)})
    assert len(bomb) < 200_000
    assert "压缩炸弹" in refusal_of(tmp_path, bomb)


def test_an_archive_that_lies_about_its_size_is_not_read_beyond_it(tmp_path: Path) -> None:
    data = bytearray(changed(PLAIN, {SHEET: b" " * 5_000_000}))
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    assert "已损坏" in refusal_of(tmp_path, bytes(data))


def test_two_cells_far_apart_take_no_memory(tmp_path: Path) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    far = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    assert "模板没有这么多列" in refusal_of(tmp_path, changed(PLAIN, {SHEET: far}))


def test_formulas_are_read_as_the_values_they_had_and_counted(tmp_path: Path) -> None:
    data = workbook("现有人员", ["姓名", "和"], [["a", None]], formulas=[(1, 1, "=1+1", 2)])
    sheet = Sheet(on_disk(tmp_path, data), "现有人员")
    assert [row.cells for row in sheet.rows()][1] == ["a", "2"]
    assert (sheet.formula_count, sheet.formulas) == (1, ["B2"])


def test_names_with_a_prefix_are_read_too(tmp_path: Path) -> None:
    part = (
        '<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is>'
        "<x:t>姓名</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()
    sheet = Sheet(on_disk(tmp_path, changed(PLAIN, {SHEET: part})), "现有人员")
    assert [row.cells for row in sheet.rows()] == [["姓名"]]


@given(st.integers(0, 16_383))
def test_columns_have_letters(number: int) -> None:
    assert column_number(column_letters(number)) == number


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=12)
CELLS = st.one_of(
    st.none(), TEXT, st.integers(-(10**12), 10**12), st.booleans(), st.dates(dt.date(1900, 3, 1), dt.date(2199, 1, 1))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_cells_are_read_as_another_reader_reads_them(tmp_path: Path, rows: list[list[Any]]) -> None:
    data = workbook("现有人员", ["标题"], rows)
    ours = {
        (row.number - 1, column): value
        for row in Sheet(on_disk(tmp_path, data), "现有人员").rows()
        for column, value in enumerate(row.cells)
        if value is not None
    }
    table = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    theirs = {(r, c): value for r, row in enumerate(table) for c, value in enumerate(row) if value != ""}
    assert {key: _plain(value) for key, value in ours.items()} == {key: _plain(v) for key, v in theirs.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Number):
        return float(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_a_workbook_gives_anything_but_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    damaged = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = on_disk(tmp_path, bytes(damaged), "damaged")
    assert read_or_refused(path).endswith("。")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_worksheet_gives_anything_but_a_sentence(tmp_path: Path, inner: bytes) -> None:
    part = b"<worksheet><sheetData><row><c t='s' s='9'><v>" + inner + b"</v></c></row></sheetData></worksheet>"
    path = on_disk(tmp_path, changed(PLAIN, {SHEET: part}))
    assert read_or_refused(path).endswith("。")


def test_limits_are_such_that_a_hundred_thousand_rows_pass() -> None:
    assert reading.MOST_UNPACKED > 100_000 * 40 * 60
