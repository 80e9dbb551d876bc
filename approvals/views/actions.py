"""Doing something to a case: find it in scope, check what was typed, call the use case, say what happened."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from approvals import flow
from approvals.forms.parts import refuse
from approvals.models import Case, Document
from approvals.views import sending
from approvals.views.boxes import Door, doors_of
from approvals.views.cases import find, show_case


@require_POST
def case_action(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Do one thing to a case; a refusal comes back beside what was typed, and nothing has changed."""
    case, user = find(request, number), sending.actor_of(request)
    door = doors_of(case).get(action)
    if door is None:
        raise Http404
    key = sending.key_of(request)
    try:
        if sending.case_under(user, key) is not None:
            return redirect(case)
        if door.may is None:
            flow.ensure(case, action, actor=user)
    except ValidationError as refusal:
        notice, typed = "；".join(refusal.messages), request.POST.get("opinion", "")
        return show_case(request, case, notice=notice, typed=typed, status=409)
    form = door.form(request.POST, case=case, user=user, auto_id=f"id_{action}_%s")
    if form.is_valid():
        try:
            made = _perform(door, case, user, form.cleaned_data, key)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"已印发{made.number}。" if isinstance(made, Document) else door.done)
            return redirect(case)
    return show_case(request, find(request, number), bound=form, sent=action, status=422)


def _perform(door: Door, case: Case, user: User, typed: dict[str, Any], key: flow.Once | None) -> Case | Document:
    given = {name: value for name, value in typed.items() if name != "key"}

    def act() -> Case | Document:
        return door.act(case.pk, actor=user, once=key, **given)

    return sending.once(act, found=lambda: sending.case_under(user, key))
