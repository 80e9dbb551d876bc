"""The register behind gunicorn: rosters, searches, a person, a change; then its statements alone."""

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from accounts.models import User
from approvals.models import Document
from benchmarks import asks, folk, replays
from benchmarks.asks import Listing
from benchmarks.bare import Bare
from benchmarks.measuring import Result, Work, in_rotation
from benchmarks.scale import Scale
from benchmarks.servers import YARDSTICK, Browser, collect_static, running, signed_in
from config.embedded.services import Environment
from staffing.encryption import blind_index
from staffing.forms.changes import CorrectionForm
from staffing.models import Posting

TIMES_SMALLEST, TIMES_LIST_BY_NUMBER, TIMES_FIRST_PAGE, GROWTH_OF_A_POINT = 4.0, 3.0, 1.3, 1.2
CHOSEN, COMPARED = 40, 3
LISTED = re.compile(rb'<a class="row-link" href="/people/(\d+)/"')
Ask = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """A browser and a plain connection for one book."""

    browser: Browser
    bare: Bare

    def visits(self, address: str, given: list[Ask]) -> Work:
        """A call that fetches the page, asking for something else each time."""
        turn = itertools.cycle(given)
        return lambda: self.browser.get(filled(address, next(turn)))

    def lists(self, listing: Listing) -> Work:
        """The same for a page of people, once it shows whom plain SQL finds, in the same order."""
        given = self.bare.dicts(listing.asked)
        for ask in given[:COMPARED]:
            page = [int(pk) for pk in LISTED.findall(self.browser.get(filled(listing.address, ask)))]
            wanted = [pk for (pk,) in self.bare.rows(listing.shown, ask)]
            assert page == wanted, f"{listing.name}: {ask} shows {page}, not {wanted}"
            assert page, f"{listing.name}: {ask} shows nobody"
        return self.visits(listing.address, given)


def filled(address: str, ask: Ask) -> str:
    return address.format(**{name: quote(str(value)) for name, value in ask.items()})


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """Each page in rotation with its yardsticks; then the statements alone against the barest ones."""
    collect_static(full)
    user, clerk = (User.objects.get(username=f"bench_{name}") for name in ("clerk", "county"))
    session, of_clerk = (signed_in(each, tenth["DATABASE_URL"]) for each in (user, clerk))
    books = {"full": full, "tenth": tenth, "smallest": full}
    with running({"full": full, "tenth": tenth, "smallest": {**full, **YARDSTICK}}) as ports:
        desks = {key: Desk(Browser(ports[key], session), Bare(books[key]["DATABASE_URL"])) for key in books}
        clerks = {key: Desk(Browser(ports[key], of_clerk), desks[key].bare) for key in books}
        yield from _listings(scale, desks)
        yield from _by_number(scale, desks)
        yield from _persons(scale, desks)
        yield from _changes(scale, clerks, clerk)
    yield from replays.measure(scale, desks["full"].bare, user)


def _smallest(desks: dict[str, Desk]) -> Work:
    return desks["smallest"].visits(asks.SMALLEST, desks["smallest"].bare.dicts(asks.CROWDS))


def _listings(scale: Scale, desks: dict[str, Desk]) -> Iterator[Result]:
    for first, deep in ((asks.UNIT, asks.UNIT_DEEP), (asks.REGION, asks.REGION_DEEP)):
        works = {f"{key} {each.name}": desks[key].lists(each) for each in (first, deep) for key in ("full", "tenth")}
        works["smallest"] = _smallest(desks)
        times = in_rotation(works, samples=scale.requests, rounds=scale.rounds)
        ours, late = times[f"full {first.name}"], times[f"full {deep.name}"]
        yield Result(first.name, ours, times["smallest"], TIMES_SMALLEST)
        yield Result(f"{first.name}, growth from a tenth", ours, times[f"tenth {first.name}"], first.growth)
        yield Result(f"{deep.name}, against the first", late, ours, TIMES_FIRST_PAGE)
        yield Result(f"{deep.name}, growth from a tenth", late, times[f"tenth {deep.name}"], deep.growth)
    alike = asks.NAMED_ALIKE
    works = {"often": desks["full"].lists(asks.NAMED), "smallest": _smallest(desks)}
    works |= {key: desks[key].lists(alike) for key in ("full", "tenth")}
    times = in_rotation(works, samples=scale.requests, rounds=scale.rounds)
    yield Result(asks.NAMED.name, times["often"], times["smallest"], TIMES_SMALLEST)
    yield Result(f"{alike.name}, growth from a tenth", times["full"], times["tenth"], alike.growth)


