"""Exports (导出): every list as a sheet, with its own filters and scope; each leaves a record of who took what.

An app registers how its list is found; a short one is written while one waits, a long one in the background into a
file that only its owner may fetch, until it expires.
"""

import datetime as dt
import secrets
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from accounts import progress, sheets
from accounts.acting import use_case
from accounts.models import ExportRun, User
from accounts.queries import sentences_of
from accounts.sheets import Column, Head

T = TypeVar("T")
M = TypeVar("M", bound=Model)

# So many rows are written while one waits; more go to the background.
DIRECT = 5000
KEPT = dt.timedelta(days=3)
CHUNK = 2000
INTERNAL = "内部"


@dataclass(frozen=True)
class Listing(Generic[T]):
    """What one user sees of a list: its rows in order, how many there are (counted no further than a limit)."""

    columns: Sequence[Column[T]]
    rows: Callable[[], Iterable[T]]
    counted: Callable[[int], int]
    filters: Sequence[tuple[str, str]] = ()
    level: str = INTERNAL
    title: str = ""


@dataclass(frozen=True)
class Export:
    """A list that can be taken as a sheet; `find` raises Http404 outside the scope, ValidationError on a bad filter."""

    key: str
    title: str
    find: Callable[[User, Mapping[str, str]], Listing[Any]]


_exports: dict[str, Export] = {}


def register(key: str, title: str) -> Callable[[Callable[[User, Mapping[str, str]], Listing[Any]]], Any]:
    """Offer a list under a key; to be put on the function that finds it."""

    def keep(find: Callable[[User, Mapping[str, str]], Listing[Any]]) -> Any:
        _exports[key] = Export(key, title, find)
        return find

    return keep


def keys() -> list[str]:
    return sorted(_exports)


def listing_of(
    columns: Sequence[Column[M]], rows: QuerySet[M], *, filters: Sequence[tuple[str, str]] = (), level: str = INTERNAL,
    title: str = "",
) -> Listing[M]:  # fmt: skip
    """The listing of a queryset: read through a cursor of the server, counted by the database."""
    return Listing(
        columns,
        lambda: rows.iterator(chunk_size=CHUNK),
        lambda limit: rows.order_by().values("pk")[:limit].count(),
        filters,
        level,
        title,
    )


def listing_of_rows(
    columns: Sequence[Column[T]], rows: Sequence[T], *, filters: Sequence[tuple[str, str]] = (), level: str = INTERNAL,
    title: str = "",
) -> Listing[T]:  # fmt: skip
    """The listing of a table that is short enough to be read as a whole."""
    return Listing(columns, lambda: rows, lambda limit: min(len(rows), limit), filters, level, title)


def words_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """The filters that were given, as label and words; ValidationError with the sentences of what cannot be read."""
    if not form.is_valid():
        raise ValidationError(sentences_of(form))
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if field.widget.is_hidden or value in (None, ""):
            continue
        choices: dict[Any, Any] = dict(getattr(field, "choices", ()))
        found.append((str(field.label), str(choices.get(value, value)).strip("　 ")))
    return found


def find(user: User, key: str, query: str) -> tuple[Export, Listing[Any]]:
    """The list of a key as the user sees it; Http404 for an unknown one, or one outside the user's scope."""
    if key not in _exports:
        raise Http404
    return _exports[key], _exports[key].find(user, QueryDict(query).dict())


@use_case
def take(*, actor: User, key: str, query: str) -> tuple[ExportRun, Path]:
    """Write a short list into a temporary file, which the caller removes, and record that it was taken."""
    export, listing = find(actor, key, query)
    run = _recorded(actor, export, listing, query)
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        run.row_count = sheets.write(path, _head(run, listing), listing.columns, listing.rows())
    except BaseException:
        path.unlink()
        raise
    run.state, run.finished_at = ExportRun.State.DONE, timezone.now()
    run.save()
    return run, path


@use_case
def order(*, actor: User, key: str, query: str) -> ExportRun:
    """Have a long list written in the background; what the same user has waiting already is not written twice."""
    from accounts.tasks import write_export

    export, listing = find(actor, key, query)
    waiting = ExportRun.objects.filter(actor=actor, key=key, query=query, state=ExportRun.State.WAITING).first()
    run = waiting or _recorded(actor, export, listing, query)
    transaction.on_commit(partial(write_export.delay, run.pk), robust=True)
    return run


def _recorded(actor: User, export: Export, listing: Listing[Any], query: str) -> ExportRun:
    return ExportRun.objects.create(
        actor=actor, key=export.key, title=(listing.title or export.title)[:200], query=query, level=listing.level,
        filters="；".join(f"{label}：{words}" for label, words in listing.filters),
    )  # fmt: skip


def _head(run: ExportRun, listing: Listing[Any]) -> Head:
    return Head(run.title, listing.level, run.actor.get_full_name(), timezone.now(), listing.filters)


def run(pk: int) -> None:
    """Write the file of an ordered export, with what its owner may see now; who comes second goes away.

    A worker that dies leaves it waiting, so that the next one begins anew.
    """
    with transaction.atomic():
        waiting = ExportRun.objects.select_for_update(skip_locked=True, of=("self",)).select_related("actor")
        found = waiting.filter(pk=pk, state=ExportRun.State.WAITING).first()
        if found is None:
            return
        _finish(found)
    progress.end(found.job)


def _finish(run: ExportRun) -> None:
    try:
        _, listing = find(run.actor, run.key, run.query)
        path = folder() / f"{secrets.token_urlsafe(24)}.xlsx"
        run.row_count = _written(run, listing, path)
    except Http404:
        run.state, run.note = ExportRun.State.FAILED, "该列表已不在您的管辖范围内。"
    except ValidationError as refusal:
        run.state, run.note = ExportRun.State.FAILED, "；".join(refusal.messages)[:200]
    else:
        run.state, run.file, run.expires_at = ExportRun.State.DONE, path.name, timezone.now() + KEPT
    run.finished_at = timezone.now()
    run.save()


def _written(run: ExportRun, listing: Listing[Any], path: Path) -> int:
    total = listing.counted(10**9)
    progress.report(run.job, 0, total)
    part = path.with_suffix(".part")
    try:
        count = sheets.write(
            part, _head(run, listing), listing.columns, listing.rows(),
            report=lambda done: progress.report(run.job, done, total),
        )  # fmt: skip
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def folder() -> Path:
    """Where the files of long exports lie; nobody but the house reads it."""
    found = Path(settings.MEDIA_ROOT) / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def file_of(run: ExportRun) -> Path | None:
    """The file of a written export while it may be fetched."""
    if run.state != ExportRun.State.DONE or not run.file or run.expires_at is None or run.expires_at < timezone.now():
        return None
    path = folder() / run.file
    return path if path.is_file() else None


def tidy(now: dt.datetime) -> tuple[int, int]:
    """Remove expired files and those a dead worker left, and order anew what still waits; how many of each."""
    from accounts.tasks import write_export

    kept = set(ExportRun.objects.filter(expires_at__gte=now).values_list("file", flat=True))
    old = now.timestamp() - KEPT.total_seconds()
    gone = [path for path in folder().iterdir() if path.name not in kept and path.stat().st_mtime < old]
    for path in gone:
        path.unlink(missing_ok=True)
    waiting = ExportRun.objects.filter(state=ExportRun.State.WAITING, created_at__lt=now - dt.timedelta(minutes=2))
    lost = [run for run in waiting if progress.of(run.job) is None]
    for run in lost:
        write_export.delay(run.pk)
    return len(gone), len(lost)
