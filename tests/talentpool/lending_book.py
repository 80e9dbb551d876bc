"""An independent book of lending: who holds which post, what is lent until when, what must be refused."""

import datetime as dt
from dataclasses import dataclass, field

from talentpool.terms import months_after

TERM, ARRIVAL = 24, 6
PROMISED, ON_LOAN = "promised", "on_loan"


@dataclass
class Lent:
    """One borrowed post as the book knows it."""

    unit: int
    state: str
    use_by: dt.date
    granted_on: dt.date
    started_on: dt.date | None = None
    due_on: dt.date | None = None
    ended_on: dt.date | None = None
    refused: bool = False

    def is_late(self, on: dt.date) -> bool:
        return self.state == ON_LOAN and self.due_on is not None and self.due_on < on

    def end(self, state: str, on: dt.date) -> None:
        self.state, self.ended_on = state, max(on, self.started_on or on)


@dataclass
class LendingBook:
    """A pool, units with posts of their own, and loans by their key."""

    free: int
    vacant: dict[int, int]
    occupied: dict[int, int]
    loans: dict[int, Lent] = field(default_factory=dict)

    def of(self, unit: int, state: str) -> dict[int, Lent]:
        """The unit's loans in a state, the longest due first."""
        found = {pk: lent for pk, lent in self.loans.items() if (lent.unit, lent.state) == (unit, state)}
        return dict(sorted(found.items(), key=lambda item: (item[1].due_on or dt.date.max, item[0])))

    def late(self, on: dt.date) -> dict[int, Lent]:
        return {pk: lent for pk, lent in self.loans.items() if lent.is_late(on)}

    def bars(self, unit: int, count: int, on: dt.date) -> str:
        """Why a loan of so many posts must be refused; empty when it must not."""
        if self.vacant[unit]:
            return "未满编，应先使用空编"
        if any(lent.unit == unit for lent in self.late(on).values()):
            return "逾期未还"
        return f"只有{self.free}名" if count > self.free else ""

    def promise(self, pk: int, unit: int, on: dt.date) -> None:
        self.free -= 1
        self.loans[pk] = Lent(unit, PROMISED, months_after(on, ARRIVAL), on)

    def arrive(self, pk: int, on: dt.date) -> None:
        lent = self.loans[pk]
        lent.state, lent.started_on, lent.due_on = ON_LOAN, on, months_after(on, TERM)

    def come_home(self, pk: int, state: str, on: dt.date) -> None:
        """The post is back in the pool."""
        self.free += 1
        self.loans[pk].end(state, on)

    def settle(self, pk: int, state: str, on: dt.date) -> None:
        """The person moves to a vacant post of the unit, the borrowed one is back in the pool."""
        unit = self.loans[pk].unit
        self.vacant[unit] -= 1
        self.occupied[unit] += 1
        self.come_home(pk, state, on)

    def fall_vacant(self, unit: int, on: dt.date) -> None:
        """Somebody leaves a post of the unit's own: whose loan is due first takes it, else it is vacant."""
        self.occupied[unit] -= 1
        self.vacant[unit] += 1
        if owed := list(self.of(unit, ON_LOAN)):
            self.settle(owed[0], "returned", on)

    def return_all(self, on: dt.date) -> int:
        """Every vacant post of a unit that borrows is used to return; how many there were."""
        done = 0
        for unit in self.vacant:
            for pk in list(self.of(unit, ON_LOAN))[: self.vacant[unit]]:
                self.settle(pk, "returned", on)
                done += 1
        return done

    def recover(self, pk: int, sister: int, on: dt.date) -> None:
        """A sister's vacant post goes to the borrower; the person moves to it."""
        self.vacant[sister] -= 1
        self.vacant[self.loans[pk].unit] += 1
        self.settle(pk, "recovered", on)

    def held(self, unit: int) -> dict[str, int]:
        """What the unit holds by bucket, without the empty ones."""
        borrowed = {"borrowed_locked": len(self.of(unit, PROMISED)), "borrowed_occupied": len(self.of(unit, ON_LOAN))}
        every = {"vacant": self.vacant[unit], "occupied": self.occupied[unit], **borrowed}
        return {bucket: count for bucket, count in every.items() if count}

    def out_on(self, day: dt.date) -> int:
        """How many posts people held on loan at the end of a day."""
        begun = [lent for lent in self.loans.values() if lent.started_on and lent.started_on <= day]
        return sum(lent.ended_on is None or lent.ended_on > day for lent in begun)
