"""Chinese working days: the published calendar with its make-up days, and plain weeks beyond it."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import chinese_calendar
from django.utils import timezone

YELLOW_DAYS = 2


def today() -> dt.date:
    """The date in China (Asia/Shanghai)."""
    return timezone.localdate()


def day_of(moment: dt.datetime) -> dt.date:
    """The date in China on which a moment fell."""
    return timezone.localdate(moment)


PUBLISHED = frozenset(day.year for day in chinese_calendar.holidays)


def is_published(day: dt.date) -> bool:
    """Whether the State Council's calendar of the year is known; otherwise weekends only are taken as free."""
    return day.year in PUBLISHED


@lru_cache(maxsize=4096)
def is_workday(day: dt.date) -> bool:
    """Whether offices work on the day, make-up Saturdays and Sundays (调休) included."""
    if not is_published(day):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def add_workdays(start: dt.date, count: int) -> dt.date:
    """The last day of a term of `count` working days that begins the day after `start`."""
    day = start
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_left(due: dt.date, on: dt.date) -> int:
    """Working days from the day after `on` to `due`; negative when overdue."""
    if due < on:
        return -workdays_left(on, due)
    days = ((on + dt.timedelta(days=n)) for n in range(1, (due - on).days + 1))
    return sum(is_workday(day) for day in days)


@dataclass(frozen=True)
class Light:
    """A deadline's light: colour and the sentence beside it."""

    colour: str
    text: str
    days_left: int


def light(due: dt.date, on: dt.date) -> Light:
    """Green; yellow from two working days before the deadline; red once it is passed."""
    left = workdays_left(due, on)
    if due < on:
        return Light("red", f"已超期{-left}个工作日" if left else "已超期", left)
    text = "今日到期" if due == on else f"剩{left}个工作日"
    return Light("yellow" if left <= YELLOW_DAYS else "green", text, left)
