"""Seed 001 (滨州): posts of one type cross old walls; floating posts have an end; a merger saves 26.8 %."""

import datetime as dt

import pytest

from approvals import deciding
from quotas import verification
from quotas.models import FloatingQuota, QuotaType
from tests.cast import make_unit
from tests.refusals import refused
from tests.stories import (
    Actors,
    agree,
    allot,
    approved,
    asked,
    convene,
    decide,
    give_reserve,
    kind,
    line,
    ready,
    reserve_of,
)
from units.models import Region, Unit

ENDS_ON = dt.date(2027, 2, 28)


@pytest.fixture
def fire_station(lakeside: Region, lakeside_office: Actors, full_funded: QuotaType) -> Unit:
    """A station with eight posts; twelve more in the reserve."""
    station = make_unit(lakeside, "望湖区森林防火站", category="institution")
    give_reserve(lakeside, full_funded, 20, lakeside_office)
    allot(station, full_funded, 8, lakeside_office)
    return station


def test_floating_posts_are_given_for_a_time_and_come_back(
    fire_station: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    data = asked(line(full_funded, 4, target=fire_station), ends_on=ENDS_ON)
    decide("quota_floating", fire_station, data, lakeside_office)
    assert (approved(fire_station, full_funded), reserve_of(lakeside, full_funded)) == (12, 8)
    floating = FloatingQuota.objects.get()
    assert (floating.unit, floating.quantity, floating.ends_on) == (fire_station, 4, ENDS_ON)
    decide("quota_take_back", lakeside_bureau, asked(line(full_funded, 4, source=fire_station)), lakeside_office)
    assert (approved(fire_station, full_funded), reserve_of(lakeside, full_funded)) == (8, 12)
    assert approved(lakeside, full_funded) == 20


def test_the_same_type_crosses_the_walls_between_departments(
    fire_station: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    """From a station of forestry to a museum of culture: one type, other department, other class."""
    museum = make_unit(lakeside, "望湖区博物馆", category="institution", institution_class="public_two")
    moved = asked(line(full_funded, 3, source=fire_station, target=museum))
    decide("quota_adjust", lakeside_bureau, moved, lakeside_office)
    assert (approved(fire_station, full_funded), approved(museum, full_funded)) == (5, 3)
    assert approved(lakeside, full_funded) == 20


def test_administrative_posts_do_not_become_institution_posts(
    fire_station: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, admin: QuotaType
) -> None:
    forestry = make_unit(lakeside, "望湖区林业局", system_class="government")
    give_reserve(lakeside, admin, 10, lakeside_office)
    allot(forestry, admin, 10, lakeside_office)
    moved = asked(line(admin, 2, source=forestry, target=fire_station))
    ready("quota_adjust", lakeside_bureau, moved, lakeside_office)
    meeting = convene(lakeside, lakeside_office)
    says = "第1项：望湖区森林防火站为事业单位，可使用事业、控制数编制，不能使用“行政编制”（行政）2名。"
    with refused(code="blocked", says=says):
        agree(meeting, lakeside_office)


def test_nor_institution_posts_administrative_ones(
    fire_station: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    forestry = make_unit(lakeside, "望湖区林业局", system_class="government")
    moved = asked(line(full_funded, 2, source=fire_station, target=forestry))
    ready("quota_adjust", lakeside_bureau, moved, lakeside_office)
    meeting = convene(lakeside, lakeside_office)
    says = "第1项：望湖区林业局为机关，可使用行政、专项、工勤编制，不能使用“事业编制（全额拨款）”（事业）2名。"
    with refused(code="blocked", says=says):
        agree(meeting, lakeside_office)


def test_a_unit_gives_only_what_it_has_of_the_type(
    fire_station: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors
) -> None:
    """Full and partial funding are two types: posts of the one are none of the other (不得混用)."""
    museum = make_unit(lakeside, "望湖区博物馆", category="institution")
    moved = asked(line(kind("part_funded"), 1, source=fire_station, target=museum))
    ready("quota_adjust", lakeside_bureau, moved, lakeside_office)
    meeting = convene(lakeside, lakeside_office)
    says = "第1项：望湖区森林防火站没有“事业编制（差额补贴）”的空编账户，无可划转。"
    with refused(code="blocked", says=says):
        agree(meeting, lakeside_office)


def test_three_bureaus_merge_into_one_and_save_a_quarter_of_their_posts(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, admin: QuotaType
) -> None:
    """工商、质监、食药监: the posts go along with the duties, 33 of 123 into the reserve (26.8 %)."""
    had = {"望湖区工商行政管理局": 52, "望湖区质量技术监督局": 34, "望湖区食品药品监督管理局": 37}
    kept = {"望湖区工商行政管理局": 38, "望湖区质量技术监督局": 25, "望湖区食品药品监督管理局": 27}
    bureaus = {name: make_unit(lakeside, name, system_class="government") for name in had}
    market = make_unit(lakeside, "望湖区市场监督管理局", system_class="government")
    give_reserve(lakeside, admin, 123, lakeside_office)
    first = [line(admin, count, target=bureaus[name]) for name, count in had.items()]
    decide("quota_allot", lakeside_bureau, asked(*first), lakeside_office)
    along = [line(admin, count, source=bureaus[name], target=market) for name, count in kept.items()]
    decide("quota_adjust", lakeside_bureau, asked(*along), lakeside_office)
    saved = [line(admin, had[name] - kept[name], source=unit) for name, unit in bureaus.items()]
    decide("quota_take_back", lakeside_bureau, asked(*saved), lakeside_office)
    assert (approved(market, admin), reserve_of(lakeside, admin)) == (90, 33)
    assert round(reserve_of(lakeside, admin) * 100 / sum(had.values()), 1) == 26.8
    assert [approved(unit, admin) for unit in bureaus.values()] == [0, 0, 0]
    for name, unit in bureaus.items():
        data = {"unit": unit, "effective_on": dt.date(2026, 3, 2)}
        decide("body_abolish", lakeside_bureau, data, lakeside_office, title=f"撤销{name}")
    assert list(lakeside.units.active().filter(system_class="government")) == [market]
    assert verification.verify() == []


def test_a_bureau_that_still_has_posts_is_not_abolished(
    fire_station: Unit, lakeside_bureau: Unit, lakeside_office: Actors
) -> None:
    data = {"unit": fire_station, "effective_on": dt.date(2026, 3, 2)}
    case = ready("body_abolish", lakeside_bureau, data, lakeside_office)
    says = "望湖区森林防火站名下尚有事业编制（全额拨款）空编8名，须先收回或调剂。"
    with refused(code="blocked", says=says):
        deciding.approve(case.pk, actor=lakeside_office.committee, opinion="同意。")
