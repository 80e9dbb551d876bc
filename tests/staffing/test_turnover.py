"""Who came and left in a month, unit by unit: the lines add up, whoever asks sees only their own."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from quotas.models import QuotaType
from staffing import enrolment, leaving
from staffing.areas import find_area
from staffing.models import ExitReason, Posting
from staffing.turnover import REASONS, turnover
from tests.api import V1, api_of, got, refusal
from tests.cast import make_unit
from tests.pages import queries_of, rows, signed_in, words
from tests.people import new_person
from tests.sheets import content, table_of
from units.models import Region, Unit

PAGE, MARCH, APRIL = "/people/turnover/", dt.date(2026, 3, 1), dt.date(2026, 4, 1)


@pytest.fixture
def staffed(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any], departure: dict[str, Any]
) -> list[Posting]:
    """Four came in March; in April two left, one of them on the first, and one came."""
    vacancies(school, post_type, 5)
    found = enrolment.register(unit=school, quota_type=post_type, people=[new_person() for _ in range(4)], **basis)
    leaving.release(posting=found[0], **departure)
    leaving.release(posting=found[1], **departure | {"ended_on": dt.date(2026, 4, 30), "exit_reason": "died"})
    late = basis | {"started_on": dt.date(2026, 4, 20)}
    return [*found, *enrolment.register(unit=school, quota_type=post_type, people=[new_person()], **late)]


def test_every_reason_is_in_one_group() -> None:
    assert sorted(reason for group in REASONS.values() for reason in group) == sorted(ExitReason.values)


def test_a_month_adds_up(staffed: list[Posting], school: Unit, post_type: QuotaType, clerk: User) -> None:
    area = find_area(clerk, {"region": school.region.code})

    def of(month: dt.date) -> tuple[int, ...]:
        [line] = turnover(area, [post_type], month).lines
        assert (line.unit, line.quota_type) == (school, post_type)
        return (line.opening, line.came, *line.left, line.closing, line.vacant)

    assert of(MARCH) == (0, 4, 0, 0, 0, 0, 0, 0, 4, 1)
    assert of(APRIL) == (4, 1, 0, 0, 1, 0, 1, 0, 3, 2)
    found = turnover(area, [post_type], APRIL)
    assert (found.came, found.gone, found.next) == (1, 2, "")
    assert turnover(area, [post_type], dt.date(2026, 5, 1)).lines == []


def test_units_come_page_by_page(
    staffed: list[Posting], region: Region, post_type: QuotaType, vacancies: Callable[..., None],
    basis: dict[str, Any], clerk: User,
) -> None:  # fmt: skip
    area, names = find_area(clerk, {"region": region.code}), []
    client = signed_in(clerk)
    few = queries_of(client, [f"{PAGE}?month=2026-03"])
    for number in range(3):
        other = make_unit(region, f"澜川市第{number + 2}中学", category="institution")
        vacancies(other, post_type, 1)
        enrolment.register(unit=other, quota_type=post_type, people=[new_person()], **basis)
    assert queries_of(client, [f"{PAGE}?month=2026-03"]) == few
    assert max(few.values()) <= 12
    after = ""
    while True:
        page = turnover(area, [post_type], MARCH, after=after, units=3)
        names += [line.unit.name for line in page.lines]
        if not (after := page.next):
            break
    assert (len(names), len(set(names)), page.came) == (4, 4, 7)


def test_page_sheet_and_api_say_the_same(
    staffed: list[Posting], school: Unit, post_type: QuotaType, clerk: User, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client, query = signed_in(clerk), {"unit": school.number, "month": "2026-04"}
    [_, line] = rows(client.get(PAGE, query))
    figures = [4, 1, 0, 0, 1, 0, 1, 0, 2, 3, 2]
    assert line[2:] == [str(each) for each in figures]
    _, titles, [taken] = table_of(content(client.get("/exports/turnover/", query)))
    assert (titles[5], taken[3:]) == ("减少：离退休", figures)
    told = got(clerk, "people/turnover/", **query)
    assert (told["came"], told["gone"], told["left"]) == (1, 2, [0, 0, 1, 0, 1, 0])
    assert told["lines"][0]["vacant"] == 2
    assert "这个月没有人员增减" in words(client.get(PAGE, {"month": "2026-05"}))


def test_wrong_filters_are_answered_in_words_and_strangers_learn_nothing(
    staffed: list[Posting], school: Unit, clerk: User, outsider: User, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for month, said in (("2026-13", "月份应写作2027-03。"), ("2099-01", "月份不能晚于本月。")):
        page = signed_in(clerk).get(PAGE, {"month": month})
        assert (page.status_code, said in words(page)) == (200, True)
        assert refusal(api_of(clerk).get(f"{V1}/people/turnover/", {"month": month}))[2] == "month"
    stranger, query = signed_in(outsider), {"unit": school.number, "month": "2026-04"}
    assert school.name not in words(stranger.get(PAGE, query))
    assert stranger.get(PAGE, {"region": school.region.code}).status_code == 404
    assert api_of(outsider).get(f"{V1}/people/turnover/", query).status_code == 404
    assert stranger.get("/exports/turnover/", query).status_code in (400, 404)
