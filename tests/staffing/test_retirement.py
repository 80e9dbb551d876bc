"""The law on later retirement: every vector of the domain file, and what holds for all births."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.models import RetirementCategory
from staffing.retirement import SCHEMES, contribution_years, early_on, retirement, retires_on

# category | birth | original | delay | age | retires | earliest | latest | years of contributions
VECTORS = """
male60 1964-12 2024-12 0 60y0m 2024-12 - - 15
male60 1965-01 2025-01 1 60y1m 2025-02 2025-01 2028-02 15
male60 1965-04 2025-04 1 60y1m 2025-05 2025-04 2028-05 15
male60 1965-05 2025-05 2 60y2m 2025-07 2025-05 2028-07 15
male60 1965-12 2025-12 3 60y3m 2026-03 2025-12 2029-03 15
male60 1968-06 2028-06 11 60y11m 2029-05 2028-06 2032-05 15
male60 1970-02 2030-02 16 61y4m 2031-06 2030-02 2034-06 16
male60 1972-10 2032-10 24 62y0m 2034-10 2032-10 2037-10 17.5
male60 1976-08 2036-08 35 62y11m 2039-07 2036-08 2042-07 20
male60 1976-09 2036-09 36 63y0m 2039-09 2036-09 2042-09 20
male60 1986-01 2046-01 36 63y0m 2049-01 2046-01 2052-01 20
female55 1969-12 2024-12 0 55y0m 2024-12 - - 15
female55 1970-01 2025-01 1 55y1m 2025-02 2025-01 2028-02 15
female55 1971-08 2026-08 5 55y5m 2027-01 2026-08 2030-01 15
female55 1973-11 2028-11 12 56y0m 2029-11 2028-11 2032-11 15
female55 1975-12 2030-12 18 56y6m 2032-06 2030-12 2035-06 16.5
female55 1981-08 2036-08 35 57y11m 2039-07 2036-08 2042-07 20
female55 1981-09 2036-09 36 58y0m 2039-09 2036-09 2042-09 20
female50 1974-12 2024-12 0 50y0m 2024-12 - - 15
female50 1975-01 2025-01 1 50y1m 2025-02 2025-01 2028-02 15
female50 1975-02 2025-02 1 50y1m 2025-03 2025-02 2028-03 15
female50 1975-03 2025-03 2 50y2m 2025-05 2025-03 2028-05 15
female50 1978-07 2028-07 22 51y10m 2030-05 2028-07 2033-05 15.5
female50 1980-01 2030-01 31 52y7m 2032-08 2030-01 2035-08 16.5
female50 1984-10 2034-10 59 54y11m 2039-09 2036-09 2042-09 20
female50 1984-11 2034-11 60 55y0m 2039-11 2036-11 2042-11 20
female50 1986-01 2036-01 60 55y0m 2041-01 2038-01 2044-01 20
"""
CATEGORIES = st.sampled_from(RetirementCategory)
BIRTHS = st.dates(dt.date(1955, 1, 1), dt.date(2009, 12, 31))


def month(text: str) -> dt.date | None:
    return None if text == "-" else dt.date.fromisoformat(f"{text}-01")


@pytest.mark.parametrize("vector", VECTORS.strip().splitlines())
def test_the_vectors_of_the_law(vector: str) -> None:
    category, birth, original, delay, age, retires, earliest, latest, years = vector.split()
    born = dt.date.fromisoformat(f"{birth}-28")
    law = retirement(category, born)
    assert (law.original, law.delay, law.month) == (month(original), int(delay), month(retires))
    assert f"{law.age[0]}y{law.age[1]}m" == age
    assert (law.earliest, law.latest, law.contribution_years) == (month(earliest), month(latest), Decimal(years))


def test_women_in_high_posts_follow_the_table_of_men() -> None:
    for year in range(1955, 2010):
        assert retirement("female60", dt.date(year, 7, 1)) == retirement("male60", dt.date(year, 7, 1))


def by_counting(category: str, born: dt.date) -> int:
    """The other form of the rule: from 2025-01 on, the first of every `step` months adds one month, up to the cap."""
    scheme = SCHEMES[RetirementCategory(category)]
    delay, waited = 0, 0
    year, number = 2025, 1
    while (year, number) <= (born.year + scheme.original_age, born.month):
        if waited % scheme.step == 0 and delay < scheme.cap:
            delay += 1
        waited += 1
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
    return delay


@pytest.mark.parametrize("category", RetirementCategory)
def test_both_forms_of_the_rule_agree_for_all_births(category: str) -> None:
    for year in range(1955, 2010):
        for number in range(1, 13):
            born = dt.date(year, number, 1)
            assert retirement(category, born).delay == by_counting(category, born)


@given(CATEGORIES, BIRTHS, BIRTHS)
def test_who_is_born_later_does_not_retire_earlier(category: str, one: dt.date, other: dt.date) -> None:
    older, younger = retirement(category, min(one, other)), retirement(category, max(one, other))
    assert older.month <= younger.month
    assert older.delay <= younger.delay
    assert older.contribution_years <= younger.contribution_years


@given(CATEGORIES, BIRTHS)
def test_flexible_months_keep_their_distance(category: str, born: dt.date) -> None:
    law = retirement(category, born)
    if law.earliest is None or law.latest is None:
        assert law.delay == 0
        return
    assert law.original <= law.earliest <= law.month < law.latest
    assert (law.month.year - law.earliest.year) * 12 + law.month.month - law.earliest.month <= 36
    assert (law.latest.year - law.month.year) * 12 + law.latest.month - law.month.month == 36


def test_the_steps_leave_months_in_which_nobody_retires() -> None:
    months = {retirement("male60", dt.date(1965 + n // 12, n % 12 + 1, 1)).month for n in range(24)}
    assert dt.date(2025, 6, 1) not in months
    assert dt.date(2025, 11, 1) not in months


def test_without_a_category_nothing_is_foretold() -> None:
    assert retires_on("", dt.date(1970, 1, 1)) is None
    assert early_on("", dt.date(1970, 1, 1)) is None
    with pytest.raises(ValueError, match="male65"):
        retirement("male65", dt.date(1970, 1, 1))


def test_who_reached_the_old_age_before_the_reform_has_no_choice() -> None:
    assert early_on("male60", dt.date(1964, 12, 31)) == dt.date(2024, 12, 1)
    assert early_on("male60", dt.date(1965, 1, 1)) == dt.date(2025, 1, 1)


def test_contributions_grow_by_half_a_year() -> None:
    years = [contribution_years(year) for year in (2024, 2029, 2030, 2031, 2038, 2039, 2060)]
    assert years == [Decimal(text) for text in ("15", "15", "15.5", "16", "19.5", "20", "20")]
