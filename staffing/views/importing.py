"""Pages of imports: templates, sending a file, its errors or its preview, its progress and its end."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.error_pages import answer
from accounts.export_views import XLSX
from accounts.models import User
from approvals.forms.parts import refuse
from staffing.forms.importing import ImportForm
from staffing.imports import catalogue, jobs, policies
from staffing.imports.table import Problem
from staffing.models import ImportJob, ImportKind, ImportState
from units.models import Region

SHOWN = 50
NAV = {"nav_key": "imports"}


def viewer(request: HttpRequest) -> User:
    """The signed-in user, if there is an office in which they work; 404 for everybody else."""
    assert isinstance(request.user, User), "Only signed-in users get here."
    if not policies.may_import_somewhere(request.user):
        raise Http404
    return request.user


def _kind(key: str) -> Any:
    if key not in catalogue.KINDS:
        raise Http404
    return catalogue.KINDS[key]


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """The imports of the user's offices, newest first, and the ways to begin one."""
    user = viewer(request)
    found = ImportJob.objects.visible_to(user).select_related("region", "actor", "confirmed_by", "document")
    may_begin = bool(policies.offices_of(user))
    kinds = [(key, ImportKind(key).label) for key in catalogue.KINDS] if may_begin else []
    return render(request, "staffing/imports.html", {"jobs": found[:SHOWN], "kinds": kinds, "size": SHOWN, **NAV})


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    """The template, what is to be observed, and the form that sends the file."""
    user, chosen = viewer(request), _kind(kind)
    if not policies.offices_of(user):
        raise PermissionDenied("只有编办的工作人员可以导入。")
    form = ImportForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            job = jobs.upload(actor=user, kind=kind, upload=given.pop("file"), **given)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            return redirect("staffing:import", job.pk)
    context = {"form": form, "kind": kind, "label": ImportKind(kind).label, "chosen": chosen, **NAV}
    return render(request, "staffing/import_form.html", context, status=422 if form.errors else 200)


@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The empty workbook of a kind, with the lists of the user's office."""
    user, chosen = viewer(request), _kind(kind)
    region = Region.objects.filter(pk__in=policies.offices_of(user)).order_by("prefix").first()
    if region is None:
        raise PermissionDenied("只有编办的工作人员可以导入。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        jobs.write_template(path, chosen, region)
        return _download(path, f"{chosen.sheet}导入表（{region.name}）.xlsx")


def _download(path: Path, name: str) -> FileResponse:
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _found(request: HttpRequest, pk: int) -> ImportJob:
    related = ("region", "actor", "confirmed_by", "document")
    return get_object_or_404(ImportJob.objects.visible_to(viewer(request)).select_related(*related), pk=pk)


@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: being read, wrong, to be confirmed, being carried out, done."""
    return _shown(request, _found(request, pk))


def _shown(request: HttpRequest, job: ImportJob, *, notice: str = "", status: int = 200) -> HttpResponse:
    user = viewer(request)
    works = job.state in (ImportState.UPLOADED, ImportState.CONFIRMED)
    context = {
        "job": job, "notice": notice, "works": works, "progress": jobs.waits(job),
        "problems": [Problem(*problem) for problem in job.problems],
        "has_errors_file": jobs.errors_of(job) is not None,
        "may_confirm": job.state == ImportState.CHECKED and policies.may_confirm(user, job),
        "why_not": policies.why_not(job) if job.state == ImportState.CHECKED else "",
        "may_cancel": policies.may_upload(user, job.region)
        and job.state in (ImportState.UPLOADED, ImportState.CHECKED),
        **NAV,
    }  # fmt: skip
    return render(request, "staffing/import.html", context, status=status)


def _refused(request: HttpRequest, job: ImportJob, act: Callable[..., object]) -> HttpResponse | None:
    """The page with what stands against the act; nothing when it is done."""
    try:
        act(actor=viewer(request), pk=job.pk)
    except ValidationError as refusal:
        return _shown(request, job, notice="；".join(refusal.messages), status=409)
    return None


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Have it carried out."""
    return _refused(request, _found(request, pk), jobs.confirm) or redirect("staffing:import", pk)


@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    job = _found(request, pk)
    if (refusal := _refused(request, job, jobs.cancel)) is not None:
        return refusal
    messages.success(request, f"已取消导入“{job.filename}”。")
    return redirect("staffing:imports")


@require_GET
def import_errors(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The table of errors: the rows as they were sent, with the reason beside each."""
    job = _found(request, pk)
    path = jobs.errors_of(job)
    if path is None:
        return answer(request, 404, "expired", "没有错误表，或已过保存期限，请重新上传。")
    return _download(path, f"{Path(job.filename).stem}（标出错误）.xlsx")
