"""Seed 003 (广东): the green lane (绿色通道) is quick and not blind; 2,646 posts sink to the towns, 67.7 % more."""

import datetime as dt

import pytest

from accounts import acting
from approvals import deciding, filing, issuing, meetings
from approvals.models import Authority, State
from demoregion.story import on
from quotas import verification
from quotas.models import QuotaType
from tests.cast import make_region, make_unit, make_user
from tests.refusals import forbidden, refused
from tests.stories import (
    Actors,
    approve,
    approved,
    asked,
    endow,
    file,
    give_reserve,
    hold_meeting,
    line,
    ready,
    reserve_of,
    superior_paper,
)
from units import mandates
from units.models import Region, Role, Unit

FILED_ON = dt.date(2026, 4, 7)  # the Tuesday after 清明


@pytest.fixture
def zone(lakeside: Region, lakeside_office: Actors, full_funded: QuotaType) -> Unit:
    """A centre of the new zone; thirty posts in the reserve."""
    give_reserve(lakeside, full_funded, 30, lakeside_office)
    return make_unit(lakeside, "望湖区合作区服务中心", category="institution")


@pytest.mark.parametrize(
    ("code", "days", "usual", "quick"),
    [
        ("quota_increase", 7, dt.date(2026, 5, 8), dt.date(2026, 4, 16)),
        ("quota_sink", 5, dt.date(2026, 4, 28), dt.date(2026, 4, 14)),
        ("quota_floating", 4, dt.date(2026, 4, 21), dt.date(2026, 4, 13)),
    ],
)
def test_the_green_lane_has_a_third_of_the_working_days(
    code: str, days: int, usual: dt.date, quick: dt.date, zone: Unit, lakeside_bureau: Unit, lakeside_office: Actors,
    full_funded: QuotaType,
) -> None:  # fmt: skip
    town_centre = make_unit(make_region("990102101", "柳堤镇"), "柳堤镇便民服务中心", category="institution")
    target = town_centre if code == "quota_sink" else zone
    data = asked(line(full_funded, 4, target=target), ends_on=dt.date(2027, 3, 1))
    with on(FILED_ON):
        slow = file(code, lakeside_bureau, data, lakeside_office.clerk)
        fast = file(code, lakeside_bureau, data, lakeside_office.clerk, fast_lane=True)
    assert (slow.due_on, fast.due_on) == (usual, quick)
    assert filing.time_limit(fast) == days


def test_it_goes_from_the_check_to_the_decision(
    zone: Unit, lakeside: Region, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    case = ready("quota_increase", zone, asked(line(full_funded, 12, target=zone)), lakeside_office, fast_lane=True)
    assert case.state == State.CHECKED
    approve(case, lakeside_office)
    issuing.issue(case.pk, actor=lakeside_office.clerk, title="关于增加编制的批复")
    assert (approved(zone, full_funded), reserve_of(lakeside, full_funded)) == (12, 18)
    assert [opinion.action for opinion in case.opinions.order_by("id")] == [
        "draft", "file", "receive", "check", "approve", "issue", "execute",
    ]  # fmt: skip


def test_still_nobody_decides_their_own(
    zone: Unit, lakeside: Region, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    """The clerk who filed and checked is of the committee too: quick is not alone."""
    clerk = lakeside_office.clerk
    mandates.grant(clerk, role=Role.COMMITTEE, region=lakeside, actor=acting.system_user())
    case = ready("quota_increase", zone, asked(line(full_funded, 12, target=zone)), lakeside_office, fast_lane=True)
    with forbidden("本人申报或审核的办件，不能由本人决定。"):
        deciding.approve(case.pk, actor=clerk, opinion="同意。")
    with forbidden("此类事项须由编委会审议，您没有决定的权限。"):
        deciding.approve(case.pk, actor=lakeside_office.director, opinion="同意。")


def test_still_every_rule_is_asked(zone: Unit, lakeside_office: Actors, full_funded: QuotaType) -> None:
    case = ready("quota_increase", zone, asked(line(full_funded, 31, target=zone)), lakeside_office, fast_lane=True)
    says = "望湖区“事业编制（全额拨款）”储备30名，申请动用31名，30 − 31 = -1，将突破总量1名。"
    with refused(code="blocked", says=says):
        deciding.approve(case.pk, actor=lakeside_office.committee, opinion="同意。")


def test_what_a_meeting_decides_goes_to_the_meeting_all_the_same(
    zone: Unit, lakeside: Region, lakeside_bureau: Unit, lakeside_office: Actors, full_funded: QuotaType
) -> None:
    paper = superior_paper(lakeside, lakeside_office.clerk)
    endow(zone, full_funded, 5, lakeside_office, paper)
    museum = make_unit(lakeside, "望湖区博物馆", category="institution")
    data = asked(line(full_funded, 2, source=zone, target=museum))
    case = ready("quota_adjust", lakeside_bureau, data, lakeside_office, fast_lane=True)
    with refused(code="meeting", says="此类事项须经室务会审议，请在会议中录入结果。"):
        deciding.approve(case.pk, actor=lakeside_office.director, opinion="同意。")
    assert list(meetings.waiting(lakeside, Authority.OFFICE_MEETING)) == [case]
    hold_meeting(lakeside, lakeside_office)
    case.refresh_from_db()
    assert case.state == State.DECIDED


def test_kinds_without_a_green_lane_have_none(zone: Unit, lakeside_office: Actors, full_funded: QuotaType) -> None:
    with refused(code="fast_lane", says="“核定编制”不适用绿色通道。"):
        file("quota_allot", zone, asked(line(full_funded, 4, target=zone)), lakeside_office.clerk, fast_lane=True)


def test_two_thousand_six_hundred_and_forty_six_posts_sink_to_fifty_one_towns(db: None, full_funded: QuotaType) -> None:
    """汕尾: 51 towns, 2,646 posts in one case; the towns' posts grow by 67.7 %."""
    city = make_region("990500", "海澄市", has_office=True)
    bureau = make_unit(city, "中共海澄市委机构编制委员会办公室", system_class="party")
    office = Actors(*(make_user(role, role, region=city) for role in ("clerk", "director", "committee")))
    centres = [
        make_unit(make_region(f"9905011{n:02d}", f"第{n}镇"), "综合服务中心", category="institution")
        for n in range(1, 52)
    ]
    had = [77] * 32 + [76] * 19  # 3,908 posts
    sunk = [52] * 45 + [51] * 6  # 2,646 posts
    paper = superior_paper(city, office.clerk)
    for centre, count in zip(centres, had, strict=True):
        endow(centre, full_funded, count, office, paper)
    endow(city, full_funded, 3000, office, paper)
    lines = [line(full_funded, count, target=centre) for centre, count in zip(centres, sunk, strict=True)]
    case = ready("quota_sink", bureau, asked(*lines), office, fast_lane=True)
    approve(case, office)
    issuing.issue(case.pk, actor=office.clerk, title="关于向镇街下沉编制的通知")
    now = [approved(centre, full_funded) for centre in centres]
    assert now == [before + more for before, more in zip(had, sunk, strict=True)]
    assert (sum(had), sum(sunk), round(sum(sunk) * 100 / sum(had), 1)) == (3908, 2646, 67.7)
    assert (approved(city, full_funded), reserve_of(city, full_funded)) == (6908, 354)
    assert verification.verify() == []
