"""Lending: promised by a case to a full unit, used by the named talent, refused while the unit is in default."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import acting
from accounts.models import User
from approvals import deciding, workdays
from approvals.models import Document, Notification
from quotas import reports, verification
from quotas.models import Pool, QuotaType
from staffing import forecasting, leaving
from staffing.areas import find_area
from staffing.models import Posting
from talentpool import checks, lending
from talentpool.models import Loan
from tests import stories
from tests.book import commit, unchanged
from tests.people import new_person
from tests.stories import Actors
from tests.talentpool.conftest import Lend, held
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


def put_off(loan: Loan, days: int) -> None:
    """The loan fell due so many days ago."""
    due_on = workdays.today() - dt.timedelta(days=days)
    with acting.by(acting.system_user(), reason="时间过去了"):
        Loan.objects.filter(pk=loan.pk).update(started_on=due_on - dt.timedelta(days=730), due_on=due_on)


def test_a_decided_case_promises_posts_and_the_talent_takes_them(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, region: Region, post_type: QuotaType
) -> None:
    first, second = lend("张示例", "李示例")
    commit()
    assert held(full_school) == {"occupied": 2, "borrowed_locked": 2}
    assert held(region) == {"granted": -102, "reserve": 90, "pool": 8}
    loan = arrive(first)
    commit()
    assert held(full_school) == {"occupied": 2, "borrowed_locked": 1, "borrowed_occupied": 1}
    today = workdays.today()
    assert (loan.state, loan.started_on, loan.due_on) == ("on_loan", today, today.replace(year=today.year + 2))
    assert loan.posting is not None
    assert (loan.posting.person.name, loan.posting.basis) == ("张示例", "loan")
    assert second.state == Loan.State.PROMISED
    assert verification.verify() == []


def test_the_approver_sees_pool_and_unit_before_and_after(
    full_school: Unit, education: Unit, pool: Pool, post_type: QuotaType, actors: Actors, department: User
) -> None:
    talents = [{"name": "张示例", "talent_class": "short", "certification": "认定〔2026〕2号"}]
    asked = {"pool": pool, "unit": full_school, "quota_type": post_type, "talents": talents}
    case = stories.file("pool_loan", education, asked, department)
    seen = deciding.preview(case, actor=actors.director)
    assert {(e.owner, e.bucket, e.before, e.after) for e in seen.effects} == {
        (full_school.name, "周转借用", 0, 1), ("人才周转池", "可借", 10, 9),
    }  # fmt: skip
    assert not seen.blocked


def findings(education: Unit, asked: dict[str, Any], actors: Actors, department: User) -> list[str]:
    case = stories.file("pool_loan", education, asked, department)
    return [f.sentence for f in deciding.preview(case, actor=actors.director).findings if f.blocks]


def test_only_a_full_unit_borrows(
    sister: Unit, education: Unit, pool: Pool, post_type: QuotaType, actors: Actors, department: User
) -> None:
    talents = [{"name": "张示例", "talent_class": "short", "certification": "认定〔2026〕2号"}]
    asked = {"pool": pool, "unit": sister, "quota_type": post_type, "talents": talents}
    assert findings(education, asked, actors, department) == [
        f"{sister}“{post_type}”尚有空编3名，未满编，应先使用空编，不得借用周转编制。"
    ]


def test_the_pool_lends_no_more_than_it_has(
    full_school: Unit, education: Unit, pool: Pool, post_type: QuotaType, actors: Actors, department: User
) -> None:
    talents = [{"name": f"示例{n}", "talent_class": "short", "certification": "认定"} for n in range(11)]
    asked = {"pool": pool, "unit": full_school, "quota_type": post_type, "talents": talents}
    [said] = findings(education, asked, actors, department)
    assert "周转池只有10名，不足以划转11名" in said


def test_a_unit_in_default_is_lent_nothing_and_told_why(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, education: Unit, pool: Pool, post_type: QuotaType,
    actors: Actors, department: User,
) -> None:  # fmt: skip
    [loan] = lend("张示例")
    arrive(loan)
    put_off(loan, 1)
    yesterday = workdays.today() - dt.timedelta(days=1)
    talents = [{"name": "李示例", "talent_class": "short", "certification": "认定"}]
    asked = {"pool": pool, "unit": full_school, "quota_type": post_type, "talents": talents}
    assert findings(education, asked, actors, department) == [
        f"{full_school}有1名周转编制逾期未还：张示例（{yesterday}到期）；归还前不再批准新的借用。"
    ]


def test_a_borrowed_post_is_for_the_named_talent_once(
    lend: Lend, arrive: Callable[..., Loan], actors: Actors, unit_clerk: User
) -> None:
    [loan] = lend("张示例")
    given = {"loan_id": loan.pk, "started_on": workdays.today(), "document": loan.document, "reason": "到岗"}
    with unchanged(), pytest.raises(ValidationError, match="该周转编制为张示例批准，专编专用。"):
        lending.enrol_talent(actor=actors.clerk, person=new_person("李示例"), **given)
    with unchanged(), pytest.raises(PermissionDenied):
        lending.enrol_talent(actor=unit_clerk, person=new_person("张示例"), **given)
    early = given | {"started_on": workdays.today() - dt.timedelta(days=1)}
    with unchanged(), pytest.raises(ValidationError, match="到岗日期不能早于批准日期"):
        lending.enrol_talent(actor=actors.clerk, person=new_person("张示例"), **early)
    arrive(loan)
    with unchanged(), pytest.raises(ValidationError, match="该借编借用中，不能办理到岗。"):
        lending.enrol_talent(actor=actors.clerk, person=new_person("张示例"), **given)


def test_who_leaves_a_borrowed_post_leaves_it_to_the_pool(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, region: Region, actors: Actors, filled: Document
) -> None:
    [loan] = lend("张示例")
    posting = arrive(loan).posting
    assert posting is not None
    leaving.release(
        actor=actors.clerk, posting=posting, ended_on=workdays.today(), exit_reason="moved", document=filled,
        reason="调离", destination="外省",
    )  # fmt: skip
    commit()
    loan.refresh_from_db()
    assert (loan.state, loan.ended_on, loan.end_document) == ("left", workdays.today(), filled)
    assert held(full_school) == {"occupied": 2}
    assert held(region)["pool"] == 10
    assert verification.verify() == []


def test_a_natural_vacancy_returns_the_longest_borrowed_post(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, region: Region, actors: Actors, filled: Document
) -> None:
    first, second = (arrive(loan) for loan in lend("张示例", "李示例"))
    teacher = Posting.objects.filter(unit=full_school, basis="opening").order_by("id")[0]
    leaving.release(
        actor=actors.clerk, posting=teacher, ended_on=workdays.today(), exit_reason="retired", document=filled,
        reason="退休",
    )  # fmt: skip
    commit()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("returned", "on_loan")
    assert first.posting is not None
    assert Posting.objects.get(pk=first.posting.pk).ended_on is None
    assert held(full_school) == {"occupied": 2, "borrowed_occupied": 1}
    assert held(region)["pool"] == 9
    assert verification.verify() == []


def test_posts_that_arrive_otherwise_return_loans_at_the_next_check(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, region: Region, post_type: QuotaType, actors: Actors,
    filled: Document,
) -> None:  # fmt: skip
    for loan in lend("张示例", "李示例", "王示例"):
        arrive(loan)
    stories.endow(full_school, post_type, 2, actors, filled)
    for done in (2, 0):
        assert checks.return_to_vacancies(workdays.today()).done == done
    commit()
    assert held(full_school) == {"occupied": 4, "borrowed_occupied": 1}
    assert list(Loan.objects.order_by("id").values_list("state", flat=True)) == ["returned", "returned", "on_loan"]
    assert verification.verify() == []


def test_a_promise_that_nobody_uses_lapses_once(lend: Lend, full_school: Unit, region: Region) -> None:
    [loan] = lend("张示例")
    assert checks.lapse_promises(workdays.today()).found == 0
    with acting.by(acting.system_user(), reason="时间过去了"):
        Loan.objects.filter(pk=loan.pk).update(use_by=workdays.today() - dt.timedelta(days=1))
    for found in (1, 0):
        outcome = checks.lapse_promises(workdays.today())
        assert (outcome.found, outcome.done) == (found, found)
    commit()
    loan.refresh_from_db()
    assert loan.state == Loan.State.LAPSED
    assert held(full_school) == {"occupied": 2}
    assert held(region)["pool"] == 10


def test_units_are_reminded_once_at_each_threshold_and_never_of_those_that_passed_unseen(
    lend: Lend, arrive: Callable[..., Loan], unit_clerk: User
) -> None:
    loan = arrive(lend("张示例")[0])
    assert loan.due_on is not None
    told = []
    for left in (181, 180, 179, 90, 20, 0, -1, -30):
        told.append(checks.remind(loan.due_on - dt.timedelta(days=left)).done)
    assert told == [0, 1, 0, 1, 1, 1, 1, 0]
    texts = [found.text for found in Notification.objects.addressed_to(unit_clerk).order_by("id")]
    assert texts[0] == "澜川市第一中学借用的周转编制（张示例）还有180天到期，请及时归还。"
    assert [text.split("）")[1] for text in texts[3:]] == ["今日到期，请及时归还。", "已逾期，请尽快归还。"]


def test_the_forecast_knows_when_a_borrowed_post_is_due(
    lend: Lend, arrive: Callable[..., Loan], full_school: Unit, post_type: QuotaType, clerk: User
) -> None:
    loan = arrive(lend("张示例")[0])
    assert loan.due_on is not None
    found = forecasting.forecast(find_area(clerk, {"unit": full_school.number}), {post_type.pk})
    due = {month.first: month.loans for month in found.months if month.loans}
    assert due == {loan.due_on.replace(day=1): 1}
    assert (found.posts, found.people) == (3, 3)


def test_what_a_unit_borrowed_from_two_pools_is_read_together(
    lend: Lend, region: Region, bureau: Unit, full_school: Unit, post_type: QuotaType, actors: Actors
) -> None:
    other = Pool.objects.create(region=region, name="跨县区周转池")
    asked = {"effective_on": stories.EFFECTIVE, "lines": [{"quota_type": post_type, "applied_count": 5}], "pool": other}
    stories.decide("pool_fill", bureau, asked, actors)
    lend("张示例")
    lend("李示例", "王示例", pool=other)
    [balance] = reports.balances_of_unit(full_school)
    assert (balance.borrowed, balance.occupied, balance.approved) == (3, 2, 2)
    [yesterday] = reports.balances_of_units(region, as_of=workdays.today() - dt.timedelta(days=1))
    assert yesterday.borrowed == 0
