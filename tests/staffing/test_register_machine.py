"""A machine drives the register at random beside a book of its own: they agree on every step, and the proof holds."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from pytest_django import Settings

from accounts import acting
from approvals import deciding, issuing, workdays
from approvals.models import Case, Document
from quotas import ledger
from quotas.models import Bucket, QuotaAccount, QuotaType
from staffing import enrolment, leaving, scheduled, seconding, slots
from staffing.enrolment import Head
from staffing.models import Posting, Secondment, Slot
from tests.book import commit
from tests.cast import make_unit
from tests.machines import drive
from tests.people import new_person
from tests.quotas.recount import BOUND
from tests.staffing.batches import slots_for
from tests.staffing.register_book import Place
from tests.staffing.register_steps import DAY, FEW, INDEX, MOST_UNITS, UNIT, RegisterSteps, World
from tests.stories import Actors, ready
from units import lineage
from units.models import Region, Unit

BOUNDS = settings(BOUND, max_examples=9) if BOUND.max_examples < 100 else BOUND


@pytest.fixture
def world(
    region: Region, bureau: Unit, education: Unit, school: Unit, post_type: QuotaType, actors: Actors, paper: Document,
    tmp_path: Path, settings: Settings,
) -> World:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    fields = {"category": "institution", "competent_department": education}
    more = [make_unit(region, f"澜川市第{n}中学", **fields) for n in ("二", "三")]
    return World(region, [school, *more], education, post_type, actors, paper)


class RegisterMachine(RegisterSteps):
    """Slots, enrolments, releases, moves, secondments, lapses, mergers, splits and other reorganisations."""

    @initialize()
    def begin(self) -> None:
        """Two of the three have posts, people and slots to begin with."""
        for unit in (0, 1):
            self.bring_posts(unit, 6)
            self.register(unit, 2)
            self.give_slots(unit, 2, waits=False)

    # Slots

    @rule(unit=UNIT, count=FEW, waits=st.booleans())
    def give_slots(self, unit: int, count: int, waits: bool) -> None:
        unit = self.at(unit)
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
        to = self.at(to)
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
        host = self.at(host)
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
        unit = self.at(unit)
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

    def pass_on(self, unit: int, into: int, count: int) -> None:
        """So many vacant posts go from one unit to another."""
        world = self.world

        def passed() -> None:
            with acting.by(world.actors.clerk, reason="机构调整"):
                ends = (ledger.open_account(self.unit(each), world.kind, Bucket.VACANT) for each in (unit, into))
                posting = ledger.Posting(*ends, count, f"pass:{uuid4()}")
                ledger.post(
                    [posting], document=world.paper, actor=world.actors.clerk, effective_on=workdays.today(),
                    reason="编随事转",
                )  # fmt: skip

        self.attempt(passed, lambda: self.book.pass_on(unit, into, count))

    def hand_over(self, unit: int, into: int, people: int) -> None:
        """So many people go from one unit to another (人随编走), where the one that takes them has a vacant post."""
        staying = [place for place, (_, stay) in enumerate(self.postings) if stay.active and stay.unit == unit]
        for place in staying[:people]:
            waiting = len(self.moves)
            self.agree_to_a_move(place, into)
            if len(self.moves) > waiting:
                self.settle_a_move(waiting, True)

    @rule(unit=UNIT, into=UNIT)
    def merge(self, unit: int, into: int) -> None:
        """Posts and people of one unit go to another, and it is abolished where nothing is left."""
        unit, into = self.at(unit), self.at(into)
        for place, slot in enumerate(self.book.slots):
            if slot.unit == unit and slot.state in ("open", "waiting"):
                self.cancel(place)
        self.pass_on(unit, into, max(self.book.units[unit].vacant, 1))
        self.hand_over(unit, into, 2)
        self.pass_on(unit, into, max(self.book.units[unit].vacant, 1))
        self.reorganise(unit, "abolish")

    @precondition(lambda self: len(self.units) < MOST_UNITS)
    @rule(unit=UNIT, count=FEW)
    def split(self, unit: int, count: int) -> None:
        """A new unit gets some of the posts and one of the people."""
        unit, actor = self.at(unit), self.world.actors.director
        fields = {"name": f"澜川市第{len(self.units) + 1}实验学校", "category": "institution"}

        def set_up() -> Unit:
            with acting.by(actor, reason="分设"):
                return lineage.set_up(
                    region=self.world.region, fields=fields, on=workdays.today(), document_number="澜编〔2026〕9号",
                    actor=actor,
                )  # fmt: skip

        self.units.append(self.within(set_up))
        self.book.units.append(Place())
        self.pass_on(unit, len(self.units) - 1, count)
        self.hand_over(unit, len(self.units) - 1, 1)

    # What always holds

    @invariant()
    def the_register_agrees_with_the_book_beside_it(self) -> None:
        told: dict[int, dict[str, int]] = {unit.pk: {} for unit in self.units}
        accounts = QuotaAccount.objects.filter(unit__in=told).exclude(balance=0)
        for unit, bucket, balance in accounts.values_list("unit", "bucket", "balance"):
            told[unit][bucket] = balance
        assert list(told.values()) == [unit.balances for unit in self.book.units]
        states = list(Slot.objects.order_by("id").values_list("state", flat=True))
        assert states == [slot.state for slot in self.book.slots]
        active = dict(Posting.objects.active().values_list("pk", "unit"))
        assert active == {p.pk: self.units[s.unit].pk for p, s in self.postings if s.active}
        assert Secondment.objects.active().count() == sum(stay.seconded for _, stay in self.postings)


def test_the_register_agrees_with_an_independent_book_after_every_step(world: World) -> None:
    drive(RegisterMachine, world, BOUNDS)
