"""The unit's accounts that people are taken from and given back to: building blocks under a transaction."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import ledger
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing import policies
from units.models import Unit


@dataclass(frozen=True)
class Act:
    """What every change of the register states: who does it, as of which day, on which document, why."""

    actor: User
    on: dt.date
    document: Document
    reason: str

    def ensure(self, unit: Unit, *, field: str) -> None:
        """Refuse whoever is not the unit's bureau, and an act without a past date, an issued document and a reason."""
        if not policies.may_keep_register(self.actor, unit):
            raise PermissionDenied(f"只有主管{unit.name}的编办可以办理人员进出。")
        self.ensure_stated(field=field, since=unit.set_up_on)

    def ensure_stated(self, *, field: str, since: dt.date = dt.date.min) -> None:
        """Refuse an act without a past date, an issued document and a reason; the date is not before `since`."""
        wrong = {}
        if self.on > workdays.today():
            wrong[field] = "日期不能晚于今天。"
        if self.on < since:
            wrong[field] = f"日期不能早于单位设立日期{since}。"
        if self.document.state != Document.State.ISSUED:
            wrong["document"] = "依据文件尚未印发。"
        if not self.reason.strip():
            wrong["reason"] = "请填写事由。"
        if wrong:
            raise ValidationError(wrong)
        acting.cite(document=self.document.number)


@dataclass(frozen=True)
class Places:
    """A unit's own accounts for one type by bucket (not what it borrowed), locked in id order to the end."""

    unit: Unit
    quota_type: QuotaType
    accounts: dict[str, QuotaAccount]

    def balance(self, bucket: str) -> int:
        found = self.accounts.get(bucket)
        return found.balance if found else 0

    @property
    def over(self) -> int:
        """How many people above the cap (超编)."""
        return -self.balance(Bucket.EXCESS)

    def take(self, source: str, count: int, act: Act, *, what: str) -> None:
        """Move so many places to occupied; ValidationError with the ledger's sentence when there are not enough."""
        taken_from = self.accounts.get(source) or ledger.account(self.unit, self.quota_type, source)
        _move(taken_from, self.accounts[Bucket.OCCUPIED], count, act, what)

    def give_back(self, act: Act, *, what: str) -> None:
        """Free one place: while the unit is over its cap the excess shrinks first, then a place falls vacant."""
        target = Bucket.EXCESS if self.over else Bucket.VACANT
        _move(self.accounts[Bucket.OCCUPIED], self.accounts[target], 1, act, what)


# Who takes a post that falls vacant, in order, until one does: what is owed goes before what is planned.
Taker = Callable[[Places, Act], bool]
_takers: list[Taker] = []


def take_vacancies(taker: Taker, *, first: bool = False) -> None:
    """Register somebody who may take a post that falls vacant; returns whether it was taken."""
    if taker not in _takers:
        _takers.insert(0 if first else len(_takers), taker)


def hand_on(own: Places, act: Act) -> None:
    """One post of the unit has just fallen vacant: the first who wants it gets it."""
    any(taker(own, act) for taker in _takers)


def lock(unit: Unit, quota_type: QuotaType, *opening: Bucket) -> Places:
    """The unit's places of a type; the buckets named are opened empty where the unit has none yet."""
    accounts = _locked(unit, quota_type)
    if missing := [bucket for bucket in opening if bucket not in accounts]:
        for bucket in missing:
            ledger.open_account(unit, quota_type, bucket)
        accounts = _locked(unit, quota_type)
    return Places(unit, quota_type, accounts)


def _locked(unit: Unit, quota_type: QuotaType) -> dict[str, QuotaAccount]:
    own = QuotaAccount.objects.select_for_update(no_key=True).filter(unit=unit, quota_type=quota_type, pool=None)
    return {account.bucket: account for account in own.order_by("id")}


def _move(source: QuotaAccount, target: QuotaAccount, count: int, act: Act, what: str) -> None:
    # A repeated act is refused by the register itself: who is on a post cannot be enrolled again.
    posting = ledger.Posting(source, target, count, f"staffing:{uuid.uuid4()}")
    ledger.post(
        [posting], document=act.document, actor=act.actor, effective_on=act.on, reason=f"{what}：{act.reason}"[:200]
    )
