"""The book of a test: a desk that posts, every row as it stands, and refusals that leave it so."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import ledger
from quotas.models import QuotaAccount, Transfer

APPS = ("units", "approvals", "quotas", "staffing", "talentpool", "audits")
Move = tuple[QuotaAccount, QuotaAccount, int]


def day(ago: int) -> dt.date:
    """So many days before today."""
    return workdays.today() - dt.timedelta(days=ago)


@dataclass(frozen=True)
class Desk:
    """Somebody who posts on the ledger, and the paper that is cited."""

    actor: User
    paper: Document

    def post(self, *moves: Move, ago: int = 0, key: str = "") -> list[Transfer]:
        """Post the moves in one statement and a transaction of their own, effective so many days ago."""
        postings = [ledger.Posting(*move, f"{key or uuid.uuid4()}:{n}") for n, move in enumerate(moves)]
        with acting.by(self.actor, reason="测试"):
            return ledger.post(
                postings, document=self.paper, actor=self.actor, effective_on=day(ago), reason="测试"
            )  # fmt: skip

    def reverse(self, transfer: Transfer, *, ago: int | None = None, reason: str = "更正") -> Transfer:
        """Reverse a transfer in a transaction of its own."""
        on = None if ago is None else day(ago)
        with acting.by(self.actor, reason=reason):
            return ledger.reverse(transfer, document=self.paper, actor=self.actor, reason=reason, effective_on=on)


def balance(account: QuotaAccount) -> int:
    """What the account holds now."""
    return QuotaAccount.objects.get(pk=account.pk).balance


def balances(*accounts: QuotaAccount) -> list[int]:
    return [balance(account) for account in accounts]


def book() -> dict[str, list[str]]:
    """Every row of ledger, cases, papers and people, with their history, as text by table."""
    models = [m for app in APPS for m in apps.get_app_config(app).get_models(include_auto_created=True)]
    tables = sorted(model._meta.db_table for model in models)
    rows: dict[str, list[str]] = {table: [] for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"select '{table}', x::text from {table} x" for table in tables))
        for table, row in cursor.fetchall():
            rows[table].append(row)
    return {table: sorted(texts) for table, texts in rows.items()}


@contextmanager
def unchanged() -> Iterator[None]:
    """Whatever is tried inside leaves every row as it was."""
    before = book()
    yield
    assert book() == before


def refusals(act: Callable[[], object]) -> list[str]:
    """The sentences with which the act was refused; nothing was changed by it."""
    with unchanged(), pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.messages


def refused(act: Callable[[], object]) -> str:
    """The one sentence with which the act was refused; nothing was changed by it."""
    [sentence] = refusals(act)
    return sentence


def commit() -> None:
    """What the database checks at the end of a transaction, inside a test that never ends one."""
    connection.check_constraints()


@contextmanager
def outermost() -> Iterator[None]:
    """A savepoint that use cases take for the outside, as they do the transaction of a TestCase."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is rolled back at the end."""
    with outermost():
        yield
        transaction.set_rollback(True)


@contextmanager
def by_the_owner() -> Iterator[Callable[[str], None]]:
    """SQL of somebody who owns the database: no trigger stands in the way."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        yield cursor.execute
        cursor.execute("set local session_replication_role = origin")
