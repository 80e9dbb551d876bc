"""The argument (论证): four forms, each with its conclusion; a comparison is vertical and horizontal (R21)."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from approvals import deciding, reviewing, workdays
from approvals.models import Case, State
from quotas.models import QuotaType
from tests.refusals import forbidden, refused
from tests.stories import HELD, Actors, asked, file, line, ready
from units.models import Unit


@pytest.fixture
def checked(wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User) -> Case:
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    return reviewing.check(case.pk, actor=clerk, opinion="属实。")


def argue(case: Case, actor: User, **more: Any) -> Case:
    given: dict[str, Any] = {"form": "seminar", "held_on": HELD, "conclusion": "feasible", "opinion": "必要可行。"}
    return reviewing.argue(case.pk, actor=actor, **{**given, **more})


@pytest.mark.parametrize("form", ["comparison", "seminar", "defence", "hearing"])
def test_four_forms_lead_to_the_decision(form: str, checked: Case, clerk: User) -> None:
    words = {"vertical": "近三年学生增12%。", "horizontal": "高于同类学校。", "participants": "教育局、财政局"}
    case = argue(checked, clerk, form=form, **words)
    assert case.state == State.ARGUED
    argument = case.arguments.get()
    assert (argument.form, argument.held_on, argument.recorded_by) == (form, HELD, clerk)
    assert (argument.vertical, argument.horizontal, argument.participants) == tuple(words.values())


@pytest.mark.parametrize("lacking", ["vertical", "horizontal"])
def test_a_comparison_looks_both_ways(lacking: str, checked: Case, clerk: User) -> None:
    words = {"vertical": "纵向。", "horizontal": "横向。"} | {lacking: " "}
    with refused(code="comparison", says="定量比较分析须填写纵向比较和横向比较。"):
        argue(checked, clerk, form="comparison", **words)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"form": "vote"}, "请选择论证形式。"),
        ({"conclusion": "maybe"}, "请选择论证结论。"),
        ({"opinion": " "}, "请填写论证意见。"),
        ({"held_on": dt.date(2999, 1, 1)}, "论证日期不能晚于今天。"),
    ],
)
def test_what_is_wrong_is_said(wrong: dict[str, Any], sentence: str, checked: Case, clerk: User) -> None:
    with refused(says=sentence):
        argue(checked, clerk, **wrong)


def test_an_argument_may_be_held_today(checked: Case, clerk: User) -> None:
    assert argue(checked, clerk, held_on=workdays.today()).state == State.ARGUED


def test_only_the_desk_records_it(checked: Case, unit_clerk: User, director: User, outsider: User) -> None:
    for actor in (unit_clerk, director, outsider):
        with forbidden("您没有论证此办件的权限。"):
            argue(checked, actor)


def test_without_the_argument_there_is_no_decision(checked: Case, committee: User) -> None:
    with refused(code="state", says="办件当前状态为“已审核”，不能同意。"):
        deciding.approve(checked.pk, actor=committee, opinion="同意。")
    with refused(code="state", says="办件当前状态为“已审核”，不能不予同意。"):
        deciding.refuse(checked.pk, actor=committee, opinion="不同意。")


def test_what_needs_no_argument_gets_none(
    wanted: dict[str, Any], school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    by_fast_lane = ready("quota_increase", school, wanted, actors, fast_lane=True)
    cut = ready("quota_cut", school, asked(line(full_funded, 1, source=school)), actors)
    for case in (by_fast_lane, cut):
        assert case.state == State.CHECKED
        with refused(code="state", says="办件当前状态为“已审核”，不能论证。"):
            argue(case, actors.clerk)
