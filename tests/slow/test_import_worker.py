"""Imports with a real worker on the broker: done by it, whole after it was killed halfway, and of 100,000 rows."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings
from django.utils import timezone

from accounts import progress
from accounts.models import User
from config.celery import app
from quotas import verification
from quotas.models import QuotaType, Transfer
from staffing.imports import jobs
from staffing.models import ImportJob, ImportState, Person, Posting
from staffing.tasks import work_on_import
from tests.cast import make_unit
from tests.people import id_number
from tests.quotas.test_crash import url
from tests.stories import EFFECTIVE, Actors, endow, kind, superior_paper
from tests.workbooks import sent
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)
# The worker of `make demo` and of the server, one process and its child.
WORKER = [
    "-m",
    "celery",
    "--app=config",
    "--quiet",
    "worker",
    "--concurrency=1",
    "--without-mingle",
    "--without-gossip",
]
TITLES = ("单位", "编制类型", "姓名", "公民身份号码")
FIRST = dt.date(1960, 1, 1)
A_BATCH = 2000
MANY, UNITS = 100_000, 100
MEGABYTE = 1024


@pytest.fixture(autouse=True)
def _nothing_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every file goes to a worker, however small; nothing stays on the broker."""
    monkeypatch.setattr(jobs, "SMALL_BYTES", 0)
    yield
    app.control.purge()


def environment() -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "config.settings_test"}


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker in a group of its own, so that all of it can be killed."""
    process = subprocess.Popen(
        [sys.executable, *WORKER], cwd=Path(settings.ROOT), env=environment(), start_new_session=True
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 to the worker and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(holds: Callable[[], bool], seconds: int = 240) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.05)


def stands(job: ImportJob, state: ImportState) -> bool:
    job.refresh_from_db()
    assert job.state == state or job.state in (ImportState.UPLOADED, ImportState.CONFIRMED), job.problems[:3]
    return job.state == state


def file_of(path: Path, units: Sequence[Unit], posts: QuotaType, people: int) -> bytes:
    """A workbook with so many men, unit by unit."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("现有人员")
    sheet.write_row(0, 0, TITLES)
    for n in range(people):
        born = f"{FIRST + dt.timedelta(days=n // 500):%Y%m%d}"
        row = (units[n * len(units) // people].number, posts.name, f"示例{n}", id_number(2 * (n % 500) + 1, born=born))
        sheet.write_row(n + 1, 0, row)
    book.close()
    return path.read_bytes()


@pytest.fixture
def upload(school: Unit, actors: Actors, tmp_path: Path) -> Callable[..., ImportJob]:
    """A file of so many people, sent for units that have posts for them."""
    posts, paper = kind("full_funded"), superior_paper(school.region, actors.clerk)

    def uploaded(people: int, units: int = 1) -> ImportJob:
        fields: dict[str, Any] = {"category": "institution"}
        more = [make_unit(school.region, f"澜川市第{n}学校", **fields) for n in range(1, units)]
        for unit in (school, *more):
            endow(unit, posts, people // units, actors, paper)
        data = file_of(tmp_path / "people.xlsx", [school, *more], posts, people)
        given = {"upload": sent(data), "started_on": EFFECTIVE, "document": paper, "reason": "建账登记"}
        return jobs.upload(actor=actors.clerk, region=school.region, kind="people", **given)

    return uploaded


def test_a_worker_checks_and_carries_out(upload: Callable[..., ImportJob], clerk: User) -> None:
    with worker():
        job = upload(500)
        until(lambda: stands(job, ImportState.CHECKED))
        jobs.confirm(actor=clerk, pk=job.pk)
        until(lambda: stands(job, ImportState.DONE))
    assert (Posting.objects.count(), Person.objects.count(), progress.of(job.job)) == (500, 500, None)
    assert not (jobs.folder() / job.file).exists()
    assert verification.verify() == []


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes_once(
    upload: Callable[..., ImportJob], clerk: User
) -> None:
    job = upload(4 * A_BATCH)
    before = Transfer.objects.count()
    with worker() as first:
        until(lambda: stands(job, ImportState.CHECKED))
        jobs.confirm(actor=clerk, pk=job.pk)
        until(lambda: at_least(job, A_BATCH))
        kill(first)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (ImportState.CONFIRMED, 1)
    assert (Posting.objects.count(), Person.objects.count(), Transfer.objects.count()) == (0, 0, before)
    # The dead worker's silence has lasted; the scheduled check sends the job out again, twice by two beats.
    progress.end(job.job)
    later = timezone.now() + 2 * jobs.GRACE
    assert [jobs.tidy(later)[1] for _ in range(2)] == [1, 1]
    with worker():
        until(lambda: stands(job, ImportState.DONE))
        work_on_import.delay(job.pk)
        until(lambda: waiting() == 0)
    assert (Posting.objects.count(), Person.objects.count()) == (4 * A_BATCH, 4 * A_BATCH)
    assert (Transfer.objects.count(), job.attempts) == (before + 1, 2)
    assert verification.verify() == []


def at_least(job: ImportJob, rows: int) -> bool:
    """Whether the carrying out (not the check before it) has come so far."""
    found = progress.of(job.job)
    return found is not None and found.what == "导入" and rows <= found.done < found.total


def waiting() -> int:
    """Messages that no worker has taken yet."""
    with app.connection() as line:
        return int(line.default_channel.client.llen("celery"))


MEASURED = """
    import resource, time, django
    django.setup()
    from accounts.models import User
    from staffing.imports import jobs
    from staffing.models import ImportJob

    began = time.monotonic()
    job = ImportJob.objects.get(pk={pk})
    jobs._go_on = lambda pk, size: None
    jobs.work(job.pk)
    jobs.confirm(actor=job.actor, pk=job.pk)
    jobs.work(job.pk)
    job.refresh_from_db()
    print(job.state, job.row_count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic() - began)
"""


def measured(job: ImportJob) -> tuple[str, int, int, float]:
    """State, rows, peak memory (KB) and seconds of a process that checks and carries out a file."""
    script = "\n".join(line.strip() for line in MEASURED.format(pk=job.pk).splitlines())
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(settings.ROOT), env=environment(), capture_output=True, text=True,
        timeout=1500, check=True,
    )  # fmt: skip
    state, rows, peak, seconds = done.stdout.split()
    return state, int(rows), int(peak), float(seconds)


def test_a_hundred_thousand_people_come_in_at_a_bounded_peak_of_memory(
    upload: Callable[..., ImportJob], record_property: Callable[[str, object], None]
) -> None:
    app.control.purge()
    job = upload(MANY, UNITS)
    state, rows, peak, seconds = measured(job)
    record_property("peak_kb", peak)
    record_property("seconds", seconds)
    assert (state, rows) == (ImportState.DONE, MANY)
    assert Posting.objects.active().count() == MANY
    assert peak < 300 * MEGABYTE, f"{peak // MEGABYTE} MB in {seconds:.0f} s"
    assert verification.verify() == []
