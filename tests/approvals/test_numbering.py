"""Numbers (文号): per region, purpose and year, locked, without gaps or repeats."""

import datetime as dt
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import acting
from accounts.models import User
from approvals import deciding, issuing, numbering, workdays
from approvals.models import Document, NumberCounter, NumberSeries
from demoregion.story import on
from tests.cast import make_region, make_user
from tests.refusals import refused
from tests.stories import Actors, approve, file, ready, superior_paper
from units.models import Region, Unit


def take(region: Region, purpose: str = numbering.APPROVAL, year: int = 2026) -> str:
    with acting.by(acting.system_user()):
        return numbering.next_number(region, purpose, year)


def test_numbers_run_on_in_a_year_and_begin_anew_in_the_next(region: Region) -> None:
    assert [take(region) for _ in range(3)] == [f"澜编办〔2026〕{n}号" for n in (1, 2, 3)]
    assert [take(region, year=2027), take(region, year=2026)] == ["澜编办〔2027〕1号", "澜编办〔2026〕4号"]


def test_every_purpose_counts_for_itself(region: Region) -> None:
    take(region)
    assert [take(region, purpose) for purpose in ("decision_sheet", "minutes", "case")] == [
        "澜编审〔2026〕1号", "澜编纪〔2026〕1号", "990100-2026-00001",
    ]  # fmt: skip


def test_every_region_counts_for_itself(region: Region, district: Region) -> None:
    take(region)
    assert [take(district), take(district, "case")] == ["望编办〔2026〕1号", "990102-2026-00001"]


def test_two_regions_of_one_first_character_have_two_words(region: Region) -> None:
    others = [make_region("990300", "澜山市", has_office=True), make_region("990400", "澜山市", has_office=True)]
    assert take(region) == "澜编办〔2026〕1号"
    assert [take(place) for place in others] == ["澜山编办〔2026〕1号", "澜山市编办〔2026〕1号"]


def test_an_office_may_change_its_word_and_counts_on(region: Region) -> None:
    take(region)
    with acting.by(acting.system_user()):
        NumberSeries.objects.filter(region=region, purpose=numbering.APPROVAL).update(prefix="澜机编办")
    assert take(region) == "澜机编办〔2026〕2号"


def test_a_case_that_is_refused_gives_its_number_back(
    wanted: dict[str, Any], school: Unit, unit_clerk: User, actors: Actors
) -> None:
    with on(dt.date(2026, 4, 1)):
        with pytest.raises(ValidationError):
            file("quota_increase", school, wanted, unit_clerk, title="长" * 201)
        assert file("quota_increase", school, wanted, unit_clerk).number == "990100-2026-00001"


def test_an_issue_that_fails_gives_its_number_back(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = ready("quota_increase", school, wanted, actors)
    approve(case, actors)
    with refused(code="title"):
        issuing.issue(case.pk, actor=actors.clerk, title="")
    year = workdays.today().year
    assert issuing.issue(case.pk, actor=actors.clerk, title="批复").number == f"澜编办〔{year}〕1号"


def test_a_dry_run_takes_no_number(wanted: dict[str, Any], school: Unit, actors: Actors) -> None:
    case = ready("quota_increase", school, wanted, actors)
    before = list(NumberCounter.objects.order_by("pk").values("series", "year", "last"))
    deciding.preview(case, actor=actors.committee)
    assert list(NumberCounter.objects.order_by("pk").values("series", "year", "last")) == before


def test_the_year_of_a_number_is_that_of_the_day_in_china(region: Region, bureau: Unit, clerk: User) -> None:
    with on(dt.date(2025, 12, 31)):
        assert take(region, year=workdays.today().year) == "澜编办〔2025〕1号"
    with on(dt.date(2026, 1, 1)):
        assert take(region, year=workdays.today().year) == "澜编办〔2026〕1号"


@pytest.mark.django_db(transaction=True)
def test_eight_who_ask_at_once_get_eight_numbers() -> None:
    region = make_region("990100", "澜川市", has_office=True)
    clerk = make_user("clerk", "clerk", region=region)
    start, numbers = Barrier(8), []

    def ask() -> None:
        start.wait()
        with acting.by(clerk):
            numbers.append(numbering.next_number(region, numbering.APPROVAL, 2026))
        connection.close()

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"澜编办〔2026〕{n}号" for n in range(1, 9)]


def test_an_incoming_paper_keeps_the_number_of_its_issuer(region: Region, clerk: User) -> None:
    paper = superior_paper(region, clerk, "省编〔2026〕1号")
    assert paper.number == "省编〔2026〕1号"
    assert not NumberSeries.objects.filter(purpose=Document.Kind.EXTERNAL).exists()
