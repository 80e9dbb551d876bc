"""Reading history: search by number, and the time line of one record; nobody changes anything here."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.references import CASE, DOCUMENT, urls_of
from audits import timeline
from audits.forms import CompareForm, NumberForm, PastForm
from audits.records import RECORDS, Record, oversees_a_region, related_to, with_number
from audits.timeline import Version


def inspector(request: HttpRequest) -> User:
    """The signed-in user, if they oversee a region; for everybody else there is nothing here."""
    if not isinstance(request.user, User) or not oversees_a_region(request.user):
        raise Http404
    return request.user


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find a record by its number; one hit opens its history at once."""
    user = inspector(request)
    form = NumberForm(request.GET or None)
    found = with_number(user, form.cleaned_data["q"]) if form.is_valid() else []
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "audits/search.html", {"form": form, "found": found, "nav_key": "history"})


@require_safe
def record_history(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """The time line of one record, newest first; on demand a day in the past, or two versions side by side."""
    user = inspector(request)
    if model not in RECORDS:
        raise Http404
    record = RECORDS[model]
    row = get_object_or_404(record.within(user), pk=pk)
    page = timeline.page_of(record.history, row.pk, request.GET)
    context = {
        "record": record, "row": row, "page": page, "nav_key": "history", "related": related_to(user, record, row),
        "told": _told(user, page.rows), **_past(request, record, row), **_comparison(request, record, row),
    }  # fmt: skip
    return render(request, "audits/record.html", context)


def _past(request: HttpRequest, record: Record, row: Any) -> dict[str, Any]:
    form = PastForm(request.GET if "on" in request.GET else None)
    if not form.is_valid():
        return {"past_form": form}
    on = form.cleaned_data["on"]
    return {"past_form": form, "past_on": on, "past": timeline.as_of(record.history, row.pk, on)}


def _comparison(request: HttpRequest, record: Record, row: Any) -> dict[str, Any]:
    form = CompareForm(request.GET if {"a", "b"} & set(request.GET) else None)
    if not form.is_valid():
        return {"compare_form": form}
    numbers = form.cleaned_data["a"], form.cleaned_data["b"]
    found = timeline.compare(record.history, row.pk, numbers)
    if found is None:
        form.add_error(None, "所选版本不属于这条记录。")
    return {"compare_form": form, "comparison": found}


@dataclass(frozen=True)
class Told:
    """A version with the addresses of its case and its paper, where the reader may open them."""

    version: Version
    case_url: str
    document_url: str


def _told(user: User, versions: list[Version]) -> list[Told]:
    case_urls = urls_of(CASE, user, (version.case_number for version in versions))
    document_urls = urls_of(DOCUMENT, user, (version.document_number for version in versions))
    return [
        Told(version, case_urls.get(version.case_number, ""), document_urls.get(version.document_number, ""))
        for version in versions
    ]
