"""The lists of leadership, forecast, off-quota staff, quality, secondments and changes as sheets of one's own scope."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import checking, enrolment, leadership, maintaining, seconding
from staffing.appointing import Terms
from staffing.models import Posting
from tests.cast import make_unit
from tests.pages import links, signed_in, words
from tests.people import id_number, new_person
from tests.sheets import content, table_of
from tests.stories import Actors, engage
from units.models import Unit

PAGES = {
    "leadership": "/leadership/", "leaders": "/leadership/", "forecast": "/forecast/", "off_quota": "/off-quota/",
    "off_quota_money": "/off-quota/money/", "quality": "/quality/", "quality_findings": "/quality/findings/",
    "secondments": "/secondments/", "changes": "/changes/",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def posting(
    school: Unit, bureau: Unit, post_type: QuotaType, chief: QuotaType, vacancies: Callable[..., None],
    basis: dict[str, Any], clerk: User, unit_clerk: User, paper: Document, actors: Actors,
) -> Posting:  # fmt: skip
    """A headmaster whose title begins like a formula, who is seconded, engaged helpers, a change sheet, a score."""
    vacancies(school, post_type, 1)
    vacancies(school, chief, 1)
    head = new_person("张示例", title="校长")._replace(id_number=id_number(1, born="19680615"))
    [posting] = enrolment.register(unit=school, quota_type=post_type, people=[head], **basis)
    leadership.appoint(unit=school, quota_type=chief, person=posting.person, terms=Terms("=校长"), **basis)
    today = workdays.today()
    seconding.second(
        actor=clerk, posting=posting, host=bureau, starts_on=today, ends_on=today + dt.timedelta(days=90),
        document=paper, reason="抽调",
    )  # fmt: skip
    engage(school, 1, actors, paper)
    maintaining.propose(posting, actor=unit_clerk, values={"phone": "13800000000"}, happened_on=today)
    checking.check_unit(actor=clerk, unit=school)
    return posting


def fetched(user: User, address: str) -> HttpResponseBase:
    return signed_in(user).get(f"/exports/{address}")


def table(user: User, address: str) -> tuple[str, list[str], list[list[Any]]]:
    answer = fetched(user, address)
    assert answer.status_code == 200, words(answer)  # type: ignore[arg-type]
    head, titles, rows = table_of(content(answer))
    return str(head), titles, rows


def cells(user: User, address: str) -> str:
    return str(table(user, address)[2])


def test_leaders_are_told_apart_and_nothing_is_a_formula(clerk: User, school: Unit) -> None:
    head, titles, [row] = table(clerk, "leaders/")
    assert dict(zip(titles, row, strict=False))["职务"] == "'=校长"
    assert (row[0], row[2]) == ("张示例", school.name)
    assert "密级：内部" in head
    [line] = table(clerk, "leadership/")[2]
    assert (line[1], line[3:5]) == (school.name, [1, 1])
    assert table(clerk, "leadership/?light=red")[2] == []
    assert len(table(clerk, f"leaders/?unit={school.number}")[2]) == 1


def test_the_forecast_has_sixty_months_and_the_people_of_one(clerk: User) -> None:
    _, titles, rows = table(clerk, "forecast/")
    assert (len(rows), titles[0], rows[0][0]) == (60, "月份", f"{workdays.today():%Y-%m}")
    assert "张示例" in cells(clerk, "forecast_people/?month=2029-05")
    assert "19680615" not in cells(clerk, "forecast_people/?month=2029-05")


def test_off_quota_staff_money_quality_secondments_and_changes(clerk: User, unit_clerk: User, school: Unit) -> None:
    assert "协管员" in cells(clerk, "off_quota/")
    assert table(clerk, "off_quota_money/")[2][0][1] == school.name
    assert table(clerk, "quality/")[2][0][1] == school.name
    assert table(clerk, "quality_findings/")[2]
    assert "张示例" in cells(clerk, "secondments/")
    assert table(clerk, "secondments/?which=ended")[2] == []
    assert table(clerk, "changes/")[2] == []
    assert school.name in cells(unit_clerk, "changes/")


@pytest.mark.parametrize("key", [*PAGES, "forecast_people"])
def test_a_stranger_takes_nothing_of_it(key: str, outsider: User, school: Unit) -> None:
    for address in (f"{key}/?region=990100", f"{key}/"):
        answer = fetched(outsider, address)
        taken = content(answer)
        assert answer.status_code in (200, 400, 404)
        assert answer.status_code != 200 or school.name not in str(table_of(taken))


@pytest.mark.parametrize(("key", "page"), PAGES.items())
def test_each_page_offers_its_sheet(key: str, page: str, unit_clerk: User, clerk: User) -> None:
    user = unit_clerk if key == "changes" else clerk
    assert any(link.startswith(f"/exports/{key}/") for link in links(signed_in(user).get(page)))


@pytest.mark.parametrize("key", ["leadership", "leaders", "off_quota", "off_quota_money", "quality"])
def test_a_list_with_a_secret_unit_is_secret(key: str, clerk: User, school: Unit) -> None:
    Unit.objects.filter(pk=school.pk).update(secrecy="secret")
    assert "密级：秘密" in table(clerk, f"{key}/")[0]


@pytest.mark.parametrize("query", ["leadership/?light=blue", "off_quota/?year=1", "forecast_people/?month=x"])
def test_a_filter_that_cannot_be_read_is_answered_in_words(query: str, clerk: User) -> None:
    answer = fetched(clerk, query)
    assert answer.status_code == 400
    assert not words(answer).isascii()  # type: ignore[arg-type]


def test_another_unit_is_not_on_the_sheet_of_one(clerk: User, school: Unit, education: Unit) -> None:
    make_unit(education.region, "澜川市图书馆", category="institution")
    assert table(clerk, f"leaders/?unit={education.number}")[2] == []
