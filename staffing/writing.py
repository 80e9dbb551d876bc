"""Writing further facts of one person into a batch that has not been filed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.acting import use_case
from accounts.models import User
from approvals import flow, policies
from staffing import drafts, noticing
from staffing.models import Candidate


@use_case
def write_facts(case_id: int, *, actor: User, position: int, facts: Mapping[str, Any]) -> Candidate:
    """Replace what is known of one person beside name, number, slot and post; blank facts fall away."""
    case = flow.lock(case_id)
    acting.cite(case=case.number)
    acting.explain("补充入编人员信息")
    if not policies.may_edit(actor, case):
        raise PermissionDenied("您不能修改此批次。")
    if case.state not in noticing.OPEN_TO_CHANGE:
        raise ValidationError(f"办件当前状态为“{case.get_state_display()}”，不能修改。", code="state")
    one = Candidate.objects.select_for_update().get(batch=case_id, position=position)
    one.facts = {name: value for name, value in drafts.cleaned(facts).items() if value not in ("", None)}
    one.save(update_fields=["facts"])
    return one
