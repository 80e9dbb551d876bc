"""How much data a run has, and how long it measures."""

import datetime as dt
from dataclasses import dataclass, replace

TEN_YEARS = dt.timedelta(days=3650)
# One unit of so many is a crowd (a hospital, a university), the others are of a size.
UNITS_PER_CROWD = 50


@dataclass(frozen=True)
class Scale:
    """So many units and transfers; single calls are repeated `samples` times, crowds of clients last `seconds`.

    Each unit has `heads` people on posts, one unit of fifty `crowd` more; a file of `file_rows` is imported.
    """

    name: str
    units: int
    transfers: int
    samples: int = 300
    summaries: int = 15
    requests: int = 40
    rounds: int = 3
    seconds: float = 5.0
    heads: int = 10
    crowd: int = 0
    file_rows: int = 10_000
    # The regions are those of so many units: a province has its cities, whether its book is thick or thin.
    mapped: int = 0

    @property
    def cities(self) -> int:
        return max(1, (self.mapped or self.units) // 2000)

    @property
    def counties(self) -> int:
        """Counties in each city."""
        return min(9, max(1, (self.mapped or self.units) // self.cities // 200))

    @property
    def dossiers(self) -> int:
        """Closed cases of ten moves each: what the grants, allotments and arrivals of the first days leave."""
        return max(1, (self.transfers - 8 * self.units) // 10)

    @property
    def people(self) -> int:
        """People on posts: those who are on the register and have not left it."""
        crowds = -(-self.units // UNITS_PER_CROWD)
        return self.heads * self.units + self.crowd * crowds

    @property
    def folk(self) -> int:
        """All who ever were on the register: with each dossier three people left."""
        return self.people + 3 * self.dossiers

    @property
    def tenth(self) -> "Scale":
        """A tenth of the units on the same map, with half the people in the small ones, to see what grows with them."""
        smaller = {"units": self.units // 10, "transfers": self.transfers // 10, "heads": max(10, self.heads // 2)}
        return replace(self, name=f"{self.name}-tenth", mapped=self.units, **smaller)

    def parameters(self, today: dt.date) -> dict[str, object]:
        """What the loading SQL is told."""
        names = ("units", "cities", "counties", "dossiers", "heads", "crowd", "people")
        counts = {name: getattr(self, name) for name in names}
        return {**counts, "units_per_crowd": UNITS_PER_CROWD, "today": today, "start": today - TEN_YEARS}


SCALES = {
    scale.name: scale
    for scale in (
        Scale("tiny", 200, 3_000, samples=5, summaries=2, requests=2, rounds=1, seconds=0.5, crowd=60, file_rows=200),
        Scale("district", 2_000, 100_000, heads=40, crowd=500),
        Scale("province", 20_000, 500_000, heads=40, crowd=500, file_rows=100_000),
    )
}
