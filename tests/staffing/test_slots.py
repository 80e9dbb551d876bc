"""Slots (用编号): nobody is enrolled without a free one; each holds a post until it is used, lapses or is cancelled."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import verification
from quotas.models import QuotaType
from staffing import enrolment, leaving, slots
from staffing.enrolment import Head
from staffing.models import Opening, Slot, SlotState
from tests.book import book, refusals
from tests.people import new_person
from tests.staffing.conftest import Balances, Give
from tests.staffing.test_enrolment import check_deferred
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def today_basis(clerk: User, paper: Document) -> dict[str, Any]:
    return {"actor": clerk, "started_on": workdays.today(), "document": paper, "reason": "公开招聘"}


@pytest.fixture
def three(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    """Three slots on three of four vacant posts of the school."""
    vacancies(school, post_type, 4)
    given = give_slots(school, post_type, 3)
    check_deferred()
    return given


def test_slots_are_numbered_by_office_and_year_and_lock_their_posts(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances, give_slots: Give
) -> None:
    year = workdays.today().year
    assert [slot.number for slot in three] == [f"N{year}00001", f"N{year}00002", f"N{year}00003"]
    assert give_slots(school, post_type, 1)[0].number == f"N{year}00004"
    assert balances(school, post_type) == {"locked": 4}
    assert three[0].notice.number == f"澜编控〔{year}〕1号"
    assert verification.verify() == []


def test_people_come_on_their_slots(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances, today_basis: dict[str, Any]
) -> None:
    heads = [Head(slot, new_person()) for slot in three[:2]]
    postings = enrolment.enrol(unit=school, heads=heads, **today_basis)
    check_deferred()
    assert [(p.slot, p.basis, p.entry_way) for p in postings] == [
        (slot, "slot", "open_recruitment") for slot in three[:2]
    ]
    assert balances(school, post_type) == {"vacant": 1, "locked": 1, "occupied": 2}
    assert list(Slot.objects.order_by("id").values_list("state", flat=True)) == ["used", "used", "open"]
    assert verification.verify() == []


def test_people_of_two_types_come_in_one_batch(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances, today_basis: dict[str, Any],
    vacancies: Callable[..., None], give_slots: Give,
) -> None:  # fmt: skip
    other = QuotaType.objects.get(code="part_funded")
    vacancies(school, other, 1)
    [slot] = give_slots(school, other, 1)
    enrolment.enrol(unit=school, heads=[Head(slot, new_person()), Head(three[0], new_person())], **today_basis)
    check_deferred()
    assert balances(school, other) == {"occupied": 1}
    assert balances(school, post_type) == {"vacant": 1, "locked": 2, "occupied": 1}


def test_a_slot_that_is_not_free_lets_nobody_in(
    three: list[Slot], school: Unit, education: Unit, today_basis: dict[str, Any], clerk: User
) -> None:
    first, second, third = three

    def said(*given: Slot, unit: Unit = school, **changes: Any) -> list[str]:
        heads = [Head(slot, new_person()) for slot in given]
        return refusals(lambda: enrolment.enrol(unit=unit, heads=heads, **(today_basis | changes)))

    assert said(first, first) == ["同一用编号不能用于两人。"]
    assert said(first, unit=education) == [f"用编号{first.number}不属于{education.name}。"]
    slots.cancel(first.pk, actor=clerk, reason="不再招聘")
    assert said(first) == [f"用编号{first.number}已核销，不能使用。"]
    enrolment.enrol(unit=school, heads=[Head(second, new_person())], **today_basis)
    assert said(third, second) == [f"用编号{second.number}已使用，不能使用。"]
    yesterday = workdays.today() - dt.timedelta(days=1)
    assert said(third, started_on=yesterday) == [f"入编日期不能早于用编号{third.number}的核准日期{workdays.today()}。"]
    expire(third)
    assert said(third, started_on=workdays.today()) == [f"用编号{third.number}已于{yesterday}到期。"]


def expire(slot: Slot) -> None:
    """The slot's date passed yesterday."""
    yesterday = workdays.today() - dt.timedelta(days=1)
    with acting.by(acting.system_user(), reason="时间过去了"):
        Slot.objects.filter(pk=slot.pk).update(issued_on=yesterday, expires_on=yesterday)


