"""An independent book in Python: who holds what on a day, as known at a moment, and what the gate would refuse."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hypothesis import HealthCheck, settings

from quotas.models import Bucket, QuotaAccount, Transfer

# HYPOTHESIS_PROFILE=long looks further (make test-long).
settings.register_profile(
    "short", max_examples=20, stateful_step_count=25, deadline=None, print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
settings.register_profile("long", settings.get_profile("short"), max_examples=300, stateful_step_count=60)
BOUND = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


class Entry(NamedTuple):
    """A transfer as plain values."""

    source: int
    target: int
    quantity: int
    effective_on: dt.date
    recorded_at: dt.datetime = dt.datetime.max.replace(tzinfo=dt.UTC)


class Recount:
    """The entries of a book, added up one by one."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = list(entries)

    @classmethod
    def of_ledger(cls) -> "Recount":
        """What is on the ledger now."""
        names = ("source_id", "target_id", "quantity", "effective_on", "recorded_at")
        return cls(Entry(*row) for row in Transfer.objects.order_by("id").values_list(*names))

    def held(self, account: int, as_of: dt.date = dt.date.max, known_at: dt.datetime | None = None) -> int:
        """What the account held at the end of a day, from the entries that were recorded until a moment."""
        return sum(
            entry.quantity * ((entry.target == account) - (entry.source == account))
            for entry in self.entries
            if entry.effective_on <= as_of and (known_at is None or entry.recorded_at <= known_at)
        )

    def days(self, since: dt.date) -> list[dt.date]:
        return sorted({entry.effective_on for entry in self.entries if entry.effective_on >= since})


Move = tuple[QuotaAccount, QuotaAccount, int]


class Verdict(NamedTuple):
    """Which rule refuses a transfer (none when it passes), and the figures its sentence must name."""

    code: str = ""
    figures: tuple[str, ...] = ()


def wrong(account: QuotaAccount, held: int) -> bool:
    """Whether the balance is on the wrong side of zero."""
    return held > 0 if account.bucket in (Bucket.GRANTED, Bucket.EXCESS) else held < 0


def judge(
    book: Recount,
    moves: Sequence[Move],
    on: dt.date,
    *,
    today: dt.date,
    closed_on: dt.date = dt.date.min,
    excepted: int = 0,
    not_before: dt.date = dt.date.min,
) -> Verdict:
    """What the gate must say to moves in one statement, given the last closed day and the people excepted."""
    if any(source == target for source, target, _ in moves):
        return Verdict("a_transfer_has_two_accounts")
    if any(source.quota_type_id != target.quota_type_id for source, target, _ in moves):
        return Verdict("a_transfer_moves_one_quota_type")
    if any(_estranges(source, target) for source, target, _ in moves):
        return Verdict("a_post_returns_to_the_pool_it_came_from")
    if on > today:
        return Verdict("a_transfer_is_not_in_the_future")
    if on < not_before:
        return Verdict("a_reversal_is_not_before_its_transfer")
    if on <= closed_on:
        return Verdict("nothing_takes_effect_in_a_closed_period", (f"{closed_on}及以前", f"记入{on}生效"))
    after = Recount([*book.entries, *(Entry(source.pk, target.pk, count, on) for source, target, count in moves)])
    touched = sorted({a for source, target, _ in moves for a in (source, target)}, key=lambda account: account.pk)
    return _signs(book, after, touched) or _excess(after, moves, excepted) or _past(after, touched, on) or Verdict()


def _estranges(source: QuotaAccount, target: QuotaAccount) -> bool:
    """Whether a borrowed post would come from, or go to, anything but the pool it belongs to."""
    borrowed = (Bucket.BORROWED_LOCKED, Bucket.BORROWED_OCCUPIED)
    return bool({source.bucket, target.bucket} & set(borrowed)) and source.pool_id != target.pool_id


def _signs(book: Recount, after: Recount, touched: list[QuotaAccount]) -> Verdict | None:
    short = [account for account in touched if wrong(account, after.held(account.pk))]
    if not short:
        return None
    has, will = book.held(short[0].pk), after.held(short[0].pk)
    figures = (f"只有{abs(has)}名", f"划转{abs(will - has)}名") if len(short) == 1 else ()
    return Verdict("balance_has_the_sign_of_its_bucket", figures)


def _excess(after: Recount, moves: Sequence[Move], excepted: int) -> Verdict | None:
    for source, _, _ in moves:
        people = -after.held(source.pk)
        if source.bucket == Bucket.EXCESS and people > excepted:
            return Verdict("excess_is_covered_by_a_dated_exception", (f"将达{people}名", f"只批准{excepted}名"))
    return None


def _past(after: Recount, touched: list[QuotaAccount], on: dt.date) -> Verdict | None:
    for day in after.days(on):
        for account in touched:
            if wrong(account, held := after.held(account.pk, day)):
                return Verdict("no_balance_was_wrong_on_any_day_since", (f"在{day}将成为{held}名",))
    return None
