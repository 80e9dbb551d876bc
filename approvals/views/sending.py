"""What every page that changes something does: who acts, and once for what was sent twice."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.models import User
from approvals import flow
from approvals.flow import Once
from approvals.models import Case

T = TypeVar("T")
M = TypeVar("M", bound=Model)

# What says that a key was used before: by an opinion, or by an act that leaves none.
USED = ("an_actor_uses_an_idempotency_key_once", "an_actor_gets_one_receipt_for_a_key")


def actor_of(request: HttpRequest) -> User:
    """The signed-in user; the login middleware lets nobody else in."""
    assert isinstance(request.user, User), "Only signed-in users come here."
    return request.user


def key_of(request: HttpRequest) -> Once | None:
    """The form's hidden key with a digest of everything that was typed; None when the form bore no key."""
    key = request.POST.get("key", "")[:70]
    if not key:
        return None
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in ("key", "csrfmiddlewaretoken")}
    files = {name: [(f.name, f.size) for f in request.FILES.getlist(name)] for name in request.FILES}
    return Once.of(f"page:{key}", [request.path, typed, files])


def once(act: Callable[[], T], *, found: Callable[[], T | None]) -> T:
    """Do it, or return what the same form did before, also when both were sent at the same moment."""
    if (known := found()) is not None:
        return known
    try:
        return act()
    except (ValidationError, PermissionDenied, IntegrityError) as refusal:
        if (known := found()) is not None:
            return known
        if isinstance(refusal, IntegrityError) and any(name in str(refusal) for name in USED):
            raise ValidationError("这一页已经提交过，请刷新页面后重新填写。", code="sent_before") from refusal
        raise


def case_under(actor: User, key: Once | None) -> Case | None:
    """The case on which this key has already left an opinion."""
    opinion = flow.replay(actor, key)
    return None if opinion is None else opinion.case


def made_under(actor: User, key: Once | None, among: QuerySet[M]) -> M | None:
    """What this key has already made where no opinion bears it: a paper, a meeting, an authorisation."""
    made = None if key is None else flow.receipt(actor, key)
    return None if made is None else among.filter(pk=made).first()
