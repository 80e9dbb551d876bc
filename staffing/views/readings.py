"""The log of reading personal data, for those who oversee a region; opening it is written down."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import paging
from approvals.views.sending import actor_of
from staffing import readings
from staffing.forms.readings import ReadingQuery
from staffing.models import Person


@never_cache
@require_GET
def reading_list(request: HttpRequest) -> HttpResponse:
    """Who read whose data in full, when and what for, the newest first."""
    user = actor_of(request)
    if not readings.oversees(user):
        raise Http404
    form = ReadingQuery(request.GET)
    shown: dict[str, Any] = {"form": form, "nav_key": "readings", "person_model": Person._meta.label_lower}
    if form.is_valid():
        readings.look(actor=user, purpose=form.words)
        shown["page"] = paging.newest_first(form.narrow(readings.seen_by(user)), request.GET)
    return render(request, "staffing/readings.html", shown)
