"""Lead and joint divisions (牵头+协同会签): the check waits for every opinion that was asked for."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deputies, policies, queue, reviewing, workdays
from approvals.models import Action, Case, State
from demoregion.story import on
from tests.pages import signed_in, words
from tests.refusals import forbidden, refused
from tests.stories import Actors, file
from units import mandates
from units.models import InternalDivision, Mandate, Unit

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


def assign(user: User, division: InternalDivision) -> None:
    """The user works in the division from now on."""
    with acting.by(acting.system_user(), reason="定岗"):
        Mandate.objects.filter(user=user).update(division=division)
    mandates.forget_scope(user)


def test_who_asked_does_not_answer(led: Case, clerk: User, head: User, divisions: list[InternalDivision]) -> None:
    [review] = ask(led, clerk, divisions[1])
    with forbidden("本人发起的会签，不能由本人填写意见。"):
        reviewing.answer_joint(led.pk, actor=clerk, review_id=review, verdict="agree")
    assert not led.joint_reviews.exclude(verdict="").exists()
    reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="agree")


def test_the_people_of_a_division_speak_for_it(
    led: Case, clerk: User, head: User, director: User, divisions: list[InternalDivision]
) -> None:
    assign(head, divisions[2])
    first, second = ask(led, clerk, *divisions[1:])
    with forbidden("该会签由监督检查科的人员填写意见。"):
        reviewing.answer_joint(led.pk, actor=director, review_id=second, verdict="agree")
    reviewing.answer_joint(led.pk, actor=head, review_id=second, verdict="agree")
    # Nobody sits in the other one, so that anybody of the office speaks for it.
    reviewing.answer_joint(led.pk, actor=director, review_id=first, verdict="agree")


def test_the_lead_division_does_not_speak_for_another(
    led: Case, clerk: User, head: User, divisions: list[InternalDivision]
) -> None:
    assign(head, divisions[0])
    [review] = ask(led, clerk, divisions[1])
    with forbidden("该会签由行政机构编制科的人员填写意见。"):
        reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="agree")


def test_who_gave_a_joint_opinion_does_not_check(
    led: Case, clerk: User, head: User, divisions: list[InternalDivision]
) -> None:
    [review] = ask(led, clerk, divisions[1])
    reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="agree")
    with forbidden("本人已会签的办件，不能再由本人审核。"):
        reviewing.check(led.pk, actor=head, opinion="属实。")
    assert not policies.may(head, Action.CHECK, led)
    assert {vars(case)["task"] for case in queue.waiting_for(head)} == set()
    assert {vars(case)["task"] for case in queue.waiting_for(clerk)} == {"check"}
    assert reviewing.check(led.pk, actor=clerk, opinion="属实。").state == State.CHECKED


def test_the_queue_and_the_page_ask_only_those_who_may_answer(
    led: Case, clerk: User, head: User, divisions: list[InternalDivision]
) -> None:
    ask(led, clerk, divisions[1])
    assert [vars(case)["task"] for case in queue.waiting_for(head)] == ["joint"]
    assert list(queue.waiting_for(clerk)) == []
    assert "提交会签意见" in words(signed_in(head).get(led.get_absolute_url()))
    assert "提交会签意见" not in words(signed_in(clerk).get(led.get_absolute_url()))


def test_a_deputy_speaks_for_the_division_of_the_principal(
    led: Case, clerk: User, head: User, director: User, divisions: list[InternalDivision]
) -> None:
    assign(director, divisions[1])
    assign(head, divisions[2])
    [review] = ask(led, clerk, divisions[1])
    with forbidden():
        reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="agree")
    today = workdays.today()
    deputies.appoint(actor=director, principal=director, deputy=head, starts_on=today, ends_on=today)
    reviewing.answer_joint(led.pk, actor=head, review_id=review, verdict="agree")
    opinion = led.opinions.get(action="joint")
    assert (opinion.actor_name, opinion.on_behalf_of) == (head.name, director.name)


def test_who_filed_the_case_does_not_answer_for_another_division(
    wanted: dict[str, Any], school: Unit, actors: Actors, head: User, divisions: list[InternalDivision]
) -> None:
    case = file("quota_increase", school, wanted, head)
    reviewing.receive(case.pk, actor=actors.clerk, lead_division=divisions[0])
    [review] = ask(case, actors.clerk, divisions[1])
    with forbidden("本人申报的办件，不能由本人会签。"):
        reviewing.answer_joint(case.pk, actor=head, review_id=review, verdict="agree")
