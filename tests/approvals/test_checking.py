"""The check (审核) of the lead division: its words, and what the rules and the dry run said at that moment."""

from typing import Any

import pytest

from accounts.models import User
from approvals import reviewing
from approvals.models import Case, State
from quotas import requesting
from quotas.models import QuotaType
from tests.refusals import forbidden, refused
from tests.stories import Actors, asked, file, line
from units.models import Unit


@pytest.fixture
def received(wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User) -> Case:
    return reviewing.receive(file("quota_increase", school, wanted, unit_clerk).pk, actor=clerk)


def test_the_check_keeps_findings_and_effects(received: Case, clerk: User) -> None:
    case = reviewing.check(received.pk, actor=clerk, opinion=" 情况属实。 ")
    assert (case.state, case.checked_by) == (State.CHECKED, clerk)
    opinion = case.opinions.get(action="check")
    assert (opinion.text, opinion.findings) == ("情况属实。", [])
    figures = {(row["owner"], row["bucket"]): (row["before"], row["after"]) for row in opinion.effects}
    assert figures == {
        ("澜川市第一中学", "核定"): (0, 6),
        ("澜川市第一中学", "空编"): (0, 6),
        ("澜川市", "储备"): (20, 14),
    }


def test_what_the_rules_block_may_still_be_checked_and_is_on_record(
    school: Unit, full_funded: QuotaType, reserve: object, unit_clerk: User, clerk: User
) -> None:
    case = file("quota_increase", school, asked(line(full_funded, 21, target=school)), unit_clerk)
    reviewing.receive(case.pk, actor=clerk)
    checked = reviewing.check(case.pk, actor=clerk, opinion="储备不足，建议不予同意。")
    [finding] = checked.opinions.get(action="check").findings
    assert (finding["rule"], finding["severity"]) == ("R02", "block")


def test_a_check_has_words(received: Case, clerk: User) -> None:
    with refused(code="required", says="请填写审核意见。"):
        reviewing.check(received.pk, actor=clerk, opinion="")


def test_only_the_desk_checks_what_was_received(
    wanted: dict[str, Any], received: Case, school: Unit, unit_clerk: User, director: User, outsider: User, clerk: User
) -> None:
    for actor in (unit_clerk, director, outsider):
        with forbidden("您没有审核此办件的权限。"):
            reviewing.check(received.pk, actor=actor, opinion="属实。")
    filed = file("quota_increase", school, wanted, unit_clerk)
    with refused(code="state", says="办件当前状态为“待受理”，不能审核。"):
        reviewing.check(filed.pk, actor=clerk, opinion="属实。")


def test_the_office_proposes_fewer_than_applied_for(received: Case, clerk: User, actors: Actors) -> None:
    [wish] = received.quota_request.lines.all()
    requesting.propose_counts(received.pk, actor=clerk, counts={wish.pk: 4})
    case = reviewing.check(received.pk, actor=clerk, opinion="拟核4名。")
    effects = {row["bucket"]: row["delta"] for row in case.opinions.get(action="check").effects}
    assert effects == {"核定": 4, "空编": 4, "储备": -4}


@pytest.mark.parametrize("count", [-1, 7])
def test_never_more_than_applied_for(count: int, received: Case, clerk: User) -> None:
    [wish] = received.quota_request.lines.all()
    with refused(code="count", says="拟核数须在0与申请数6之间。"):
        requesting.propose_counts(received.pk, actor=clerk, counts={wish.pk: count})


def test_counts_are_proposed_by_the_desk_before_the_check(received: Case, unit_clerk: User, clerk: User) -> None:
    [wish] = received.quota_request.lines.all()
    with forbidden("您没有填写拟核数的权限。"):
        requesting.propose_counts(received.pk, actor=unit_clerk, counts={wish.pk: 4})
    reviewing.check(received.pk, actor=clerk, opinion="属实。")
    with refused(code="state", says="只有已受理、尚未审核的办件可以填写拟核数。"):
        requesting.propose_counts(received.pk, actor=clerk, counts={wish.pk: 4})
