"""Lead and joint divisions (牵头+协同会签): the check waits for every opinion that was asked for."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from approvals import reviewing
from approvals.models import Case, State
from demoregion.story import on
from tests.refusals import forbidden, refused
from tests.stories import Actors, file
from units.models import InternalDivision, Unit

ASKED_ON = dt.date(2026, 4, 1)


@pytest.fixture
def led(wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, divisions: list[InternalDivision]) -> Case:
    """A received case, led by the first division."""
    case = file("quota_increase", school, wanted, unit_clerk)
    return reviewing.receive(case.pk, actor=clerk, lead_division=divisions[0])


def ask(case: Case, actor: User, *divisions: InternalDivision) -> list[int]:
    """Ask the divisions; returns the ids of the opinions that are due."""
    with on(ASKED_ON):
        reviewing.ask_joint(case.pk, actor=actor, divisions=divisions)
    return list(case.joint_reviews.order_by("id").values_list("pk", flat=True))


def test_other_divisions_are_asked_within_three_working_days(
    led: Case, clerk: User, divisions: list[InternalDivision]
) -> None:
    ask(led, clerk, *divisions[1:])
    # Thursday, Friday, then 清明 to Monday: the third working day is Tuesday.
    assert {review.due_on for review in led.joint_reviews.all()} == {dt.date(2026, 4, 7)}
    led.refresh_from_db()
    assert led.state == State.RECEIVED


def test_the_check_waits_for_every_division_asked(
    led: Case, clerk: User, head: User, divisions: list[InternalDivision]
) -> None:
    first, second = ask(led, clerk, *divisions[1:])
    with refused(code="joint", says="尚有科室未会签：行政机构编制科、监督检查科。"):
        reviewing.check(led.pk, actor=clerk, opinion="属实。")
    reviewing.answer_joint(led.pk, actor=head, review_id=first, verdict="agree")
    with refused(code="joint", says="尚有科室未会签：监督检查科。"):
        reviewing.check(led.pk, actor=clerk, opinion="属实。")
    reviewing.answer_joint(led.pk, actor=head, review_id=second, verdict="agree", opinion="无不同意见。")
    assert reviewing.check(led.pk, actor=clerk, opinion="属实。").state == State.CHECKED
    texts = led.opinions.filter(action="joint").values_list("text", flat=True)
    assert list(texts) == ["行政机构编制科：同意。", "监督检查科：同意。无不同意见。"]


def test_who_disagrees_says_why(led: Case, clerk: User, head: User, divisions: list[InternalDivision]) -> None:
    [review] = ask(led, clerk, divisions[1])
    with refused(code="required", says="请填写不同意的理由。"):
        reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="disagree", opinion=" ")
    reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="disagree", opinion="该校空编尚多。")
    # A disagreement is on record and does not stop the lead division.
    assert reviewing.check(led.pk, actor=clerk, opinion="已与会签科室沟通。").state == State.CHECKED
    assert led.opinions.get(action="joint").text == "行政机构编制科：不同意。该校空编尚多。"


def test_an_opinion_is_given_once_and_is_one_of_two(
    led: Case, clerk: User, head: User, divisions: list[InternalDivision]
) -> None:
    [review] = ask(led, clerk, divisions[1])
    with refused(code="verdict", says="请选择会签意见。"):
        reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="perhaps")
    reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="agree")
    with refused(code="joint", says="该会签不存在或已完成。"):
        reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="disagree", opinion="反悔。")


def test_the_opinion_of_another_case_is_not_given_here(
    led: Case, wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, head: User,
    divisions: list[InternalDivision],
) -> None:  # fmt: skip
    [review] = ask(led, clerk, divisions[1])
    other = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(other.pk, actor=clerk)
    with refused(code="joint"):
        reviewing.answer_joint(other.pk, actor=head, review_id=review, verdict="agree")


def test_the_lead_division_is_not_asked_nor_anybody_outside_the_office(
    led: Case, clerk: User, education: Unit, divisions: list[InternalDivision]
) -> None:
    strange = InternalDivision.objects.create(unit=education, name="人事科", kind="comprehensive")
    with refused(code="lead", says="事业机构编制科是牵头科室，无须会签。"):
        reviewing.ask_joint(led.pk, actor=clerk, divisions=divisions)
    with refused(code="division", says="人事科不是澜川市编办的内设科室。"):
        reviewing.ask_joint(led.pk, actor=clerk, divisions=[divisions[1], strange])
    with refused(code="required", says="请选择会签科室。"):
        reviewing.ask_joint(led.pk, actor=clerk, divisions=[])


def test_a_division_asked_twice_answers_once(led: Case, clerk: User, divisions: list[InternalDivision]) -> None:
    ask(led, clerk, divisions[1])
    assert len(ask(led, clerk, divisions[1], divisions[2])) == 2


def test_only_the_office_asks_and_answers_and_not_who_filed(
    led: Case, unit_clerk: User, inspector: User, outsider: User, clerk: User, divisions: list[InternalDivision]
) -> None:
    [review] = ask(led, clerk, divisions[1])
    for actor in (unit_clerk, inspector, outsider):
        with forbidden("您没有发起会签此办件的权限。"):
            reviewing.ask_joint(led.pk, actor=actor, divisions=divisions[2:])
        with forbidden("您没有会签此办件的权限。"):
            reviewing.answer_joint(led.pk, actor=actor, review_id=review, verdict="agree")


def test_who_filed_the_case_does_not_answer_for_another_division(
    wanted: dict[str, Any], school: Unit, actors: Actors, head: User, divisions: list[InternalDivision]
) -> None:
    case = file("quota_increase", school, wanted, head)
    reviewing.receive(case.pk, actor=actors.clerk, lead_division=divisions[0])
    [review] = ask(case, actors.clerk, divisions[1])
    with forbidden("本人申报的办件，不能由本人会签。"):
        reviewing.answer_joint(case.pk, actor=head, review_id=review, verdict="agree")
