"""What the office proposes while it checks a quota request (拟核数)."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from approvals.faces import Face
from approvals.forms.parts import by_field
from approvals.models import Case
from approvals.views import sending
from approvals.views.cases import find, show_case
from quotas import requesting
from quotas.faces import QuotaRequestFace
from quotas.subjects import QUOTA_REQUEST

WHOLE = "拟核数须为整数。"


@require_POST
def propose_counts(request: HttpRequest, number: str) -> HttpResponse:
    """Take the proposed number of each line; a wrong one is marked at its line, and none is taken."""
    case = find(request, number)
    lines = [line.pk for line in QUOTA_REQUEST.lines(case)]
    return take_counts(request, case, lines=lines, propose=requesting.propose_counts, face=QuotaRequestFace())


def take_counts(
    request: HttpRequest, case: Case, *, lines: Iterable[int], propose: Callable[..., Case], face: Face
) -> HttpResponse:
    """The door of every subject with counts to propose: what was typed for each line, to its use case."""
    user, key = sending.actor_of(request), sending.key_of(request)
    typed = {pk: request.POST.get(f"count_{pk}", "").strip() for pk in lines}
    counts = {pk: int(text) for pk, text in typed.items() if text.isascii() and text.isdigit() and len(text) < 10}
    errors = {f"count_{pk}": WHOLE for pk, text in typed.items() if text and pk not in counts}
    if not errors:
        try:
            sending.once(
                lambda: propose(case.pk, actor=user, counts=counts, once=key),
                found=lambda: sending.made_under(user, key, Case.objects.all()),
            )
        except ValidationError as refusal:
            errors = {field: "".join(sentences) for field, sentences in by_field(refusal)}
        else:
            messages.success(request, "拟核数已保存。")
            return redirect(f"{case.get_absolute_url()}#request")
    subject = face.detail(user=user, case=case)
    subject["lines"] = [
        replace(row, typed=typed.get(row.line.pk, ""), error=errors.get(f"count_{row.line.pk}", ""))
        for row in subject["lines"]
    ]
    return show_case(request, case, subject=subject, notice=errors.get("", ""), status=422)
