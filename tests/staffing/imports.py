"""Files of people as an office sends them, and what becomes of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from accounts.models import User
from approvals.models import Document
from staffing.imports import jobs
from staffing.models import ImportJob, ImportState
from tests.people import id_number
from tests.workbooks import filled, sent
from units.models import Unit

STARTED = dt.date(2026, 3, 1)
Row = dict[str, Any]


def somebody(unit: Unit, number: int, **more: Any) -> Row:
    """A row for one person; odd numbers are men."""
    row = {
        "单位": unit.number, "编制类型": "事业编制（全额拨款）", "姓名": f"示例{number}",
        "公民身份号码": id_number(number, born=f"{1960 + number // 1000 % 40}0615"),
    }  # fmt: skip
    return row | more


def people_file(rows: Sequence[Row], **more: Any) -> bytes:
    return filled("现有人员", rows, **more)


def uploaded(
    data: bytes, actor: User, paper: Document, *, kind: str = "people", name: str = "现有人员.xlsx"
) -> ImportJob:
    """The job of a file that was sent and read."""
    job = jobs.upload(
        actor=actor, region=paper.region, kind=kind, upload=sent(data, name), started_on=STARTED, document=paper,
        reason="建账登记",
    )  # fmt: skip
    jobs.work(job.pk)
    job.refresh_from_db()
    return job


def imported(job: ImportJob, actor: User) -> ImportJob:
    """The job after it was confirmed and carried out."""
    assert job.state == ImportState.CHECKED, job.problems
    jobs.confirm(actor=actor, pk=job.pk)
    jobs.work(job.pk)
    job.refresh_from_db()
    return job


def said(job: ImportJob) -> list[tuple[str, str]]:
    """What is wrong where, as (cell, sentence)."""
    return [(f"{column}{row}", sentence) for row, column, _, sentence in job.problems]
