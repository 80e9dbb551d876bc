"""Acting for somebody (代行职责): within the dates, with both names on what is done, never in one's own case."""

import datetime as dt
from typing import Any

import pytest

from accounts import acting
from accounts.models import User
from approvals import deciding, deputies, policies, reviewing
from approvals.models import Case, Deputy, State
from demoregion.story import on
from quotas.models import QuotaType
from tests.cast import make_user
from tests.refusals import forbidden
from tests.stories import Actors, argue, asked, file, line, ready
from units import mandates
from units.models import Region, Role, Unit

FIRST, LAST = dt.date(2026, 4, 7), dt.date(2026, 4, 10)
DAY = dt.timedelta(days=1)


def appoint(actor: User, principal: User, deputy: User, **more: Any) -> Deputy:
    given = {"starts_on": FIRST, "ends_on": LAST} | more
    with on(dt.date(2026, 4, 1)):
        return deputies.appoint(actor=actor, principal=principal, deputy=deputy, **given)


@pytest.fixture
def allotment(reserve: object, school: Unit, full_funded: QuotaType, actors: Actors, unit_clerk: User) -> Case:
    """A case that the director decides."""
    data = asked(line(full_funded, 6, target=school))
    return ready("quota_allot", school, data, actors, filed_by=unit_clerk)


@pytest.mark.parametrize(("day", "allowed"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)])
def test_a_deputy_decides_from_the_first_day_to_the_last(
    day: dt.date, allowed: bool, allotment: Case, head: User, director: User
) -> None:
    appoint(director, director, head)
    with on(day):
        if not allowed:
            with forbidden("此类事项须由编办主任审批，您没有决定的权限。"):
                deciding.approve(allotment.pk, actor=head, opinion="同意。")
            return
        case = deciding.approve(allotment.pk, actor=head, opinion="同意。")
    assert (case.state, case.decided_by) == (State.DECIDED, head)


def test_both_names_stand_on_the_opinion(allotment: Case, head: User, director: User) -> None:
    appoint(director, director, head)
    with on(FIRST):
        deciding.approve(allotment.pk, actor=head, opinion="同意。")
    opinion = allotment.opinions.get(action="approve")
    assert (opinion.actor_name, opinion.on_behalf_of) == ("head同志", "director同志")


def test_who_acts_in_his_own_right_acts_for_nobody(allotment: Case, head: User, director: User, region: Region) -> None:
    second = make_user("second", "director", region=region)
    appoint(director, director, second)
    with on(FIRST):
        deciding.approve(allotment.pk, actor=second, opinion="同意。")
    assert allotment.opinions.get(action="approve").on_behalf_of == ""


def test_a_deputy_does_not_decide_what_the_deputy_checked(
    reserve: object, school: Unit, full_funded: QuotaType, head: User, unit_clerk: User, actors: Actors
) -> None:
    case = file("quota_allot", school, asked(line(full_funded, 6, target=school)), unit_clerk)
    reviewing.receive(case.pk, actor=head)
    argue(reviewing.check(case.pk, actor=head, opinion="属实。"), actors)
    appoint(actors.director, actors.director, head)
    with on(FIRST), forbidden("本人申报或审核的办件，不能由本人决定。"):
        deciding.approve(case.pk, actor=head, opinion="同意。")


def test_nor_what_the_principal_handled(
    reserve: object, school: Unit, full_funded: QuotaType, region: Region, head: User, actors: Actors
) -> None:
    """The principal is director and clerk in one: what they filed is not decided in their name either."""
    both = make_user("both", "director", region=region)
    mandates.grant(both, role=Role.CLERK, region=region, actor=acting.system_user())
    case = ready("quota_allot", school, asked(line(full_funded, 6, target=school)), actors, filed_by=both)
    appoint(both, both, head)
    with on(FIRST):
        assert not policies.may_decide(head, case)
        with forbidden():
            deciding.approve(case.pk, actor=head, opinion="同意。")


def test_a_deputy_of_the_desk_does_the_desks_work(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, clerk: User, director: User
) -> None:
    case = file("quota_increase", school, wanted, unit_clerk)
    appoint(clerk, clerk, director)
    with on(FIRST):
        reviewing.receive(case.pk, actor=director)
    assert case.opinions.get(action="receive").on_behalf_of == "clerk同志"


def test_a_deputys_deputy_has_nothing(allotment: Case, clerk: User, head: User, director: User) -> None:
    appoint(director, director, head)
    appoint(head, head, clerk)
    with on(FIRST):
        assert policies.principal_for(clerk, policies.DECIDERS["director"], allotment.region) is None


def test_an_authorisation_ended_early_is_over_at_once(allotment: Case, head: User, director: User) -> None:
    made = appoint(director, director, head)
    with on(FIRST + DAY):
        deputies.end(made.pk, actor=director)
        with forbidden():
            deciding.approve(allotment.pk, actor=head, opinion="同意。")
    made.refresh_from_db()
    assert made.ends_on == FIRST
