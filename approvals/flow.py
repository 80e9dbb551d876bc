"""The one way a case moves: lock, ask state table and policy, write the state and the opinion."""

import hashlib
import json
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model

from accounts import acting
from accounts.models import User
from approvals import policies
from approvals.models import FLOW, Action, Case, Opinion, Receipt, State


class Once(NamedTuple):
    """An idempotency key with the digest of what was sent under it."""

    key: str
    digest: str

    @classmethod
    def of(cls, key: str, payload: Any) -> "Once":
        text = json.dumps(payload, sort_keys=True, default=str, ensure_ascii=False)
        return cls(key, hashlib.sha256(text.encode()).hexdigest())


def replay(actor: User, once: Once | None) -> Opinion | None:
    """What was already done under this key; ValidationError when the same key came with something else."""
    if once is None:
        return None
    receipt = Receipt.objects.filter(actor=actor, key=once.key).first()
    opinion = Opinion.objects.select_related("case").filter(actor=actor, key=once.key).first()
    _ensure_same(once, receipt, opinion)
    return opinion


def receipt(actor: User, once: Once) -> int | None:
    """The id of what this key made without an opinion; ValidationError when it came with something else."""
    found = Receipt.objects.filter(actor=actor, key=once.key).first()
    _ensure_same(once, found, Opinion.objects.filter(actor=actor, key=once.key).first())
    return None if found is None else found.made_id


def keep_receipt(actor: User, once: Once | None, made: Model) -> None:
    """Building block of acts that leave no opinion: a second one under the same key fails on its constraint."""
    if once is not None:
        Receipt.objects.create(actor=actor, key=once.key, digest=once.digest, made_id=made.pk)


def _ensure_same(once: Once, *known: Opinion | Receipt | None) -> None:
    if any(record is not None and record.digest != once.digest for record in known):
        raise ValidationError("该幂等键已用于另一内容的请求，请更换后重试。", code="key_reused")


def lock(case_id: int) -> Case:
    """The case, locked to the end of the transaction, with what the flow asks about."""
    related = ("kind", "region", "applicant__region")
    return Case.objects.select_for_update(of=("self",)).select_related(*related).get(pk=case_id)


def take(case_id: int, action: str, *, actor: User) -> Case:
    """Lock the case for an action; refuse what the state table or the policy does not allow."""
    case = lock(case_id)
    acting.cite(case=case.number)
    acting.explain(Action(action).label)
    ensure(case, action, actor=actor)
    return case


def ensure(case: Case, action: str, *, actor: User) -> None:
    """ValidationError when the state does not allow the action, PermissionDenied when the person may not do it."""
    label = Action(action).label
    if not case.allows(action):
        raise ValidationError(f"办件当前状态为“{case.get_state_display()}”，不能{label}。", code="state")
    if action in (Action.APPROVE, Action.REFUSE):
        ensure_decider(case, actor)
    elif action == Action.CHECK and policies.has_reviewed(case, actor):
        raise PermissionDenied("本人已会签的办件，不能再由本人审核。")
    elif not policies.may(actor, action, case):
        raise PermissionDenied(f"您没有{label}此办件的权限。")


def ensure_decider(case: Case, actor: User) -> None:
    """Nobody decides what they drafted, filed or checked themselves."""
    if policies.may_decide(actor, case):
        return
    if policies.has_handled(case, actor):
        raise PermissionDenied("本人申报或审核的办件，不能由本人决定。")
    raise PermissionDenied(f"此类事项须由{case.kind.get_authority_display()}，您没有决定的权限。")


def advance(
    case: Case,
    action: str,
    *,
    actor: User,
    text: str = "",
    once: Once | None = None,
    principal: User | None = None,
    findings: list[dict[str, Any]] | None = None,
    effects: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> Opinion:
    """Write the next state with the given fields of the case, and the opinion that says who did it, in whose right."""
    before, after = case.state, (FLOW[action].target if action in FLOW else case.state) or case.state
    changed = {**fields, "state": after} if after != before else fields
    for name, value in changed.items():
        setattr(case, name, value)
    if changed:
        case.save(update_fields=list(changed))
    return Opinion.objects.create(
        case=case,
        action=action,
        from_state=before,
        to_state=after,
        actor=actor,
        actor_name=actor.name,
        on_behalf_of=_principal_name(case, action, actor, principal),
        text=text,
        findings=findings or [],
        effects=effects or [],
        key=once.key if once else None,
        digest=once.digest if once else "",
    )


def _principal_name(case: Case, action: str, actor: User, principal: User | None) -> str:
    principal = principal or policies.in_whose_right(actor, action, case)
    return "" if principal is None or principal == actor else principal.name


def require_text(text: str, label: str) -> str:
    """The words an action must carry; ValidationError beside the field when they are missing."""
    text = text.strip()
    if not text:
        raise ValidationError({"opinion": f"请填写{label}。"}, code="required")
    return text


def is_final(case: Case) -> bool:
    return case.state in (State.CLOSED, State.REFUSED, State.WITHDRAWN)
