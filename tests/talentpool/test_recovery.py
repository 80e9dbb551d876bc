"""Recovery: proposed from sisters of the same department, decided by the office or by itself, the pool whole again."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document, Notification, RuleParameter
from quotas import verification
from quotas.models import QuotaType
from talentpool import book, proposing, recovery
from talentpool.models import Loan, Recovery
from tests import stories
from tests.book import commit, unchanged
from tests.cast import make_unit
from tests.stories import Actors
from tests.talentpool.conftest import Lend, held
from tests.talentpool.test_lending import put_off
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(lend: Lend, arrive: Callable[..., Loan]) -> list[Loan]:
    """Two loans that fell due ten and five days ago."""
    loans = [arrive(loan) for loan in lend("张示例", "李示例")]
    for loan, days in zip(loans, (10, 5), strict=True):
        put_off(loan, days)
    return loans


def propose() -> Recovery:
    assert proposing.propose_due(workdays.today()).done == 1
    return Recovery.objects.get()


def test_the_check_proposes_the_sisters_vacant_posts_once(late: list[Loan], sister: Unit, full_school: Unit) -> None:
    found = propose()
    assert (found.unit, found.state) == (full_school, Recovery.State.PROPOSED)
    assert [(line.loan, line.sister) for line in found.lines.all()] == [(loan, sister) for loan in late]
    assert proposing.propose_due(workdays.today()).done == 0
    assert Recovery.objects.count() == 1


def test_the_office_confirms_and_the_pool_is_whole_again(
    late: list[Loan], sister: Unit, full_school: Unit, region: Region, actors: Actors
) -> None:
    found = recovery.confirm(propose().pk, actor=actors.director, opinion="同意收回。")
    commit()
    assert held(sister) == {"vacant": 1}
    assert held(full_school) == {"occupied": 4}
    assert held(region)["pool"] == 10
    assert {loan.state for loan in Loan.objects.all()} == {"recovered"}
    assert found.document is not None
    assert set(found.document.units.all()) == {full_school, sister}
    assert verification.verify() == []


def test_the_office_may_name_another_sister_of_the_same_department_only(
    late: list[Loan], sister: Unit, education: Unit, region: Region, post_type: QuotaType, actors: Actors,
    filled: Document, bureau: Unit,
) -> None:  # fmt: skip
    third = make_unit(region, "澜川市第三中学", category="institution", competent_department=education)
    found = propose()
    [first, _] = found.lines.all()
    with unchanged(), pytest.raises(ValidationError, match="不是澜川市第一中学同一主管部门的其他单位"):
        recovery.confirm(found.pk, actor=actors.director, opinion="同意。", sisters={first.pk: bureau})
    with unchanged(), pytest.raises(ValidationError, match="没有"):
        recovery.confirm(found.pk, actor=actors.director, opinion="同意。", sisters={first.pk: third})
    stories.endow(third, post_type, 1, actors, filled)
    recovery.confirm(found.pk, actor=actors.director, opinion="同意。", sisters={first.pk: third})
    commit()
    assert (held(third), held(sister)) == ({}, {"vacant": 2})


def test_a_refusal_needs_a_reason_and_is_not_proposed_again_before_the_date_is_put_off(
    late: list[Loan], sister: Unit, actors: Actors, unit_clerk: User
) -> None:
    found = propose()
    with unchanged(), pytest.raises(ValidationError, match="请填写不予收回的理由"):
        recovery.refuse(found.pk, actor=actors.director, opinion=" ")
    with unchanged(), pytest.raises(PermissionDenied):
        recovery.refuse(found.pk, actor=unit_clerk, opinion="不同意")
    recovery.refuse(found.pk, actor=actors.director, opinion="正在办理增编。")
    with unchanged(), pytest.raises(ValidationError, match="该回收方案不予收回，不能再确认"):
        recovery.confirm(found.pk, actor=actors.director, opinion="同意。")
    assert proposing.propose_due(workdays.today()).done == 0


def test_too_few_vacancies_recover_what_they_can_and_the_rest_is_tried_again(
    late: list[Loan], education: Unit, region: Region, post_type: QuotaType, actors: Actors, filled: Document,
    full_school: Unit,
) -> None:  # fmt: skip
    outcome = proposing.propose_due(workdays.today())
    assert (outcome.found, outcome.done) == (1, 0)
    assert "所属主管部门其他单位没有空编" in outcome.note
    third = make_unit(region, "澜川市第三中学", category="institution", competent_department=education)
    for left in (1, 0):
        stories.endow(third, post_type, 1, actors, filled)
        recovery.confirm(propose_last().pk, actor=actors.clerk, opinion="同意。")
        assert Loan.objects.filter(state="on_loan").count() == left
    commit()
    assert held(full_school) == {"occupied": 4}
    assert verification.verify() == []


def propose_last() -> Recovery:
    assert proposing.propose_due(workdays.today()).done == 1
    return Recovery.objects.latest("id")


def test_a_region_may_let_recoveries_run_by_themselves(
    late: list[Loan], sister: Unit, region: Region, director: User
) -> None:
    with acting.by(director, reason="设定参数"):
        RuleParameter.objects.create(
            rule="R18", name="recovery", value=["automatic"], region=region, starts_on=dt.date(2020, 1, 1),
            document_number="澜编〔2026〕3号",
        )  # fmt: skip
    assert proposing.propose_due(workdays.today()).done == 1
    commit()
    assert Recovery.objects.get().state == Recovery.State.DONE
    assert {loan.state for loan in Loan.objects.all()} == {"recovered"}


def test_a_proposal_whose_loans_were_returned_meanwhile_moves_nothing(
    late: list[Loan], sister: Unit, full_school: Unit, post_type: QuotaType, actors: Actors, filled: Document
) -> None:
    from talentpool import checks

    found = propose()
    stories.endow(full_school, post_type, 2, actors, filled)
    assert checks.return_to_vacancies(workdays.today()).done == 2
    found = recovery.confirm(found.pk, actor=actors.director, opinion="同意。")
    commit()
    assert (found.state, found.document) == (Recovery.State.OVERTAKEN, None)
    assert held(sister) == {"vacant": 3}


def run_by_themselves(region: Region) -> None:
    """The region lets recoveries run by themselves."""
    stories.set_parameter("R18", "recovery", ["automatic"], region=region, starts_on=dt.date(2020, 1, 1))


def test_a_proposal_that_a_dead_worker_left_is_carried_out_by_the_next_run(
    late: list[Loan], sister: Unit, region: Region
) -> None:
    run_by_themselves(region)
    assert proposing.propose(late[0].pk, actor=acting.system_user()) is not None
    proposing.propose_due(workdays.today())
    commit()
    assert Recovery.objects.get().state == Recovery.State.DONE
    assert held(sister) == {"vacant": 1}
    assert proposing.propose_due(workdays.today()) == (0, 0, "")


def test_what_was_proposed_is_planned_again_when_a_sister_has_used_its_post(
    late: list[Loan], sister: Unit, education: Unit, region: Region, post_type: QuotaType, actors: Actors,
    filled: Document,
) -> None:  # fmt: skip
    found = propose()
    stories.occupy(sister, post_type, 3, actors, filled)
    run_by_themselves(region)
    assert "已没有空编，待出现空编后再办" in proposing.propose_due(workdays.today()).note
    third = make_unit(region, "澜川市第三中学", category="institution", competent_department=education)
    stories.endow(third, post_type, 1, actors, filled)
    proposing.propose_due(workdays.today())
    commit()
    found.refresh_from_db()
    assert (found.state, found.lines.get().sister) == (Recovery.State.DONE, third)
    assert [loan.state for loan in Loan.objects.order_by("id")] == ["recovered", "on_loan"]
    assert verification.verify() == []


def test_a_loan_put_off_meanwhile_is_not_recovered(late: list[Loan], sister: Unit, actors: Actors) -> None:
    found = propose()
    first, second = late
    put_off(first, -30)
    recovery.confirm(found.pk, actor=actors.director, opinion="同意。")
    assert [loan.state for loan in Loan.objects.order_by("id")] == ["on_loan", "recovered"]
    assert held(sister) == {"vacant": 2}
    # No page tells that the sister gave a post for the other.
    assert [line.loan for line in found.lines.all()] == [second]
    told = {loan.pk: loan.taken_from for loan in book.loans_of(actors.director)}  # type: ignore[attr-defined]
    assert told == {first.pk: None, second.pk: sister.name}


def test_a_proposal_of_which_nothing_is_owed_any_more_waits_no_longer(late: list[Loan], sister: Unit) -> None:
    found = propose()
    for loan in late:
        put_off(loan, -30)
    assert proposing.propose_due(workdays.today()) == (1, 1, "")
    found.refresh_from_db()
    assert found.state == Recovery.State.OVERTAKEN
    assert held(sister) == {"vacant": 3}


def test_the_office_may_leave_a_line_for_another_time_but_not_all(
    late: list[Loan], sister: Unit, actors: Actors
) -> None:
    found = propose()
    first, second = found.lines.all()
    with unchanged(), pytest.raises(ValidationError, match="请至少保留一名"):
        recovery.confirm(found.pk, actor=actors.director, opinion="同意。", sisters={first.pk: None, second.pk: None})
    recovery.confirm(found.pk, actor=actors.director, opinion="同意。", sisters={first.pk: None})
    commit()
    assert held(sister) == {"vacant": 2}
    assert [line.loan for line in propose_last().lines.all()] == [late[0]]


def test_a_post_that_one_proposal_names_is_not_named_by_another(
    late: list[Loan], sister: Unit, education: Unit, region: Region, post_type: QuotaType, actors: Actors,
    filled: Document, lend: Lend, arrive: Callable[..., Loan],
) -> None:  # fmt: skip
    third = make_unit(region, "澜川市第三中学", category="institution", competent_department=education)
    for loan in lend("王示例", "赵示例", unit=third):
        put_off(arrive(loan), 1)
    proposing.propose_due(workdays.today())
    named = [line.sister for found in Recovery.objects.order_by("id") for line in found.lines.all()]
    assert named == [sister, sister, sister]


def test_office_borrower_and_sisters_are_told_once(
    late: list[Loan], sister: Unit, full_school: Unit, region: Region, actors: Actors
) -> None:
    for _ in range(2):
        proposing.propose_due(workdays.today())
    [told] = Notification.objects.filter(region=region)
    assert told.text == f"{full_school}周转编制逾期未还2名，拟以{sister}的空编收回，请确认。"
    done = recovery.confirm(Recovery.objects.get().pk, actor=actors.director, opinion="同意。")
    assert done.document is not None
    told_units = Notification.objects.filter(url=done.document.get_absolute_url())
    assert set(told_units.values_list("unit", flat=True)) == {full_school.pk, sister.pk}


def test_the_office_is_told_once_that_there_is_nothing_to_recover_from(late: list[Loan], region: Region) -> None:
    for _ in range(2):
        assert "没有空编" in proposing.propose_due(workdays.today()).note
    assert Notification.objects.filter(region=region).count() == 1
