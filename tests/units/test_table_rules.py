"""Raw SQL against every rule of the tables; a refusal changes nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import acting
from accounts.models import User
from tests.cast import make_division
from units.models import InternalDivision, LineageEvent, Mandate, Unit


def refused(statement: str, *parameters: object, rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("number = ''", "unit_has_a_number_and_a_name"),
        ("name = ''", "unit_has_a_number_and_a_name"),
        ("number = 'x', id = id + 1000 where false; update units_unit set number = '990100-00001'", "number"),
        ("abolished_on = set_up_on - 1", "unit_is_not_abolished_before_it_is_set_up"),
        ("competent_department_id = id", "unit_is_not_its_own_competent_department"),
        ("uscc = '123'", "unit_credit_code_has_18_characters"),
        ("uscc = '11330200MB0000019I'", "unit_credit_code_has_18_characters"),
        ("uscc = '11330200MB0000019Q'", "unit_credit_code_is_used_once"),
        ("category = 'organ', institution_class = 'public_one'", "unit_institution_class_is_for_institutions"),
        ("name = '同名'", "unit_name_is_used_once_in_a_region"),
        ("region_id = null", "region_id"),
        ("position = -1", "position"),
    ],
)
def test_no_sql_makes_a_unit_contradict_itself(education: Unit, school: Unit, change: str, rule: str) -> None:
    before = list(Unit.objects.order_by("pk").values())
    refused(f"update units_unit set {change}", rule=rule)
    assert list(Unit.objects.order_by("pk").values()) == before


def test_an_abolished_unit_leaves_its_name_free(education: Unit) -> None:
    Unit.objects.filter(pk=education.pk).update(abolished_on=date(2021, 1, 1))
    Unit.objects.create(
        region=education.region, number="n2", name=education.name, category="organ", set_up_on=date(2021, 1, 1)
    )
    assert Unit.objects.filter(name=education.name).count() == 2


def test_a_doubtful_credit_code_is_kept_with_a_warning(school: Unit) -> None:
    school.uscc = "91350100M0001TGQXM"
    school.full_clean()
    school.save()
    assert "请核对" in school.uscc_warning


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ("'教务处', 3, 2, 2", "division_chiefs_and_deputies_fit_its_posts"),
        ("'教务处', -1, 0, 0", "division_chiefs_and_deputies_fit_its_posts"),
        ("'教务处', 3, -1, 0", "chief_count"),
        ("'教务处', 3, 1, -1", "deputy_count"),
        ("'', 3, 1, 1", "division_has_a_name"),
        ("'总务处', 3, 1, 1", "division_name_is_used_once_in_a_unit"),
    ],
)
def test_no_sql_makes_a_division_contradict_itself(school: Unit, values: str, rule: str) -> None:
    InternalDivision.objects.create(unit=school, name="总务处", kind="business", post_count=5, chief_count=1)
    columns = "unit_id, kind, position, name, post_count, chief_count, deputy_count"
    refused(
        f"insert into units_internaldivision ({columns}) values (%s, 'business', 0, {values})", school.pk, rule=rule
    )
    assert InternalDivision.objects.count() == 1


REGION_OR_UNIT = "mandate_has_the_region_or_the_unit_that_fits_its_role"


@pytest.mark.parametrize("role", ["clerk", "head", "director", "committee", "inspector", "admin"])
def test_a_bureau_role_needs_a_region_and_no_unit(clerk: User, school: Unit, role: str) -> None:
    _refuse_mandate(clerk, role, None, None)
    _refuse_mandate(clerk, role, None, school.pk)
    _refuse_mandate(clerk, role, school.region_id, school.pk)


@pytest.mark.parametrize("role", ["department", "unit"])
def test_a_role_of_a_unit_needs_a_unit_and_no_region(clerk: User, school: Unit, role: str) -> None:
    _refuse_mandate(clerk, role, None, None)
    _refuse_mandate(clerk, role, school.region_id, None)
    _refuse_mandate(clerk, role, school.region_id, school.pk)


def test_a_role_that_does_not_exist_is_refused(clerk: User, school: Unit) -> None:
    _refuse_mandate(clerk, "emperor", school.region_id, None)


def _refuse_mandate(user: User, role: str, region_id: int | None, unit_id: int | None) -> None:
    before = Mandate.objects.count()
    columns = "user_id, granted_by_id, role, region_id, unit_id, starts_on"
    statement = f"insert into units_mandate ({columns}) values (%s, %s, %s, %s, %s, '2026-01-01')"
    refused(statement, user.pk, user.pk, role, region_id, unit_id, rule=REGION_OR_UNIT)
    assert Mandate.objects.count() == before


def test_a_mandate_sits_in_a_division_of_its_own_region(clerk: User, bureau: Unit, stranger: Unit) -> None:
    near, far = (make_division(unit) for unit in (bureau, stranger))
    attack = "update units_mandate set division_id = %s where user_id = %s"
    refused(attack, far.pk, clerk.pk, rule="mandate_division_lies_in_its_region")
    with acting.by(acting.system_user(), reason="定岗"), connection.cursor() as cursor:
        cursor.execute(attack, [near.pk, clerk.pk])
    moved = "update units_mandate set region_id = %s where user_id = %s"
    refused(moved, stranger.region_id, clerk.pk, rule="mandate_division_lies_in_its_region")


def test_only_who_works_in_an_office_sits_in_a_division(committee: User, bureau: Unit) -> None:
    refused(
        "update units_mandate set division_id = %s where user_id = %s", make_division(bureau).pk, committee.pk,
        rule="mandate_in_a_division_is_of_an_office_role",
    )  # fmt: skip


def test_a_mandate_does_not_end_before_it_starts(clerk: User) -> None:
    refused("update units_mandate set ends_on = starts_on - 1", rule="mandate_does_not_end_before_it_starts")


@pytest.mark.parametrize(
    "attack",
    [
        "update units_lineageevent set document_number = '别的文号'",
        "delete from units_lineageevent",
        "truncate units_lineageevent",
    ],
)
def test_the_lineage_of_a_unit_can_only_grow(school: Unit, attack: str) -> None:
    before = list(LineageEvent.objects.values())
    connection.check_constraints()  # deferred foreign keys would refuse TRUNCATE before the trigger does
    refused(attack, rule="只能追加")
    assert before
    assert list(LineageEvent.objects.values()) == before


def test_a_step_of_lineage_needs_a_document(school: Unit) -> None:
    columns = 'unit_id, kind, "on", before, after, note, actor_name, document_number'
    values = "%s, 'rename', '2026-01-01', '', '', '', '', ''"
    refused(
        f"insert into units_lineageevent ({columns}) values ({values})",
        school.pk,
        rule="lineage_event_cites_a_document",
    )
