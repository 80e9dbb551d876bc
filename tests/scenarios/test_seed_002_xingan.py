"""Seed 002 (兴安盟): 3:1 of chiefs and deputies; a promise locks; month-end figures without stopping work."""

import datetime as dt

import pytest
from django.utils import timezone

from approvals import deciding, issuing
from approvals.models import Document, State
from demoregion.story import on
from quotas import reports, verification
from quotas.models import QuotaType
from tests.cast import make_unit
from tests.stories import (
    Actors,
    allot,
    approve,
    approved,
    asked,
    decide,
    endow,
    give_reserve,
    kind,
    line,
    ready,
    reserve_of,
    superior_paper,
)
from units.models import Region, Unit

MONTH_END = dt.date(2026, 3, 31)


@pytest.fixture
def insurance(lakeside: Region, lakeside_bureau: Unit) -> Unit:
    """A newly formed department (新组建的医疗保障部门)."""
    return make_unit(lakeside, "望湖区医疗保障局", system_class="government")


@pytest.fixture
def division_posts(lakeside: Region, lakeside_office: Actors, insurance: Unit) -> Document:
    """Chief and deputy posts of divisions in the district's reserve."""
    paper = superior_paper(lakeside, lakeside_office.clerk)
    endow(lakeside, kind("division_141"), 20, lakeside_office, paper)
    return endow(lakeside, kind("division_142"), 20, lakeside_office, paper)


def test_nine_chiefs_and_three_deputies_are_the_norm(
    division_posts: Document, insurance: Unit, lakeside_office: Actors
) -> None:
    chiefs, deputies = kind("division_141"), kind("division_142")
    data = asked(line(chiefs, 9, target=insurance), line(deputies, 3, target=insurance))
    case = ready("quota_allot", insurance, data, lakeside_office)
    assert case.opinions.get(action="check").findings == []
    approve(case, lakeside_office)
    issuing.issue(case.pk, actor=lakeside_office.clerk, title="关于核定职数的通知")
    assert (approved(insurance, chiefs), approved(insurance, deputies)) == (9, 3)


def test_a_fourth_deputy_is_warned_of_with_the_numbers_and_may_be_decided(
    division_posts: Document, insurance: Unit, lakeside_office: Actors
) -> None:
    chiefs, deputies = kind("division_141"), kind("division_142")
    data = asked(line(chiefs, 9, target=insurance), line(deputies, 4, target=insurance))
    case = ready("quota_allot", insurance, data, lakeside_office)
    approve(case, lakeside_office)
    [finding] = case.opinions.get(action="approve").findings
    assert (finding["rule"], finding["severity"]) == ("C02", "warn")
    assert finding["sentence"] == (
        "望湖区医疗保障局内设机构正职9名、副职4名，按3:1副职不超过3名（9 ÷ 3，不足1名按1名计），多1名。"
    )
    case.refresh_from_db()
    assert case.state == State.DECIDED


def test_what_a_decision_promises_is_out_of_reach_until_it_is_undone(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    first, second = (make_unit(lakeside, name, category="institution") for name in ("望湖区医院", "望湖区中医院"))
    give_reserve(lakeside, full_funded, 9, lakeside_office)
    with on(dt.date(2026, 3, 10)):
        promised = ready("quota_allot", first, asked(line(full_funded, 9, target=first)), lakeside_office)
        approve(promised, lakeside_office)
    assert (reserve_of(lakeside, full_funded), approved(first, full_funded)) == (0, 0)
    wish = asked(line(full_funded, 1, target=second)) | {"effective_on": dt.date(2026, 3, 20)}
    with on(dt.date(2026, 3, 20)):
        rival = ready("quota_allot", second, wish, lakeside_office)
        seen = deciding.preview(rival, actor=lakeside_office.director)
        assert [finding.sentence for finding in seen.findings] == [
            "望湖区“事业编制（全额拨款）”储备0名，申请动用1名，0 − 1 = -1，将突破总量1名。"
        ]
        deciding.revoke(promised.pk, actor=lakeside_office.director, opinion="引进计划取消。")
        assert (reserve_of(lakeside, full_funded), promised.holds.get().state) == (9, "released")
        deciding.approve(
            rival.pk, actor=lakeside_office.director, opinion="同意。", confirmed_base=deciding.base_token(rival)
        )
        issuing.issue(rival.pk, actor=lakeside_office.clerk, title="批复")
    assert (reserve_of(lakeside, full_funded), approved(second, full_funded)) == (8, 1)
    assert verification.verify() == []


def month(unit: Unit, known_at: dt.datetime | None = None) -> int:
    """The approved number of the unit at the end of March, as known at a moment (now)."""
    [balance] = reports.balances_of_unit(unit, as_of=MONTH_END, known_at=known_at)
    return balance.approved


def test_the_monthly_figures_stand_while_business_goes_on(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    """Where every division had to stop before the monthly return, the book is asked as of the last day of the month."""
    hospital = make_unit(lakeside, "望湖区医院", category="institution")
    give_reserve(lakeside, full_funded, 100, lakeside_office)
    allot(hospital, full_funded, 40, lakeside_office)
    assert month(hospital) == 40
    april = asked(line(full_funded, 10, target=hospital)) | {"effective_on": dt.date(2026, 4, 1)}
    decide("quota_increase", hospital, april, lakeside_office)
    assert (month(hospital), approved(hospital, full_funded)) == (40, 50)
    totals = reports.totals_by_region(lakeside, as_of=MONTH_END)
    assert {balance.owner_id: (balance.reserve, balance.vacant) for balance in totals} == {lakeside.pk: (60, 40)}


def test_what_came_late_is_seen_and_what_was_reported_stays_readable(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    """A cut of 20 March is entered after the return: the month is corrected, the return can still be explained."""
    hospital = make_unit(lakeside, "望湖区医院", category="institution")
    give_reserve(lakeside, full_funded, 100, lakeside_office)
    allot(hospital, full_funded, 40, lakeside_office)
    reported_at = timezone.now()
    late = asked(line(full_funded, 3, source=hospital)) | {"effective_on": dt.date(2026, 3, 20)}
    decide("quota_cut", hospital, late, lakeside_office)
    assert (month(hospital), month(hospital, reported_at)) == (37, 40)


def test_a_decision_for_next_month_does_not_touch_this_one(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    hospital = make_unit(lakeside, "望湖区医院", category="institution")
    give_reserve(lakeside, full_funded, 100, lakeside_office)
    with on(dt.date(2026, 3, 10)):
        data = asked(line(full_funded, 40, target=hospital)) | {"effective_on": dt.date(2026, 4, 1)}
        case = ready("quota_allot", hospital, data, lakeside_office)
        approve(case, lakeside_office)
        issuing.issue(case.pk, actor=lakeside_office.clerk, title="批复")
    assert approved(hospital, full_funded) == 0
    totals = reports.totals_by_region(lakeside, as_of=MONTH_END)
    assert {(balance.reserve, balance.reserve_locked, balance.vacant) for balance in totals} == {(60, 40, 0)}
    with on(dt.date(2026, 4, 1)):
        issuing.execute(case.pk, actor=lakeside_office.clerk)
    assert (month(hospital), approved(hospital, full_funded)) == (0, 40)
