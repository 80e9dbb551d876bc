"""Who sees what and acts where: only mandates in force decide."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import acting
from accounts.models import User
from tests.cast import make_unit, make_user
from units import mandates
from units.mandates import acts_as, may_administer, scope_of, sees_region, sees_unit
from units.models import Mandate, Region, Role, Unit

CAST = ("clerk", "head", "director", "committee", "inspector", "department", "unit_clerk", "outsider")


def seen_by(user: User | AnonymousUser) -> set[Unit]:
    seen = set(Unit.objects.visible_to(user))
    assert seen == {unit for unit in Unit.objects.select_related("region") if sees_unit(user, unit)}
    return seen


@pytest.fixture
def everything(
    bureau: Unit, education: Unit, school: Unit, stranger: Unit, district: Region, town: Region
) -> dict[str, Unit]:
    return {
        "bureau": bureau,
        "education": education,
        "school": school,
        "district": make_unit(district, "望湖区财政局"),
        "town": make_unit(town, "柳堤镇人民政府"),
        "stranger": stranger,
    }


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        *((role, {"bureau", "education", "school", "district", "town"}) for role in CAST[:5]),
        ("department", {"education", "school"}),
        ("unit_clerk", {"school"}),
        ("outsider", {"stranger"}),
    ],
)
def test_each_role_sees_its_own_jurisdiction(
    everything: dict[str, Unit], request: pytest.FixtureRequest, role: str, seen: set[str]
) -> None:
    user = request.getfixturevalue(role)
    assert seen_by(user) == {everything[name] for name in seen}


def test_a_district_sees_its_towns_and_not_its_city(everything: dict[str, Unit], district: Region) -> None:
    user = make_user("d", "clerk", region=district)
    assert seen_by(user) == {everything["district"], everything["town"]}
    assert set(Region.objects.visible_to(user).values_list("code", flat=True)) == {"990102", "990102101"}


def test_several_mandates_add_up(everything: dict[str, Unit], district: Region, stranger: Unit) -> None:
    user = make_user("several", "inspector", region=district)
    mandates.grant(user, role="unit", unit=stranger, actor=acting.system_user())
    assert seen_by(user) == {everything["district"], everything["town"], stranger}
    assert scope_of(user).roles == {"inspector", "unit"}


def test_nobody_sees_anything_without_a_mandate(everything: dict[str, Unit]) -> None:
    superuser = User.objects.create_superuser("root", password="root", name="超级用户")
    assert seen_by(superuser) == set()
    assert seen_by(make_user("nobody")) == set()
    assert seen_by(AnonymousUser()) == set()
    assert not acts_as(superuser, *Role.values)
    assert set(Region.objects.visible_to(superuser)) == set()


def test_a_disabled_user_sees_and_does_nothing(everything: dict[str, Unit], clerk: User) -> None:
    clerk.is_active = False
    assert seen_by(clerk) == set()
    assert not acts_as(clerk, Role.CLERK)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(0, None, True), (0, 0, True), (-9, 0, True), (1, None, False), (-9, -1, False), (-9, 9, True)],
)
def test_a_mandate_holds_from_its_first_to_its_last_day(
    school: Unit, starts: int, ends: int | None, holds: bool
) -> None:
    today = timezone.localdate()
    last = None if ends is None else today + timedelta(days=ends)
    user = make_user("u")
    starts_on = today + timedelta(days=starts)
    mandates.grant(user, role="unit", unit=school, starts_on=starts_on, ends_on=last, actor=acting.system_user())
    assert (seen_by(user) == {school}) is holds


def test_the_scope_of_another_day_is_another_scope(school: Unit) -> None:
    user = make_user("u")
    mandates.grant(user, role="unit", unit=school, ends_on=timezone.localdate(), actor=acting.system_user())
    assert scope_of(user).unit_ids == {school.pk}
    assert scope_of(user, timezone.localdate() + timedelta(days=1)).unit_ids == frozenset()


def test_a_scope_is_read_once_for_a_request(clerk: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = User.objects.get(pk=clerk.pk)
    with django_assert_num_queries(1):
        assert scope_of(user) is scope_of(user)
        assert acts_as(user, Role.CLERK)
        assert not acts_as(user, Role.HEAD)


def test_a_wider_region_covers_a_narrower_one(region: Region, district: Region, clerk: User) -> None:
    mandates.grant(clerk, role="head", region=district, actor=acting.system_user())
    assert scope_of(clerk).region_prefixes == ("9901",)
    assert scope_of(clerk).standing == [("经办", "澜川市"), ("科长", "望湖区")]
    assert scope_of(clerk).region_name == "澜川市"


def test_a_bureau_acts_in_its_own_region_only(region: Region, district: Region, town: Region, clerk: User) -> None:
    assert acts_as(clerk, Role.CLERK, region=region)
    assert not acts_as(clerk, Role.CLERK, region=district), "It sees the district but does not act there."
    assert not acts_as(clerk, Role.HEAD, region=region)
    assert sees_region(clerk, district)
    assert not sees_region(make_user("d", "clerk", region=district), region)


def test_the_office_in_charge_acts_for_a_unit(
    education: Unit, district: Region, town: Region, clerk: User, outsider: User
) -> None:
    town_hall = make_unit(town, "柳堤镇人民政府")
    district_clerk = make_user("d", "clerk", region=district)
    assert acts_as(clerk, Role.CLERK, unit=education)
    assert acts_as(district_clerk, Role.CLERK, unit=town_hall), "The town has no office of its own."
    assert not acts_as(clerk, Role.CLERK, unit=town_hall)
    assert not acts_as(outsider, Role.CLERK, unit=education)


def test_a_department_acts_for_itself_and_its_units(
    education: Unit, school: Unit, bureau: Unit, department: User, unit_clerk: User
) -> None:
    assert acts_as(department, Role.DEPARTMENT, unit=education)
    assert acts_as(department, Role.DEPARTMENT, unit=school)
    assert not acts_as(department, Role.DEPARTMENT, unit=bureau)
    assert acts_as(unit_clerk, Role.UNIT, unit=school)
    assert not acts_as(unit_clerk, Role.UNIT, unit=education)
    assert not acts_as(unit_clerk, Role.DEPARTMENT, unit=school)
    assert not acts_as(department, Role.DEPARTMENT, region=education.region)


def test_an_administrator_of_the_region_grants_mandates(region: Region, district: Region, school: Unit) -> None:
    admin = make_user("admin", "admin", region=region)
    user = make_user("new")
    given = mandates.grant(user, role="clerk", region=district, actor=admin)
    assert (given.granted_by, given.starts_on, given.history.get().actor_name) == (
        admin,
        timezone.localdate(),
        "admin同志",
    )
    assert acts_as(user, Role.CLERK, region=district)
    assert not acts_as(admin, Role.CLERK, region=district), "Who administers does not act."
    mandates.grant(user, role="unit", unit=school, actor=admin)


@pytest.mark.parametrize("name", CAST)
def test_nobody_else_grants_mandates(
    request: pytest.FixtureRequest, region: Region, district: Region, stranger: Unit, name: str
) -> None:
    user = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        mandates.grant(user, role="director", region=region, actor=user)
    district_admin = make_user("district_admin", "admin", region=district)
    assert may_administer(district_admin, district)
    assert not may_administer(district_admin, region)
    assert not acts_as(user, Role.ADMIN)


def test_a_disabled_superuser_grants_nothing(region: Region) -> None:
    superuser = User.objects.create_superuser("root", password="root", name="超级用户")
    assert may_administer(superuser, region)
    superuser.is_active = False
    assert not may_administer(superuser, region)


def test_a_mandate_that_does_not_fit_its_role_is_refused(region: Region, school: Unit) -> None:
    user = make_user("new")
    for role, place in (("clerk", {"unit": school}), ("unit", {"region": region}), ("emperor", {"region": region})):
        with pytest.raises(ValidationError):
            mandates.grant(user, role=role, actor=acting.system_user(), **place)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        mandates.grant(user, role="clerk", actor=acting.system_user())
    assert not Mandate.objects.filter(user=user).exists()


def test_an_ended_mandate_stays_on_record(region: Region, clerk: User) -> None:
    mandate = clerk.mandates.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    mandates.end(mandate, on=yesterday, actor=acting.system_user())
    assert seen_by(User.objects.get(pk=clerk.pk)) == set()
    assert clerk.mandates.get().ends_on == yesterday
    with pytest.raises(ValidationError):
        mandates.end(mandate, on=timezone.localdate(), actor=acting.system_user())
    with pytest.raises(ValidationError):
        mandates.end(mandate, on=date(2019, 1, 1), actor=acting.system_user())
    with pytest.raises(PermissionDenied):
        mandates.end(mandate, on=yesterday, actor=clerk)
