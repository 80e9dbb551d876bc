"""Everybody of the province as a sheet, against the same cells written by the bare library."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from accounts import exports
from accounts.models import ExportRun, User
from benchmarks.apart import processes
from benchmarks.bare import Bare
from benchmarks.measuring import Result
from benchmarks.scale import Scale
from config.embedded.services import Environment

TIMES_LIBRARY, MOST_MEMORY, GROWTH_OF_MEMORY = 1.5, 300.0, 1.1
SAMPLE, HEAD = 2000, 4
NAMES = """select h.name from staffing_person h join staffing_posting p on p.person_id = h.id and p.ended_on is null
             join units_unit u on u.id = p.unit_id join units_region r on r.id = u.region_id
            order by r.prefix, u.position, u.number, p.id"""
COUNT = "select count(*) from staffing_posting where ended_on is null"
Cells = list[list[Any]]


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """A tenth is read back cell by cell; of all it is counted, how long it took and how much memory at most."""
    with processes() as call, tempfile.TemporaryDirectory() as folder:
        small = call(tenth, f"{__name__}.take").result()
        cells = read(Path(small.value[1]))
        wanted = [name for (name,) in Bare(tenth["DATABASE_URL"]).rows(NAMES)]
        assert [row[0] for row in cells] == wanted, "export: not the same people in the same order"
        large = call(full, f"{__name__}.take").result()
        ((people,),) = Bare(full["DATABASE_URL"]).rows(COUNT)
        assert large.value[0] == people, f"export: {large.value[0]} rows of {people}"
        bare = call(full, f"{__name__}.barely", f"{folder}/bare.xlsx", cells[:SAMPLE], people).result()
    name = f"export of {people:,} people"
    yield Result(name, large.ms, bare.ms, TIMES_LIBRARY)
    yield Result(f"{name}, memory", large.peak, MOST_MEMORY, 1.0, unit="MiB")
    yield Result(f"{name}, memory, growth from a tenth", large.peak, small.peak, GROWTH_OF_MEMORY, unit="MiB")


def take() -> tuple[int, str]:
    """Order the sheet and write it, as a worker does; how many rows, and where."""
    user = User.objects.get(username="bench_clerk")
    run = exports.order(actor=user, key="people", query="")
    exports.run(run.pk)
    run.refresh_from_db()
    assert run.state == ExportRun.State.DONE, run.note
    return run.row_count or 0, str(exports.folder() / run.file)


def read(path: Path) -> Cells:
    """The cells below the head."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[HEAD:]


def barely(path: str, cells: Cells, count: int) -> None:
    """So many rows of such cells, row by row."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(Path(path).parent)})
    book.use_zip64()
    sheet, date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for row, values in enumerate(islice(cycle(cells), count)):
        for column, value in enumerate(values):
            if isinstance(value, dt.date):
                sheet.write_datetime(row, column, value, date)
            elif value:
                sheet.write_string(row, column, value)
    book.close()
