"""The decision (决定): by the authority of the kind, never by who handled the case, on figures that were seen."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deciding, filing, reviewing, workdays
from approvals.models import Authority, Case, Document, State
from quotas.models import Hold, QuotaType
from tests.cast import make_unit, make_user
from tests.refusals import forbidden, refused
from tests.stories import Actors, allot, argue, asked, endow, file, found, kind, line, ready
from units import lineage, mandates
from units.models import Region, Role, Unit


@pytest.fixture
def argued(wanted: dict[str, Any], school: Unit, actors: Actors, unit_clerk: User) -> Case:
    """The school's increase by six, which the committee decides."""
    return ready("quota_increase", school, wanted, actors, filed_by=unit_clerk)


def test_an_approval_locks_what_it_promises(argued: Case, committee: User, school: Unit) -> None:
    case = deciding.approve(argued.pk, actor=committee, opinion=" 同意。 ")
    assert (case.state, case.decided_by, case.decided_on) == (State.DECIDED, committee, workdays.today())
    hold = case.holds.get()
    assert (hold.state, hold.quantity, hold.source.balance, hold.locked and hold.locked.balance) == ("held", 6, 14, 6)
    opinion = case.opinions.get(action="approve")
    assert (opinion.text, opinion.actor_name) == ("同意。", "committee同志")
    assert opinion.effects == argued.opinions.get(action="check").effects
    sheet = case.documents.get()
    assert (sheet.kind, sheet.state) == (Document.Kind.DECISION_SHEET, Document.State.ISSUED)
    assert [transfer.document for transfer in case.transfers.all()] == [sheet]


def test_it_has_words(argued: Case, committee: User) -> None:
    with refused(code="required", says="请填写审批意见。"):
        deciding.approve(argued.pk, actor=committee, opinion=" ")
    with refused(code="required", says="请填写不予同意的理由。"):
        deciding.refuse(argued.pk, actor=committee, opinion=" ")


def test_a_refusal_holds_nothing_and_ends_the_case(argued: Case, committee: User) -> None:
    case = deciding.refuse(argued.pk, actor=committee, opinion="请内部挖潜。")
    assert (case.state, case.decided_by, case.closed_on) == (State.REFUSED, committee, workdays.today())
    assert not Hold.objects.exists()
    with refused(code="state"):
        deciding.approve(argued.pk, actor=committee, opinion="同意。")


def test_it_is_decided_once(argued: Case, committee: User) -> None:
    deciding.approve(argued.pk, actor=committee, opinion="同意。")
    with refused(code="state", says="办件当前状态为“已决定”，不能同意。"):
        deciding.approve(argued.pk, actor=committee, opinion="同意。")


def test_only_the_authority_of_the_kind_decides(
    argued: Case, unit_clerk: User, department: User, clerk: User, head: User, director: User, inspector: User,
    outsider: User,
) -> None:  # fmt: skip
    for actor in (department, head, director, inspector, outsider):
        for decide in (deciding.approve, deciding.refuse):
            with forbidden("此类事项须由编委会审议，您没有决定的权限。"):
                decide(argued.pk, actor=actor, opinion="同意。")
    for actor in (unit_clerk, clerk):
        with forbidden("本人申报或审核的办件，不能由本人决定。"):
            deciding.approve(argued.pk, actor=actor, opinion="同意。")


def test_a_committee_of_another_place_does_not_decide(argued: Case, district: Region) -> None:
    lower = make_user("lower", "committee", region=district)
    with forbidden("此类事项须由编委会审议，您没有决定的权限。"):
        deciding.approve(argued.pk, actor=lower, opinion="同意。")


def doubled(user: User, region: Region) -> User:
    """The user is also of the committee: two mandates, one person."""
    mandates.grant(user, role=Role.COMMITTEE, region=region, actor=acting.system_user())
    return user


