"""How much data a run has, and how long it measures."""

import datetime as dt
from dataclasses import dataclass, replace

TEN_YEARS = dt.timedelta(days=3650)


@dataclass(frozen=True)
class Scale:
    """So many units and transfers; single calls are repeated `samples` times, crowds of clients last `seconds`."""

    name: str
    units: int
    transfers: int
    samples: int = 300
    summaries: int = 15
    requests: int = 40
    rounds: int = 3
    seconds: float = 5.0

    @property
    def cities(self) -> int:
        return max(1, self.units // 2000)

    @property
    def counties(self) -> int:
        """Counties in each city."""
        return min(9, max(1, self.units // self.cities // 200))

    @property
    def dossiers(self) -> int:
        """Closed cases of ten moves each: what the grants, allotments and arrivals of the first days leave."""
        return max(1, (self.transfers - 8 * self.units) // 10)

    @property
    def tenth(self) -> "Scale":
        """A tenth of the data, to see what grows with it."""
        return replace(self, name=f"{self.name}-tenth", units=self.units // 10, transfers=self.transfers // 10)

    def parameters(self, today: dt.date) -> dict[str, object]:
        """What the loading SQL is told."""
        counts = {name: getattr(self, name) for name in ("units", "cities", "counties", "dossiers")}
        return {**counts, "today": today, "start": today - TEN_YEARS}


SCALES = {
    scale.name: scale
    for scale in (
        Scale("tiny", 200, 3_000, samples=5, summaries=2, requests=2, rounds=1, seconds=0.5),
        Scale("district", 2_000, 100_000),
        Scale("province", 20_000, 500_000),
    )
}
