"""The dry run (办理结果预演): one code path with the execution, which leaves nothing and foretells everything."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from approvals import deciding, issuing, workdays
from approvals.deciding import Effect
from approvals.models import Authority, Case, Document
from approvals.subjects import subject_of
from quotas.models import QuotaAccount, QuotaType
from tests.cast import make_region, make_unit
from tests.refusals import untouched
from tests.stories import EFFECTIVE, Actors, approve, asked, decide, endow, file, kind, line, ready
from units.models import Region, Unit

Request = tuple[str, Unit, dict[str, Any]]


@pytest.fixture
def cast(
    reserve: Document, school: Unit, bureau: Unit, town: Region, full_funded: QuotaType, actors: Actors
) -> dict[str, Unit]:
    """A school with ten posts, a second one without, a town's centre; a cap for bodies, and a body under it."""
    endow(school, full_funded, 10, actors, reserve)
    endow(school.region, kind("party_government_body"), 2, actors, reserve)
    decide("body_set_up", bureau, new_body("澜川市数据局"), actors)
    return {
        "school": school,
        "second": make_unit(school.region, "澜川市第二中学", category="institution"),
        "centre": make_unit(town, "柳堤镇便民服务中心", category="institution"),
        "bureau": bureau,
        "body": school.region.units.get(name="澜川市数据局"),
    }


def new_body(name: str) -> dict[str, Any]:
    words = {"name": name, "category": "organ", "rank": "division_chief"}
    return {**words, "within_cap": True, "effective_on": EFFECTIVE}


Wish = Callable[[dict[str, Unit], QuotaType, Document], Request]
WISHES: dict[str, Wish] = {
    "grant from above": lambda c, t, d: ("quota_grant", c["bureau"], asked(line(t, 5), basis=d)),
    "grant below": lambda c, t, d: (
        "quota_grant", c["bureau"], asked(line(t, 5, region=c["centre"].region.parent), basis=d),
    ),
    "allot": lambda c, t, d: ("quota_allot", c["second"], asked(line(t, 5, target=c["second"]))),
    "increase": lambda c, t, d: ("quota_increase", c["second"], asked(line(t, 5, target=c["second"]))),
    "cut": lambda c, t, d: ("quota_cut", c["school"], asked(line(t, 4, source=c["school"]))),
    "adjust": lambda c, t, d: (
        "quota_adjust", c["school"], asked(line(t, 4, source=c["school"], target=c["second"])),
    ),
    "sink": lambda c, t, d: (
        "quota_sink", c["school"],
        asked(line(t, 2, source=c["school"], target=c["centre"]), line(t, 3, target=c["centre"])),
    ),
    "take back": lambda c, t, d: ("quota_take_back", c["school"], asked(line(t, 10, source=c["school"]))),
    "floating": lambda c, t, d: (
        "quota_floating", c["second"], asked(line(t, 5, target=c["second"]), ends_on=dt.date(2027, 3, 1)),
    ),
    "set up": lambda c, t, d: ("body_set_up", c["bureau"], new_body("澜川市统计局")),
    "rename": lambda c, t, d: (
        "body_rename", c["school"], {"unit": c["school"], "name": "澜川市高级中学", "effective_on": EFFECTIVE},
    ),
    "abolish": lambda c, t, d: ("body_abolish", c["bureau"], {"unit": c["body"], "effective_on": EFFECTIVE}),
}  # fmt: skip


def figures(case: Case) -> dict[tuple[str, str, str], int]:
    found = subject_of(case).figures(case)
    return {(figure.place or figure.owner, figure.quota_type, figure.bucket): figure.value for figure in found}


@pytest.mark.parametrize("name", WISHES)
def test_what_an_approver_saw_is_what_happens(
    name: str, cast: dict[str, Unit], full_funded: QuotaType, reserve: Document, actors: Actors
) -> None:
    code, applicant, data = WISHES[name](cast, full_funded, reserve)
    case = ready(code, applicant, data, actors)
    decider = actors.committee if case.kind.authority == Authority.COMMITTEE else actors.director
    with untouched():
        seen = deciding.preview(case, actor=decider)
    assert not seen.blocked
    before = figures(case)
    approve(case, actors)
    issuing.issue(case.pk, actor=actors.clerk, title="批复")
    after = figures(case)
    moved = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert {(e.place or e.owner, e.quota_type, e.bucket): (e.before, e.after) for e in seen.effects} == moved
    assert [row["after"] for row in case.opinions.get(action="approve").effects] == [e.after for e in seen.effects]


def test_a_blocked_case_leaves_nothing_either(cast: dict[str, Unit], full_funded: QuotaType, actors: Actors) -> None:
    case = file("quota_cut", cast["school"], asked(line(full_funded, 11, source=cast["school"])), actors.clerk)
    with untouched():
        seen = deciding.preview(case, actor=actors.director)
    assert seen.blocked
    assert seen.effects == ()


def test_accounts_that_the_dry_run_opened_are_gone(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = ready("quota_allot", school, wanted, actors)
    deciding.preview(case, actor=actors.director)
    assert not QuotaAccount.objects.filter(unit=school).exists()


def test_a_decision_for_a_later_day_shows_its_effect_all_the_same(
    wanted: dict[str, Any], school: Unit, actors: Actors
) -> None:
    later = workdays.today() + dt.timedelta(days=60)
    case = ready("quota_allot", school, wanted | {"effective_on": later}, actors)
    seen = deciding.preview(case, actor=actors.director)
    assert Effect("澜川市", "事业编制（全额拨款）", "储备", 20, 14, "990100") in seen.effects


def test_units_of_one_name_are_told_apart(
    reserve: Document, town: Region, district: Region, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    """Two towns may each have a unit of the same name: the effects of both are shown."""
    other_town = make_region("990102102", "桃坞镇")
    centres = [make_unit(place, "便民服务中心", category="institution") for place in (town, other_town)]
    data = asked(line(full_funded, 3, target=centres[0]), line(full_funded, 4, target=centres[1]))
    case = ready("quota_sink", school, data, actors)
    seen = deciding.preview(case, actor=actors.director)
    approved = [(e.owner, e.place, e.after) for e in seen.effects if e.bucket == "核定"]
    assert approved == [("便民服务中心", centres[0].number, 3), ("便民服务中心", centres[1].number, 4)]