def test_nobody_decides_what_they_filed(wanted: dict[str, Any], school: Unit, head: User, actors: Actors) -> None:
    doubled(head, school.region)
    case = ready("quota_increase", school, wanted, actors, filed_by=head)
    assert case.filed_by == head
    with forbidden("本人申报或审核的办件，不能由本人决定。"):
        deciding.approve(case.pk, actor=head, opinion="同意。")


def test_nor_what_they_checked(wanted: dict[str, Any], school: Unit, unit_clerk: User, actors: Actors) -> None:
    doubled(actors.clerk, school.region)
    case = ready("quota_increase", school, wanted, actors, filed_by=unit_clerk)
    with forbidden("本人申报或审核的办件，不能由本人决定。"):
        deciding.approve(case.pk, actor=actors.clerk, opinion="同意。")


def test_nor_what_they_handled_before_it_was_returned(
    wanted: dict[str, Any], school: Unit, head: User, unit_clerk: User, actors: Actors
) -> None:
    doubled(head, school.region)
    case = file("quota_increase", school, wanted, head)
    reviewing.send_back(case.pk, actor=actors.clerk, opinion="请补充。")
    filing.file(case.pk, actor=unit_clerk)
    reviewing.receive(case.pk, actor=actors.clerk)
    case = argue(reviewing.check(case.pk, actor=actors.clerk, opinion="属实。"), actors)
    assert head.pk not in (case.filed_by_id, case.checked_by_id)
    with forbidden("本人申报或审核的办件，不能由本人决定。"):
        deciding.approve(case.pk, actor=head, opinion="同意。")


def test_who_only_received_the_case_may_decide_it(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, head: User, actors: Actors
) -> None:
    doubled(head, school.region)
    case = file("quota_increase", school, wanted, unit_clerk)
    reviewing.receive(case.pk, actor=head)
    case = argue(reviewing.check(case.pk, actor=actors.clerk, opinion="属实。"), actors)
    assert deciding.approve(case.pk, actor=head, opinion="同意。").state == State.DECIDED


def test_figures_that_moved_since_filing_are_confirmed_first(
    argued: Case, reserve: Document, full_funded: QuotaType, committee: User, actors: Actors
) -> None:
    endow(argued.region, full_funded, 5, actors, reserve)
    [change] = deciding.base_changes(argued)[:1]
    assert (change.owner, change.bucket, change.before, change.after) == ("澜川市", "储备", 20, 25)
    with refused(code="base_changed", says="申报后账面数已发生变化，请核对变化后再次确认。"):
        deciding.approve(argued.pk, actor=committee, opinion="同意。")
    with refused(code="base_changed"):
        deciding.approve(argued.pk, actor=committee, opinion="同意。", confirmed_base="0123456789abcdef")
    shown = deciding.base_token(argued)
    endow(argued.region, full_funded, 1, actors, reserve)
    with refused(code="base_changed"):
        deciding.approve(argued.pk, actor=committee, opinion="同意。", confirmed_base=shown)
    case = deciding.approve(
        argued.pk, actor=committee, opinion="同意。", confirmed_base=deciding.base_token(argued)
    )  # fmt: skip
    reserve_row = next(row for row in case.opinions.get(action="approve").effects if row["bucket"] == "储备")
    assert (reserve_row["before"], reserve_row["after"]) == (26, 20)


def test_figures_of_others_do_not_matter(
    argued: Case, reserve: Document, region: Region, committee: User, actors: Actors
) -> None:
    endow(region, kind("part_funded"), 5, actors, reserve)
    endow(make_unit(region, "澜川市第二中学", category="institution"), kind("part_funded"), 5, actors, reserve)
    assert deciding.base_changes(argued) == ()
    assert deciding.approve(argued.pk, actor=committee, opinion="同意。").state == State.DECIDED


def test_a_new_name_is_no_change_of_figures(argued: Case, school: Unit, committee: User) -> None:
    with acting.by(committee):
        lineage.rename(
            school, name="澜川市高级中学", on=dt.date(2026, 3, 1), document_number="澜编〔2026〕3号", actor=committee
        )
    assert deciding.base_changes(argued) == ()


