"""A machine drives the register at random beside a book of its own: they agree on every step, and the proof holds."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from accounts import acting
from approvals import deciding, issuing, workdays
from approvals.models import Case, Document
from quotas import exceptions, verification
from quotas.models import QuotaAccount, QuotaType
from staffing import enrolment, leaving, opening, scheduled, seconding, slots
from staffing.enrolment import Head
from staffing.facts import NewPerson
from staffing.imports import jobs
from staffing.models import ImportState, Posting, Secondment, Slot
from tests.book import commit, outermost
from tests.cast import make_unit
from tests.people import new_person
from tests.quotas.recount import BOUND
from tests.refusals import digests
from tests.staffing.batches import slots_for
from tests.staffing.imports import people_file
from tests.staffing.register_book import Book, Refused, Stay
from tests.stories import Actors, endow, ready
from tests.workbooks import sent
from units import lineage
from units.models import Region, Unit

INDEX = st.integers(0, 99)
UNIT = st.integers(0, 2)
FEW = st.integers(1, 3)
DAY = dt.timedelta(days=1)
BOUNDS = settings(BOUND, max_examples=12) if BOUND.max_examples < 100 else BOUND
# What no step may ever leave behind, counted by the database from transfers, postings, slots and holds alone.
BROKEN = """
    with told as (
      select a.id, a.quota_type_id, a.unit_id, a.bucket, a.balance,
             coalesce((select sum(quantity) from quotas_transfer where target_id = a.id), 0)
             - coalesce((select sum(quantity) from quotas_transfer where source_id = a.id), 0) as total,
             (select coalesce(sum(quantity), 0) from quotas_hold where locked_id = a.id and state = 'held')
             + (select count(*) from staffing_slot s where s.unit_id = a.unit_id
                   and s.quota_type_id = a.quota_type_id and s.state = 'open') as promised,
             (select count(*) from staffing_posting p where p.unit_id = a.unit_id
                 and p.quota_type_id = a.quota_type_id and p.ended_on is null) as people
        from quotas_quotaaccount a)
    select id, 'balance' from told where balance <> total
    union all select id, 'sign' from told where bucket in ('granted', 'excess') and balance > 0
    union all select id, 'sign' from told where bucket not in ('granted', 'excess') and balance < 0
    union all select id, 'locked' from told where bucket = 'locked' and balance <> promised
    union all select id, 'occupied' from told where bucket = 'occupied' and balance <> people
    union all select quota_type_id, 'sum' from told group by quota_type_id having sum(balance) <> 0
    union all select person_id, 'two posts' from staffing_posting where ended_on is null
               group by person_id having count(*) > 1
    union all select p.id, 'slot' from staffing_posting p join staffing_slot s on s.id = p.slot_id
               where s.state <> 'used' or s.unit_id <> p.unit_id
