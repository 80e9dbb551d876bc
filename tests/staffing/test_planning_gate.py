"""What no door passes by: two plans on the last vacant post, and raw SQL against the tables of plans."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from approvals import deciding, filing, workdays
from approvals import meetings as office
from approvals.models import Authority, Case, CaseKind, Meeting
from quotas import verification
from quotas.models import QuotaType
from staffing.models import HiringPlan, HiringPlanLine, Slot
from tests.refusals import untouched
from tests.staffing.conftest import Balances
from tests.staffing.test_planning import head, plan
from tests.stories import Actors, ready
from tests.threads import at_once, lost, won
from units.models import Unit

pytestmark = pytest.mark.django_db
YEAR = workdays.today().year


@pytest.mark.django_db(transaction=True)
def test_the_last_vacant_post_goes_to_one_of_two_plans(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], bureau: Unit, actors: Actors, balances: Balances
) -> None:
    vacancies(school, post_type, 1)
    cases = [ready("hiring_plan", school, plan(head(school, post_type, 1)), actors, title=f"计划{n}") for n in (1, 2)]
    meetings = [_meeting_on(case, actors) for case in cases]
    results = at_once(2, lambda n: _agree(meetings[n], actors))
    assert len(won(results)) == 1
    [sentence] = lost(results)
    assert "账面数已发生变化" in sentence or "空编" in sentence
    assert balances(school, post_type) == {"locked": 1}
    assert not Slot.objects.exists()
    assert verification.verify() == []


def _meeting_on(case: Case, actors: Actors) -> int:
    """A meeting that has this case alone on its agenda."""
    found = office.convene(
        actor=actors.clerk, region=case.region, kind=Authority.OFFICE_MEETING, title=case.title,
        planned_on=workdays.today(),
    )  # fmt: skip
    for item in found.items.exclude(case=case):
        office.take_off(found.pk, actor=actors.clerk, item_id=item.pk)
    return found.pk


def _agree(pk: int, actors: Actors) -> object:
    meeting = Meeting.objects.get(pk=pk)
    results = {
        item.pk: office.Result("approved", "同意。", deciding.base_token(item.case)) for item in meeting.items.all()
    }
    return office.record(meeting.pk, actor=actors.director, chair="主任", attendees="全体", results=results)


@pytest.fixture
def drafted(school: Unit, post_type: QuotaType, unit_clerk: User) -> HiringPlanLine:
    kind = CaseKind.objects.get(code="hiring_plan")
    data = plan(head(school, post_type, 3))
    filing.draft(actor=unit_clerk, kind=kind, applicant=school, title="计划", reason="需要。", data=data)
    return HiringPlanLine.objects.get()


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("update staffing_hiringplan set year = 1999", "a_plan_is_for_a_year_of_this_century"),
        ("update staffing_hiringplan set expires_on = '2020-12-31'", "a_plan_lapses_in_its_year_or_later"),
        ("update staffing_hiringplanline set planned_count = 0", "a_plan_line_is_for_a_number_of_heads"),
        ("update staffing_hiringplanline set planned_count = 2001", "a_plan_line_is_for_a_number_of_heads"),
        ("update staffing_hiringplanline set approved_count = 4", "not_more_heads_are_approved_than_planned"),
        ("update staffing_hiringplanline set approved_count = -1", "approved_count"),
        ("update staffing_hiringplanline set channel = 'friends'", "a_plan_line_has_a_known_channel"),
        ("insert into staffing_hiringplan select * from staffing_hiringplan", "staffing_hiringplan_pkey"),
        ("delete from staffing_hiringplan", "staffing_hiringplan"),
    ],
)  # fmt: skip
def test_no_sql_makes_an_impossible_plan(statement: str, rule: str, drafted: HiringPlanLine) -> None:
    attack = f"{statement}; set constraints all immediate"
    with untouched(), pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert rule in (refusal.value.__cause__.diag.constraint_name or "")


def test_the_history_of_a_plan_is_kept_by_the_database(drafted: HiringPlanLine) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update staffing_hiringplanline set planned_count = 2")
        cursor.execute("update staffing_hiringplan set contact = '张三'")
    assert [row.planned_count for row in HiringPlanLine.history.order_by("history_id")] == [3, 2]
    assert HiringPlan.history.latest().contact == "张三"
    assert HiringPlan.history.latest().expires_on == dt.date(YEAR, 12, 31)
