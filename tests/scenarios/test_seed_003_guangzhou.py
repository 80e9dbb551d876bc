"""Seed 003 (广州): 人费双控 — number and money both bind, and work that is bought as a service lowers the number.

The report tells the practice without figures; those here are invented.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from approvals.models import Document
from demoregion.story import on
from quotas import verification
from quotas.models import QuotaType, Transfer
from staffing import money, off_quota
from staffing.models import Engagement
from staffing.off_quota import Contract, Service
from tests.cast import make_region, make_unit
from tests.pages import signed_in, words
from tests.people import new_person
from tests.refusals import refused
from tests.stories import Actors, approved, endow, kind, reserve_of, superior_paper
from units.models import Region, Unit

START, TODAY = dt.date(2026, 3, 1), dt.date(2026, 3, 16)
YEARS_END = dt.date(2026, 12, 31)
CONTROL, A_HEAD = 20, Decimal(60_000)  # a contract from March on costs ten twelfths of it this year


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with on(TODAY):
        yield


@pytest.fixture
def control(db: None) -> QuotaType:
    return kind("off_quota_control")


@pytest.fixture
def paper(lakeside: Region, lakeside_office: Actors) -> Document:
    return superior_paper(lakeside, lakeside_office.clerk)


@pytest.fixture
def act(lakeside_office: Actors, paper: Document) -> dict[str, Any]:
    return {"actor": lakeside_office.clerk, "document": paper, "reason": "镇街辅助力量"}


@pytest.fixture
def street(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, control: QuotaType, paper: Document,
    act: dict[str, Any],
) -> Unit:  # fmt: skip
    """A street's service centre: twenty heads and 950,000 yuan on a budget line of their own (编外人员经费)."""
    unit = make_unit(make_region("990102101", "柳堤镇"), "柳堤镇便民服务中心", category="institution")
    endow(unit, control, CONTROL, lakeside_office, paper)
    money.set_money(unit=unit, year=2026, amount=Decimal(950_000), **act)
    return unit


def engage(unit: Unit, heads: int, control: QuotaType, act: dict[str, Any]) -> list[Engagement]:
    contracts = [Contract(new_person(title="协管员"), "direct", YEARS_END, A_HEAD) for _ in range(heads)]
    return off_quota.engage(unit=unit, quota_type=control, contracts=contracts, started_on=START, **act)


def test_money_binds_before_the_number_and_the_number_before_money(
    street: Unit, control: QuotaType, act: dict[str, Any]
) -> None:
    engage(street, 19, control, act)
    assert money.committed(street, 2026) == Decimal(950_000)
    with refused(
        code="double_control",
        says="不能聘用：人数和经费须同时在控制之内。"
        "人数：编外用人控制数20名，实有19名，本次聘用1名，19 + 1 = 20，未超出。"
        "经费：2026年编外人员经费950,000.00元，已安排950,000.00元，本次需50,000.00元，"
        "950,000.00 + 50,000.00 = 1,000,000.00元，超出50,000.00元。",
    ):
        engage(street, 1, control, act)
    money.set_money(unit=street, year=2026, amount=Decimal(1_100_000), **act)
    engage(street, 1, control, act)
    with refused(
        code="double_control",
        says="不能聘用：人数和经费须同时在控制之内。"
        "人数：编外用人控制数20名，实有20名，本次聘用1名，20 + 1 = 21，超出1名。"
        "经费：2026年编外人员经费1,100,000.00元，已安排1,000,000.00元，本次需50,000.00元，"
        "1,000,000.00 + 50,000.00 = 1,050,000.00元，未超出。",
    ):
        engage(street, 1, control, act)
    assert verification.verify() == []


def test_the_money_of_a_year_is_not_set_below_what_contracts_take(
    street: Unit, control: QuotaType, act: dict[str, Any]
) -> None:
    engage(street, 10, control, act)
    says = "2026年编外人员合同已安排500,000.00元，经费核定为499,999.99元将不足0.01元。"
    with refused(code="below_committed", says=says):
        money.set_money(unit=street, year=2026, amount=Decimal("499999.99"), **act)
    money.set_money(unit=street, year=2026, amount=Decimal(500_000), **act)


def test_street_cleaning_that_is_bought_lowers_number_and_money_and_nobody_comes_back(
    street: Unit, lakeside: Region, lakeside_office: Actors, control: QuotaType, act: dict[str, Any]
) -> None:
    """环卫一体化: eighteen of twenty go with their work; the number of the street falls to two."""
    money.set_money(unit=street, year=2026, amount=Decimal(1_000_000), **act)
    staff = engage(street, 20, control, act)
    before = approved(lakeside, control)
    cleaning = Service("生活垃圾收运和机械化作业", "示例环卫有限公司", Decimal(900_000), YEARS_END)
    bought = off_quota.convert(engagements=staff[:18], service=cleaning, on=TODAY, **act)
    assert bought.replaced_count == 18
    assert (approved(street, control), reserve_of(lakeside, control)) == (2, 18)
    assert approved(lakeside, control) == before == CONTROL
    # Eighteen for March alone, two until December.
    assert money.committed(street, 2026) == 18 * Decimal(5_000) + 2 * Decimal(50_000)
    assert Transfer.objects.latest("id").reason == "转为购买服务，核减控制数：镇街辅助力量"
    with refused(code="double_control"):
        engage(street, 1, control, act)
    page = words(signed_in(lakeside_office.clerk).get("/off-quota/", {"unit": street.number}))
    for said in ("控制数 2 名", "生活垃圾收运和机械化作业", "示例环卫有限公司", "已安排 19.00 万元"):
        assert said in page
    statement = words(signed_in(lakeside_office.clerk).get(f"/units/{street.number}/statement/"))
    assert "转为购买服务，核减控制数" in statement
    assert verification.verify() == []
