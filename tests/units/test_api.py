from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from tests.cast import FOUNDED, make_unit
from units.models import InternalDivision, Region, Unit

UNITS = "/api/v1/units/"


def api_of(user: User | None = None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(User.objects.get(pk=user.pk))
    return client


def names(user: User, **query: Any) -> list[str]:
    response = api_of(user).get(UNITS, query)
    assert response.status_code == 200, response.content.decode()
    return [unit["name"] for unit in response.json()["results"]]


def test_the_api_asks_strangers_to_sign_in(db: None) -> None:
    for address in (UNITS, f"{UNITS}x/", "/api/v1/regions/", "/api/v1/me/"):
        response = api_of().get(address)
        assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_me_tells_roles_and_scope(clerk: User, department: User, education: Unit) -> None:
    assert api_of(clerk).get("/api/v1/me/").json() == {
        "username": "clerk",
        "name": "clerk同志",
        "roles": [{"role": "clerk", "role_label": "经办", "code": "990100", "place": "澜川市"}],
        "scope": {"region_prefixes": ["9901"], "departments": [], "units": []},
    }
    assert api_of(department).get("/api/v1/me/").json()["scope"] == {
        "region_prefixes": [],
        "departments": [education.number],
        "units": [],
    }


def test_the_list_shows_the_units_in_scope(
    bureau: Unit, education: Unit, school: Unit, stranger: Unit, clerk: User, department: User, outsider: User
) -> None:
    assert set(names(clerk)) == {bureau.name, education.name, school.name}
    assert set(names(department)) == {education.name, school.name}
    assert names(outsider) == [stranger.name]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "中学"}, {"澜川市第一中学"}),
        ({"q": "市教育局"}, {"澜川市教育局"}),
        ({"q": "990100-00001"}, {"澜川市教育局"}),
        ({"q": "%"}, set()),
        ({"q": "_"}, set()),
        ({"q": "水务"}, set()),
        ({"category": "institution"}, {"澜川市第一中学"}),
        ({"competent_department": "990100-00001"}, {"澜川市第一中学"}),
        ({"region": "990102"}, {"望湖区财政局"}),
        ({"region": "990200"}, set()),
        ({"region": "990100", "category": "organ"}, {"澜川市教育局", "望湖区财政局"}),
        ({"state": "abolished"}, {"已撤销单位"}),
        ({"state": "all", "q": "单位"}, {"已撤销单位"}),
    ],
)
def test_the_list_is_narrowed_by_its_filters(
    education: Unit, school: Unit, district: Region, stranger: Unit, clerk: User, query: dict[str, str], found: set[str]
) -> None:
    make_unit(district, "望湖区财政局")
    Unit.objects.filter(pk=make_unit(district, "已撤销单位").pk).update(abolished_on=FOUNDED)
    assert set(names(clerk, **query)) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": "长" * 101}, "q"),
        ({"region": "99"}, "region"),
        ({"region": "x" * 400}, "region"),
        ({"category": "ship"}, "category"),
        ({"state": "gone"}, "state"),
        ({"competent_department": "x" * 31}, "competent_department"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(clerk: User, query: dict[str, str], field: str) -> None:
    response = api_of(clerk).get(UNITS, query)
    assert (response.status_code, response.json()["field"]) == (400, field)


@pytest.mark.parametrize("query", [{"cursor": "odd"}, {"cursor": "cD05OTk="}, {"page_size": "-1"}, {"page_size": "x"}])
def test_odd_pages_are_no_server_error(clerk: User, school: Unit, query: dict[str, str]) -> None:
    assert api_of(clerk).get(UNITS, query).status_code in (200, 404)


def test_a_unit_is_shown_with_divisions_and_lineage(clerk: User, school: Unit) -> None:
    InternalDivision.objects.create(unit=school, name="教务处", kind="business", post_count=4, chief_count=1)
    InternalDivision.objects.create(unit=school, name="旧处", kind="business", abolished_on=FOUNDED)
    unit = api_of(clerk).get(f"{UNITS}{school.number}/").json()
    assert (unit["name"], unit["region"]["code"], unit["state"]) == ("澜川市第一中学", "990100", "active")
    assert unit["competent_department"]["name"] == "澜川市教育局"
    assert [division["name"] for division in unit["divisions"]] == ["教务处"]
    assert [event["kind"] for event in unit["lineage"]] == ["set_up"]


def test_a_unit_outside_the_scope_does_not_exist(
    clerk: User, department: User, unit_clerk: User, bureau: Unit, education: Unit, stranger: Unit
) -> None:
    for user, unit in ((clerk, stranger), (department, bureau), (unit_clerk, education)):
        hidden = api_of(user).get(f"{UNITS}{unit.number}/")
        missing = api_of(user).get(f"{UNITS}nothing/")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.json() == missing.json()


def test_the_regions_are_those_in_scope(
    town: Region, clerk: User, department: User, unit_clerk: User, outsider: User
) -> None:
    def codes(user: User) -> list[str]:
        return [region["code"] for region in api_of(user).get("/api/v1/regions/").json()["results"]]

    assert codes(clerk) == ["990100", "990102", "990102101"]
    assert codes(department) == codes(unit_clerk) == ["990100"]
    assert codes(outsider) == ["990200"]
    assert api_of(clerk).get("/api/v1/regions/").json()["results"][1]["parent_code"] == "990100"


def test_a_list_costs_the_same_at_every_size(
    region: Region, education: Unit, clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (80, 8000):
        _fill(region, education, size)
        for address in (UNITS, f"{UNITS}?q=第10", "/api/v1/regions/"):
            with django_assert_num_queries(3):  # user, mandates, rows
                assert api_of(clerk).get(address).status_code == 200
        with django_assert_num_queries(5):  # user, mandates, unit, divisions, lineage
            api_of(clerk).get(f"{UNITS}{education.number}/")


def _fill(region: Region, department: Unit, size: int) -> None:
    taken = Unit.objects.count()
    common = {"region": region, "competent_department": department, "category": "institution", "set_up_on": FOUNDED}
    Unit.objects.bulk_create(Unit(number=f"B{n:05d}", name=f"第{n}小学", **common) for n in range(taken, size))


def test_every_page_of_the_list_is_reached_once(region: Region, education: Unit, clerk: User) -> None:
    _fill(region, education, 120)
    found: list[str] = []
    address: str | None = f"{UNITS}?page_size=50"
    while address:
        page = api_of(clerk).get(address).json()
        found += [unit["number"] for unit in page["results"]]
        address = page["next"]
    assert len(found) == len(set(found)) == Unit.objects.count()


def test_nothing_is_changed_through_the_list(clerk: User, school: Unit) -> None:
    for address in (UNITS, f"{UNITS}{school.number}/"):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(api_of(clerk), method)(address, {}).status_code == 405


def test_a_part_of_a_name_is_found_through_an_index(region: Region, education: Unit) -> None:
    _fill(region, education, 8000)
    with connection.cursor() as cursor:
        # What autovacuum does after a bulk: until then the planner counts the pending entries against the index.
        for index in ("units_by_part_of_name", "units_by_part_of_short_name"):
            cursor.execute("select gin_clean_pending_list(%s)", [index])
        cursor.execute("analyze units_unit")
    assert "Index" in Unit.objects.matching("第1234小学").explain()