"""


@dataclass
class World:
    """A city whose office keeps the register of three schools."""

    region: Region
    units: list[Unit]
    department: Unit
    kind: QuotaType
    actors: Actors
    paper: Document

    @property
    def act(self) -> dict[str, Any]:
        return {"actor": self.actors.clerk, "document": self.paper, "reason": "办理"}


@pytest.fixture
def world(
    region: Region, bureau: Unit, education: Unit, school: Unit, post_type: QuotaType, actors: Actors, paper: Document,
    tmp_path: Path, settings: Settings,
) -> World:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    fields = {"category": "institution", "competent_department": education}
    more = [make_unit(region, f"澜川市第{n}中学", **fields) for n in ("二", "三")]
    return World(region, [school, *more], education, post_type, actors, paper)


class RegisterMachine(RuleBasedStateMachine):
    """Posts, registrations, imports, slots, enrolments, releases, moves, secondments, lapses and reorganisations."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.outside = outermost()
        self.outside.__enter__()
        self.book = Book(len(self.world.units))
        self.postings: list[tuple[Posting, Stay]] = []
        self.moves: list[tuple[Case, int, Stay]] = []
        self.known: list[NewPerson] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any], foresee: Callable[[], Any]) -> tuple[Any, Any]:
        """The step is done or refused as the book foresees; a refused one leaves every row as it was."""
        try:
            foreseen = foresee()
        except Refused as refusal:
            before = digests()
            with pytest.raises((ValidationError, IntegrityError)):
                self.within(act)
            event(f"refused: {refusal}")
            assert digests() == before
            return None, None
        return self.within(act), foreseen

    def within(self, act: Callable[[], Any]) -> Any:
        """As in a transaction of its own, with what is checked at its end."""
        with outermost():
            done = act()
            commit()
        return done

    def unit(self, index: int) -> Unit:
        unit = self.world.units[index]
        unit.refresh_from_db()
        return unit

    def people(self, count: int) -> list[NewPerson]:
        return [new_person() for _ in range(count)]

    def came(self, made: list[Posting] | None, stays: list[Stay] | None, people: list[NewPerson]) -> None:
        if made:
            self.postings += list(zip(made, stays or [], strict=True))
            self.known += people

    # Posts and people who are there already

    @initialize()
    def begin(self) -> None:
        """Two of the three have posts, people and slots to begin with."""
        for unit in (0, 1):
            self.bring_posts(unit, 6)
            self.register(unit, 2)
            self.give_slots(unit, 2, waits=False)

    @rule(unit=UNIT, count=st.integers(1, 6))
    def bring_posts(self, unit: int, count: int) -> None:
        act = self.world
        self.attempt(
            lambda: endow(self.unit(unit), act.kind, count, act.actors, act.paper), lambda: self.book.grant(unit, count)
        )

    @rule(unit=UNIT, count=FEW)
    def register(self, unit: int, count: int) -> None:
        people = self.people(count)
        made, stays = self.attempt(
            lambda: enrolment.register(
                unit=self.unit(unit), quota_type=self.world.kind, people=people, started_on=workdays.today(),
                **self.world.act,
            ),
            lambda: self.book.register(unit, [person.id_number for person in people]),
        )  # fmt: skip
        self.came(made, stays, people)

    @rule(unit=UNIT, count=FEW, again=st.none() | INDEX)
    def bring_in_a_file(self, unit: int, count: int, again: int | None) -> None:
        """A file of people, now and then with somebody who is known."""
        people = self.people(count)
        if again is not None and self.known:
            people[0] = self.known[again % len(self.known)]
        made, stays = self.attempt(
            lambda: self.carried_in(unit, people),
            lambda: self.book.bring_in(unit, [person.id_number for person in people]),
        )
        self.came(made, stays, people)

    def carried_in(self, unit: int, people: list[NewPerson]) -> list[Posting]:
        """The people of a file after it was sent, checked, confirmed and carried out."""
        place = {"单位": self.unit(unit).number, "编制类型": self.world.kind.name}
        rows = [{**place, "姓名": person.name, "公民身份号码": person.id_number} for person in people]
        job = jobs.upload(
            region=self.world.region, kind="people", upload=sent(people_file(rows)), started_on=workdays.today(),
            **self.world.act,
        )  # fmt: skip
        jobs.work(job.pk)
        jobs.confirm(actor=self.world.actors.clerk, pk=job.pk)
        jobs.work(job.pk)
        job.refresh_from_db()
        assert job.state == ImportState.DONE
        return list(Posting.objects.order_by("-id")[: len(people)])[::-1]

    @rule(unit=UNIT, count=FEW, covered=FEW)
    def keep_above_the_cap(self, unit: int, count: int, covered: int) -> None:
        people, school = self.people(count), self.unit(unit)

        def kept() -> list[Posting]:
            exception = exceptions.allow_excess(
                actor=self.world.actors.committee, unit=school, quota_type=self.world.kind, people_count=covered,
                authority="市委编委", document=self.world.paper, ends_on=workdays.today() + 30 * DAY, reason="安置",
            )  # fmt: skip
            return enrolment.enrol_with_exception(
                exception=exception, people=people, started_on=workdays.today(), **self.world.act
            )

        numbers = [person.id_number for person in people]
        made, stays = self.attempt(kept, lambda: self.book.exceed(unit, numbers, covered))
        self.came(made, stays, people)

    @precondition(lambda self: not self.book.opened and len(self.postings) > 3)
    @rule(sure=st.integers(0, 4))
    def complete_the_opening(self, sure: int) -> None:
        director, region = self.world.actors.director, self.world.region
        if sure == 0:
            self.attempt(lambda: opening.complete(actor=director, region=region, reason="核对一致"), self.book.complete)

    # Slots

    @rule(unit=UNIT, count=FEW, waits=st.booleans())
    def give_slots(self, unit: int, count: int, waits: bool) -> None:
        if not self.book.units[unit].active:
            return
        self.attempt(
            lambda: slots_for(self.unit(unit), self.world.kind, count, clerk=self.world.actors.clerk, waits=waits),
            lambda: self.book.give_slots(unit, count, waits=waits),
        )

    def slot(self, index: int, *, open_first: bool = False) -> tuple[Slot, int]:
        """A slot, and its place in the order in which slots were given; one that may be used where there is one."""
        places = range(len(self.book.slots))
        free = [place for place in places if open_first and self.book.slots[place].is_free]
        place = (free or places)[index % len(free or places)]
        return Slot.objects.select_related("quota_type", "unit").order_by("id")[place], place

    @precondition(lambda self: self.book.slots)
    @rule(which=INDEX, known=st.none() | INDEX, any_slot=st.sampled_from([False, False, True]))
    def enrol(self, which: int, known: int | None, any_slot: bool) -> None:
        slot, place = self.slot(which, open_first=not any_slot)
        person = self.known[known % len(self.known)] if known is not None and self.known else new_person()
        made, stay = self.attempt(
            lambda: enrolment.enrol(
                unit=self.unit(self.book.slots[place].unit), heads=[Head(slot, person)], started_on=workdays.today(),
                **self.world.act,
            ),
            lambda: [self.book.enrol(place, person.id_number)],
        )  # fmt: skip
        self.came(made, stay, [person])

    @precondition(lambda self: self.book.slots)
    @rule(which=INDEX)
    def cancel(self, which: int) -> None:
        slot, place = self.slot(which)
        self.attempt(
            lambda: slots.cancel(slot.pk, actor=self.world.actors.clerk, reason="不再招聘"),
            lambda: self.book.cancel(place),
        )

    @precondition(lambda self: self.book.slots)
    @rule(which=INDEX)
    def let_time_pass_for_a_slot(self, which: int) -> None:
        slot, place = self.slot(which)
        gone = workdays.today() - DAY
        with acting.by(acting.system_user(), reason="时间过去了"):
            Slot.objects.filter(pk=slot.pk).update(issued_on=gone, expires_on=gone)
        self.book.slots[place].expired = True

    @rule(how=st.sampled_from(["lapse", "open"]))
    def run_the_schedule(self, how: str) -> None:
        steps = {
            "lapse": (scheduled.lapse_due, self.book.lapse),
            "open": (scheduled.open_waiting, self.book.open_waiting),
        }
        check, foreseen = steps[how]
        assert check(workdays.today()).done == foreseen()
        commit()

    # People who leave, move and work elsewhere

    @precondition(lambda self: self.postings)
    @rule(which=INDEX)
    def release(self, which: int) -> None:
        posting, stay = self.postings[which % len(self.postings)]
        self.attempt(
            lambda: leaving.release(
                posting=posting, ended_on=workdays.today(), exit_reason="resigned", **self.world.act
            ),
            lambda: self.book.release(stay),
        )

    @precondition(lambda self: self.postings)
    @rule(which=INDEX, to=UNIT)
    def agree_to_a_move(self, which: int, to: int) -> None:
        posting, stay = self.postings[which % len(self.postings)]
        posting.refresh_from_db()
        asked = {
            "posting": posting, "target_unit": self.unit(to), "quota_type": self.world.kind,
            "moves_on": workdays.today(),
        }  # fmt: skip

        def agreed() -> Case:
            case = ready("staff_move", posting.unit, asked, self.world.actors)
            return deciding.approve(case.pk, actor=self.world.actors.director, opinion="同意。")

        case, _ = self.attempt(agreed, lambda: self.book.agree_to_move(stay, to))
        if case:
            self.moves.append((case, to, stay))

    @precondition(lambda self: self.moves)
    @rule(which=INDEX, carry_out=st.booleans())
    def settle_a_move(self, which: int, carry_out: bool) -> None:
        case, target, stay = self.moves[which % len(self.moves)]
        if not carry_out:
            done, _ = self.attempt(
                lambda: deciding.revoke(case.pk, actor=self.world.actors.director, opinion="情况有变。"),
                lambda: self.book.give_up_move(target),
            )
        else:
            done, new = self.attempt(
                lambda: issuing.issue(case.pk, actor=self.world.actors.clerk, title="批复"),
                lambda: self.book.move(stay, target),
            )
            if done:
                self.postings.append((Posting.objects.latest("id"), new))
        if done:
            self.moves.remove((case, target, stay))

    @precondition(lambda self: self.postings)
    @rule(which=INDEX, host=UNIT)
    def second(self, which: int, host: int) -> None:
        posting, stay = self.postings[which % len(self.postings)]
        term = {"starts_on": workdays.today(), "ends_on": workdays.today() + 30 * DAY}
        self.attempt(
            lambda: seconding.second(posting=posting, host=self.unit(host), **term, **self.world.act),
            lambda: self.book.second(stay, host),
        )

    @rule()
    def end_a_secondment(self) -> None:
        found = Secondment.objects.active().select_related("posting").first()
        if found is not None:
            seconding.end(found.pk, actor=self.world.actors.clerk, ended_on=workdays.today(), reason="返回")
            [stay] = [stay for posting, stay in self.postings if posting.pk == found.posting_id]
            stay.seconded = False

    # Reorganisations

    @rule(unit=UNIT, how=st.sampled_from(["rename", "abolish", "move"]))
    def reorganise(self, unit: int, how: str) -> None:
        school, actor = self.unit(unit), self.world.actors.director
        named: dict[str, Any] = {"on": workdays.today(), "document_number": "澜编〔2026〕8号", "actor": actor}

        def act() -> None:
            with acting.by(actor, reason="机构调整"):
                if how == "rename":
                    lineage.rename(school, name=f"新{school.name}"[:60], **named)
                elif how == "abolish":
                    lineage.abolish(school, **named)
                else:
                    other = self.world.department if school.competent_department_id is None else None
                    Unit.objects.filter(pk=school.pk).update(competent_department=other)

        self.attempt(act, lambda: self.book.reorganise(unit, how))

    # What always holds

    @invariant()
    def the_register_agrees_with_the_book_beside_it(self) -> None:
        told: dict[int, dict[str, int]] = {unit.pk: {} for unit in self.world.units}
        accounts = QuotaAccount.objects.filter(unit__in=told).exclude(balance=0)
        for unit, bucket, balance in accounts.values_list("unit", "bucket", "balance"):
            told[unit][bucket] = balance
        assert list(told.values()) == [unit.balances for unit in self.book.units]
        states = list(Slot.objects.order_by("id").values_list("state", flat=True))
        assert states == [slot.state for slot in self.book.slots]
        active = dict(Posting.objects.active().values_list("pk", "unit"))
        assert active == {p.pk: self.world.units[s.unit].pk for p, s in self.postings if s.active}
        assert Secondment.objects.active().count() == sum(stay.seconded for _, stay in self.postings)

    @invariant()
    def the_database_finds_nothing_wrong(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(BROKEN)
            assert cursor.fetchall() == []
        assert verification.verify() == []


def test_the_register_agrees_with_an_independent_book_after_every_step(world: World) -> None:
    machine = type("Machine", (RegisterMachine,), {"world": world})
    run_state_machine_as_test(machine, settings=BOUNDS)
