"""What every kind of import has in common: its fields, and a pass over the lines that checks or carries out."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from staffing.models import ImportJob
from staffing.places import Act
from units.models import Region

from .table import Field, Line, Table


@dataclass
class Preview:
    """What a file will change: figures in words for the head, and a table with one row for each account or unit."""

    figures: list[tuple[str, int]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)

    def as_json(self, most: int) -> dict[str, Any]:
        """As the job keeps it: at most so many rows, and how many there are."""
        kept = {"titles": self.titles, "rows": self.rows[:most], "row_count": len(self.rows)}
        return {"figures": [list(pair) for pair in self.figures], **kept}


class Pass(Protocol):
    """One pass over a file, a batch at a time; with `carries_out` it writes what it finds right, else it only looks.

    `finish` is asked for when nothing was wrong; a pass that only looks does it in a savepoint that is rolled back, so
    that the last gates have spoken before anybody confirms.
    """

    def take(self, lines: list[Line]) -> None:
        """Check a batch, noting problems on its lines; carry it out when that is asked for and nothing is wrong."""

    def finish(self) -> Preview:
        """Post what is left to post, and tell what has changed."""


class Kind(Protocol):
    """A kind of import: which sheet, which columns, and how a pass over it begins."""

    sheet: str
    batch: int
    notes: tuple[str, ...]

    def fields(self, region: Region) -> list[Field]:
        """The columns of the template, with the lists of the region's office."""

    def begin(self, job: ImportJob, act: Act, table: Table, *, carries_out: bool) -> Pass:
        """A pass over a file of this kind."""
