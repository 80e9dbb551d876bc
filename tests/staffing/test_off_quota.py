"""Off-quota staff: number and money both bind; ending, renewing, and buying the work as a service instead."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas import verification
from quotas.models import QuotaAccount, QuotaType, Transfer
from staffing import enrolment, money, off_quota
from staffing.models import Engagement, Posting
from staffing.off_quota import Contract, Service
from tests.book import book, refusals
from tests.people import new_person
from units.models import Region, Unit

from .conftest import Balances

TODAY = dt.date(2026, 3, 15)
START = dt.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workdays, "today", lambda: TODAY)


@pytest.fixture
def control(db: None) -> QuotaType:
    return QuotaType.objects.get(code="off_quota_control")


def contract(cost: str = "60000", ends: dt.date = dt.date(2027, 2, 28), kind: str = "direct", **more: Any) -> Contract:
    return Contract(new_person(title="协管员"), kind, ends, Decimal(cost), **more)


@pytest.fixture
def act(clerk: User, paper: Document) -> dict[str, Any]:
    return {"actor": clerk, "document": paper, "reason": "补充辅助力量"}


@pytest.fixture
def ready(school: Unit, control: QuotaType, vacancies: Callable[..., None], act: dict[str, Any]) -> Unit:
    """A control number of three, and 150,000 yuan for the year."""
    vacancies(school, control, 3)
    money.set_money(unit=school, year=2026, amount=Decimal(150_000), **act)
    return school


Engage = Callable[..., list[Engagement]]


@pytest.fixture
def engage(ready: Unit, control: QuotaType, act: dict[str, Any]) -> Engage:
    def engage(*contracts: Contract, **changes: Any) -> list[Engagement]:
        given = {"unit": ready, "quota_type": control, "started_on": START, **act, **changes}
        return off_quota.engage(contracts=contracts, **given)

    return engage


def test_somebody_engaged_takes_a_head_and_the_months_of_the_year(
    engage: Engage, ready: Unit, control: QuotaType, balances: Balances
) -> None:
    [one] = engage(contract())
    assert balances(ready, control) == {"vacant": 2, "occupied": 1}
    assert (money.committed(ready, 2026), money.committed(ready, 2027)) == (Decimal("50000.00"), Decimal("10000.00"))
    assert (one.title, one.get_kind_display(), one.ended_on) == ("协管员", "直接聘用", None)
    assert one.person.retirement_category == "male60" or one.person.sex == "2"
    assert verification.verify() == []


def test_the_number_binds(engage: Engage, ready: Unit) -> None:
    engage(contract("12000"), contract("12000"), contract("12000"))
    assert refusals(lambda: engage(contract("12000"))) == [
        "不能聘用：人数和经费须同时在控制之内。人数：编外用人控制数3名，实有3名，本次聘用1名，3 + 1 = 4，超出1名。"
        "经费：2026年编外人员经费150,000.00元，已安排30,000.00元，本次需10,000.00元，"
        "30,000.00 + 10,000.00 = 40,000.00元，未超出。"
    ]


def test_the_money_binds(engage: Engage) -> None:
    engage(contract("120000"))
    assert refusals(lambda: engage(contract("72000"))) == [
        "不能聘用：人数和经费须同时在控制之内。人数：编外用人控制数3名，实有1名，本次聘用1名，1 + 1 = 2，未超出。"
        "经费：2026年编外人员经费150,000.00元，已安排100,000.00元，本次需60,000.00元，"
        "100,000.00 + 60,000.00 = 160,000.00元，超出10,000.00元。"
    ]
    engage(contract("60000"))


def test_both_may_bind_at_once(engage: Engage) -> None:
    [said] = refusals(lambda: engage(*(contract("60000") for _ in range(4))))
    assert "0 + 4 = 4，超出1名" in said
    assert "0.00 + 200,000.00 = 200,000.00元，超出50,000.00元" in said


def test_without_a_number_or_money_nobody_is_engaged(
    school: Unit, control: QuotaType, act: dict[str, Any], vacancies: Callable[..., None]
) -> None:
    given = {"unit": school, "quota_type": control, "started_on": START, "contracts": [contract()], **act}
    assert refusals(lambda: off_quota.engage(**given)) == ["澜川市第一中学没有核定2026年编外人员经费，不能聘用。"]
    money.set_money(unit=school, year=2026, amount=Decimal(150_000), **act)
    [said] = refusals(lambda: off_quota.engage(**given))
    assert "编外用人控制数0名，实有0名，本次聘用1名，0 + 1 = 1，超出1名" in said


def test_the_money_of_next_year_binds_too_once_it_is_set(engage: Engage, ready: Unit, act: dict[str, Any]) -> None:
    engage(contract())
    assert refusals(lambda: money.set_money(unit=ready, year=2027, amount=Decimal(9_000), **act)) == [
        "2027年编外人员合同已安排10,000.00元，经费核定为9,000.00元将不足1,000.00元。"
    ]
    money.set_money(unit=ready, year=2027, amount=Decimal(15_000), **act)
    [said] = refusals(lambda: engage(contract()))
    assert "2027年编外人员经费15,000.00元，已安排10,000.00元，本次需10,000.00元" in said
    assert "超出5,000.00元" in said
    engage(contract(ends=dt.date(2026, 12, 31)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "purchase"}, "请选择合同类型：直接聘用或劳务派遣；购买服务按服务项目登记，不登记到人。"),
        ({"kind": "dispatch"}, "劳务派遣的，请填写派遣单位。"),
        ({"ends": dt.date(2026, 2, 1)}, "合同终止日不能早于起始日期。"),
        ({"ends": dt.date(2040, 2, 1)}, "合同期限不超过10年。"),
        ({"cost": "0"}, "年费用须大于0，小于1亿元。"),
        ({"pay_source": "gold"}, "请选择经费来源。"),
    ],
)
def test_a_contract_that_does_not_hold_is_refused(engage: Engage, changes: dict[str, Any], sentence: str) -> None:
    assert refusals(lambda: engage(contract(**changes))) == [sentence]


def test_nobody_is_engaged_twice_or_while_on_a_post(
    engage: Engage, school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]
) -> None:
    vacancies(school, post_type, 2)
    one = contract()
    engage(one)
    assert refusals(lambda: engage(one)) == [f"{one.person.name}在澜川市第一中学编外聘用尚未终止，须先办理终止。"]
    assert refusals(
        lambda: enrolment.register(unit=school, quota_type=post_type, people=[one.person], **basis)
    ) == [f"{one.person.name}在澜川市第一中学编外聘用尚未终止，须先办理终止。"]  # fmt: skip
    teacher = new_person(title="教师")
    enrolment.register(unit=school, quota_type=post_type, people=[teacher], **basis)
    [said] = refusals(lambda: engage(contract()._replace(person=teacher)))
    assert "已在澜川市第一中学占编" in said


def test_an_end_frees_the_head_and_the_months_after(
    engage: Engage, ready: Unit, control: QuotaType, balances: Balances, act: dict[str, Any]
) -> None:
    [one] = engage(contract())
    given = {"engagement": one, "end_reason": "resigned", **act}
    assert refusals(lambda: off_quota.end(ended_on=dt.date(2026, 2, 1), **given)) == [
        "终止日期不能早于起始日期2026-03-01。"
    ]
    assert refusals(lambda: off_quota.end(ended_on=dt.date(2026, 3, 10), **{**given, "end_reason": "converted"})) == [
        "请选择终止原因。"
    ]
    off_quota.end(ended_on=dt.date(2026, 3, 10), **given)
    assert balances(ready, control) == {"vacant": 3}
    assert money.committed(ready, 2026) == Decimal("5000.00")
    assert refusals(lambda: off_quota.end(ended_on=dt.date(2026, 3, 12), **given)) == [
        f"{one.person}的编外聘用已于2026-03-10终止。"
    ]
    assert verification.verify() == []


def test_a_renewal_is_covered_by_the_money(engage: Engage, ready: Unit, act: dict[str, Any]) -> None:
    [one] = engage(contract("60000", ends=dt.date(2026, 6, 30)))
    given = {"engagement": one, **act}
    [said] = refusals(lambda: off_quota.renew(ends_on=dt.date(2026, 12, 31), yearly_cost=Decimal(240_000), **given))
    assert said == (
        "不能续签：2026年编外人员经费150,000.00元，已安排0.00元，本次需200,000.00元，"
        "0.00 + 200,000.00 = 200,000.00元，超出50,000.00元。"
    )
    off_quota.renew(ends_on=dt.date(2026, 12, 31), yearly_cost=Decimal(72_000), **given)
    assert money.committed(ready, 2026) == Decimal("60000.00")
    assert refusals(lambda: off_quota.renew(ends_on=dt.date(2026, 3, 1), yearly_cost=Decimal(1), **given)) == [
        "续签后的终止日不能早于今天。"
    ]


def test_bought_services_lower_the_control_number(
    engage: Engage, ready: Unit, region: Region, control: QuotaType, balances: Balances, act: dict[str, Any]
) -> None:
    staff = engage(contract("48000"), contract("48000"), contract("48000"))
    service = Service("校园保洁", "示例物业服务公司", Decimal(90_000), dt.date(2028, 3, 9))
    bought = off_quota.convert(engagements=staff[:2], service=service, on=dt.date(2026, 3, 10), **act)
    assert balances(ready, control) == {"occupied": 1}
    assert QuotaAccount.objects.get(region=region, unit=None, quota_type=control, bucket="reserve").balance == 2
    assert (bought.replaced_count, bought.replaced.count(), money.committed(ready, 2026)) == (2, 2, Decimal("48000.00"))
    assert Transfer.objects.latest("id").reason == "转为购买服务，核减控制数：补充辅助力量"
    [said] = refusals(lambda: engage(contract("12000")))
    assert "编外用人控制数1名，实有1名，本次聘用1名，1 + 1 = 2，超出1名" in said
    assert refusals(lambda: off_quota.convert(engagements=staff[:1], service=service, on=TODAY, **act)) == [
        f"{staff[0].person}的编外聘用已于2026-03-10终止。"
    ]
    assert verification.verify() == []


def test_a_conversion_says_what_is_missing(engage: Engage, act: dict[str, Any]) -> None:
    [one] = engage(contract())
    empty = Service(" ", "", Decimal(0), dt.date(2026, 1, 1))
    said = refusals(lambda: off_quota.convert(engagements=[one], service=empty, on=TODAY, **act))
    assert said == [
        "请填写服务项目。",
        "请填写承接主体。",
        "终止日期不能早于起始日期。",
        "年服务费须大于0，小于1亿元。",
    ]
    assert refusals(lambda: off_quota.convert(engagements=[], service=empty, on=TODAY, **act)) == [
        "请选择转为购买服务的人员。"
    ]


@pytest.mark.parametrize("who", ["unit_clerk", "department", "outsider", "director", "inspector", "committee"])
def test_only_the_office_engages_ends_and_sets_money(
    who: str, engage: Engage, ready: Unit, act: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    [one] = engage(contract())
    actor, before = request.getfixturevalue(who), book()
    service = Service("保洁", "公司", Decimal(1), dt.date(2028, 1, 1))
    given = {**act, "actor": actor}
    allowed = who == "director"
    for attempt in (
        lambda: money.set_money(unit=ready, year=2027, amount=Decimal(99_999), **given),
        lambda: off_quota.renew(engagement=one, ends_on=dt.date(2026, 12, 1), yearly_cost=Decimal(9), **given),
        lambda: off_quota.convert(engagements=[one], service=service, on=TODAY, **given),
    ):
        if allowed:
            attempt()
        else:
            with pytest.raises(PermissionDenied):
                attempt()
    if not allowed:
        with pytest.raises(PermissionDenied):
            engage(contract(), actor=actor)
        assert book() == before


def test_many_cost_as_many_queries_as_few(
    engage: Engage, ready: Unit, control: QuotaType, act: dict[str, Any], vacancies: Callable[..., None],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    money.set_money(unit=ready, year=2026, amount=Decimal(10_000_000), **act)
    vacancies(ready, control, 200)
    with django_assert_max_num_queries(32):
        engage(*(contract("12000", ends=dt.date(2026, 12, 31)) for _ in range(100)))
    assert Posting.objects.count() == 0
