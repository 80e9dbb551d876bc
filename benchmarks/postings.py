"""Posting one transfer through the product's own use case, alone and in a crowd, against the seven bare statements."""

import datetime as dt
import multiprocessing
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from django.db import OperationalError, connections
from psycopg2.errors import DeadlockDetected

from accounts.acting import use_case
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from benchmarks.bare import Bare
from benchmarks.measuring import Result, against
from benchmarks.scale import Scale
from config.embedded.services import Environment
from quotas import ledger
from quotas.models import Bucket, QuotaAccount

CLIENTS = 8
TIMES_BARE = 3.0
Pair = tuple[int, int]
Post = Callable[[Pair], None]


class Tally(NamedTuple):
    """What one client, or all of them, got done."""

    posted: int
    deadlocks: int


@use_case
def transfer(*, actor: User, source_id: int, target_id: int, document: Document, on: dt.date, reason: str) -> None:
    """One post from account to account, as a case's execution would post it."""
    accounts = QuotaAccount.objects.in_bulk([source_id, target_id])
    posting = ledger.Posting(accounts[source_id], accounts[target_id], 1, f"bench:{uuid.uuid4().hex}")
    ledger.post([posting], document=document, actor=actor, effective_on=on, reason=reason)


def our_client(number: int) -> Post:
    """Posts through the use case; each client is a person of its own, with a document of its own."""
    actor, document = User.objects.get(username=f"bench_client_{number}"), Document.objects.order_by("pk")[number]
    today = workdays.today()

    def post(pair: Pair) -> None:
        transfer(actor=actor, source_id=pair[0], target_id=pair[1], document=document, on=today, reason="基准")

    return post


def bare_client(url: str, number: int) -> Post:
    """Posts by bare SQL."""
    bare, today = Bare(url), workdays.today()

    def post(pair: Pair) -> None:
        bare.transfer(*pair, today)

    return post


class Accounts:
    """Which accounts take part: two vacant ones of the same type, or one reserve that all draw on."""

    def __init__(self) -> None:
        vacant = QuotaAccount.objects.filter(bucket=Bucket.VACANT)
        self.vacant: dict[int, list[int]] = {}
        for pk, kind in vacant.values_list("pk", "quota_type_id").order_by("pk"):
            self.vacant.setdefault(kind, []).append(pk)
        reserve = QuotaAccount.objects.filter(bucket=Bucket.RESERVE, quota_type__code="full_funded")
        self.hot = reserve.select_related("region").order_by("region__prefix")[0]

    def spread(self, seed: int) -> Iterator[Pair]:
        """Pairs from anywhere in the book."""
        chance = random.Random(seed)
        kinds = sorted(self.vacant)
        while True:
            source, target = chance.sample(self.vacant[chance.choice(kinds)], 2)
            yield source, target

    def from_one(self, seed: int) -> Iterator[Pair]:
        """Pairs whose source is always the same account."""
        chance = random.Random(seed)
        while True:
            yield self.hot.pk, chance.choice(self.vacant[self.hot.quota_type_id])


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """One client, eight clients all over the book, eight clients on one account."""
    accounts, url = Accounts(), full["DATABASE_URL"]
    ours, bare = our_client(0), bare_client(url, 0)
    pairs, same = accounts.spread(0), accounts.spread(0)
    yield against(
        "post one transfer, alone", lambda: ours(next(pairs)), lambda: bare(next(same)), goal=TIMES_BARE,
        samples=scale.samples, rounds=scale.rounds,
    )  # fmt: skip
    yield _crowds("post, 8 clients", accounts.spread, scale, url)
    yield _crowds("post, 8 clients on one account", accounts.from_one, scale, url)


def _crowds(name: str, pairs: Callable[[int], Iterator[Pair]], scale: Scale, url: str) -> Result:
    ours, bare = [], []
    for _ in range(scale.rounds):
        ours.append(_crowd(our_client, pairs, scale.seconds))
        bare.append(_crowd(partial(bare_client, url), pairs, scale.seconds))
    rate, floor = (statistics.median(tally.posted / scale.seconds for tally in found) for found in (ours, bare))
    deadlocks = sum(tally.deadlocks for tally in ours)
    goal = float("inf") if deadlocks else 1 / TIMES_BARE
    return Result(name, rate, floor, goal, unit="/s", note=f"{deadlocks} dead-locks")


def _crowd(make: Callable[[int], Post], pairs: Callable[[int], Iterator[Pair]], seconds: float) -> Tally:
    """What eight processes post in so many seconds, after as many to warm up, each on a connection of its own."""
    connections.close_all()
    with ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("fork")) as pool:
        start = time.monotonic() + seconds
        clients = [pool.submit(_client, make, pairs, number, start, seconds) for number in range(CLIENTS)]
        tallies = [client.result() for client in clients]
    return Tally(sum(t.posted for t in tallies), sum(t.deadlocks for t in tallies))


def _client(
    make: Callable[[int], Post], pairs: Callable[[int], Iterator[Pair]], number: int, start: float, seconds: float
) -> Tally:
    connections.close_all()
    post, mine = make(number), pairs(number)
    posted = deadlocks = 0
    while (now := time.monotonic()) < start + seconds:
        try:
            post(next(mine))
            posted += now >= start
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            deadlocks += 1
    connections.close_all()
    return Tally(posted, deadlocks)
