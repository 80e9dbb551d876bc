"""The back office writes under the name of who is signed in, and only what may be kept by hand."""

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import make_user
from units.models import Mandate, Region, Unit


@pytest.fixture
def office(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="admin", name="管理员"))
    return client


def test_a_user_added_in_the_back_office_is_recorded_under_its_keeper(office: Client) -> None:
    form = {
        "username": "new",
        "name": "新同志",
        "usable_password": "true",
        "password1": "澜川-2026-秋",
        "password2": "澜川-2026-秋",
    }
    assert office.post("/admin/accounts/user/add/", form).status_code == 302
    first = User.objects.get(username="new").history.earliest()
    assert (first.name, first.actor_name, first.history_change_reason) == ("新同志", "管理员", "后台维护")


def test_a_password_set_in_the_back_office_is_recorded_without_itself(office: Client, clerk: User) -> None:
    form = {"usable_password": "true", "password1": "澜川-2026-秋", "password2": "澜川-2026-秋"}
    assert office.post(f"/admin/accounts/user/{clerk.pk}/password/", form).status_code == 302
    assert clerk.history.latest().actor_name == "管理员"
    assert User.objects.get(pk=clerk.pk).check_password("澜川-2026-秋")


def test_a_region_added_in_the_back_office_finds_its_place(office: Client, region: Region) -> None:
    form = {"code": "990105", "name": "北川县", "has_office": "on"}
    assert office.post("/admin/units/region/add/", form).status_code == 302
    added = Region.objects.get(code="990105")
    assert (added.parent, added.prefix, added.level) == (region, "990105", "county")
    assert added.history.get().actor_name == "管理员"


@pytest.mark.parametrize("code", ["990100", "99", "abc", ""])
def test_a_wrong_region_code_is_named_beside_the_field(office: Client, region: Region, code: str) -> None:
    response = office.post("/admin/units/region/add/", {"code": code, "name": "又一市"})
    assert response.status_code == 200
    assert "code" in response.context["adminform"].form.errors
    assert Region.objects.count() == 1


def test_a_mandate_given_in_the_back_office_names_who_gave_it(office: Client, region: Region, school: Unit) -> None:
    user = make_user("new")
    form = {"user": user.pk, "role": "clerk", "region": region.pk, "unit": "", "starts_on": "2026-01-01", "ends_on": ""}
    assert office.post("/admin/units/mandate/add/", form).status_code == 302
    given = Mandate.objects.get(user=user)
    assert (given.granted_by.name, given.history.get().actor_name) == ("管理员", "管理员")
    misfit = office.post("/admin/units/mandate/add/", {**form, "unit": school.pk})
    assert "二者只能选一" in misfit.content.decode()
    assert Mandate.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    "page", ["accounts/user", "units/region", "units/mandate", "units/unit", "units/internaldivision"]
)
def test_every_list_of_the_back_office_opens(office: Client, school: Unit, clerk: User, page: str) -> None:
    assert office.get(f"/admin/{page}/?q=a").status_code == 200


def test_units_are_read_and_nothing_is_deleted_in_the_back_office(office: Client, school: Unit, clerk: User) -> None:
    assert office.get(f"/admin/units/unit/{school.pk}/change/").status_code == 200
    assert office.post(f"/admin/units/unit/{school.pk}/change/", {"name": "别名"}).status_code == 403
    assert office.get("/admin/units/unit/add/").status_code == 403
    for page, pk in (("units/unit", school.pk), ("accounts/user", clerk.pk), ("units/region", school.region_id)):
        assert office.post(f"/admin/{page}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_back_office_is_closed_to_everybody_else(client: Client, director: User) -> None:
    client.force_login(director)
    assert client.get("/admin/units/mandate/add/").status_code == 302
