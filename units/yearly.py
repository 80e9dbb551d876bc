"""Yearly work (每年一次): which year comes next, until when, and its light."""

import datetime as dt
from dataclasses import dataclass

YELLOW_DAYS = 90


@dataclass(frozen=True)
class Term:
    """The end of a term with its light: red when it is over, yellow within ninety days of it."""

    on: dt.date
    colour: str
    text: str


def end_of(year: int) -> dt.date:
    """The last day on which the work of a year is in time."""
    return dt.date(year, 12, 31)


def term(on: dt.date, today: dt.date) -> Term:
    """A term with its light on a day."""
    left = (on - today).days
    if left < 0:
        return Term(on, "red", f"逾期{-left}天")
    return Term(on, "yellow" if left <= YELLOW_DAYS else "green", f"剩{left}天")
