"""Receive (受理) and return (退回补正)."""

from typing import Any

import pytest

from accounts.models import User
from approvals import deciding, filing, meetings, reviewing
from approvals.models import AgendaItem, Authority, Case, State
from tests.cast import make_unit
from tests.refusals import forbidden, refused
from tests.stories import EFFECTIVE, Actors, argue, asked, endow, file, line, ready
from units.models import InternalDivision, Region, Unit


@pytest.fixture
def filed(wanted: dict[str, Any], school: Unit, unit_clerk: User) -> Case:
    return file("quota_increase", school, wanted, unit_clerk)


def test_the_desk_accepts_a_case_and_names_the_lead_division(
    filed: Case, head: User, divisions: list[InternalDivision]
) -> None:
    case = reviewing.receive(filed.pk, actor=head, opinion="材料齐全。", lead_division=divisions[0])
    assert (case.state, case.lead_division) == (State.RECEIVED, divisions[0])
    opinion = case.opinions.get(action="receive")
    assert (opinion.actor_name, opinion.text, opinion.from_state, opinion.to_state) == (
        "head同志", "材料齐全。", "filed", "received",
    )  # fmt: skip


def test_a_case_is_accepted_once(filed: Case, clerk: User) -> None:
    reviewing.receive(filed.pk, actor=clerk)
    with refused(code="state", says="办件当前状态为“已受理”，不能受理。"):
        reviewing.receive(filed.pk, actor=clerk)


def test_only_the_desk_of_the_office_accepts(
    filed: Case, unit_clerk: User, department: User, director: User, committee: User, inspector: User, outsider: User
) -> None:
    for actor in (unit_clerk, department, director, committee, inspector, outsider):
        with forbidden("您没有受理此办件的权限。"):
            reviewing.receive(filed.pk, actor=actor)


def test_the_lead_is_a_division_of_the_office_itself(
    filed: Case, clerk: User, bureau: Unit, education: Unit, divisions: list[InternalDivision]
) -> None:
    strange = InternalDivision.objects.create(unit=education, name="人事科", kind="comprehensive")
    with refused(code="division", says="人事科不是澜川市编办的内设科室。"):
        reviewing.receive(filed.pk, actor=clerk, lead_division=strange)
    InternalDivision.objects.filter(pk=divisions[0].pk).update(abolished_on=EFFECTIVE)
    with refused(code="division"):
        reviewing.receive(filed.pk, actor=clerk, lead_division=divisions[0])


def test_a_return_says_what_is_wrong(filed: Case, clerk: User) -> None:
    with refused(code="required", says="请填写退回补正的原因。"):
        reviewing.send_back(filed.pk, actor=clerk, opinion="  ")
    case = reviewing.send_back(filed.pk, actor=clerk, opinion="请补充依据。")
    assert case.state == State.RETURNED
    assert case.opinions.get(action="return").text == "请补充依据。"


def test_a_return_makes_earlier_opinions_of_the_office_void(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, divisions: list[InternalDivision], actors: Actors
) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=actors.clerk, lead_division=divisions[0])
    reviewing.ask_joint(case.pk, actor=actors.clerk, divisions=divisions[1:2])
    review = case.joint_reviews.get()
    reviewing.answer_joint(case.pk, actor=actors.director, review_id=review.pk, verdict="agree")
    argue(reviewing.check(case.pk, actor=actors.clerk, opinion="属实。"), actors)
    case = reviewing.send_back(case.pk, actor=actors.clerk, opinion="情况有变。")
    assert (case.state, case.checked_by) == (State.RETURNED, None)
    assert not case.joint_reviews.exists()
    assert [row.history_type for row in review.history.order_by("history_id")] == ["+", "~", "-"]
    filing.file(case.pk, actor=unit_clerk)
    assert reviewing.receive(case.pk, actor=actors.clerk).state == State.RECEIVED


def test_a_returned_case_leaves_the_agenda(
    region: Region, reserve: Any, school: Unit, full_funded: Any, actors: Actors
) -> None:
    endow(school, full_funded, 3, actors, reserve)
    other = make_unit(region, "澜川市第二中学", category="institution")
    case = ready("quota_adjust", school, asked(line(full_funded, 3, source=school, target=other)), actors)
    meeting = meetings.convene(
        actor=actors.clerk, region=region, kind=Authority.OFFICE_MEETING, title="室务会", planned_on=EFFECTIVE
    )
    assert list(meeting.items.values_list("case", flat=True)) == [case.pk]
    reviewing.send_back(case.pk, actor=actors.clerk, opinion="请补充。")
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("state", ["decided", "refused"])
def test_what_is_decided_is_not_returned(state: str, wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = ready("quota_increase", school, wanted, actors)
    decide = deciding.approve if state == "decided" else deciding.refuse
    decide(case.pk, actor=actors.committee, opinion="已议。")
    with refused(code="state"):
        reviewing.send_back(case.pk, actor=actors.clerk, opinion="再议。")
