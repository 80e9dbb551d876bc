"""Undoing a decision (撤销决定) before it is executed: what it held goes back, the papers stay."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from approvals import deciding, issuing, workdays
from approvals.models import Case, Document, State
from quotas import reports, verification
from quotas.models import Bucket, QuotaAccount
from tests.refusals import forbidden, refused
from tests.stories import Actors, approve, ready
from units.models import Region, Unit


@pytest.fixture
def decided(wanted: dict[str, Any], school: Unit, actors: Actors, unit_clerk: User) -> Case:
    case = ready("quota_increase", school, wanted, actors, filed_by=unit_clerk)
    approve(case, actors)
    return case


def reserve_of(region: Region) -> tuple[int, int]:
    """(free, locked) in the region's reserve."""
    own = QuotaAccount.objects.filter(region=region, unit=None)
    return own.get(bucket=Bucket.RESERVE).balance, own.get(bucket=Bucket.LOCKED).balance


def test_what_was_locked_is_free_again(decided: Case, region: Region, committee: User) -> None:
    assert reserve_of(region) == (14, 6)
    case = deciding.revoke(decided.pk, actor=committee, opinion="情况变化。")
    assert reserve_of(region) == (20, 0)
    assert (case.state, case.closed_on, case.holds.get().state) == (State.REFUSED, workdays.today(), "released")
    sheet = case.documents.latest("id")
    assert (sheet.kind, sheet.title) == (Document.Kind.DECISION_SHEET, f"关于撤销“{case.title}”决定的审批单")
    assert case.transfers.latest("id").document == sheet
    assert verification.verify() == []


def test_it_says_why(decided: Case, committee: User) -> None:
    with refused(code="required", says="请填写撤销决定的原因。"):
        deciding.revoke(decided.pk, actor=committee, opinion="")


def test_it_is_undone_once(decided: Case, committee: User) -> None:
    deciding.revoke(decided.pk, actor=committee, opinion="情况变化。")
    with refused(code="state", says="办件当前状态为“不予同意”，不能撤销决定。"):
        deciding.revoke(decided.pk, actor=committee, opinion="情况变化。")


def test_only_the_authority_that_decided_undoes_it(
    decided: Case, director: User, clerk: User, unit_clerk: User, outsider: User
) -> None:
    for actor in (director, clerk, unit_clerk, outsider):
        with forbidden("您没有撤销决定此办件的权限。"):
            deciding.revoke(decided.pk, actor=actor, opinion="情况变化。")


def test_what_is_on_the_ledger_is_not_undone(decided: Case, actors: Actors) -> None:
    issuing.issue(decided.pk, actor=actors.clerk, title="批复")
    with refused(code="state", says="办件当前状态为“已执行”，不能撤销决定。"):
        deciding.revoke(decided.pk, actor=actors.committee, opinion="情况变化。")


def test_a_decision_that_waits_for_its_day_can_be_undone(
    wanted: dict[str, Any], school: Unit, region: Region, actors: Actors
) -> None:
    later = workdays.today() + dt.timedelta(days=30)
    case = ready("quota_increase", school, wanted | {"effective_on": later}, actors)
    approve(case, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="批复")
    deciding.revoke(case.pk, actor=actors.committee, opinion="情况变化。")
    assert reserve_of(region) == (20, 0)
    assert reports.balances_of_unit(school) == [] or reports.balances_of_unit(school)[0].approved == 0
