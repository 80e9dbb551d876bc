"""Import jobs (导入): upload, check, confirm, carry out. A whole file or nothing; what was shown is what is done."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from accounts import progress
from accounts.acting import system_user, use_case
from accounts.models import User
from approvals import flow
from approvals.models import Document
from staffing.enrolment import ensure_opening
from staffing.models import ImportJob, ImportState
from staffing.places import Act
from units.models import Region

from . import catalogue, policies, template
from .kinds import Kind, Pass, Preview
from .table import Line, Problem, Table
from .workbook import MOST_BYTES, Sheet, ensure_workbook, refuse

# A file so small is read while one waits, without the broker.
SMALL_BYTES = 512 * 1024
KEPT, GRACE = dt.timedelta(days=3), dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
SHOWN = 200
# Files of one office are carried out one after the other.
LOCK_OF_THE_OFFICE = "select pg_advisory_xact_lock(hashtext('import'), %(region)s)"
IN_ERROR_TABLE = 20_000
S = ImportState


def folder() -> Path:
    """Where uploaded files and tables of errors lie until they are done with; nobody but the house reads it."""
    found = Path(settings.MEDIA_ROOT) / "imports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


@use_case
def upload(
    *,
    actor: User,
    region: Region,
    kind: str,
    upload: "UploadedFile[bytes]",
    started_on: dt.date,
    document: Document,
    reason: str,
    once: flow.Once | None = None,
) -> ImportJob:
    """Take in a workbook that is to be checked; ValidationError names a file that is no plain workbook.

    Only the office in charge, and only until it has declared its register complete (建账).
    """
    if not policies.may_upload(actor, region):
        raise PermissionDenied(f"只有{region.name}编办的工作人员可以导入。")
    ensure_opening(region)
    Act(actor, started_on, document, reason).ensure_stated(field="started_on")
    path = folder() / f"{secrets.token_urlsafe(24)}.xlsx"
    try:
        digest = _kept(upload, path)
        ensure_workbook(upload.name or "", path)
    except ValidationError as refusal:
        path.unlink(missing_ok=True)
        raise ValidationError({"file": refusal.error_list}) from refusal
    job = ImportJob.objects.create(
        region=region, kind=kind, filename=(upload.name or "")[-200:], file=path.name, digest=digest,
        started_on=started_on, document=document, actor=actor, reason=reason[:200],
    )  # fmt: skip
    flow.keep_receipt(actor, once, job)
    transaction.on_commit(partial(_go_on, job.pk, path.stat().st_size), robust=True)
    return job


def _kept(upload: "UploadedFile[bytes]", path: Path) -> str:
    if (upload.size or 0) > MOST_BYTES:
        raise refuse(f"文件超过{MOST_BYTES // 1024 // 1024}兆字节，请拆分后上传。", "too_big")
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _go_on(pk: int, size: int) -> None:
    """The next step of a job: at once for a small file, else by a worker."""
    from staffing.tasks import work_on_import

    if size <= SMALL_BYTES:
        work(pk)
    else:
        work_on_import.delay(pk)


def work(pk: int) -> None:
    """Do what a job waits for: check it, or carry it out; harmless when another worker is at it, or was."""
    job = ImportJob.objects.select_related("actor", "confirmed_by").get(pk=pk)
    try:
        if job.state == S.UPLOADED:
            check(actor=job.actor, pk=pk)
        elif job.state == S.CONFIRMED and _begun(actor=system_user(), pk=pk):
            assert job.confirmed_by is not None, "Nothing is confirmed by nobody."
            carry_out(actor=job.confirmed_by, pk=pk)
    except ValidationError as refusal:
        _check_again(actor=system_user(), pk=pk, sentences=refusal.messages)
        check(actor=job.actor, pk=pk)
    finally:
        progress.end(job.job)


def _locked(pk: int, state: str) -> ImportJob | None:
    """The job in a state, for this worker alone; None when another one has it or it has gone on."""
    related = ("region", "document", "actor")
    free = ImportJob.objects.select_for_update(skip_locked=True, of=("self",)).select_related(*related)
    return free.filter(pk=pk, state=state).first()


@use_case
def check(*, actor: User, pk: int) -> None:
    """Read the whole file and keep what is wrong with which cell, or what it would change."""
    job = _locked(pk, S.UPLOADED)
    if job is None:
        return
    problems: list[Problem] = []
    try:
        sheet, table, found = _opened(job, actor, carries_out=False)
        for line in _passed(job, table, found, "检查"):
            problems += sorted(line.problems, key=Problem.place)[: max(IN_ERROR_TABLE - len(problems), 0)]
            job.problem_count += len(line.problems)
        _note_formulas(job, sheet)
        if not job.problem_count:
            job.preview = _proved(found).as_json(SHOWN)
    except ValidationError as refusal:
        problems = [Problem(0, "", "", sentence) for sentence in refusal.messages]
        job.problem_count = len(problems)
    job.state = S.REFUSED if job.problem_count else S.CHECKED
    job.problems = [list(problem) for problem in problems[:SHOWN]]
    if problems and problems[0].row:
        job.errors_file = _error_table(job, problems)
    job.save()
    if job.problem_count:
        _forget_file(job)


def _opened(job: ImportJob, actor: User, *, carries_out: bool) -> tuple[Sheet, Table, Pass]:
    kind = catalogue.kind_of(job.kind)
    act = Act(actor, job.started_on, job.document, job.reason)
    act.ensure_stated(field="started_on")
    sheet = Sheet(folder() / job.file, kind.sheet)
    table = Table(sheet, kind.fields(job.region))
    return sheet, table, kind.begin(job, act, table, carries_out=carries_out)


def _passed(job: ImportJob, table: Table, found: Pass, what: str) -> Iterator[Line]:
    """Every line after its batch was looked at, and counted on the job."""
    total, job.row_count, job.problem_count = job.row_count, 0, 0
    lines = table.lines()
    size = catalogue.kind_of(job.kind).batch
    while batch := list(islice(lines, size)):
        found.take(batch)
        job.row_count += len(batch)
        progress.report(job.job, job.row_count, max(total, job.row_count), what)
        yield from batch


def _proved(found: Pass) -> Preview:
    """What the pass would change, as the last gates let it."""
    with transaction.atomic():
        preview = found.finish()
        transaction.set_rollback(True)
    return preview


def _note_formulas(job: ImportJob, sheet: Sheet) -> None:
    if sheet.formula_count:
        where = "、".join(sheet.formulas)
        job.notices = [
            *job.notices,
            f"文件中有{sheet.formula_count}个公式单元格（{where}等），按其保存的计算结果读取，没有执行公式。",
        ]


def _error_table(job: ImportJob, problems: list[Problem]) -> str:
    """The rows of the file with the reason beside each wrong one, to be mended and sent again."""
    kind, path = catalogue.kind_of(job.kind), folder() / f"{secrets.token_urlsafe(24)}.xlsx"
    fields = kind.fields(job.region)
    table = Table(Sheet(folder() / job.file, kind.sheet), fields)
    wrong: dict[int, list[Problem]] = {}
    for problem in problems:
        wrong.setdefault(problem.row, []).append(problem)
    rows = (_given(table, line, wrong.get(line.number, [])) for line in table.lines())
    template.write(path, kind.sheet, kind.notes, fields, rows)
    return path.name


def _given(table: Table, line: Line, problems: list[Problem]) -> template.Given:
    places = {field.title: place for place, field in enumerate(table.fields)}
    columns = [table.columns.get(field.key, -1) for field in table.fields]
    cells = [line.cells[column] if 0 <= column < len(line.cells) else None for column in columns]
    reason = "；".join(f"{p.title}：{p.sentence}" if p.title else p.sentence for p in problems)
    return template.Given(cells, reason, frozenset(places[p.title] for p in problems if p.title))


@use_case
def confirm(*, actor: User, pk: int, once: flow.Once | None = None) -> ImportJob:
    """Have a checked file carried out; balances by whoever decides in the office, never by who sent them."""
    job = _own(actor, pk)
    if not policies.may_confirm(actor, job):
        raise PermissionDenied(policies.why_not(job))
    if job.state != S.CHECKED:
        raise ValidationError(f"该导入{job.get_state_display()}，不能确认。", code="state")
    job.state, job.confirmed_by, job.attempts = S.CONFIRMED, actor, 0
    job.save()
    flow.keep_receipt(actor, once, job)
    size = (folder() / job.file).stat().st_size
    transaction.on_commit(partial(_go_on, job.pk, size), robust=True)
    return job


@use_case
def cancel(*, actor: User, pk: int, once: flow.Once | None = None) -> ImportJob:
    """Give up a file that is not being carried out."""
    job = _own(actor, pk)
    if not policies.may_upload(actor, job.region):
        raise PermissionDenied("您没有取消这次导入的权限。")
    if job.state not in (S.UPLOADED, S.REFUSED, S.CHECKED):
        raise ValidationError(f"该导入{job.get_state_display()}，不能取消。", code="state")
    job.state, job.finished_at = S.CANCELLED, timezone.now()
    job.save()
    flow.keep_receipt(actor, once, job)
    _forget_file(job)
    return job


def _own(actor: User, pk: int) -> ImportJob:
    jobs = ImportJob.objects.visible_to(actor).select_for_update(of=("self",)).select_related("region")
    return jobs.get(pk=pk)


@use_case
def _begun(*, actor: User, pk: int) -> bool:
    """Count an attempt, so that a file at which workers die is given up at last."""
    job = _locked(pk, S.CONFIRMED)
    if job is None:
        return False
    job.attempts += 1
    if job.attempts > MOST_ATTEMPTS:
        job.state, job.finished_at = S.FAILED, timezone.now()
        job.notices = [*job.notices, "导入多次中断，没有写入任何内容，请重新上传。"]
        _forget_file(job)
    job.save()
    return job.state == S.CONFIRMED


@use_case
def carry_out(*, actor: User, pk: int) -> None:
    """Write what was confirmed in one transaction; where the books have moved since, it is shown and asked for anew.

    A worker that dies leaves nothing behind, and the job as it was. ValidationError when a gate refuses.
    """
    job = _locked(pk, S.CONFIRMED)
    if job is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(LOCK_OF_THE_OFFICE, {"region": job.region_id})
    ensure_opening(job.region)
    _, table, found = _opened(job, actor, carries_out=True)
    wrong = [p for line in _passed(job, table, found, "导入") for p in line.problems]
    if wrong:
        raise ValidationError([f"{p.where}：{p.sentence}" for p in wrong[:10]])
    preview = found.finish().as_json(SHOWN)
    if preview != job.preview:
        raise ValidationError("确认以后账面有了变化。", code="moved")
    job.state, job.finished_at = S.DONE, timezone.now()
    job.save()
    _forget_file(job)


@use_case
def _check_again(*, actor: User, pk: int, sentences: list[str]) -> None:
    """After a refusal at the last moment: nothing was written, the file is checked anew against the books."""
    job = ImportJob.objects.select_for_update().get(pk=pk)
    job.state = S.UPLOADED
    job.notices = [*job.notices, f"没有导入：{'；'.join(sentences)[:500]} 已重新检查，请再次核对后确认。"]
    job.save()


def _forget_file(job: ImportJob) -> None:
    """Remove what was uploaded, which holds ID numbers as plain text, once nobody can come back to it."""
    transaction.on_commit(partial((folder() / job.file).unlink, missing_ok=True))


def tidy(now: dt.datetime) -> tuple[int, int]:
    """Remove files that nobody came back for, and go on with what a dead worker left; how many of each."""
    from staffing.tasks import work_on_import

    stale = ImportJob.objects.filter(state__in=[S.REFUSED, S.CHECKED], created_at__lt=now - KEPT)
    gone = [job for job in stale.exclude(file="", errors_file="") if _expire(actor=system_user(), pk=job.pk)]
    waiting = ImportJob.objects.filter(state__in=[S.UPLOADED, S.CONFIRMED], created_at__lt=now - GRACE)
    lost = [job for job in waiting if progress.of(job.job) is None]
    for job in lost:
        work_on_import.delay(job.pk)
    return len(gone), len(lost)


@use_case
def _expire(*, actor: User, pk: int) -> bool:
    """Remove the files of a job after their days; one that still waited for a word is cancelled."""
    job = ImportJob.objects.select_for_update().get(pk=pk)
    for name in (job.file, job.errors_file):
        if name:
            (folder() / name).unlink(missing_ok=True)
    job.file = job.errors_file = ""
    if job.state == S.CHECKED:
        job.state, job.finished_at = S.CANCELLED, timezone.now()
    job.save()
    return True


def write_template(path: Path, kind: Kind, region: Region) -> None:
    """The empty template of a kind for an office."""
    template.write(path, kind.sheet, kind.notes, kind.fields(region))


def errors_of(job: ImportJob) -> Path | None:
    """The table of errors, while it is kept."""
    path = folder() / job.errors_file if job.errors_file else None
    return path if path is not None and path.is_file() else None


def waits(job: ImportJob) -> Any:
    """How far a waiting job is; None when it waits for nobody but people."""
    return progress.of(job.job) if job.state in (S.UPLOADED, S.CONFIRMED) else None
