"""A machine drives the ledger at random beside a book of its own: they agree on every step, and the proof holds."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from accounts import acting
from approvals.models import Case, CaseKind
from quotas import exceptions, holding, ledger, periods
from quotas.holding import Promise
from quotas.models import Bucket, Hold, QuotaAccount, QuotaException, QuotaType, Transfer
from tests.book import Desk, book, day
from tests.cast import make_unit
from tests.machines import ProvenMachine, drive
from tests.quotas.conftest import Open
from tests.quotas.recount import BOUND, Entry, Move, Recount, Verdict, judge
from units import lineage
from units.models import Region, Unit

LOCK = "what_is_locked_is_what_open_holds_promise"
# What is counted beside the ledger does not move by a transfer alone: promises, and people.
COUNTED = {Bucket.LOCKED: LOCK, Bucket.OCCUPIED: "occupied_is_people"}
BODY = "a_body_within_the_cap_holds_one_of_it"
INDEX = st.integers(0, 99)
COUNT = st.integers(1, 12)
AGO = st.sampled_from([0, 0, 0, 1, 2, 5, 10, 20, 30, 45])


@dataclass
class World:
    """A city with a reserve, two schools, a town and a cap on bodies."""

    region: Region
    school: Unit
    desk: Desk
    accounts: list[QuotaAccount]
    body_reserve: QuotaAccount
    kind: QuotaType = field(init=False)

    def __post_init__(self) -> None:
        self.kind = self.accounts[0].quota_type

    def of(self, *buckets: str) -> list[QuotaAccount]:
        return [a for a in self.accounts if a.bucket in buckets and a.quota_type_id == self.kind.pk]

    def locked(self, source: QuotaAccount) -> QuotaAccount:
        own = (source.region_id, source.unit_id, source.quota_type_id)
        return next(a for a in self.of("locked") if (a.region_id, a.unit_id, a.quota_type_id) == own)


@pytest.fixture
def world(
    region: Region, bureau: Unit, town: Region, school: Unit, account: Open, kind: QuotaType, desk: Desk
) -> World:
    second = make_unit(region, "澜川市第二中学", category="institution")
    other, cap = (QuotaType.objects.get(code=code) for code in ("off_quota_control", "party_government_body"))
    places: list[tuple[Region | Unit, str]] = [(region, b) for b in ("granted", "reserve", "pool", "locked")]
    places += [(town, "reserve"), (town, "locked")]
    places += [(unit, b) for unit in (school, second) for b in ("vacant", "locked")] + [(school, "excess")]
    accounts = [account(owner, bucket) for owner, bucket in places]
    accounts += [
        account(owner, b, other) for owner, b in ((region, "granted"), (school, "vacant"), (school, "occupied"))
    ]
    body_reserve = account(region, "reserve", cap)
    desk.post((accounts[0], accounts[1], 60), ago=45)
    desk.post(*((accounts[1], account(unit, "vacant"), 15) for unit in (school, second)), ago=45)
    desk.post((account(region, "granted", cap), body_reserve, 3), ago=45)
    return World(region, school, desk, accounts, body_reserve)


def _changes(moves: Iterable[Move], bucket: str) -> bool:
    """Whether an account of the bucket holds more or less after the moves."""
    net: dict[int, int] = {}
    for source, target, count in moves:
        for account, delta in ((source, -count), (target, count)):
            net[account.pk] = net.get(account.pk, 0) + (delta if account.bucket == bucket else 0)
    return any(net.values())


class LedgerMachine(ProvenMachine):
    """Grants, moves, locks, postings, releases, reversals, closings, exceptions and bodies in any order."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.book = Recount.of_ledger()
        self.closed_on = dt.date.min
        self.excepted = 0
        self.cases: list[Case] = []
        self.bodies: list[Unit] = []
        self.posted: list[Transfer] = []
        self.reversed: set[int] = set()

    # Steps

    def attempt(
        self, act: Callable[[], Any], verdict: Verdict, moves: Iterable[Move] = (), on: dt.date | None = None
    ) -> Any:
        """The step succeeds or is refused as foreseen; a refused one leaves every row as it was."""
        before = book() if verdict.code else {}
        try:
            done = self.within(act)
        except ValidationError as refusal:
            [said], code = refusal.messages, getattr(refusal, "code", None) or "beside a field"
        except IntegrityError as refusal:
            said, code = "", refusal.__cause__.diag.constraint_name  # type: ignore[union-attr]
        else:
            assert verdict == Verdict()
            self.book.entries += [Entry(s.pk, t.pk, count, on or day(0)) for s, t, count in moves]
            return done
        event(code or "")
        assert code == verdict.code
        assert all(figure in said for figure in verdict.figures)
        assert book() == before
        return None

    def judge(
        self, moves: list[Move], on: dt.date, not_before: dt.date = dt.date.min, *, by_hold: bool = False
    ) -> Verdict:
        verdict = judge(
            self.book, moves, on, today=day(0), closed_on=self.closed_on, excepted=self.excepted, not_before=not_before
        )
        if verdict.code or by_hold:
            return verdict
        return next((Verdict(rule) for bucket, rule in COUNTED.items() if _changes(moves, bucket)), verdict)

    def post(self, moves: list[Move], ago: int) -> None:
        made = self.attempt(lambda: self.world.desk.post(*moves, ago=ago), self.judge(moves, day(ago)), moves, day(ago))
        self.posted += made or []

    @rule(giver=INDEX, taker=INDEX, count=COUNT, ago=AGO | st.just(-1))
    def move(self, giver: int, taker: int, count: int, ago: int) -> None:
        accounts = self.world.accounts
        self.post([(accounts[giver % len(accounts)], accounts[taker % len(accounts)], count)], ago)

    @rule(pairs=st.lists(st.tuples(INDEX, INDEX, COUNT), min_size=2, max_size=4), ago=AGO)
    def move_several_at_once(self, pairs: list[tuple[int, int, int]], ago: int) -> None:
        own = self.world.of("granted", "reserve", "pool", "vacant")
        self.post([(own[source % len(own)], own[target % len(own)], count) for source, target, count in pairs], ago)

    @rule(unit=INDEX, count=COUNT, ago=AGO)
    def allot(self, unit: int, count: int, ago: int) -> None:
        [reserve, *_], vacant = self.world.of("reserve"), self.world.of("vacant")
        self.post([(reserve, vacant[unit % len(vacant)], count)], ago)

    @precondition(lambda self: self.posted)
    @rule(which=INDEX, count=st.sampled_from([0, 0, 1]))
    def post_again_under_the_same_key(self, which: int, count: int) -> None:
        old = self.posted[which % len(self.posted)]
        posting = ledger.Posting(old.source, old.target, old.quantity + count, old.key)

        def again() -> list[Transfer]:
            with acting.by(self.world.desk.actor, reason="重发"):
                return ledger.post(
                    [posting], document=self.world.desk.paper, actor=self.world.desk.actor,
                    effective_on=old.effective_on, reason="测试",
                )  # fmt: skip

        made = self.attempt(again, Verdict("key_reused") if count else Verdict())
        assert count or made == [old]

    @precondition(lambda self: self.posted)
    @rule(which=INDEX, ago=st.none() | AGO)
    def reverse(self, which: int, ago: int | None) -> None:
        old = self.posted[which % len(self.posted)]
        on = old.effective_on if ago is None else day(ago)
        moves = [(old.target, old.source, old.quantity)]
        verdict = self.judge(moves, on, old.effective_on)
        if old.pk in self.reversed:
            verdict = Verdict("reversed")
        made = self.attempt(lambda: self.world.desk.reverse(old, ago=ago), verdict, moves, on)
        if made:
            self.reversed.add(old.pk)
            self.posted.append(made)

    @rule(lines=st.lists(st.tuples(INDEX, INDEX, st.integers(1, 5)), min_size=1, max_size=3), ago=AGO | st.just(-7))
    def promise(self, lines: list[tuple[int, int, int]], ago: int) -> None:
        sources, targets = self.world.of("reserve", "vacant"), self.world.of("reserve", "vacant", "pool")
        promises = [
            Promise(sources[source % len(sources)], targets[target % len(targets)], count)
            for source, target, count in lines
        ]
        moves = [(promise.source, self.world.locked(promise.source), promise.quantity) for promise in promises]
        on = min(day(ago), day(0))

        def hold() -> Case:
            with acting.by(self.world.desk.actor, reason="决定"):
                case = self.case()
                holding.hold(
                    case, promises, effective_on=day(ago), document=self.world.desk.paper,
                    actor=self.world.desk.actor, reason="决定",
                )  # fmt: skip
                return case

        made = self.attempt(hold, self.judge(moves, on, by_hold=True), moves, on)
        self.cases += [made] if made else []

    def case(self) -> Case:
        return Case.objects.create(
            number=str(uuid.uuid4()), kind=CaseKind.objects.get(code="quota_adjust"), region=self.world.region,
            applicant=self.world.school, title="调剂", filed_by=self.world.desk.actor,
        )  # fmt: skip

    @precondition(lambda self: self.cases)
    @rule(which=INDEX, fulfil=st.booleans())
    def settle(self, which: int, fulfil: bool) -> None:
        """Post what a decision holds, or give it back; done once, it is nothing to do again."""
        case = self.cases[which % len(self.cases)]
        holds = list(Hold.objects.filter(case=case, state="held").select_related("locked", "target", "source"))
        moves = [(h.locked, h.target if fulfil else h.source, h.quantity) for h in holds if h.locked and h.target]
        on = min(holds[0].effective_on, day(0)) if holds and fulfil else day(0)

        def settled() -> bool:
            with acting.by(self.world.desk.actor, reason="办理"):
                step = holding.post if fulfil else holding.release
                step(case, document=self.world.desk.paper, actor=self.world.desk.actor, reason="办理")
            return True

        verdict = self.judge(moves, on, by_hold=True) if moves else Verdict()
        if self.attempt(settled, verdict, moves, on) and fulfil:
            self.clear(moves)

    def clear(self, moves: list[Move]) -> None:
        """Posts that arrived where people are above the cap have cleared that first (消化超编), today."""
        excess, vacant = self.world.of("excess")[0], self.world.of("vacant")[0]
        arrived = sum(count for _, target, count in moves if target == vacant)
        if cleared := min(arrived, -self.book.held(excess.pk)):
            self.book.entries.append(Entry(vacant.pk, excess.pk, cleared, day(0)))

    @rule(ago=st.integers(1, 45))
    def close(self, ago: int) -> None:
        verdict = Verdict("beside a field", (str(self.closed_on),)) if day(ago) <= self.closed_on else Verdict()
        actor, region = self.world.desk.actor, self.world.region
        made = self.attempt(lambda: periods.close_period(actor=actor, region=region, ends_on=day(ago)), verdict)
        self.closed_on = made.ends_on if made else self.closed_on

    @rule(people=st.integers(1, 5))
    def allow_excess(self, people: int) -> None:
        desk = self.world.desk
        self.attempt(
            lambda: exceptions.allow_excess(
                actor=desk.actor, unit=self.world.school, quota_type=self.world.kind, people_count=people,
                authority="市委编委", document=desk.paper, ends_on=day(-30), reason="安置",
            ),
            Verdict(),
        )  # fmt: skip
        self.excepted += people

    @precondition(lambda self: self.excepted)
    @rule()
    def let_exceptions_expire(self) -> None:
        with acting.by(self.world.desk.actor, reason="到期"):
            QuotaException.objects.update(starts_on=day(90), ends_on=day(1))
        self.excepted = 0

    @rule(count=COUNT, ago=AGO)
    def exceed(self, count: int, ago: int) -> None:
        self.post([(self.world.of("excess")[0], self.world.of("vacant")[0], count)], ago)

    @precondition(lambda self: len(self.bodies) < 5)
    @rule(with_place=st.booleans())
    def set_up_a_body(self, with_place: bool) -> None:
        reserve, desk = self.world.body_reserve, self.world.desk
        fields = {"name": f"第{len(self.bodies)}局", "category": "organ", "within_cap": True}

        def set_up() -> Unit:
            with acting.by(desk.actor, reason="设立"):
                body = lineage.set_up(
                    region=self.world.region, fields=fields, on=day(0), document_number="文", actor=desk.actor
                )  # fmt: skip
                if with_place:
                    self.place(reserve, ledger.open_account(body, reserve.quota_type, Bucket.OCCUPIED))
            return body

        full = self.book.held(reserve.pk) < 1
        short = Verdict("balance_has_the_sign_of_its_bucket", ("只有0名",)) if full else Verdict()
        body = self.attempt(set_up, short if with_place else Verdict(BODY))
        if body:
            self.book.entries.append(Entry(reserve.pk, body.quota_accounts.get().pk, 1, day(0)))
            self.bodies.append(body)

    @precondition(lambda self: self.bodies)
    @rule(which=INDEX, with_place=st.booleans())
    def abolish_a_body(self, which: int, with_place: bool) -> None:
        body, desk = self.bodies[which % len(self.bodies)], self.world.desk
        own = body.quota_accounts.get()

        def abolish() -> bool:
            with acting.by(desk.actor, reason="撤销"):
                lineage.abolish(body, on=day(0), document_number="文", actor=desk.actor)
                if with_place:
                    self.place(own, self.world.body_reserve)
            return True

        body.refresh_from_db()
        verdict = Verdict() if with_place else Verdict(BODY)
        verdict = Verdict("abolished") if body.abolished_on else verdict
        self.attempt(abolish, verdict, [(own, self.world.body_reserve, 1)], day(0))

    def place(self, source: QuotaAccount, target: QuotaAccount) -> None:
        desk, posting = self.world.desk, ledger.Posting(source, target, 1, str(uuid.uuid4()))
        ledger.post([posting], document=desk.paper, actor=desk.actor, effective_on=day(0), reason="机构")

    # What always holds

    @invariant()
    def the_ledger_agrees_with_the_book_beside_it(self) -> None:
        told = dict(QuotaAccount.objects.values_list("pk", "balance"))
        assert told == {pk: self.book.held(pk) for pk in told}


def test_the_ledger_agrees_with_an_independent_book_after_every_step(world: World) -> None:
    drive(LedgerMachine, world, BOUND)
