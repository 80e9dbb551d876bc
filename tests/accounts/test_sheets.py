import datetime as dt
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from accounts import sheets
from accounts.sheets import Column, Head, Kind
from tests.sheets import rows_of, table_of

COLUMNS: list[Column[Any]] = [
    Column("名称", lambda row: row[0], 20),
    Column("人数", lambda row: row[1], 8, Kind.NUMBER),
    Column("日期", lambda row: row[2], 12, Kind.DATE),
    Column("时间", lambda row: row[3], 18, Kind.MOMENT),
]
AT = dt.datetime(2026, 3, 1, 2, 30, tzinfo=dt.UTC)
HEAD = Head("单位名录", "秘密", "王经办", AT, [("状态", "在册")])


def written(path: Path, rows: list[Any]) -> bytes:
    assert sheets.write(path / "list.xlsx", HEAD, COLUMNS, rows) == len(rows)
    return (path / "list.xlsx").read_bytes()


def test_a_sheet_says_what_it_is_how_secret_who_took_it_when_and_which_rows(tmp_path: Path) -> None:
    head, titles, rows = table_of(written(tmp_path, [("市一中", 12, dt.date(2026, 3, 1), AT)]))
    assert head == "单位名录\n密级：秘密　导出人：王经办　导出时间：2026-03-01 10:30\n筛选条件：状态：在册"
    assert titles == ["名称", "人数", "日期", "时间"]
    [[name, count, day, moment]] = rows
    assert [name, count, day, str(moment)] == ["市一中", 12, dt.date(2026, 3, 1), "2026-03-01 10:30:00"]


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\n=1"])
def test_what_looks_like_a_formula_is_written_as_text_with_an_apostrophe(tmp_path: Path, text: str) -> None:
    data = written(tmp_path, [(text, 0, None, None)])
    [[name, *_]] = table_of(data)[2]
    assert name.startswith("'")
    with zipfile.ZipFile(tmp_path / "list.xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_harmless_text_stays_as_it_is() -> None:
    assert [sheets.harmless(text) for text in ("市一中", "1-2", "", "a=b")] == ["市一中", "1-2", "", "a=b"]


def test_days_before_1900_and_very_long_texts_are_kept_as_text(tmp_path: Path) -> None:
    [[name, _, day, _]] = table_of(written(tmp_path, [("长" * 40_000, 1, dt.date(1899, 1, 2), None)]))[2]
    assert len(name) == sheets.MOST_CHARACTERS
    assert day == "1899-01-02"


def test_an_empty_list_has_its_head_all_the_same(tmp_path: Path) -> None:
    assert table_of(written(tmp_path, []))[1:] == (["名称", "人数", "日期", "时间"], [])


def test_a_list_that_fills_a_worksheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    data = written(tmp_path, [(f"第{n}", n, None, None) for n in range(5)])
    assert [[row[0] for row in rows_of(data, sheet)[4:]] for sheet in range(3)] == [
        ["第0", "第1"], ["第2", "第3"], ["第4"],
    ]  # fmt: skip


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        sheets.write(tmp_path / "list.xlsx", HEAD, COLUMNS, ((f"第{n}", n, None, None) for n in range(count)))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(20_000) < peak(2_000) + 1_000_000
