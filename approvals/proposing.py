"""Proposing a number (拟核数): the office says line by line how many of what was asked for it would agree to."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet

from accounts import acting
from accounts.models import User
from approvals import flow, policies
from approvals.models import Case, State


def propose(
    case_id: int, lines: QuerySet[Any], field: str, *, actor: User, counts: Mapping[int, int], once: flow.Once | None
) -> Case:
    """Building block while a case is checked: `lines` of its record keep what was asked for in `field`.

    ValidationError stands beside the line whose number is below 0 or above what was asked for.
    """
    case = flow.lock(case_id)
    acting.cite(case=case.number, reason="拟核数")
    if case.state != State.RECEIVED:
        raise ValidationError("只有已受理、尚未审核的办件可以填写拟核数。", code="state")
    if policies.principal_for(actor, policies.DESK, case.region) is None:
        raise PermissionDenied("您没有填写拟核数的权限。")
    label = lines.model._meta.get_field(field).verbose_name
    for line in lines.select_for_update().filter(pk__in=counts):
        most = getattr(line, field)
        if not 0 <= counts[line.pk] <= most:
            raise ValidationError({f"count_{line.pk}": f"拟核数须在0与{label}{most}之间。"}, code="count")
        line.approved_count = counts[line.pk]
        line.save(update_fields=["approved_count"])
    flow.keep_receipt(actor, once, case)
    return case
