"""Seed 000 (济南市长清区): the plan of the year by six channels, the towns first (重点保障街镇等基层一线)."""

import datetime as dt

from approvals import issuing, workdays
from quotas import verification
from quotas.models import QuotaType
from quotas.places import Place
from staffing import plan_reports
from staffing.areas import Area
from staffing.models import Channel, Slot
from tests.cast import make_unit
from tests.stories import Actors, approve, endow, ready, superior_paper
from units.models import Region, Unit

C = Channel
# The seed names the channels without figures; these are invented, the towns taking the larger part.
IN_SCHOOL = {C.FUNDED_TEACHER: 4, C.TEACHER_RECRUITMENT: 6, C.GRADUATE: 2}
IN_TOWN = {C.DEMOBILISED_CADRE: 1, C.VETERAN: 1, C.CIVIL_EXAM: 2}


def test_the_plan_of_the_year_serves_six_channels_and_the_towns_first(
    lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, towns: list[Region], full_funded: QuotaType,
    admin: QuotaType,
) -> None:  # fmt: skip
    school = make_unit(lakeside, "望湖区第一中学", category="institution")
    halls = [make_unit(lakeside, f"{town.name}人民政府") for town in towns]
    paper = superior_paper(lakeside, lakeside_office.clerk)
    endow(school, full_funded, 12, lakeside_office, paper)
    for hall in halls:
        endow(hall, admin, 4, lakeside_office, paper)
    lines = [_line(school, full_funded, channel, heads) for channel, heads in IN_SCHOOL.items()]
    lines += [_line(hall, admin, channel, heads, town=True) for hall in halls for channel, heads in IN_TOWN.items()]
    today = workdays.today()
    data = {"year": today.year, "expires_on": dt.date(today.year, 12, 31), "lines": lines}
    case = ready("hiring_plan", lakeside_bureau, data, lakeside_office)
    approve(case, lakeside_office)
    issuing.issue(case.pk, actor=lakeside_office.clerk, title="核准使用编制通知单")

    found = plan_reports.by_channel(Area(place=Place(lakeside, [], towns)), today.year)
    wanted = IN_SCHOOL | {channel: heads * 10 for channel, heads in IN_TOWN.items()}
    assert {channel: heads.approved for channel, heads in found.items()} == wanted
    total = plan_reports.total(found.values())
    assert (total.planned, total.approved, total.left, total.grass_roots) == (52, 52, 52, 40)
    assert Slot.objects.count() == 52
    assert Slot.objects.values("number").distinct().count() == 52
    assert verification.verify() == []


def _line(unit: Unit, kind: QuotaType, channel: str, heads: int, *, town: bool = False) -> dict[str, object]:
    return {
        "unit": unit, "quota_type": kind, "channel": channel, "planned_count": heads, "for_grass_roots": town,
    }  # fmt: skip