def _by_number(scale: Scale, desks: dict[str, Desk]) -> Iterator[Result]:
    """The form by which one person is found; it leads to the person."""
    works = {key: _finds(desks[key], each.people) for key, each in (("full", scale), ("tenth", scale.tenth))}
    works["smallest"] = _smallest(desks)
    times = in_rotation(works, samples=scale.requests, rounds=scale.rounds)
    name = "search by ID number"
    yield Result(name, times["full"], times["smallest"], TIMES_LIST_BY_NUMBER)
    yield Result(f"{name}, growth from a tenth", times["full"], times["tenth"], GROWTH_OF_A_POINT)


def _finds(desk: Desk, people: int) -> Work:
    numbers = [folk.id_number(p) for p in random.Random(0).sample(range(people), min(people, CHOSEN))]
    for number in numbers[:COMPARED]:
        ((pk,),) = desk.bare.rows("select id from bare.person where id_index = %(i)s", {"i": blind_index(number)})
        assert desk.browser.post("/people/search/", {"id_number": number}) == f"/people/{pk}/", "somebody else is found"
    turn = itertools.cycle(numbers)
    return lambda: desk.browser.post("/people/search/", {"id_number": next(turn)})


def _persons(scale: Scale, desks: dict[str, Desk]) -> Iterator[Result]:
    """A person with all that is known, and all that was."""
    people = {key: desk.bare.dicts(asks.PEOPLE) for key, desk in desks.items()}
    for name, address in (("person page", "/people/{person}/"), ("history of a person", "/history/person/{person}/")):
        works = {key: desks[key].visits(address, people[key]) for key in ("full", "tenth")}
        works["smallest"] = desks["smallest"].visits("/people/{person}/", people["smallest"])
        times = in_rotation(works, samples=scale.requests, rounds=scale.rounds)
        yield Result(name, times["full"], times["smallest"], TIMES_SMALLEST)
        yield Result(f"{name}, growth from a tenth", times["full"], times["tenth"], GROWTH_OF_A_POINT)


def _changes(scale: Scale, desks: dict[str, Desk], clerk: User) -> Iterator[Result]:
    """One fact of one person changed by the office on a paper, with its history."""
    forms = dict(_forms([ask["person"] for ask in desks["full"].bare.dicts(asks.PEOPLE)], clerk))
    works = {
        "full": _corrections(desks["full"], "/people/{}/correct/", forms, "138"),
        "smallest": _corrections(desks["smallest"], "/people/{}/edit/", forms, "139"),
    }
    times = in_rotation(works, samples=scale.requests, rounds=scale.rounds)
    yield Result("one fact of a person changed", times["full"], times["smallest"], TIMES_SMALLEST)


def _forms(people: list[int], clerk: User) -> Iterator[tuple[int, dict[str, str]]]:
    document = Document.objects.visible_to(clerk).issued().filter(case__isnull=False).earliest("pk")
    for posting in Posting.objects.active().filter(person__in=people).select_related("person", "unit__region"):
        form = CorrectionForm(person=posting.person, posting=posting, user=clerk)
        told = {bound.name: bound.value() for bound in form}
        told |= {"document": document.number, "reason": "更正"}
        yield posting.person_id, {name: str(value) for name, value in told.items() if value not in (None, "")}


def _corrections(desk: Desk, address: str, forms: dict[int, dict[str, str]], operator: str) -> Work:
    """Each call types another telephone number; the last one is found in the history."""
    turn, count = itertools.cycle(forms.items()), itertools.count()
    kept = (
        "select history_type, phone from staffing_historicalperson where id = %(id)s order by history_id desc limit 1"
    )

    def work() -> object:
        pk, form = next(turn)
        return desk.browser.post(address.format(pk), {**form, "phone": f"{operator}{next(count):08d}"})

    pk = next(iter(forms))
    work()
    assert desk.bare.rows(kept, {"id": pk}) == [("~", f"{operator}00000000")], "the change is not on record"
    return work
