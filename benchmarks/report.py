"""The table: to the terminal as it grows, and as a page of Markdown with what it was measured on."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import django

from benchmarks.measuring import Result
from benchmarks.scale import Scale

HEAD = ("operation", "ours", "yardstick", "ratio", "goal", "")
WIDTHS = (44, 12, 12, 7, 8, 4)
FIGURES = {"ms": "{:.2f} ms", "/s": "{:.0f}/s", "MiB": "{:.0f} MiB"}
FOLDER = Path(__file__).parent


def cells(result: Result) -> tuple[str, ...]:
    """A result as words."""
    figure = FIGURES[result.unit]
    name = f"{result.name} ({result.note})" if result.note else result.name
    goal = f"{'≥' if result.is_rate else '≤'} {result.goal:.2f}"
    figures = (figure.format(result.ours), figure.format(result.yardstick), f"{result.ratio:.2f}", goal)
    return (name, *figures, "pass" if result.passed else "FAIL")


def line(words: Sequence[str]) -> str:
    """A row for the terminal."""
    name, *figures = (f"{word:<{WIDTHS[0]}}" if n == 0 else f"{word:>{WIDTHS[n]}}" for n, word in enumerate(words))
    return "  ".join((name, *figures))


def write(scale: Scale, results: Sequence[Result], postgres: str, minutes: float) -> Path:
    """The page of this scale beside the code; no names of hosts or folders."""
    rows = [HEAD, ("---", *("---:" for _ in HEAD[1:])), *(cells(result) for result in results)]
    about = (
        f"{scale.units:,} units, {scale.transfers:,} transfers. {machine()}, PostgreSQL {postgres}, "
        f"Python {platform.python_version()}, Django {django.get_version()}; {datetime.now(UTC):%Y-%m-%d}, "
        f"{minutes:.0f} minutes in all.\nThe machine may have been shared: read the ratios, not the milliseconds. "
        "What each yardstick is, is said in this folder's README."
    )
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    path = FOLDER / f"results-{scale.name}.md"
    path.write_text(f"# `make bench`, scale {scale.name}\n\n{about}\n\n{table}\n", encoding="utf-8")
    return path


def machine() -> str:
    """What kind of machine this is: processor, cores, memory."""
    processor = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.M)
    cores = len(re.findall(r"^processor\s*:", _read("/proc/cpuinfo"), re.M)) or "?"
    memory = re.search(r"^MemTotal:\s*(\d+) kB$", _read("/proc/meminfo"), re.M)
    size = f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "? GiB"
    return f"{processor[1] if processor else platform.machine()}, {cores} cores, {size}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
