"""What every rule of the catalogue promises: a basis, a severity, a test of its own; blocking blocks, warning warns."""

import datetime as dt
from pathlib import Path

import pytest

from approvals import deciding, rulebook
from approvals.models import Document, State
from approvals.rulebook import BLOCK, WARN, Rule
from quotas.models import QuotaType
from tests.refusals import refused
from tests.stories import Actors, asked, endow, kind, line, ready, set_parameter
from units.models import Region, Unit

FIRST_TWELVE = {"R01", "R02", "R03", "R04", "R05", "R08", "R09", "R13", "R17", "R19", "C01", "C02"}


def test_the_catalogue_holds_the_rules_of_the_first_issue() -> None:
    assert {rule.code for rule in rulebook.rules()} >= FIRST_TWELVE


@pytest.mark.parametrize("rule", rulebook.rules(), ids=lambda rule: rule.code)
def test_a_rule_says_what_it_rests_on_and_has_a_test_of_its_own(rule: Rule) -> None:
    module = rule.examine.__module__.rsplit(".", 1)[-1]
    assert rule.severity in (BLOCK, WARN)
    assert rule.title
    assert rule.basis
    assert rule.subjects
    assert rule.examine.__doc__
    assert module.startswith(f"{rule.code.lower()}_")
    assert (Path(__file__).parent / f"test_{module}.py").exists()


def test_what_a_rule_blocks_is_not_approved(
    reserve: Document, education: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = ready("quota_allot", education, asked(line(full_funded, 2, target=education)), actors)
    sentence = "澜川市教育局为机关，可使用行政、专项、工勤编制，不能使用“事业编制（全额拨款）”（事业）2名。"
    with refused(code="blocked", says=sentence):
        deciding.approve(case.pk, actor=actors.director, opinion="同意。")


def test_every_blocking_sentence_is_told_at_once(
    reserve: Document, education: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = ready("quota_allot", education, asked(line(full_funded, 21, target=education)), actors)
    with refused(
        code="blocked", says="澜川市“事业编制（全额拨款）”储备20名，申请动用21名，20 − 21 = -1，将突破总量1名。"
    ):
        deciding.approve(case.pk, actor=actors.director, opinion="同意。")
    with refused(says="澜川市教育局为机关，可使用行政、专项、工勤编制，不能使用“事业编制（全额拨款）”（事业）21名。"):
        deciding.approve(case.pk, actor=actors.director, opinion="同意。")


def test_what_a_rule_warns_of_may_be_approved_and_stays_with_the_opinion(
    region: Region, education: Unit, actors: Actors, paper: Document
) -> None:
    endow(region, kind("division_142"), 5, actors, paper)
    case = ready("quota_allot", education, asked(line(kind("division_142"), 1, target=education)), actors)
    decided = deciding.approve(case.pk, actor=actors.director, opinion="同意。")
    assert decided.state == State.DECIDED
    [finding] = decided.opinions.get(action="approve").findings
    assert (finding["rule"], finding["severity"]) == ("C02", WARN)
    assert finding["sentence"].startswith("澜川市教育局内设机构正职0名、副职1名")


def test_findings_name_basis_and_who_may_grant_an_exception(
    reserve: Document, school: Unit, full_funded: QuotaType, actors: Actors
) -> None:
    case = ready("quota_allot", school, asked(line(full_funded, 21, target=school)), actors)
    [finding] = deciding.preview(case, actor=actors.director).findings
    assert (finding.rule, finding.exception_by) == ("R02", "上级机构编制委员会（须先下达）")
    assert finding.basis == "《地方各级人民政府机构设置和编制管理条例》第十六条、第十八条"


def test_the_nearest_region_then_the_newest_parameter_counts(region: Region, district: Region, town: Region) -> None:
    on = dt.date(2026, 3, 1)
    set_parameter("C02", "chiefs_per_deputy", 2, region=None, starts_on=dt.date(2020, 1, 1))
    set_parameter("C02", "chiefs_per_deputy", 4, region=region, starts_on=dt.date(2021, 1, 1))
    set_parameter("C02", "chiefs_per_deputy", 5, region=region, starts_on=dt.date(2026, 3, 1))

    def value(place: Region, day: dt.date = on) -> int:
        declared = rulebook.find_parameter("C02", "chiefs_per_deputy")
        assert declared is not None
        return int(declared.in_force("C02", region=place, on=day))

    assert [value(place) for place in (region, district, town)] == [5, 5, 5]
    assert value(region, dt.date(2026, 2, 28)) == 4
    assert value(region, dt.date(2020, 6, 1)) == 2
    assert value(region, dt.date(2019, 12, 31)) == 3
    set_parameter("C02", "chiefs_per_deputy", 6, region=district, starts_on=dt.date(2020, 1, 1))
    assert [value(place) for place in (region, district, town)] == [5, 6, 6]
