"""Releasing a person (出编): who leaves, when, why, where to, on what paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from approvals.forms.parts import refuse
from approvals.views import sending
from staffing import leaving, policies
from staffing.forms.leavers import ReleaseForm
from staffing.models import Posting, Slip


def posting_of(request: HttpRequest, pk: int) -> Posting:
    """The posting in the user's scope (else 404), for those who keep its register (else 403)."""
    user = sending.actor_of(request)
    seen = Posting.objects.visible_to(user).select_related("person", "unit__region", "quota_type")
    posting = get_object_or_404(seen, pk=pk)
    if not policies.may_keep_register(user, posting.unit):
        raise PermissionDenied(f"只有主管{posting.unit.name}的编办可以办理人员进出。")
    return posting


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a release, and its sending, which leads to the exit slip."""
    posting, user, key = posting_of(request, pk), sending.actor_of(request), sending.key_of(request)
    form = ReleaseForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        try:
            sending.once(
                lambda: leaving.release(actor=user, posting=posting, once=key, **form.given(posting.unit)),
                found=lambda: sending.made_under(user, key, Posting.objects.all()),
            )
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{posting.person}已出编。")
            return redirect(Slip.objects.get(posting=posting, kind=Slip.Kind.EXIT))
    context = {"form": form, "posting": posting, "nav_key": "people"}
    return render(request, "staffing/release.html", context, status=422 if form.errors else 200)
