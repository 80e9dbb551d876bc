"""Pages through gunicorn: against the smallest Django page of their kind, and against a tenth of the data."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from benchmarks.bare import Bare
from benchmarks.measuring import Result, Work, in_rotation
from benchmarks.scale import Scale
from benchmarks.servers import YARDSTICK, Browser, collect_static, running, signed_in
from config.embedded.services import Environment

TIMES_SMALLEST = 4.0
GROWTH = 1.3
LIST, DETAIL, CASES = "/units/?under=99", "/units/{unit}/", "/cases/?under=99"


@dataclass(frozen=True)
class Page:
    """A page of ours and the smallest page of its kind; `{unit}` is another unit each time, `{county}` the first."""

    name: str
    ours: str
    smallest: str


PAGES = (
    Page("first page", "/", LIST),
    Page("unit tree", "/units/", LIST),
    Page("unit tree, a county opened", "/units/branch/?region={county}", LIST),
    Page("unit page", "/units/{unit}/", DETAIL),
    Page("unit page, quotas", "/units/{unit}/?tab=quotas", DETAIL),
    Page("unit page, ledger", "/units/{unit}/?tab=ledger", DETAIL),
    Page("quota overview", "/quotas/", LIST),
    Page("quota overview, one county", "/quotas/?region={county}", LIST),
    Page("case list", "/cases/", CASES),
)


def measure(scale: Scale, full: Environment, tenth: Environment) -> Iterator[Result]:
    """Each page in rotation with its two yardsticks, as the clerk of the whole province sees it."""
    collect_static(full)
    session = signed_in(User.objects.get(username="bench_clerk"), tenth["DATABASE_URL"])
    with running({"full": full, "tenth": tenth, "yardstick": {**full, **YARDSTICK}}) as ports:
        browsers = {name: Browser(port, session) for name, port in ports.items()}
        for page in PAGES:
            works = {
                "full": _visit(browsers["full"], page.ours, full),
                "tenth": _visit(browsers["tenth"], page.ours, tenth),
                "smallest": _visit(browsers["yardstick"], page.smallest, full),
            }
            times = in_rotation(works, samples=scale.requests, rounds=scale.rounds)
            yield Result(page.name, times["full"], times["smallest"], TIMES_SMALLEST)
            yield Result(f"{page.name}, growth from a tenth", times["full"], times["tenth"], GROWTH)


def _visit(browser: Browser, address: str, environment: Environment) -> Work:
    """A call that fetches the page, of another unit each time."""
    bare = Bare(environment["DATABASE_URL"])
    units = [number for (number,) in bare.rows("select number from units_unit order by number")]
    ((county,),) = bare.rows("select min(code) from units_region where level = 'county'")
    chosen = itertools.cycle(random.Random(0).sample(units, min(len(units), 200)))
    return lambda: browser.get(address.format(unit=next(chosen), county=county))
