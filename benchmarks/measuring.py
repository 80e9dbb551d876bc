"""What a measurement is: two ways to do the same work, run in rotation, and the ratio that is asked for."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One line of the table: our figure, that of the yardstick, and which ratio is good enough."""

    name: str
    ours: float
    yardstick: float
    goal: float
    unit: str = "ms"
    note: str = ""

    @property
    def is_rate(self) -> bool:
        return self.unit == "/s"

    @property
    def ratio(self) -> float:
        # On a machine that had no time for the yardstick at all.
        return self.ours / self.yardstick if self.yardstick else float("inf")

    @property
    def passed(self) -> bool:
        """A time must not be longer than the goal allows, a rate not lower."""
        return self.ratio >= self.goal if self.is_rate else self.ratio <= self.goal


def milliseconds(work: Work) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def in_rotation(works: Mapping[str, Work], *, samples: int, rounds: int) -> dict[str, float]:
    """Medians in milliseconds: one call of each in turn, so that a busy machine troubles all of them alike."""
    for work in works.values():
        work()
    medians: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        times: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(samples):
            for name, work in works.items():
                times[name].append(milliseconds(work))
        for name, found in times.items():
            medians[name].append(statistics.median(found))
    return {name: statistics.median(found) for name, found in medians.items()}


def against(
    name: str, ours: Work, yardstick: Work, *, goal: float, samples: int, rounds: int, note: str = ""
) -> Result:
    """Our work against the same work done barely."""
    times = in_rotation({"ours": ours, "yardstick": yardstick}, samples=samples, rounds=rounds)
    return Result(name, times["ours"], times["yardstick"], goal, note=note)
