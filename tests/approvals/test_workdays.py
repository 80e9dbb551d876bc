"""Working days (工作日): the State Council's calendar of 2026 with its make-up days; beyond it weekends, said so."""

import datetime as dt
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals import workdays
from approvals.workdays import add_workdays, is_published, is_workday, light, workdays_left

YEAR = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]


def days(month: int, first: int, last: int) -> list[dt.date]:
    return [dt.date(2026, month, day) for day in range(first, last + 1)]


# 国务院办公厅关于2026年部分节假日安排的通知
FREE = set(
    chain(
        days(1, 1, 3), days(2, 15, 23), days(4, 4, 6), days(5, 1, 5), days(6, 19, 21), days(9, 25, 27), days(10, 1, 7)
    )
)  # fmt: skip
MADE_UP = {dt.date(2026, month, day) for month, day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]}


def test_every_day_of_2026_is_as_published() -> None:
    expected = [day for day in YEAR if day in MADE_UP or (day.weekday() < 5 and day not in FREE)]
    assert [day for day in YEAR if is_workday(day)] == expected


def test_days_made_up_for_are_weekends() -> None:
    assert {day.weekday() for day in MADE_UP} <= {5, 6}


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ((2, 13), 1, (2, 14)),  # a Saturday worked for the Spring Festival
        ((2, 14), 1, (2, 24)),  # nine free days
        ((2, 27), 1, (2, 28)),
        ((4, 3), 1, (4, 7)),
        ((9, 30), 1, (10, 8)),
        ((10, 8), 3, (10, 12)),  # Friday, worked Saturday, Monday
        ((4, 7), 0, (4, 7)),
        ((4, 1), 20, (4, 30)),
    ],
)
def test_a_term_begins_the_day_after_and_ends_on_a_working_day(
    start: tuple[int, int], count: int, due: tuple[int, int]
) -> None:
    assert add_workdays(dt.date(2026, *start), count) == dt.date(2026, *due)


def test_a_year_that_is_not_published_has_weekends_only_and_says_so() -> None:
    last = max(workdays.PUBLISHED)
    assert is_published(dt.date(2026, 12, 31))
    assert is_published(dt.date(last, 12, 31))
    assert not is_published(dt.date(last + 1, 1, 1))
    assert not is_published(dt.date(1990, 1, 1))
    later = [dt.date(2099, 10, 1) + dt.timedelta(days=n) for n in range(7)]
    assert [is_workday(day) for day in later] == [day.weekday() < 5 for day in later]


dates = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


@given(start=dates, count=st.integers(0, 60))
def test_what_is_left_of_a_term_is_the_term(start: dt.date, count: int) -> None:
    due = add_workdays(start, count)
    assert workdays_left(due, start) == count
    assert count == 0 or is_workday(due)


@given(first=dates, second=dates)
def test_overdue_is_the_mirror_of_what_was_left(first: dt.date, second: dt.date) -> None:
    assert workdays_left(first, second) == -workdays_left(second, first)


FRIDAY = dt.date(2026, 4, 17)


@pytest.mark.parametrize(
    ("on", "colour", "text"),
    [
        ((4, 13), "green", "剩4个工作日"),
        ((4, 14), "green", "剩3个工作日"),
        ((4, 15), "yellow", "剩2个工作日"),
        ((4, 16), "yellow", "剩1个工作日"),
        ((4, 17), "yellow", "今日到期"),
        ((4, 18), "red", "已超期"),  # Saturday: late, though no working day has passed
        ((4, 20), "red", "已超期1个工作日"),
        ((4, 21), "red", "已超期2个工作日"),
    ],
)
def test_lights_at_their_borders(on: tuple[int, int], colour: str, text: str) -> None:
    seen = light(FRIDAY, dt.date(2026, *on))
    assert (seen.colour, seen.text) == (colour, text)


def test_a_free_day_before_the_deadline_counts_for_nothing() -> None:
    """On the eve of the National Day holiday a term to 8 October has one working day left."""
    assert light(dt.date(2026, 10, 8), dt.date(2026, 9, 30)).text == "剩1个工作日"


def test_today_is_the_day_in_china(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past four in the afternoon of UTC is half past midnight of the next day in China."""
    moment = dt.datetime(2026, 4, 16, 16, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    assert workdays.today() == dt.date(2026, 4, 17)
