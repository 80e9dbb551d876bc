"""How far a background job is: kept in the cache, because its own transaction shows nothing before its end."""

from typing import NamedTuple

from django.core.cache import cache

# A job that has said nothing for so long is taken for dead; each report renews it.
SILENCE_SECONDS = 120


class Progress(NamedTuple):
    """So many rows of so many, and in words what is being done with them."""

    done: int
    total: int
    what: str = ""


def report(job: str, done: int, total: int, what: str = "") -> None:
    """Say how far the job is."""
    cache.set(f"progress:{job}", (done, total, what), SILENCE_SECONDS)


def of(job: str) -> Progress | None:
    """How far the job was at its last report; None when it has not begun, has ended or died."""
    found = cache.get(f"progress:{job}")
    return Progress(*found) if found else None


def end(job: str) -> None:
    """Say that the job has come to its end, well or not."""
    cache.delete(f"progress:{job}")
