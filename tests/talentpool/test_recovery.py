"""Recovery: proposed from sisters of the same department, decided by the office or by itself, the pool whole again."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document, RuleParameter
from quotas import verification
from quotas.models import QuotaType
from talentpool import recovery
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
    assert recovery.propose_due(workdays.today()).done == 1
    return Recovery.objects.get()


def test_the_check_proposes_the_sisters_vacant_posts_once(late: list[Loan], sister: Unit, full_school: Unit) -> None:
    found = propose()
    assert (found.unit, found.state) == (full_school, Recovery.State.PROPOSED)
    assert [(line.loan, line.sister) for line in found.lines.all()] == [(loan, sister) for loan in late]
    assert recovery.propose_due(workdays.today()).done == 0
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
    assert recovery.propose_due(workdays.today()).done == 0


def test_too_few_vacancies_recover_what_they_can_and_the_rest_is_tried_again(
    late: list[Loan], education: Unit, region: Region, post_type: QuotaType, actors: Actors, filled: Document,
    full_school: Unit,
) -> None:  # fmt: skip
    outcome = recovery.propose_due(workdays.today())
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
    assert recovery.propose_due(workdays.today()).done == 1
    return Recovery.objects.latest("id")


def test_a_region_may_let_recoveries_run_by_themselves(
    late: list[Loan], sister: Unit, region: Region, director: User
) -> None:
    with acting.by(director, reason="设定参数"):
        RuleParameter.objects.create(
            rule="R18", name="recovery", value=["automatic"], region=region, starts_on=dt.date(2020, 1, 1),
            document_number="澜编〔2026〕3号",
        )  # fmt: skip
    assert recovery.propose_due(workdays.today()).done == 1
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