def test_a_figure_that_was_not_looked_at_when_the_case_was_filed_is_no_change(argued: Case, committee: User) -> None:
    """As of a case that an earlier release filed, before another number came to stand among its figures."""
    older = [row for row in argued.base if row[2] not in ("空编", "储备锁定")]
    assert len(older) < len(argued.base)
    Case.objects.filter(pk=argued.pk).update(base=[*older, ["澜川市", "旧口径", "储备", 7, "990100", "gone"]])
    argued.refresh_from_db()
    assert deciding.base_changes(argued) == ()
    assert deciding.approve(argued.pk, actor=committee, opinion="同意。").state == State.DECIDED


def test_a_new_name_of_a_type_is_no_change_and_hides_none(
    argued: Case, reserve: Document, full_funded: QuotaType, committee: User, actors: Actors
) -> None:
    with acting.by(committee):
        QuotaType.objects.filter(pk=full_funded.pk).update(name="财政补助事业编制")
    assert deciding.base_changes(argued) == ()
    endow(argued.region, full_funded, 5, actors, reserve)
    assert {change.quota_type for change in deciding.base_changes(argued)} == {"财政补助事业编制"}


def test_a_refusal_needs_no_confirmation(
    argued: Case, reserve: Document, full_funded: QuotaType, committee: User, actors: Actors
) -> None:
    endow(argued.region, full_funded, 5, actors, reserve)
    assert deciding.refuse(argued.pk, actor=committee, opinion="不同意。").state == State.REFUSED


def test_who_comes_second_to_the_reserve_gets_the_sentence(
    reserve: Document, region: Region, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    second = make_unit(region, "澜川市第二中学", category="institution")
    cases = [
        ready("quota_increase", unit, asked(line(full_funded, 12, target=unit)), actors) for unit in (school, second)
    ]
    deciding.approve(cases[0].pk, actor=actors.committee, opinion="同意。")
    says = "澜川市“事业编制（全额拨款）”储备8名，申请动用12名，8 − 12 = -4，将突破总量4名。"
    with refused(code="blocked", says=says):
        deciding.approve(
            cases[1].pk, actor=actors.committee, opinion="同意。", confirmed_base=deciding.base_token(cases[1])
        )


def test_what_only_the_ledger_knows_blocks_too(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    """Effective before the reserve was filled: no rule speaks, the gate does."""
    early = asked(line(full_funded, 6, target=school)) | {"effective_on": dt.date(2026, 2, 1)}
    case = ready("quota_increase", school, early, actors)
    [sentence] = found(case, "LEDGER", actors)
    assert sentence.startswith("澜川市的“事业编制（全额拨款）”储备在2026-02-01")
    with refused(code="blocked", says=sentence):
        deciding.approve(case.pk, actor=actors.committee, opinion="同意。")


def test_an_increase_of_a_kind_the_region_never_had_has_no_source(
    wanted: dict[str, Any], school: Unit, actors: Actors
) -> None:
    case = ready("quota_increase", school, asked(line(kind("part_funded"), 1, target=school)), actors)
    with refused(code="blocked", says="澜川市“事业编制（差额补贴）”储备0名，申请动用1名，0 − 1 = -1，将突破总量1名。"):
        deciding.approve(case.pk, actor=actors.committee, opinion="同意。")


def test_what_a_meeting_decides_is_not_approved_alone(
    reserve: Document, region: Region, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    allot(school, full_funded, 5, actors)
    other = make_unit(region, "澜川市第二中学", category="institution")
    case = ready("quota_adjust", school, asked(line(full_funded, 2, source=school, target=other)), actors)
    assert case.kind.authority == Authority.OFFICE_MEETING
    for decide in (deciding.approve, deciding.refuse):
        with refused(code="meeting", says="此类事项须经室务会审议，请在会议中录入结果。"):
            decide(case.pk, actor=actors.director, opinion="同意。")
