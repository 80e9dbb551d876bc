"""Raw SQL against off-quota staff, their money and bought services; a refusal changes nothing."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import verification
from quotas.models import QuotaAccount, QuotaType
from staffing import enrolment, money, off_quota
from staffing.models import Engagement, MoneyLine, ServiceContract
from staffing.off_quota import Contract, Service
from tests.people import new_person
from units.models import Unit

START = dt.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def staff(
    school: Unit, education: Unit, post_type: QuotaType, vacancies: Callable[..., None], clerk: User, paper: Document,
    basis: dict[str, Any], monkeypatch: pytest.MonkeyPatch,
) -> list[Engagement]:  # fmt: skip
    """Three engaged people, one of whom has left and one was replaced by a service; a teacher beside them."""
    monkeypatch.setattr(workdays, "today", lambda: dt.date(2026, 3, 15))
    control = QuotaType.objects.get(code="off_quota_control")
    vacancies(school, control, 5)
    vacancies(education, control, 1)
    vacancies(school, post_type, 1)
    enrolment.register(unit=school, quota_type=post_type, people=[new_person(title="教师")], **basis)
    act: dict[str, Any] = {"actor": clerk, "document": paper, "reason": "补充"}
    money.set_money(unit=school, year=2026, amount=Decimal(100_000), **act)
    contracts = [
        Contract(new_person(title="协管员"), "direct", dt.date(2026, 12, 31), Decimal(36_000)) for _ in range(3)
    ]
    staff = off_quota.engage(unit=school, quota_type=control, contracts=contracts, started_on=START, **act)
    off_quota.end(engagement=staff[0], ended_on=dt.date(2026, 3, 10), end_reason="resigned", **act)
    service = Service("保洁", "示例公司", Decimal(9_000), dt.date(2027, 3, 1))
    off_quota.convert(engagements=[staff[1]], service=service, on=dt.date(2026, 3, 10), **act)
    run("set constraints all immediate")
    return staff


def run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def state() -> tuple[object, ...]:
    models = (Engagement, MoneyLine, ServiceContract, QuotaAccount, Engagement.history.model, MoneyLine.history.model)
    return tuple(list(model._default_manager.order_by("pk").values()) for model in models)


ENDED = "ended_on = '2026-03-12', end_reason = 'other', end_document_id = document_id"
ANOTHER = "set unit_id = (select min(id) from units_unit)"
SERVICE = "set service_id = (select id from staffing_servicecontract)"
RETURNED = "set ended_on = null, end_reason = '', end_document_id = null where end_reason = 'resigned'"
AGAIN = (
    "insert into staffing_engagement select (jsonb_populate_record(null::staffing_engagement, to_jsonb(e) || "
    "jsonb_build_object('id', nextval('staffing_engagement_id_seq'), {changes}))).* from staffing_engagement e "
    "where {which} limit 1"
)
ACTIVE, GONE = "e.ended_on is null", "e.end_reason = 'resigned'"
REVIVED = "'ended_on', null, 'end_reason', '', 'end_document_id', null"
TEACHER = "'person_id', (select person_id from staffing_posting limit 1)"
NOW = "where ended_on is null"

ATTACKS = [
    # the number
    (AGAIN.format(changes=REVIVED, which=GONE), "occupied_is_people"),
    (
        f"update staffing_engagement set {ENDED} {NOW}",
        "occupied_is_people",
    ),
    (
        AGAIN.format(
            changes=f"{REVIVED}, 'quota_type_id', (select id from quotas_quotatype where code = 'full_funded')",
            which=GONE,
        ),
        "people_count_under_a_type_of_their_own_family",
    ),
    # nobody twice, nobody on both
    (AGAIN.format(changes="'title', '门卫'", which=ACTIVE), "a_person_is_engaged_once_in_the_whole_database"),
    (AGAIN.format(changes=TEACHER, which=ACTIVE), "nobody_is_on_a_post_and_engaged_off_quota"),
    # the money
    (f"update staffing_engagement set yearly_cost = 999999 {NOW}", "off_quota_staff_are_within_the_money_of_the_year"),
    ("update staffing_moneyline set amount = 1000", "off_quota_staff_are_within_the_money_of_the_year"),
    (f"update staffing_engagement set started_on = '2025-12-01' {NOW}", "off_quota_staff_have_money_in_their_first"),
    ("update staffing_moneyline set year = 2027", "unit_and_year_of_a_line_of_money_are_fixed"),
    (f"update staffing_moneyline {ANOTHER}", "unit_and_year_of_a_line"),
    ("delete from staffing_moneyline", "append_only"),
    ("update staffing_moneyline set amount = -1", "a_line_of_money_is_not_negative"),
    (
        "insert into staffing_moneyline (unit_id, year, amount, document_id) select unit_id, year, amount, document_id "
        "from staffing_moneyline",
        "a_unit_has_one_line_of_money_per_year",
    ),
    (
        "insert into staffing_moneyline (unit_id, year, amount, document_id) select unit_id, 1999, amount, document_id "
        "from staffing_moneyline",
        "a_line_of_money_is_of_a_year_of_this_century",
    ),
    # what is done is done
    (f"update staffing_engagement {RETURNED}",
     "an_engagement_ends_once"),
    ("delete from staffing_engagement", "append_only"),
    ("truncate staffing_engagement", "append_only"),
    ("delete from staffing_servicecontract", "append_only"),
    (f"update staffing_engagement set person_id = person_id + 1 {NOW}", "person_unit_and_type_are_fixed"),
    (f"update staffing_engagement {ANOTHER} {NOW}", "person_unit_and_type_are_fixed"),
    # rows that contradict themselves
    (f"update staffing_engagement set kind = 'purchase' {NOW}", "who_is_engaged_is_no_bought_service"),
    (f"update staffing_engagement set title = '' {NOW}", "an_engagement_has_a_post"),
    (f"update staffing_engagement set yearly_cost = 0 {NOW}", "an_engagement_costs_something"),
    (f"update staffing_engagement set ends_on = started_on - 1 {NOW}", "a_contract_ends_after_it_starts"),
    (f"update staffing_engagement set end_reason = 'other' {NOW}", "who_is_no_longer_engaged_has_a_reason"),
    (f"update staffing_engagement {SERVICE} {NOW}", "a_conversion_names"),
    ("update staffing_servicecontract set ends_on = starts_on - 1", "a_service_ends_after_it_starts"),
    ("update staffing_servicecontract set yearly_amount = 0", "a_service_costs_something"),
    ("update staffing_servicecontract set provider = ''", "a_service_has_a_title_and_a_provider"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "rule"), ATTACKS)
def test_no_sql_passes_number_and_money_by(statement: str, rule: str) -> None:
    before = state()
    with pytest.raises(IntegrityError) as refusal:
        run("set constraints all deferred", statement, "set constraints all immediate")
    cause = refusal.value.__cause__
    assert rule in getattr(getattr(cause, "diag", None), "constraint_name", "")
    assert state() == before
    assert verification.verify() == []


def test_a_teacher_who_is_engaged_by_sql_is_refused_too(staff: list[Engagement]) -> None:
    """The other way about: somebody engaged is put on a post."""
    before = state()
    statement = (
        "insert into staffing_posting select (jsonb_populate_record(null::staffing_posting, to_jsonb(p) || "
        "jsonb_build_object('id', nextval('staffing_posting_id_seq'), 'person_id', "
        f"{staff[2].person_id}))).* from staffing_posting p limit 1"
    )
    with pytest.raises(IntegrityError) as refusal:
        run(statement)
    rule = getattr(getattr(refusal.value.__cause__, "diag", None), "constraint_name", "")
    assert (rule, state()) == ("nobody_is_on_a_post_and_engaged_off_quota", before)


CONSTRAINTS_BY_SQL = {rule for _, rule in ATTACKS}


def test_every_check_of_these_tables_is_attacked() -> None:
    names = {
        constraint.name
        for model in (Engagement, MoneyLine, ServiceContract)
        for constraint in model._meta.constraints
        if constraint.name != "an_engagement_ends_after_it_starts"
    }
    assert not [name for name in names if not any(name.startswith(rule) for rule in CONSTRAINTS_BY_SQL)]


def test_an_end_before_the_start_is_refused() -> None:
    too_early = ENDED.replace("2026-03-12", "2026-02-01")
    with pytest.raises(IntegrityError, match="an_engagement_ends_after_it_starts"):
        run(f"update staffing_engagement set {too_early} {NOW}")
