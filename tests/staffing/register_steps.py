"""What the random register begins with: a city with schools, their posts, and people who are there already."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from approvals import workdays
from approvals.models import Case, Document
from quotas import exceptions
from quotas.models import QuotaType
from staffing import enrolment, opening
from staffing.facts import NewPerson
from staffing.imports import jobs
from staffing.models import ImportState, Posting
from tests.machines import ProvenMachine
from tests.people import new_person
from tests.refusals import digests
from tests.staffing.imports import people_file
from tests.staffing.register_book import Book, Refused, Stay
from tests.stories import Actors, endow
from tests.workbooks import sent
from units.models import Region, Unit

INDEX = st.integers(0, 99)
UNIT = st.integers(0, 59)
FEW = st.integers(1, 3)
MOST_UNITS = 5
DAY = dt.timedelta(days=1)


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


class RegisterSteps(ProvenMachine):
    """Posts, registrations, imports, and people kept above the cap."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.units = list(self.world.units)
        self.book = Book(len(self.units))
        self.postings: list[tuple[Posting, Stay]] = []
        self.moves: list[tuple[Case, int, Stay]] = []
        self.known: list[NewPerson] = []

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

    def at(self, index: int) -> int:
        """A place among the units that there are by now."""
        return index % len(self.units)

    def unit(self, index: int) -> Unit:
        unit: Unit = self.units[index]
        unit.refresh_from_db()
        return unit

    def people(self, count: int) -> list[NewPerson]:
        return [new_person() for _ in range(count)]

    def came(self, made: list[Posting] | None, stays: list[Stay] | None, people: list[NewPerson]) -> None:
        if made:
            self.postings += list(zip(made, stays or [], strict=True))
            self.known += people

    # Posts and people who are there already

    @rule(unit=UNIT, count=st.integers(1, 6))
    def bring_posts(self, unit: int, count: int) -> None:
        unit = self.at(unit)
        act = self.world
        self.attempt(
            lambda: endow(self.unit(unit), act.kind, count, act.actors, act.paper), lambda: self.book.grant(unit, count)
        )

    @rule(unit=UNIT, count=FEW)
    def register(self, unit: int, count: int) -> None:
        unit = self.at(unit)
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
        unit = self.at(unit)
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
        unit = self.at(unit)
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
