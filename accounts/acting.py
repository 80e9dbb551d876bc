"""Who acts, why and on what paper: set once per transaction, read by the history trigger."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from psycopg2.errors import DeadlockDetected

from accounts.models import SYSTEM_USERNAME, User

SYSTEM = "系统"
ATTEMPTS = 3

request_id: ContextVar[str] = ContextVar("request_id", default="")

P = ParamSpec("P")
R = TypeVar("R")


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """One transaction that names its `actor`; the reason is the keyword `reason` or `opinion`, if one is given.

    Whom the database chose as the victim of a dead-lock begins anew, since nothing of it has happened.
    """

    @wraps(function)
    def in_one_transaction(*args: P.args, **kwargs: P.kwargs) -> R:
        reason = kwargs.get("reason") or kwargs.get("opinion") or ""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with by(kwargs.get("actor"), reason=str(reason)):
                    return function(*args, **kwargs)
            except OperationalError as error:
                if attempt == ATTEMPTS or not isinstance(error.__cause__, DeadlockDetected):
                    raise
                # Time for the others to take what was let go of, or the same would happen again.
                time.sleep(random.uniform(0.05, 0.15) * attempt)
        raise AssertionError("The last attempt returns or raises.")

    return in_one_transaction


@contextmanager
def by(actor: object, *, reason: str = "") -> Iterator[None]:
    """An outermost transaction whose every change is recorded under this actor; raises TypeError without one."""
    if not isinstance(actor, User) or actor.pk is None:
        raise TypeError("Every change needs an actor who is a saved user.")
    with transaction.atomic(durable=True):
        announce(actor, reason=reason)
        yield


def announce(actor: User, *, reason: str = "") -> None:
    """Names actor and reason for the rest of the current transaction and forgets what was cited before."""
    _set(
        actor_id=str(actor.pk),
        actor_name=actor.get_full_name(),
        reason=reason,
        case="",
        document="",
        request_id=request_id.get(),
    )


def cite(*, case: str | None = None, document: str | None = None, reason: str | None = None) -> None:
    """Adds the case number, document number or reason to the changes that follow in this transaction."""
    given = {"case": case, "document": document, "reason": reason}
    _set(**{name: value for name, value in given.items() if value is not None})


def explain(reason: str) -> None:
    """Says why the changes that follow are made, where the actor gave no reason in words of their own."""
    kept = "coalesce(nullif(current_setting('bianheng.reason', true), ''), %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"select set_config('bianheng.reason', {kept}, true)", [reason])


def system_user() -> User:
    """The actor of scheduled work and of set-up: named 系统, without a password, never signs in."""
    found = User.objects.filter(username=SYSTEM_USERNAME).first()
    if found is not None:
        return found
    with transaction.atomic():
        _set(actor_name=SYSTEM, reason="建立系统用户")
        fields = {"name": SYSTEM, "is_active": False, "password": "!"}
        user = User.objects.get_or_create(username=SYSTEM_USERNAME, defaults=fields)[0]
        _set(actor_name="", reason="")
        return user


def _set(**settings: str) -> None:
    if not settings:
        return
    calls = ", ".join("set_config(%s, %s, true)" for _ in settings)
    values = [text for name, value in settings.items() for text in (f"bianheng.{name}", value)]
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", values)
