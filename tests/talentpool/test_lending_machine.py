"""A machine lends, returns, recovers, extends and lets time pass at random, beside a book of its own."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from accounts.models import User
from approvals.models import Document
from demoregion.story import on
from quotas import verification
from quotas.models import Bucket, Pool, QuotaAccount, QuotaType
from staffing import leaving
from staffing.models import Posting
from talentpool import book as special_ledger
from talentpool import checks, lending, proposing, recovery, returning
from talentpool.models import Loan, Recovery
from tests import stories
from tests.book import book
from tests.cast import make_unit
from tests.machines import Machine, drive
from tests.people import new_person
from tests.quotas.recount import BOUND, Recount
from tests.stories import Actors
from tests.talentpool.conftest import held
from tests.talentpool.lending_book import ON_LOAN, PROMISED, LendingBook
from units.models import Unit

OPENED_ON = dt.date(2021, 1, 4)
LAST_DAY = dt.date(2026, 6, 1)
POSTS, STAFF = 8, 3
WHICH = st.integers(0, 99)
IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
LENGTH = BOUND if IS_LONG else settings(BOUND, max_examples=5, stateful_step_count=20)


@dataclass
class World:
    """A department with two full schools and two that have a vacant post, and a pool of eight."""

    department: Unit
    units: list[Unit]
    pool: Pool
    kind: QuotaType
    actors: Actors
    filer: User
    paper: Document


@pytest.fixture
def world(education: Unit, pool: Pool, post_type: QuotaType, actors: Actors, department: User, bureau: Unit) -> World:
    paper = stories.superior_paper(education.region, actors.clerk)
    fields = {"category": "institution", "competent_department": education}
    units = [make_unit(education.region, f"澜川市第{name}学校", **fields) for name in "甲乙丙丁"]
    stories.endow(education.region, post_type, 20, actors, paper, OPENED_ON)
    line = {"quota_type": post_type, "applied_count": POSTS}
    with on(OPENED_ON):
        asked = {"effective_on": OPENED_ON, "lines": [line], "pool": pool}
        stories.decide("pool_fill", bureau, asked, actors)
        for number, unit in enumerate(units):
            stories.endow(unit, post_type, STAFF + number // 2, actors, paper, OPENED_ON)
            stories.occupy(unit, post_type, STAFF, actors, paper, OPENED_ON)
    return World(education, units, pool, post_type, actors, department, paper)


class LendingMachine(Machine):
    """Loans, arrivals, departures, retirements, new posts, decisions, extensions and checks in any order."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        vacant = {unit.pk: number // 2 for number, unit in enumerate(self.world.units)}
        self.book = LendingBook(POSTS, vacant, dict.fromkeys(vacant, STAFF))
        self.today = OPENED_ON
        self.days = {OPENED_ON}
        self.by_itself = False

    def at_the_end(self) -> None:
        self.the_past_is_told_as_it_was()
        assert verification.verify() == []

    def attempt(self, act: Callable[[], Any], bar: str = "") -> Any:
        """The step succeeds or is refused as the book foresees; a refused one leaves every row as it was."""
        before = book() if bar else {}
        try:
            with on(self.today):
                done = self.within(act)
        except ValidationError as refusal:
            said = "；".join(refusal.messages)
        else:
            assert not bar, bar
            return done
        event(bar or "refused unforeseen")
        assert bar, said
        assert bar in said
        assert book() == before
        return None

    def unit(self, which: int) -> Unit:
        return self.world.units[which % len(self.world.units)]

    def loan(self, which: int) -> int:
        return sorted(self.book.loans)[which % len(self.book.loans)]

    # Steps

    @precondition(lambda self: self.today < LAST_DAY)
    @rule(days=st.sampled_from([1, 30, 90, 185, 366]))
    def let_time_pass(self, days: int) -> None:
        self.today = min(self.today + dt.timedelta(days=days), LAST_DAY)
        self.days.add(self.today)

    @rule(which=WHICH, count=st.integers(1, 3))
    def lend(self, which: int, count: int) -> None:
        world, unit = self.world, self.unit(which)
        names = [f"人才{len(self.book.loans) + n}" for n in range(count)]
        talents = [{"name": name, "talent_class": "short", "certification": "认定书"} for name in names]
        asked = {"pool": world.pool, "unit": unit, "quota_type": world.kind, "talents": talents}
        bar = self.book.bars(unit.pk, count, self.today)
        done = self.attempt(
            lambda: stories.decide("pool_loan", world.department, asked, world.actors, filed_by=world.filer), bar
        )
        for pk in Loan.objects.filter(document=done).values_list("pk", flat=True) if done else ():
            self.book.promise(pk, unit.pk, self.today)

    @precondition(lambda self: self.book.loans)
    @rule(which=WHICH)
    def arrive(self, which: int) -> None:
        pk, actors = self.loan(which), self.world.actors
        loan = Loan.objects.select_related("talent", "document").get(pk=pk)
        bar = "" if self.book.loans[pk].state == PROMISED else "不能办理到岗"
        person = new_person(loan.talent.name)
        if self.attempt(
            lambda: lending.enrol_talent(
                actor=actors.clerk, loan_id=pk, person=person, started_on=self.today, document=loan.document,
                reason="到岗",
            ), bar,
        ):  # fmt: skip
            self.book.arrive(pk, self.today)

    @rule(which=WHICH)
    def somebody_leaves(self, which: int) -> None:
        """Of the unit's own people, of those on borrowed posts, or of those whose loan was settled before."""
        unit = self.unit(which)
        people = list(Posting.objects.filter(unit=unit, ended_on=None).select_related("loan").order_by("id"))
        if not people:
            return
        posting = people[which % len(people)]
        self.attempt(
            lambda: leaving.release(
                actor=self.world.actors.clerk, posting=posting, ended_on=self.today, exit_reason="moved",
                document=self.world.paper, reason="调离",
            )
        )  # fmt: skip
        loan = getattr(posting, "loan", None)
        if loan is not None and self.book.loans[loan.pk].state == ON_LOAN:
            self.book.come_home(loan.pk, "left", self.today)
        else:
            self.book.fall_vacant(unit.pk, self.today)

    @rule(which=WHICH)
    def a_unit_is_given_a_post(self, which: int) -> None:
        unit, world = self.unit(which), self.world
        self.attempt(lambda: stories.endow(unit, world.kind, 1, world.actors, world.paper, self.today))
        self.book.vacant[unit.pk] += 1

    @rule(which=WHICH)
    def a_vacant_post_is_taken(self, which: int) -> None:
        unit, world = self.unit(which), self.world
        bar = "" if self.book.vacant[unit.pk] else "只有0名"
        if self.attempt(lambda: stories.occupy(unit, world.kind, 1, world.actors, world.paper, self.today), bar):
            self.book.vacant[unit.pk] -= 1
            self.book.occupied[unit.pk] += 1

    @precondition(lambda self: self.book.loans)
    @rule(which=WHICH)
    def return_by_decision(self, which: int) -> None:
        pk, world = self.loan(which), self.world
        lent = self.book.loans[pk]
        bar = "不能办理归还" if lent.state != ON_LOAN else "" if self.book.vacant[lent.unit] else "只有0名"
        if self.attempt(
            lambda: returning.return_post(
                actor=world.actors.director, loan_id=pk, document=world.paper, reason="还编"
            ), bar,
        ):  # fmt: skip
            self.book.settle(pk, "returned", self.today)

    @precondition(lambda self: self.book.loans)
    @rule(which=WHICH, days=st.sampled_from([-30, 60, 400]))
    def extend(self, which: int, days: int) -> None:
        pk, world = self.loan(which), self.world
        lent = self.book.loans[pk]
        until = (lent.due_on or self.today) + dt.timedelta(days=days)
        bar = "" if lent.state == ON_LOAN and days > 0 and until > self.today else "延"
        asked = {"loan": Loan.objects.select_related("unit").get(pk=pk), "until": until}
        if self.attempt(
            lambda: stories.decide("pool_extend", world.department, asked, world.actors, filed_by=world.filer), bar
        ):
            lent.due_on, lent.refused = until, False

    @rule()
    def check_promises(self) -> None:
        due = [pk for pk, lent in self.book.loans.items() if lent.state == PROMISED and lent.use_by < self.today]
        for expected in (len(due), 0):
            assert self.attempt(lambda: checks.lapse_promises(self.today)).done == expected
        for pk in due:
            self.book.come_home(pk, "lapsed", self.today)

    @rule()
    def check_vacancies(self) -> None:
        done = self.book.return_all(self.today)
        for expected in (done, 0):
            assert self.attempt(lambda: checks.return_to_vacancies(self.today)).done == expected

    @precondition(lambda self: not self.by_itself)
    @rule()
    def let_recoveries_run_by_themselves(self) -> None:
        region = self.world.department.region
        stories.set_parameter("R18", "recovery", ["automatic"], region=region, starts_on=OPENED_ON)
        self.by_itself = True

    @rule()
    def check_overdue(self) -> None:
        """Proposals name overdue loans and vacant posts, none twice; carried out at once where the region lets it."""
        before = set(Recovery.objects.filter(state="done").values_list("pk", flat=True))
        for _ in range(2):
            self.attempt(lambda: proposing.propose_due(self.today))
        for done in Recovery.objects.filter(state="done").exclude(pk__in=before).order_by("id"):
            self.recovered(done)
        named: dict[int, int] = {}
        for found in Recovery.objects.waiting():
            for line in found.lines.all():
                named[line.sister_id] = named.get(line.sister_id, 0) + 1
        owed = [lent for lent in self.book.late(self.today).values() if not lent.refused]
        spare = {unit: count - named.get(unit, 0) for unit, count in self.book.vacant.items()}
        waiting = set(Recovery.objects.waiting().values_list("unit", flat=True))
        for lent in owed:
            others = sum(max(count, 0) for unit, count in spare.items() if unit != lent.unit)
            assert lent.unit in waiting or not others

    def recovered(self, done: Recovery) -> None:
        for line in done.lines.all():
            lent = self.book.loans[line.loan_id]
            if lent.is_late(self.today):
                assert self.book.vacant[line.sister_id] > 0
                self.book.recover(line.loan_id, line.sister_id, self.today)

    @precondition(lambda self: Recovery.objects.waiting().exists())
    @rule(which=WHICH, confirmed=st.booleans())
    def the_office_decides(self, which: int, confirmed: bool) -> None:
        found = Recovery.objects.waiting().earliest("id")
        lines = [line for line in found.lines.all() if self.book.loans[line.loan_id].is_late(self.today)]
        director = self.world.actors.director
        if not confirmed:
            self.attempt(lambda: recovery.refuse(found.pk, actor=director, opinion="另行研究。"))
            for line in found.lines.all():
                due_on = self.book.loans[line.loan_id].due_on
                self.book.loans[line.loan_id].refused = due_on is not None and self.today > due_on
            return
        wanted = [line.sister_id for line in lines]
        short = [unit for unit in wanted if wanted.count(unit) > self.book.vacant[unit]]
        done = self.attempt(
            lambda: recovery.confirm(found.pk, actor=director, opinion="同意。"), "只有" if short else ""
        )
        if done is not None and lines:
            self.recovered(done)

    # What always holds

    @invariant()
    def the_ledger_agrees_with_the_book_beside_it(self) -> None:
        told = {unit.pk: held(unit) for unit in self.world.units}
        assert told == {unit.pk: self.book.held(unit.pk) for unit in self.world.units}
        assert QuotaAccount.objects.get(pool=self.world.pool, bucket=Bucket.POOL).balance == self.book.free

    @invariant()
    def the_special_ledger_agrees_with_it_too(self) -> None:
        columns = ("pk", "state", "started_on", "due_on", "ended_on")
        told = {pk: tuple(rest) for pk, *rest in Loan.objects.values_list(*columns)}
        kept = {pk: (x.state, x.started_on, x.due_on, x.ended_on) for pk, x in self.book.loans.items()}
        assert told == kept

    def the_past_is_told_as_it_was(self) -> None:
        """The special ledger and the ledger of posts as of every day the clock stood on."""
        loans, entries = list(Loan.objects.all()), Recount.of_ledger()
        lent = [a.pk for a in QuotaAccount.objects.filter(pool=self.world.pool, bucket=Bucket.BORROWED_OCCUPIED)]
        for day in self.days:
            shown = sum(found.state == ON_LOAN for found in special_ledger.standing(loans, day))
            assert shown == self.book.out_on(day) == sum(entries.held(pk, day) for pk in lent)


def test_lending_agrees_with_an_independent_book_after_every_step(world: World) -> None:
    drive(LendingMachine, world, LENGTH)
