"""An independent book of three units: posts by bucket, slots and people, and what the register must refuse."""

from dataclasses import dataclass, field


class Refused(Exception):
    """The register must refuse this; the words say why."""


def refuse(when: bool, why: str) -> None:
    if when:
        raise Refused(why)


@dataclass
class Place:
    """How a unit stands."""

    vacant: int = 0
    locked: int = 0
    occupied: int = 0
    excess: int = 0
    covered: int = 0
    active: bool = True

    @property
    def balances(self) -> dict[str, int]:
        """As the ledger tells it, without empty accounts."""
        told = {"vacant": self.vacant, "locked": self.locked, "occupied": self.occupied, "excess": -self.excess}
        return {bucket: balance for bucket, balance in told.items() if balance}


@dataclass
class Slot:
    unit: int
    state: str
    expired: bool = False

    @property
    def is_free(self) -> bool:
        return self.state == "open" and not self.expired


@dataclass(eq=False)
class Stay:
    """Somebody's time on a post."""

    person: str
    unit: int
    active: bool = True
    seconded: bool = False


@dataclass
class Book:
    """Who is where, on what; each step changes it or raises Refused."""

    size: int
    units: list[Place] = field(init=False)
    slots: list[Slot] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    opened: bool = False

    def __post_init__(self) -> None:
        self.units = [Place() for _ in range(self.size)]

    def on_a_post(self, person: str) -> bool:
        return any(stay.person == person and stay.active for stay in self.stays)

    def _come(self, unit: int, people: list[str]) -> list[Stay]:
        self.units[unit].occupied += len(people)
        made = [Stay(person, unit) for person in people]
        self.stays += made
        return made

    def complete(self) -> None:
        self.opened = True

    def grant(self, unit: int, count: int) -> None:
        refuse(not self.units[unit].active, "abolished")
        self.units[unit].vacant += count

    def pass_on(self, unit: int, into: int, count: int) -> None:
        """Vacant posts go from one unit to another."""
        refuse(unit == into, "the same unit")
        refuse(not self.units[into].active, "abolished")
        refuse(self.units[unit].vacant < count, "no vacancy")
        self.units[unit].vacant -= count
        self.units[into].vacant += count

    def register(self, unit: int, people: list[str]) -> list[Stay]:
        place = self.units[unit]
        refuse(self.opened, "opened")
        refuse(not place.active, "abolished")
        refuse(place.excess > 0, "over quota")
        refuse(place.vacant < len(people), "no vacancy")
        place.vacant -= len(people)
        return self._come(unit, people)

    def bring_in(self, unit: int, people: list[str]) -> list[Stay]:
        """A file: vacant posts first, then what exceptions cover, all of it or nothing."""
        place = self.units[unit]
        refuse(self.opened, "opened")
        refuse(not place.active, "abolished")
        refuse(any(map(self.on_a_post, people)), "on a post already")
        by_vacancy = 0 if place.excess else min(place.vacant, len(people))
        above = len(people) - by_vacancy
        refuse(above > 0 and place.excess + above > place.covered, "beyond vacancies and exceptions")
        place.vacant -= by_vacancy
        place.excess += above
        return self._come(unit, people)

    def exceed(self, unit: int, people: list[str], covered: int) -> list[Stay]:
        place = self.units[unit]
        refuse(not place.active, "abolished")
        refuse(place.vacant > 0, "vacant first")
        refuse(place.excess + len(people) > place.covered + covered, "not covered")
        place.covered += covered
        place.excess += len(people)
        return self._come(unit, people)

    # Slots

    def give_slots(self, unit: int, count: int, *, waits: bool) -> None:
        place = self.units[unit]
        if not waits:
            refuse(place.vacant < count, "no vacancy")
            place.vacant -= count
            place.locked += count
        self.slots += [Slot(unit, "waiting" if waits else "open") for _ in range(count)]

    def enrol(self, slot: int, person: str) -> Stay:
        which = self.slots[slot]
        place = self.units[which.unit]
        refuse(which.state != "open", f"slot is {which.state}")
        refuse(which.expired, "slot has expired")
        refuse(place.excess > 0, "over quota")
        refuse(self.on_a_post(person), "on a post already")
        which.state = "used"
        place.locked -= 1
        return self._come(which.unit, [person])[0]

    def _end_slot(self, which: Slot, state: str) -> None:
        if which.state == "open":
            self.units[which.unit].locked -= 1
            self.units[which.unit].vacant += 1
        which.state = state

    def cancel(self, slot: int) -> bool:
        refuse(self.slots[slot].state not in ("open", "waiting"), "slot has ended")
        self._end_slot(self.slots[slot], "cancelled")
        return True

    def lapse(self) -> int:
        """How many slots the schedule ends."""
        due = [slot for slot in self.slots if slot.expired and slot.state in ("open", "waiting")]
        for slot in due:
            self._end_slot(slot, "lapsed")
        return len(due)

    def open_waiting(self) -> int:
        """How many waiting slots the schedule gives a vacant post."""
        opened = 0
        for index, place in enumerate(self.units):
            free = 0 if place.excess else place.vacant
            opened += sum(self._open_next(index) for _ in range(free))
        return opened

    def _open_next(self, unit: int) -> bool:
        waiting = [s for s in self.slots if s.unit == unit and s.state == "waiting" and not s.expired]
        if waiting:
            waiting[0].state = "open"
            self.units[unit].vacant -= 1
            self.units[unit].locked += 1
        return bool(waiting)

    # People who leave, move and work elsewhere

    def release(self, stay: Stay) -> bool:
        refuse(not stay.active, "has left")
        place = self.units[stay.unit]
        stay.active = stay.seconded = False
        place.occupied -= 1
        if place.excess:
            place.excess -= 1
        else:
            place.vacant += 1
            self._open_next(stay.unit)
        return True

    def agree_to_move(self, stay: Stay, target: int) -> None:
        place = self.units[target]
        refuse(not stay.active, "has left")
        refuse(stay.unit == target, "the same unit")
        refuse(not place.active, "abolished")
        refuse(place.excess > 0, "over quota")
        refuse(place.vacant < 1, "no vacancy")
        place.vacant -= 1
        place.locked += 1

    def give_up_move(self, target: int) -> bool:
        self.units[target].locked -= 1
        self.units[target].vacant += 1
        return True

    def move(self, stay: Stay, target: int) -> Stay:
        refuse(not stay.active, "has left")
        self.release(stay)
        self.units[target].locked -= 1
        return self._come(target, [stay.person])[0]

    def second(self, stay: Stay, host: int) -> None:
        refuse(not stay.active, "has left")
        refuse(stay.unit == host, "the same unit")
        refuse(not self.units[host].active, "abolished")
        refuse(stay.seconded, "is away already")
        stay.seconded = True

    def reorganise(self, unit: int, how: str) -> None:
        place = self.units[unit]
        refuse(how != "move" and not place.active, "abolished")
        refuse(how == "abolish" and bool(place.balances), "leaves something")
        if how == "abolish":
            place.active = False
