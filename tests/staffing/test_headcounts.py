"""Staff as of a day: counted from the postings, by place and type, for whoever oversees the place."""

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
from staffing.headcounts import Headcount, headcounts, table
from staffing.models import Posting
from tests.api import V1, api_of, got, refusal
from tests.cast import make_user
from tests.pages import links, queries_of, rows, signed_in, words
from tests.people import new_person
from tests.sheets import content, table_of
from units.models import Unit

PAGE = "/people/headcounts/"
EVE, LEFT = dt.timedelta(days=-1), dt.date(2026, 4, 1)


@pytest.fixture
def staffed(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any], departure: dict[str, Any]
) -> list[Posting]:
    """Three people, of whom one left on the first of April."""
    vacancies(school, post_type, 5)
    people = [new_person() for _ in range(3)]
    found = enrolment.register(unit=school, quota_type=post_type, people=people, **basis)
    leaving.release(posting=found[0], **departure)
    return found


def of_school(clerk: User, school: Unit, on: dt.date) -> list[Headcount]:
    kinds = set(QuotaType.objects.filter(family="post", is_group=False).values_list("pk", flat=True))
    return headcounts(find_area(clerk, {"unit": school.number}), kinds, on)


def test_a_day_counts_who_was_on_a_post_then(
    staffed: list[Posting], school: Unit, post_type: QuotaType, clerk: User
) -> None:
    began = staffed[0].started_on
    assert of_school(clerk, school, began + EVE) == []
    assert of_school(clerk, school, began) == [Headcount(school.pk, post_type.pk, 3)]
    assert of_school(clerk, school, LEFT + EVE) == [Headcount(school.pk, post_type.pk, 3)]
    # The day on which somebody leaves is the first without them.
    assert of_school(clerk, school, LEFT) == [Headcount(school.pk, post_type.pk, 2)]


def test_a_region_adds_up_its_own_level_and_the_regions_below(
    staffed: list[Posting], school: Unit, post_type: QuotaType, clerk: User
) -> None:
    region = find_area(clerk, {"region": school.region.code})
    found = table(region, [post_type], LEFT)
    assert [(line.name, line.by_type) for line in found.lines] == [(f"{school.region.name}本级", [2])]
    assert (found.types, found.sums, found.people) == ([post_type], [2], 2)


def test_the_page_shows_the_table_of_a_day(staffed: list[Posting], school: Unit, clerk: User) -> None:
    client = signed_in(clerk)
    page = client.get(PAGE, {"as_of": (LEFT + EVE).isoformat()})
    assert [row[-1] for row in rows(page)][1:] == ["3", "3"]
    of_unit = client.get(PAGE, {"unit": school.number, "as_of": "2026-04-01"})
    assert [row[-1] for row in rows(of_unit)][1:] == ["2", "2"]
    assert "这一天没有在编人员" in words(client.get(PAGE, {"as_of": "1990-01-01"}))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"as_of": "昨天"}, "请输入日期，如2026-03-01。"),
        ({"as_of": "2999-01-01"}, "日期不能晚于今天。"),
        ({"as_of": "1900-01-01"}, "日期不能早于1949-10-01。"),
        ({"type": "moon"}, "编制类型"),
    ],
)
def test_a_wrong_filter_is_answered_in_words(query: dict[str, str], sentence: str, school: Unit, clerk: User) -> None:
    page = signed_in(clerk).get(PAGE, query)
    assert page.status_code == 200
    assert sentence in words(page)


def test_the_sheet_and_the_api_say_the_same_as_the_page(
    staffed: list[Posting], school: Unit, post_type: QuotaType, clerk: User, outsider: User, tmp_path: Path,
    settings: Settings,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path
    client, query = signed_in(clerk), {"unit": school.number, "as_of": "2026-03-31"}
    assert any("headcounts" in link for link in links(client.get(PAGE, query)))
    _, titles, lines = table_of(content(client.get("/exports/headcounts/", query)))
    assert titles == ["单位", "编码", post_type.name, "合计"]
    assert lines == [[school.name, school.number, 3, 3], ["合计", "", 3, 3]]
    assert signed_in(outsider).get("/exports/headcounts/", query).status_code == 400
    address = "people/headcounts/"
    assert got(clerk, address, **query) == {
        "area": school.name, "as_of": "2026-03-31", "types": [post_type.code], "sums": [3], "people": 3,
        "lines": [{"key": school.number, "name": school.name, "by_type": [3], "people": 3}],
    }  # fmt: skip
    assert got(clerk, address, region=school.region.code)["people"] == 2
    assert refusal(api_of(clerk).get(f"{V1}/{address}", {"as_of": "2999-01-01"}))[2] == "as_of"
    assert api_of(outsider).get(f"{V1}/{address}", {"unit": school.number}).status_code == 404
    assert api_of().get(f"{V1}/{address}").status_code == 401


def test_nobody_counts_people_outside_their_scope(staffed: list[Posting], school: Unit, outsider: User) -> None:
    stranger = signed_in(outsider)
    assert stranger.get(PAGE, {"region": school.region.code}).status_code == 404
    assert school.name not in words(stranger.get(PAGE, {"unit": school.number}))
    assert signed_in(make_user("nobody")).get(PAGE).status_code == 404


def test_the_statements_do_not_grow_with_the_people(staffed: list[Posting], school: Unit, clerk: User) -> None:
    client = signed_in(clerk)
    counts = queries_of(client, [PAGE, f"{PAGE}?as_of=2026-03-31", f"{PAGE}?region={school.region.code}"])
    assert max(counts.values()) <= 12