def test_a_cancelled_slot_frees_its_post_once(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances, clerk: User, unit_clerk: User
) -> None:
    slot = slots.cancel(three[0].pk, actor=clerk, reason="不再招聘")
    check_deferred()
    assert (slot.state, slot.ended_on) == (SlotState.CANCELLED, workdays.today())
    assert balances(school, post_type) == {"vacant": 2, "locked": 2}
    assert slot.history.latest().history_change_reason == "不再招聘"
    assert refusals(lambda: slots.cancel(slot.pk, actor=clerk, reason="再来")) == [
        f"用编号{slot.number}已核销，不能再变更。"
    ]
    assert refusals(lambda: slots.cancel(three[1].pk, actor=clerk, reason=" ")) == ["请填写事由。"]
    with pytest.raises(PermissionDenied):
        slots.cancel(three[1].pk, actor=unit_clerk, reason="不再招聘")


def test_a_slot_lapses_when_its_date_has_passed_and_once(
    three: list[Slot], school: Unit, post_type: QuotaType, balances: Balances
) -> None:
    system = acting.system_user()
    assert refusals(lambda: slots.lapse(three[0].pk, actor=system)) == [
        f"用编号{three[0].number}有效期至{three[0].expires_on}，尚未到期。"
    ]
    expire(three[0])
    for _ in range(2):
        assert slots.lapse(three[0].pk, actor=system).state == SlotState.LAPSED
    check_deferred()
    assert balances(school, post_type) == {"vacant": 2, "locked": 2}
    assert verification.verify() == []


def test_who_leaves_a_full_unit_makes_room_for_the_slot_that_waits(
    school: Unit, post_type: QuotaType, balances: Balances, basis: dict[str, Any], departure: dict[str, Any],
    vacancies: Callable[..., None], give_slots: Give, today_basis: dict[str, Any],
) -> None:  # fmt: skip
    vacancies(school, post_type, 2)
    leavers = enrolment.register(unit=school, quota_type=post_type, people=[new_person() for _ in range(2)], **basis)
    [waiting] = give_slots(school, post_type, 1, waits=True)
    check_deferred()
    head = Head(waiting, new_person())
    assert refusals(lambda: enrolment.enrol(unit=school, heads=[head], **today_basis)) == [
        f"用编号{waiting.number}待空编，不能使用。"
    ]
    today = departure | {"ended_on": workdays.today()}
    leaving.release(posting=leavers[0], **today)
    check_deferred()
    assert balances(school, post_type) == {"locked": 1, "occupied": 1}
    enrolment.enrol(unit=school, heads=[head], **today_basis)
    leaving.release(posting=leavers[1], **today)
    check_deferred()
    assert balances(school, post_type) == {"vacant": 1, "occupied": 1}
    assert verification.verify() == []


