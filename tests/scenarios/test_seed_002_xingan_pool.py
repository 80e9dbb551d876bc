"""Seed 002 (兴安盟): a pool of 100 lends 40 posts to 9 full institutions; three years later it is whole again."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from approvals.models import Notification
from demoregion.story import on
from quotas import verification
from quotas.models import QuotaType
from talentpool import recovery, returning
from talentpool.models import Loan, Recovery
from tests.book import commit
from tests.scenarios.league import Day, League
from tests.stories import Actors, set_parameter
from units.models import Region, Unit

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)
MONTH = 4 * WEEK
LENT = {
    Day(2021, 4, 1): {"市医院": 8, "中医院": 6, "疾控中心": 3},
    Day(2021, 7, 1): {"第一中学": 6, "第二中学": 5, "职业学院": 4},
    Day(2021, 10, 8): {"农科所": 4, "农技站": 2, "兽医站": 2},
}
# Posts on loan at the end of a day: what is not, is free.
LEDGER = {
    Day(2021, 3, 1): 0, Day(2021, 4, 1): 17, Day(2021, 7, 1): 32, Day(2021, 10, 8): 40, Day(2022, 4, 30): 40,
    Day(2022, 5, 31): 37, Day(2022, 8, 31): 36, Day(2022, 10, 31): 34, Day(2023, 4, 2): 34, Day(2023, 4, 10): 29,
    Day(2023, 4, 12): 28, Day(2023, 5, 22): 25, Day(2023, 6, 5): 24, Day(2023, 6, 12): 22, Day(2023, 7, 2): 19,
    Day(2023, 8, 15): 9, Day(2023, 9, 30): 6, Day(2023, 10, 9): 5, Day(2023, 11, 20): 3, Day(2023, 12, 20): 2,
    Day(2023, 12, 31): 2, Day(2024, 1, 1): 2, Day(2024, 2, 20): 0,
}  # fmt: skip


@pytest.fixture
def league(region: Region, bureau: Unit, actors: Actors) -> League:
    league = League(region, bureau, actors, QuotaType.objects.get(code="full_funded"))
    league.department(
        "卫生健康委员会", ("市医院", "中医院", "疾控中心"), {"妇幼保健院": 4, "中心血站": 1, "急救中心": 0}
    )
    league.department("教育局", ("第一中学", "第二中学", "职业学院"), {"第三中学": 3})
    league.department("农牧局", ("农科所", "农技站", "兽医站"), {"种子站": 1})
    return league


def months(since: Day, until: Day) -> Iterator[Day]:
    while since < until:
        yield since
        since += MONTH


def stands(league: League, lent: int) -> None:
    """So many posts are with units, all others in the pool."""
    commit()
    assert (league.lent, league.free) == (lent, 100 - lent)


def test_forty_posts_go_out_to_nine_full_institutions_and_come_back_in_three_years(
    league: League, client: Client, inspector: User
) -> None:
    lend_forty(league)
    second_year(league)
    the_first_terms_pass(league)
    the_office_decides(league)
    the_rest_is_recovered_by_itself(league)
    the_last_return(league)
    the_ledgers_agree_on_every_day(league, client, inspector)
    assert verification.verify() == []


def lend_forty(league: League) -> None:
    """2021: a pool of 100 by two cases; 40 posts in three rounds, each unit full and each talent certified."""
    league.fill(Day(2021, 1, 11), 60)
    league.fill(Day(2021, 2, 22), 40)
    assert league.free == 100
    for arrives_on, round_ in LENT.items():
        for name, count in round_.items():
            league.lend(arrives_on - 2 * WEEK, name, count, arrives_on=arrives_on)
    assert Loan.objects.values("unit").distinct().count() == 9
    stands(league, 40)
    assert {loan.due_on for loan in league.loans("市医院")} == {Day(2023, 4, 1)}
    assert league.check(*months(Day(2021, 3, 1), Day(2022, 5, 1))) == []


def second_year(league: League) -> None:
    """2022: three retire, one talent leaves, two units are given posts: one returns by the check, one by decision."""
    league.retire(Day(2022, 5, 9), "市医院", 2)
    league.retire(Day(2022, 5, 30), "第一中学", 1)
    stands(league, 37)
    league.depart(Day(2022, 8, 8), "农科所", 1)
    stands(league, 36)
    league.give(Day(2022, 10, 10), "第二中学", 1)
    league.check(Day(2022, 10, 11))
    stands(league, 35)
    league.give(Day(2022, 10, 20), "中医院", 1)
    [first, *_] = league.loans("中医院", "on_loan")
    with on(Day(2022, 10, 20)):
        returning.return_post(actor=league.actors.director, loan_id=first.pk, document=league.paper, reason="提前还编")
    stands(league, 34)
    states = [loan.state for loan in Loan.objects.exclude(state="on_loan").order_by("ended_on", "id")]
    assert states == ["returned", "returned", "returned", "left", "returned", "returned"]


def the_first_terms_pass(league: League) -> None:
    """Spring 2023: reminded at 180, 90, 30 and 0 days; one term is put off by a document; thirteen posts are late."""
    league.check(*months(Day(2022, 10, 3), Day(2023, 3, 20)), Day(2023, 3, 10))
    [*_, third] = league.loans("疾控中心", "on_loan")
    league.extend(Day(2023, 3, 20), third, Day(2023, 12, 31))
    league.check(Day(2023, 4, 1), Day(2023, 4, 2))
    last = league.loans("市医院")[-1]
    told = Notification.objects.filter(key__startswith=f"loan:{last.pk}:").order_by("id")
    assert [key.rpartition(":")[2] for key in told.values_list("key", flat=True)] == ["180", "90", "30", "0", "-1"]
    assert set(told.values_list("unit", flat=True)) == {league.units["市医院"].pk}
    [said] = league.refused(Day(2023, 4, 2), "市医院")
    late = "、".join(f"市医院人才{n}（2023-04-01到期）" for n in range(3, 9))
    assert said == f"澜川市市医院有6名周转编制逾期未还：{late}；归还前不再批准新的借用。"
    assert league.refused(Day(2023, 4, 2), "第一中学") == []
    stands(league, 34)


def named(found: Recovery) -> list[tuple[str, str]]:
    """Talent and sister of each line."""
    lines = found.lines.select_related("loan__talent", "sister").order_by("id")
    return [(line.loan.talent.name[-3:], line.sister.name.removeprefix("澜川市")) for line in lines]


def waiting(name: str, league: League) -> Recovery:
    return Recovery.objects.waiting().get(unit=league.units[name])


def the_office_decides(league: League) -> None:
    """The proposal names the five vacant posts of the department; the office spares one sister, and refuses once."""
    found = waiting("市医院", league)
    sisters = ["妇幼保健院", "中心血站", "妇幼保健院", "妇幼保健院", "妇幼保健院"]
    assert named(found) == [(f"人才{n}", sister) for n, sister in enumerate(sisters, start=3)]
    assert Recovery.objects.count() == 1
    league.give(Day(2023, 4, 10), "急救中心", 1)
    spared = found.lines.get(sister=league.units["中心血站"])
    decide(league, Day(2023, 4, 10), found, {spared.pk: league.units["急救中心"]})
    stands(league, 29)
    league.check(Day(2023, 4, 11))
    found = waiting("市医院", league)
    assert named(found) == [("人才8", "中心血站")]
    with on(Day(2023, 4, 11)):
        recovery.refuse(found.pk, actor=league.actors.director, opinion="采供血岗位急需，另行研究。")
    league.check(Day(2023, 4, 12))
    assert named(waiting("中医院", league)) == [("人才2", "中心血站")]
    decide(league, Day(2023, 4, 12), waiting("中医院", league))
    stands(league, 28)
    [note] = league.check(Day(2023, 4, 13))
    assert [line.removeprefix("澜川市")[:8] for line in note.splitlines()] == ["中医院逾期4名，", "疾控中心逾期2名"]
    league.retire(Day(2023, 5, 20), "妇幼保健院", 3)
    league.check(Day(2023, 5, 22))
    decide(league, Day(2023, 5, 22), waiting("中医院", league))
    stands(league, 25)
    league.retire(Day(2023, 6, 5), "中医院", 1)
    stands(league, 24)
    [last] = league.loans("市医院", "on_loan")
    league.extend(Day(2023, 6, 6), last, Day(2023, 12, 31))


def decide(league: League, day: Day, found: Recovery, sisters: dict[int, Unit] | None = None) -> None:
    with on(day):
        done = recovery.confirm(found.pk, actor=league.actors.director, opinion="同意收回。", sisters=sisters or {})
    assert done.state == Recovery.State.DONE


def the_rest_is_recovered_by_itself(league: League) -> None:
    """From June 2023 recoveries run by themselves; what the department lacks is tried again when a post appears."""
    set_parameter("R18", "recovery", ["automatic"], region=league.region, starts_on=Day(2023, 6, 10))
    league.give(Day(2023, 6, 12), "妇幼保健院", 2)
    league.check(Day(2023, 6, 12))
    stands(league, 22)
    league.check(Day(2023, 7, 1), Day(2023, 7, 2))
    stands(league, 19)
    assert len(league.loans("第一中学", "recovered")) == 3
    league.check(*months(Day(2023, 7, 3), Day(2023, 8, 15)))
    stands(league, 19)
    league.give(Day(2023, 8, 15), "第三中学", 12)
    league.check(Day(2023, 8, 15))
    stands(league, 9)
    league.retire(Day(2023, 9, 30), "农科所", 3)
    stands(league, 6)
    league.check(Day(2023, 10, 8), Day(2023, 10, 9))
    stands(league, 5)
    [said] = league.refused(Day(2023, 10, 10), "农技站")
    assert said == "澜川市农技站有1名周转编制逾期未还：农技站人才2（2023-10-08到期）；归还前不再批准新的借用。"


def the_last_return(league: League) -> None:
    """The turn of the year: what was put off to 31 December is late on New Year's Day, and returns in February."""
    league.depart(Day(2023, 11, 20), "兽医站", 2)
    stands(league, 3)
    league.retire(Day(2023, 12, 20), "农技站", 1)
    stands(league, 2)
    assert league.check(Day(2023, 12, 31)) == []
    [note] = league.check(Day(2024, 1, 1))
    assert [line[:9] for line in note.splitlines()] == ["澜川市市医院逾期1", "澜川市疾控中心逾期"]
    league.give(Day(2024, 2, 20), "妇幼保健院", 2)
    assert league.check(Day(2024, 2, 20)) == []
    stands(league, 0)
    assert league.refused(Day(2024, 3, 1), "市医院") == []


def the_ledgers_agree_on_every_day(league: League, client: Client, inspector: User) -> None:
    """The special ledger as of any day, the ledger of posts as of that day, and the page, tell the same."""
    told = {day: (league.in_the_special_ledger(day), league.on_the_ledger(day)) for day in LEDGER}
    assert told == {day: (lent, (lent, 100 - lent)) for day, lent in LEDGER.items()}
    client.force_login(inspector)
    for day, lent in LEDGER.items():
        page = client.get(f"/pool/loans/?state=on_loan&as_of={day}").content.decode()
        assert page.count('data-label="状态">借用中') == lent
    ended = Loan.objects.order_by().values_list("state").distinct()
    counts = {state: Loan.objects.filter(state=state).count() for (state,) in ended}
    assert counts == {"returned": 10, "left": 3, "recovered": 27}
