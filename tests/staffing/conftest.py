"""A school with posts and leadership posts on the ledger, a paper to cite, and a reader of its balances."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from accounts import acting
from accounts.models import User
from approvals import documents
from approvals.models import Document
from quotas import ledger
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing.models import Slot
from tests.staffing.batches import slots_for
from units.models import Region, Unit

STARTED = dt.date(2026, 3, 1)
Balances = Callable[..., dict[str, int]]


@pytest.fixture
def post_type(db: None) -> QuotaType:
    return QuotaType.objects.get(code="full_funded")


@pytest.fixture
def chief(db: None) -> QuotaType:
    return QuotaType.objects.get(code="leader_141")


@pytest.fixture
def paper(region: Region, clerk: User) -> Document:
    return documents.register_incoming(
        actor=clerk, region=region, number="澜编〔2026〕1号", title="期初登记", issuer="澜川市委编委",
        issued_on=dt.date(2026, 1, 5),
    )  # fmt: skip


@pytest.fixture
def vacancies(region: Region, clerk: User, paper: Document) -> Callable[[Unit, QuotaType, int], None]:
    """Gives a unit vacant posts from outside, without the way through a case."""

    def give(unit: Unit, quota_type: QuotaType, quantity: int) -> None:
        with acting.by(clerk, reason="期初"):
            source = ledger.open_account(region, quota_type, Bucket.GRANTED)
            target = ledger.open_account(unit, quota_type, Bucket.VACANT)
            key = f"test:{unit.pk}:{quota_type.pk}:{source.balance}"
            move = ledger.Posting(source, target, quantity, key)
            ledger.post([move], document=paper, actor=clerk, effective_on=STARTED, reason="期初")

    return give


@pytest.fixture
def balances() -> Balances:
    """The unit's balances by bucket, without the empty accounts."""

    def read(unit: Unit, quota_type: QuotaType) -> dict[str, int]:
        own = QuotaAccount.objects.filter(unit=unit, quota_type=quota_type).exclude(balance=0)
        return dict(own.values_list("bucket", "balance"))

    return read


@pytest.fixture
def basis(clerk: User, paper: Document) -> dict[str, Any]:
    """What every enrolment of these tests states."""
    return {"actor": clerk, "started_on": STARTED, "document": paper, "reason": "期初登记"}


@pytest.fixture
def departure(clerk: User, paper: Document) -> dict[str, Any]:
    """What every release of these tests states."""
    return {
        "actor": clerk,
        "ended_on": dt.date(2026, 4, 1),
        "document": paper,
        "exit_reason": "resigned",
        "reason": "辞职",
    }


class Give(Protocol):
    """Gives a unit so many slots, as a decided plan does."""

    def __call__(self, unit: Unit, quota_type: QuotaType, heads: int, *, waits: bool = False) -> list[Slot]: ...


@pytest.fixture
def give_slots(region: Region, bureau: Unit, clerk: User) -> Give:
    """Slots on a notice of their own; the posts of those that do not wait are locked."""

    def give(unit: Unit, quota_type: QuotaType, heads: int, *, waits: bool = False) -> list[Slot]:
        return slots_for(unit, quota_type, heads, clerk=clerk, waits=waits)

    return give
