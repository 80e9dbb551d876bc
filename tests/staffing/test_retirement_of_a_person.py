"""A person's page and the API say when the law lets them retire: the statutory month and the flexible ones."""

from typing import Any

import pytest

from accounts.models import User
from quotas.models import QuotaType
from staffing import enrolment
from staffing.models import Person
from tests.api import got
from tests.pages import signed_in, words
from tests.people import id_number, new_person
from tests.staffing.test_enrolment import Give
from units.models import Unit


def known(
    school: Unit, kind: QuotaType, vacancies: Give, basis: dict[str, Any], born: str, sequence: int, category: str = ""
) -> Person:
    vacancies(school, kind, 1)
    facts = {"retirement_category": category} if category else {}
    given = new_person("张示例", facts=facts)._replace(id_number=id_number(sequence, born=born))
    [posting] = enrolment.register(unit=school, quota_type=kind, people=[given], **basis)
    return posting.person


@pytest.mark.parametrize(
    ("born", "sequence", "category", "shown", "dates"),
    [
        ("19680615", 1, "male60", ["2029年5月", "60岁11个月", "2028年6月", "2032年5月", "15年"],
         ("2029-05-01", "2028-06-01", "2032-05-01")),
        ("19841015", 2, "female50", ["2039年9月", "54岁11个月", "2036年9月", "2042年9月", "20年"],
         ("2039-09-01", "2036-09-01", "2042-09-01")),
        ("19641215", 1, "male60", ["2024年12月", "60岁", "15年"], ("2024-12-01", "2024-12-01", None)),
    ],
)  # fmt: skip
def test_the_months_of_the_law_are_told(
    born: str, sequence: int, category: str, shown: list[str], dates: tuple[str | None, ...], school: Unit,
    post_type: QuotaType, vacancies: Give, basis: dict[str, Any], clerk: User,
) -> None:  # fmt: skip
    person = known(school, post_type, vacancies, basis, born, sequence, category)
    page = words(signed_in(clerk).get(f"/people/{person.pk}/"))
    assert [part for part in shown if part not in page] == []
    assert ("弹性" in page) is (dates[2] is not None)
    told = got(clerk, f"people/{person.pk}/")["person"]
    assert (told["retires_on"], told["may_retire_on"], told["may_retire_until"]) == dates


def test_nothing_is_told_while_the_category_is_not_stated(
    school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any], clerk: User
) -> None:
    person = known(school, post_type, vacancies, basis, "19850615", 2)
    assert "法定退休时间" not in words(signed_in(clerk).get(f"/people/{person.pk}/"))
    assert got(clerk, f"people/{person.pk}/")["person"]["may_retire_until"] is None
