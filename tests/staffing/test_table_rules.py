"""Raw SQL against the register and the ledger beside it; a refusal changes nothing."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from quotas import verification
from quotas.models import QuotaAccount, QuotaType
from staffing import enrolment, leadership
from staffing.models import Person, Posting, Tenure
from tests.people import new_person
from tests.staffing.test_enrolment import Give
from units.models import InternalDivision, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def posting(
    school: Unit, education: Unit, post_type: QuotaType, chief: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> Posting:
    """One teacher in office of a school with two posts; another unit with accounts of its own; nothing is deferred."""
    vacancies(school, post_type, 2)
    vacancies(education, post_type, 1)
    vacancies(school, chief, 1)
    [posting] = enrolment.register(unit=school, quota_type=post_type, people=[new_person("张示例")], **basis)
    leadership.appoint(unit=school, quota_type=chief, person=posting.person, **basis)
    enrolment.register(unit=education, quota_type=post_type, people=[new_person("李示例")], **basis)
    run("set constraints all immediate")
    return posting


def run(*statements: str, parameters: tuple[object, ...] = ()) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, parameters)


def state() -> tuple[object, ...]:
    models = (Person, Posting, Tenure, QuotaAccount, Posting.history.model)
    return tuple(list(model._default_manager.order_by("pk").values()) for model in models)


def refused(statement: str, *parameters: object, rule: str) -> None:
    """The statement fails by this rule, at once or at the commit."""
    before = state()
    with pytest.raises(IntegrityError) as refusal:
        run("set constraints all deferred", statement, "set constraints all immediate", parameters=parameters)
    cause = refusal.value.__cause__
    assert rule in getattr(getattr(cause, "diag", None), "constraint_name", "")
    assert state() == before


LEFT = "exit_reason = 'retired', exit_document_id = document_id, ended_on = "


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        # people without the ledger
        (f"update staffing_posting set {LEFT} '2026-05-01'", "occupied_is_people"),
        ("update staffing_tenure set ended_on = '2026-05-01'", "occupied_is_people"),
        (
            "insert into staffing_tenure (person_id, unit_id, quota_type_id, started_on, document_id) "
            "select p.person_id, t.unit_id, t.quota_type_id, t.started_on, t.document_id from staffing_tenure t, "
            "staffing_posting p where p.person_id <> t.person_id",
            "occupied_is_people",
        ),
        # the ledger without people
        (
            "insert into quotas_transfer (source_id, target_id, quantity, effective_on, reason, document_id, actor_id, "
            "actor_name, key) select v.id, o.id, 1, current_date - 1, '占用', t.document_id, t.actor_id, '', 'attack' "
            "from quotas_quotaaccount v join quotas_quotaaccount o on o.unit_id = v.unit_id and "
            "o.quota_type_id = v.quota_type_id and o.bucket = 'occupied', quotas_transfer t "
            "where v.bucket = 'vacant' and v.balance > 0 limit 1",
            "occupied_is_people",
        ),
        # identity
        ("update staffing_posting set unit_id = (select max(id) from units_unit)", "person_unit_and_type_are_fixed"),
        ("update staffing_posting set person_id = person_id + 1", "person_unit_and_type_are_fixed"),
        ("update staffing_posting set quota_type_id = quota_type_id + 1", "person_unit_and_type_are_fixed"),
        ("update staffing_posting set id = id + 1000", "person_unit_and_type_are_fixed"),
        ("update staffing_tenure set quota_type_id = quota_type_id + 1", "person_unit_and_type_are_fixed"),
        ("delete from staffing_posting", "append_only"),
        ("delete from staffing_tenure", "append_only"),
        ("truncate staffing_posting cascade", "append_only"),
        ("truncate staffing_tenure", "append_only"),
        # rows that contradict themselves
        (f"update staffing_posting set {LEFT} started_on - 1", "a_posting_ends_after_it_starts"),
        ("update staffing_posting set ended_on = '2026-05-01'", "who_leaves_a_post_has_a_reason_and_a_document"),
        ("update staffing_posting set exit_reason = 'retired'", "who_leaves_a_post_has_a_reason_and_a_document"),
        ("update staffing_posting set basis = 'slot'", "the_basis_of_a_posting_is_fixed"),
        ("update staffing_posting set enrolled_on = started_on + 1", "a_post_counts_from_the_enrolment_on"),
        ("update staffing_person set retirement_category = 'female55' where sex = '1'", "a_retirement_category_fits"),
        ("update staffing_tenure set ended_on = started_on - 1", "a_tenure_ends_after_it_starts"),
        ("update staffing_tenure set takes_post = false, is_concurrent = true", "what_a_tenure_takes_is_fixed"),
        ("update staffing_tenure set above_rank_until = '2030-01-01'", "above_rank_has_a_document_and_an_end"),
        ("update staffing_tenure set above_rank_document_id = document_id", "above_rank_has_a_document_and_an_end"),
        (
            "update staffing_tenure set above_rank_document_id = document_id, above_rank_until = started_on - 1",
            "above_rank_has_a_document_and_an_end",
        ),
        (
            "insert into staffing_tenure (person_id, unit_id, quota_type_id, started_on, ended_on, document_id, "
            "takes_post) select person_id, unit_id, quota_type_id, started_on, started_on, document_id, "
            "false from staffing_tenure",
            "who_takes_no_post_holds_the_office_concurrently",
        ),
        (
            "insert into staffing_tenure (person_id, unit_id, quota_type_id, started_on, ended_on, document_id, "
            "takes_post, is_concurrent) select t.person_id, t.unit_id, p.quota_type_id, t.started_on, t.started_on, "
            "t.document_id, false, true from staffing_tenure t, staffing_posting p",
            "people_count_under_a_type_of_their_own_family",
        ),
        ("update staffing_person set name = ''", "person_has_a_name"),
        ("update staffing_person set sex = '3', retirement_category = ''", "person_has_the_sex_of_an_id_number"),
        (
            "update staffing_person set id_number_index = 'one for all'",
            "staffing_person_id_number_index_key",
        ),
        ("delete from staffing_person", "fk_staffing_person"),
    ],
)
def test_no_sql_parts_people_from_the_ledger(statement: str, rule: str) -> None:
    refused(statement, rule=rule)
    assert verification.verify() == []


INSERT = (
    "insert into staffing_posting select (jsonb_populate_record(null::staffing_posting, to_jsonb(p) || "
    "jsonb_build_object('id', nextval('staffing_posting_id_seq'), 'unit_id', {unit}, 'quota_type_id', {type}, "
    "'started_on', {start}, 'enrolled_on', {start}, 'ended_on', {end}, "
    "'exit_reason', case when {end} is null then '' else 'retired' end, "
    "'exit_document_id', case when {end} is null then null else p.document_id end))).* "
    "from staffing_posting p order by p.id limit 1"
)


def insert(
    unit: str = "unit_id", type: str = "quota_type_id", start: str = "started_on", end: str = "null::date"
) -> str:
    return INSERT.format(unit=unit, type=type, start=start, end=end)


def test_no_sql_puts_a_person_on_a_second_post(education: Unit) -> None:
    refused(insert(), rule="a_person_is_on_one_post_in_the_whole_database")
    refused(insert(end="started_on + 9"), rule="a_person_was_never_on_two_posts_at_once")
    refused(insert(unit=str(education.pk)), rule="a_person_is_on_one_post_in_the_whole_database")


def test_no_sql_counts_people_under_a_foreign_type_or_without_an_account(
    chief: QuotaType, bureau: Unit, school: Unit
) -> None:
    past = {"start": "'2025-01-01'", "end": "'2025-02-01'"}
    refused(insert(type=str(chief.pk), **past), rule="people_count_under_a_type_of_their_own_family")
    refused(insert(unit=str(bureau.pk), **past), rule="no_cap_no_entry")
    refused(
        "update quotas_quotatype set family = 'leadership', level = 141 where id = (select quota_type_id from "
        "staffing_posting limit 1)", rule="a_counted_type_stays_what_it_is",
    )  # fmt: skip


def test_no_sql_puts_a_posting_into_another_units_division(posting: Posting, education: Unit) -> None:
    there = InternalDivision.objects.create(unit=education, name="人事科", kind="business")
    statement = "update staffing_posting set division_id = %s where id = %s"
    refused(statement, there.pk, posting.pk, rule="a_posting_is_in_a_division_of_its_unit")


def test_what_the_trigger_would_have_stopped_is_found_and_named(posting: Posting) -> None:
    run("alter table quotas_quotaaccount disable trigger occupied_is_people")
    run(f"update staffing_posting set {LEFT} '2026-05-01' where id = %s", parameters=(posting.pk,))
    [found] = verification.verify()
    assert found.sentence == f"{posting.unit}“{posting.quota_type}”台账实有1名，在编在职人员0名。"
