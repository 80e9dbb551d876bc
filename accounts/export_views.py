"""Taking a list as a sheet: at once when it is short, from a page with its progress when it is long."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import exports, progress
from accounts.error_pages import answer
from accounts.models import ExportRun, User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "Only signed-in users get here."
    return request.user


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """The sheet of a short list; a long one is announced on a page, whose button has it written."""
    user, query = _user(request), request.GET.urlencode()
    try:
        if request.method == "POST":
            return redirect("accounts:export_run", exports.order(actor=user, key=key, query=query).pk)
        found, listing = exports.find(user, key, query)
        if listing.counted(exports.DIRECT + 1) <= exports.DIRECT:
            run, path = exports.take(actor=user, key=key, query=query)
            file = path.open("rb")
            path.unlink()
            return _download(run, file)
    except ValidationError as refusal:
        return answer(request, 400, "filter", "；".join(refusal.messages))
    context = {"title": listing.title or found.title, "listing": listing, "direct": exports.DIRECT}
    return render(request, "accounts/export_long.html", {**context, "kept_days": exports.KEPT.days})


def _download(run: ExportRun, file: Any) -> FileResponse:
    name = f"{run.title}（{run.level}）{run.created_at:%Y%m%d}.xlsx".replace("/", "／")
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def export_list(request: HttpRequest) -> HttpResponse:
    """What the user has taken, newest first, with the files that can still be fetched."""
    runs = list(_user(request).exports.order_by("-id")[:SHOWN])
    rows = [(run, exports.file_of(run) is not None) for run in runs]
    return render(request, "accounts/exports.html", {"rows": rows, "size": SHOWN})


@require_GET
def export_run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one's own long export is, and its file when it is written."""
    run = get_object_or_404(_user(request).exports, pk=pk)
    context = {"run": run, "progress": progress.of(run.job), "is_there": exports.file_of(run) is not None}
    return render(request, "accounts/export_run.html", {**context})


@require_GET
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of one's own long export, until it expires."""
    run = get_object_or_404(_user(request).exports, pk=pk)
    path = exports.file_of(run)
    if path is None:
        return answer(request, 404, "expired", "文件尚未生成，或已超过下载期限，请重新导出。")
    return _download(run, path.open("rb"))
