"""Issue (发文), execute (执行), close (办结): the paper, its day, the entry on the ledger, exactly once."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import issuing, scheduled, workdays
from approvals.models import Case, Document, State
from demoregion.story import on
from quotas import reports, verification
from quotas.models import Bucket, QuotaAccount, QuotaType, Transfer
from tests.cast import make_unit
from tests.refusals import forbidden, refused, untouched
from tests.stories import EFFECTIVE, Actors, approve, asked, line, ready
from units import lineage
from units.models import Region, Unit


def decided(school: Unit, data: dict[str, Any], actors: Actors) -> Case:
    case = ready("quota_increase", school, data, actors)
    approve(case, actors)
    return case


def numbers(unit: Unit) -> tuple[int, int]:
    """(approved, vacant) of the unit's only type."""
    found = reports.balances_of_unit(unit)
    return (found[0].approved, found[0].vacant) if found else (0, 0)


def test_what_takes_effect_is_posted_with_the_paper(
    wanted: dict[str, Any], school: Unit, region: Region, actors: Actors
) -> None:
    case = decided(school, wanted, actors)
    assert numbers(school) == (0, 0)
    document = issuing.issue(case.pk, actor=actors.clerk, title=" 关于增编的批复 ", body=" 同意。 ")
    assert (document.kind, document.title, document.body) == (Document.Kind.APPROVAL, "关于增编的批复", "同意。")
    assert document.issuer == "中共澜川市委机构编制委员会办公室"
    assert list(document.units.all()) == [school]
    assert numbers(school) == (6, 6)
    entry = case.transfers.latest("id")
    assert (entry.document, entry.quantity, entry.effective_on, entry.reason) == (document, 6, EFFECTIVE, case.title)
    case.refresh_from_db()
    assert (case.state, case.holds.get().state) == (State.EXECUTED, "posted")
    assert [o.action for o in case.opinions.order_by("id")][-2:] == ["issue", "execute"]
    assert verification.verify() == []


