"""Every page of the house, on a desk and on a phone: nothing sticks out sideways, and the console stays quiet."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.models import User
from tests.cast import make_unit
from tests.stories import Actors, allot, asked, give_reserve, kind, line, ready
from units.models import Region, Unit

pytestmark = pytest.mark.django_db(transaction=True)
LONG_NAME = "澜川市退役军人服务和优抚安置综合保障中心（澜川市军队离退休干部休养所、澜川市荣誉军人康复医院）"
TABS = (
    "basics", "quotas", "leadership", "divisions", "people", "slots", "ledger", "cases", "documents", "history",
)  # fmt: skip
PAGES = (
    "/", "/cases/", "/cases/new/", "/cases/new/quota_increase/", "/cases/new/body_set_up/", "/meetings/",
    "/cases/kinds/", "/documents/", "/documents/new/", "/deputies/", "/rules/", "/units/", "/quotas/",
    "/quotas/statement/990100/", "/pool/", "/history/", "/quotas/exceptions/", "/quotas/periods/",
    "/people/", "/enrolments/", "/secondments/", "/changes/", "/plans/", "/slots/", "/leadership/", "/forecast/",
    "/off-quota/", "/off-quota/money/", "/off-quota/engage/", "/quality/", "/quality/findings/", "/pool/loans/",
    "/checks/", "/imports/", "/imports/new/people/", "/cases/new/hiring_plan/", "/cases/new/pool_fill/",
    "/notices/", "/verify/",
)  # fmt: skip


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_sticks_out_sideways(
    sign_in: Callable[..., Page], actors: Actors, bureau: Unit, region: Region, school: Unit, clerk: User, width: int
) -> None:
    home = make_unit(region, LONG_NAME, category="institution")
    give_reserve(region, kind("full_funded"), 1260, actors)
    document = allot(home, kind("full_funded"), 1040, actors)
    allot(school, kind("full_funded"), 40, actors)
    case = ready("quota_adjust", bureau, asked(line(kind("full_funded"), 6, source=home, target=school)), actors)
    page = sign_in(clerk, width=width)
    own = [f"/units/{home.number}/?tab={tab}" for tab in TABS] + [f"/units/{home.number}/statement/"]
    site = page.url.rstrip("/")
    wide = {}
    for path in (*PAGES, *own, case.get_absolute_url(), document.get_absolute_url()):
        answer = page.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        sideways = page.evaluate("document.documentElement.scrollWidth")
        if sideways > width:
            wide[path] = sideways
    assert not wide