def test_after_the_opening_nobody_is_registered_without_a_slot(
    region: Region, school: Unit, post_type: QuotaType, basis: dict[str, Any], director: User,
    vacancies: Callable[..., None],
) -> None:  # fmt: skip
    vacancies(school, post_type, 1)
    with acting.by(director, reason="建账完成"):
        Opening.objects.create(region=region, completed_by=director, reason="账实一致")
    people = [new_person()]
    assert refusals(lambda: enrolment.register(unit=school, quota_type=post_type, people=people, **basis)) == [
        f"澜川市已于{workdays.today()}完成建账，入编须凭用编号办理。"
    ]


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update staffing_slot set state = 'used', ended_on = current_date where id = {open}", "a_used_slot_has"),
        ("update staffing_slot set state = 'lapsed', ended_on = current_date where id = {open}", "what_is_locked_is"),
        ("update staffing_slot set state = 'waiting' where id = {open}", "what_is_locked_is"),
        ("update staffing_slot set state = 'open', ended_on = null where id = {used}", "a_slot_ends_once"),
        ("update staffing_slot set unit_id = unit_id + 1 where id = {open}", "number_unit_type_and_notice_of_a_slot"),
        ("update staffing_slot set number = 'N202699999' where id = {open}", "number_unit_type_and_notice_of_a_slot"),
        ("update staffing_slot set ended_on = current_date where id = {open}", "a_slot_that_ended_says_when"),
        ("update staffing_slot set expires_on = issued_on - 1 where id = {open}", "a_slot_lapses_after_it_is_given"),
        ("delete from staffing_slot where id = {open}", "append_only"),
        ("truncate staffing_slot cascade", "append_only"),
        (
            "insert into staffing_slot select (jsonb_populate_record(null::staffing_slot, to_jsonb(s) || "
            "jsonb_build_object('id', s.id + 100))).* from staffing_slot s where id = {open}",
            "an_office_gives_a_slot_number_once",
        ),
        (
            "insert into staffing_slot select (jsonb_populate_record(null::staffing_slot, to_jsonb(s) || "
            "jsonb_build_object('id', s.id + 100, 'number', 'N202699999'))).* from staffing_slot s where id = {open}",
            "what_is_locked_is",
        ),
        ("update staffing_posting set slot_id = {open}", "the_basis_of_a_posting_is_fixed"),
        ("update staffing_posting set slot_id = null, basis = 'opening'", "the_basis_of_a_posting_is_fixed"),
        ("delete from staffing_opening", "append_only"),
        ("update staffing_opening set completed_at = now()", "append_only"),
        (
            "insert into staffing_posting select (jsonb_populate_record(null::staffing_posting, to_jsonb(p) || "
            "jsonb_build_object('id', p.id + 100, 'basis', 'opening', 'slot_id', null, 'started_on', '2025-01-01', "
            "'enrolled_on', '2025-01-01', 'ended_on', '2025-02-01', 'exit_reason', 'retired', 'exit_document_id', "
            "p.document_id))).* from staffing_posting p",
            "after_the_opening_people_come_on_slots",
        ),
        (
            "insert into staffing_posting select (jsonb_populate_record(null::staffing_posting, to_jsonb(p) || "
            "jsonb_build_object('id', p.id + 100, 'slot_id', {open}, 'started_on', '2025-01-01', 'enrolled_on', "
            "'2025-01-01', 'ended_on', '2025-02-01', 'exit_reason', 'retired', 'exit_document_id', "
            "p.document_id))).* from staffing_posting p",
            "a_used_slot_has_its_posting",
        ),
        (
            "insert into staffing_posting select (jsonb_populate_record(null::staffing_posting, to_jsonb(p) || "
            "jsonb_build_object('id', p.id + 100, 'slot_id', null))).* from staffing_posting p",
            "who_comes_on_a_slot_names_it",
        ),
    ],
)  # fmt: skip
def test_no_sql_uses_frees_or_invents_a_slot(
    statement: str, rule: str, three: list[Slot], school: Unit, today_basis: dict[str, Any], region: Region,
    director: User,
) -> None:  # fmt: skip
    enrolment.enrol(unit=school, heads=[Head(three[0], new_person())], **today_basis)
    with acting.by(director, reason="建账完成"):
        Opening.objects.create(region=region, completed_by=director, reason="账实一致")
    check_deferred()
    before = book()
    attack = f"{statement.format(open=three[1].pk, used=three[0].pk)}; set constraints all immediate"
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    diagnosis = getattr(refusal.value.__cause__, "diag", None)
    assert rule in getattr(diagnosis, "constraint_name", "")
    assert book() == before