def test_a_paper_has_a_title(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = decided(school, wanted, actors)
    for title in ("", "  ", "长" * 201):
        with refused(code="title", says="请填写文件标题，不超过200字。"):
            issuing.issue(case.pk, actor=actors.clerk, title=title)


def test_only_the_desk_issues_what_was_decided_and_once(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, director: User, outsider: User, actors: Actors
) -> None:
    case = ready("quota_increase", school, wanted, actors)
    with refused(code="state", says="办件当前状态为“已论证”，不能发文。"):
        issuing.issue(case.pk, actor=actors.clerk, title="批复")
    approve(case, actors)
    for actor in (unit_clerk, director, outsider):
        with forbidden("您没有发文此办件的权限。"):
            issuing.issue(case.pk, actor=actor, title="批复")
    issuing.issue(case.pk, actor=actors.clerk, title="批复")
    with refused(code="state", says="办件当前状态为“已执行”，不能发文。"):
        issuing.issue(case.pk, actor=actors.clerk, title="批复")


@pytest.fixture
def later(wanted: dict[str, Any], school: Unit, actors: Actors) -> Case:
    """A decision of 1 March for 1 April, issued on 1 March: as of its day, the schedule posts it."""
    with on(EFFECTIVE):
        case = decided(school, wanted | {"effective_on": dt.date(2026, 4, 1)}, actors)
        issuing.issue(case.pk, actor=actors.clerk, title="批复")
    return case


def state_of(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def locked(region: Region) -> int:
    return QuotaAccount.objects.get(region=region, unit=None, bucket=Bucket.LOCKED).balance


def test_a_decision_for_a_later_day_waits_with_its_lock(later: Case, school: Unit, region: Region) -> None:
    assert (state_of(later), numbers(school), locked(region)) == (State.ISSUED, (0, 0), 6)
    with on(dt.date(2026, 3, 31)):
        run = scheduled.run("execute_due_cases")
    assert (run.found, run.done, state_of(later), locked(region)) == (0, 0, State.ISSUED, 6)


def test_it_is_posted_on_its_day_by_the_system(later: Case, school: Unit, region: Region) -> None:
    with on(dt.date(2026, 4, 1)):
        run = scheduled.run("execute_due_cases")
    assert (run.found, run.done, run.note) == (1, 1, "")
    assert (state_of(later), numbers(school), locked(region)) == (State.EXECUTED, (6, 6), 0)
    entry = later.transfers.latest("id")
    assert (entry.effective_on, entry.actor_name) == (dt.date(2026, 4, 1), acting.SYSTEM)
    assert entry.document == later.documents.get(kind=Document.Kind.APPROVAL)
    assert later.opinions.get(action="execute").actor_name == acting.SYSTEM


def test_exactly_once_however_often_the_check_runs(later: Case, school: Unit) -> None:
    with on(dt.date(2026, 4, 1)):
        assert scheduled.run("execute_due_cases").done == 1
        entries = Transfer.objects.count()
        assert scheduled.run("execute_due_cases").found == 0
        with untouched():
            issuing.execute(later.pk, actor=acting.system_user())
    assert (Transfer.objects.count(), later.opinions.filter(action="execute").count()) == (entries, 1)
    assert numbers(school) == (6, 6)


def test_late_is_as_of_its_day_all_the_same(later: Case) -> None:
    with on(dt.date(2026, 4, 20)):
        scheduled.run("execute_due_cases")
    assert later.transfers.latest("id").effective_on == dt.date(2026, 4, 1)


def test_one_that_cannot_be_posted_does_not_stop_the_others(
    later: Case, reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    """The school is abolished while its decision waits; another school's is posted all the same."""
    second = make_unit(school.region, "澜川市第二中学", category="institution")
    with on(EFFECTIVE):
        data = asked(line(full_funded, 4, target=second)) | {"effective_on": dt.date(2026, 4, 1)}
        other = decided(second, data, actors)
        issuing.issue(other.pk, actor=actors.clerk, title="批复")
    with acting.by(actors.clerk):
        lineage.abolish(school, on=EFFECTIVE, document_number="澜编〔2026〕8号", actor=actors.clerk)
    with on(dt.date(2026, 4, 1)):
        run = scheduled.run("execute_due_cases")
    assert (run.found, run.done) == (2, 1)
    assert run.note == f"{later.number}：澜川市第一中学的“事业编制（全额拨款）”空编：该机构已撤销，不能再划入。"
    assert (state_of(later), state_of(other), numbers(second)) == (State.ISSUED, State.EXECUTED, (4, 4))


def test_the_desk_may_execute_what_is_due_and_nobody_else(
    later: Case, unit_clerk: User, director: User, outsider: User, clerk: User
) -> None:
    with on(dt.date(2026, 4, 1)):
        for actor in (unit_clerk, director, outsider):
            with forbidden("您没有执行此办件的权限。"):
                issuing.execute(later.pk, actor=actor)
        assert issuing.execute(later.pk, actor=clerk).state == State.EXECUTED


def test_not_before_its_day(later: Case, clerk: User) -> None:
    with on(dt.date(2026, 3, 31)), refused(code="early", says="该决定自2026年4月1日起生效，尚不能入账。"):
        issuing.execute(later.pk, actor=clerk)


def test_nor_before_it_was_issued(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = decided(school, wanted, actors)
    with refused(code="state", says="办件当前状态为“已决定”，不能执行。"):
        issuing.execute(case.pk, actor=actors.clerk)


def test_checks_run_when_they_are_due(later: Case) -> None:
    runs = scheduled.run_due()
    assert "execute_due_cases" in {run.check_key for run in runs}
    assert scheduled.run_due() == []


def test_the_dossier_is_closed_after_execution(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, outsider: User, actors: Actors
) -> None:
    case = decided(school, wanted, actors)
    with refused(code="state", says="办件当前状态为“已决定”，不能办结。"):
        issuing.close(case.pk, actor=actors.clerk)
    issuing.issue(case.pk, actor=actors.clerk, title="批复")
    for actor in (unit_clerk, outsider):
        with forbidden("您没有办结此办件的权限。"):
            issuing.close(case.pk, actor=actor)
    case = issuing.close(case.pk, actor=actors.clerk, opinion="归档。")
    assert (case.state, case.closed_on) == (State.CLOSED, workdays.today())
    with untouched():
        issuing.execute(case.pk, actor=actors.clerk)
