"""Holds past their term (锁定到期) are reported where the office looks, and released by those who decided."""

import datetime as dt

import pytest

from accounts.models import User
from approvals import deciding, scheduled, workdays
from approvals.models import Case, State
from demoregion.story import on
from quotas.holding import HOLD_DAYS
from quotas.models import Hold
from tests.pages import signed_in, words
from tests.stations import Place
from units.models import Region, Unit

CHECK = "report_holds_past_their_term"


@pytest.fixture
def place(region: Region, school: Unit) -> Place:
    place = Place(region, school)
    place.receive_posts(100)
    return place


@pytest.fixture
def decided(place: Place) -> Case:
    return place.decided()


@pytest.mark.parametrize(("days", "found"), [(HOLD_DAYS, 0), (HOLD_DAYS + 1, 1)])
def test_the_check_reports_what_is_past_its_last_day_and_leaves_it(decided: Case, days: int, found: int) -> None:
    hold = decided.holds.get()
    with on(workdays.today() + dt.timedelta(days=days)):
        runs = [scheduled.run(CHECK) for _ in range(2)]
    assert [(run.found, run.done) for run in runs] == [(found, found), (found, 0)]
    assert runs[0].note == (f"{decided.number}：锁定2名，{hold.expires_on}到期" if found else "")
    assert decided.holds.get().state == Hold.State.HELD


def test_the_first_page_the_list_and_the_case_say_so(decided: Case, place: Place, director: User) -> None:
    desk = signed_in(place.actors.clerk)
    pages = ("/", "/cases/", decided.get_absolute_url(), f"/units/{place.school.number}/?tab=cases")
    assert [address for address in pages if "锁定到期" in words(desk.get(address))] == []
    decided.holds.update(expires_on=workdays.today() - dt.timedelta(days=1))
    Case.objects.filter(pk=decided.pk).update(due_on=workdays.today() - dt.timedelta(days=90))
    assert [address for address in pages if "锁定到期" not in words(desk.get(address))] == []
    page = words(signed_in(place.actors.director).get(decided.get_absolute_url()))
    assert "撤销决定，退回锁定数" in page
    applicant = words(signed_in(place.filer).get(decided.get_absolute_url()))
    assert "退回锁定数" not in applicant


def test_who_decided_releases_it(decided: Case, place: Place) -> None:
    decided.holds.update(expires_on=workdays.today() - dt.timedelta(days=1))
    deciding.revoke(decided.pk, actor=place.actors.director, opinion="逾期未执行。")
    assert scheduled.run(CHECK).found == 0
    assert (decided.holds.get().state, Case.objects.get(pk=decided.pk).state) == (Hold.State.RELEASED, State.REFUSED)
