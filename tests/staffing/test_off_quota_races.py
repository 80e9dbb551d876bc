"""The last head and the last money of off-quota staff: one gets it, the other gets both formulas."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import verification
from quotas.models import QuotaType
from staffing import money, off_quota
from staffing.models import Engagement
from tests.people import new_person
from tests.threads import at_once, lost, won
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)
A_MONTH = Decimal(1_000)


@pytest.fixture
def control(db: None) -> QuotaType:
    return QuotaType.objects.get(code="off_quota_control")


@pytest.fixture
def engage(
    school: Unit, control: QuotaType, vacancies: Callable[..., None], clerk: User, paper: Document
) -> Callable[..., list[Engagement | Exception]]:
    """Two clerks who engage somebody at once, for this month, with so many heads and so much money there."""
    act: dict[str, Any] = {"actor": clerk, "document": paper, "reason": "补充"}
    today = workdays.today()

    def engaged(heads: int, amount: int) -> list[Any]:
        vacancies(school, control, heads)
        money.set_money(unit=school, year=today.year, amount=Decimal(amount), **act)
        contracts = [off_quota.Contract(new_person(title="协管员"), "direct", today, 12 * A_MONTH) for _ in range(2)]
        return at_once(
            2,
            lambda n: off_quota.engage(
                unit=school, quota_type=control, contracts=[contracts[n]], started_on=today, **act
            ),
        )

    return engaged


def settled(results: list[Any]) -> str:
    """What the one who lost was told; the other is on the books, which agree."""
    assert (len(won(results)), Engagement.objects.active().count()) == (1, 1)
    assert verification.verify() == []
    [said] = lost(results)
    return said


def test_the_last_head_goes_to_one(engage: Callable[..., Any]) -> None:
    year = workdays.today().year
    assert settled(engage(1, 9_000)) == (
        "不能聘用：人数和经费须同时在控制之内。人数：编外用人控制数1名，实有1名，本次聘用1名，1 + 1 = 2，超出1名。"
        f"经费：{year}年编外人员经费9,000.00元，已安排1,000.00元，本次需1,000.00元，"
        "1,000.00 + 1,000.00 = 2,000.00元，未超出。"
    )


def test_the_last_money_goes_to_one(engage: Callable[..., Any]) -> None:
    year = workdays.today().year
    assert settled(engage(2, 1_999)) == (
        "不能聘用：人数和经费须同时在控制之内。人数：编外用人控制数2名，实有1名，本次聘用1名，1 + 1 = 2，未超出。"
        f"经费：{year}年编外人员经费1,999.00元，已安排1,000.00元，本次需1,000.00元，"
        "1,000.00 + 1,000.00 = 2,000.00元，超出1.00元。"
    )


@pytest.mark.parametrize(
    ("heads", "amount", "rule"),
    [(1, 9_000, "空编只有0名，不足以划转1名"), (2, 1_999, "off_quota_staff_are_within_the_money_of_the_year")],
)
def test_where_nobody_looked_the_database_still_lets_in_one(
    engage: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, heads: int, amount: int, rule: str
) -> None:
    """The counter-test: the use case does not ask for number and money, and the gate decides alone."""
    monkeypatch.setattr(off_quota, "_ensure_both", lambda own, rows: None)
    assert rule in settled(engage(heads, amount))


def test_money_is_not_cut_below_what_somebody_takes_at_the_same_moment(
    school: Unit, control: QuotaType, vacancies: Callable[..., None], clerk: User, paper: Document
) -> None:
    act: dict[str, Any] = {"actor": clerk, "document": paper, "reason": "补充"}
    today = workdays.today()
    vacancies(school, control, 1)
    money.set_money(unit=school, year=today.year, amount=A_MONTH, **act)
    contract = off_quota.Contract(new_person(title="协管员"), "direct", today, 12 * A_MONTH)

    def client(number: int) -> Any:
        if number:
            return money.set_money(unit=school, year=today.year, amount=Decimal(1), **act)
        return off_quota.engage(unit=school, quota_type=control, contracts=[contract], started_on=today, **act)

    results = at_once(2, client)
    assert len(won(results)) == 1
    assert "经费" in lost(results)[0]
    assert verification.verify() == []
