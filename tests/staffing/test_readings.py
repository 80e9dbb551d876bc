"""Who oversees a region sees who read its people's numbers; whoever looks is on record too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import ExportRun, PersonalDataReading, User
from accounts.navigation import items_for
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import enrolment, unmasking
from staffing.models import Person
from tests.api import got, sent
from tests.cast import make_user
from tests.pages import queries_of, rows, signed_in, words
from tests.people import new_person
from tests.sheets import content, table_of
from tests.stories import Actors, engage
from units.models import Region, Unit

TODAY = str(workdays.today())


@pytest.fixture(autouse=True)
def read(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any], clerk: User, head: User,
    paper: Document, actors: Actors,
) -> list[Person]:  # fmt: skip
    """Two teachers and one helper whose numbers the office read."""
    vacancies(school, post_type, 2)
    people = [new_person("张示例"), new_person("李示例")]
    found = [one.person for one in enrolment.register(unit=school, quota_type=post_type, people=people, **basis)]
    found.append(engage(school, 1, actors, paper)[0].person)
    for person, reader, purpose in zip(found, (clerk, head, clerk), ("核对档案", "核对工资", "核对合同"), strict=True):
        unmasking.read_id_number(person, actor=reader, purpose=purpose)
    return found


@pytest.mark.parametrize("role", ["inspector", "director", "admin"])
def test_who_oversees_the_region_reads_the_log_and_is_on_it(role: str, region: Region) -> None:
    user = make_user(f"{role}_1", role, region=region)
    page = signed_in(user).get("/readings/")
    assert [row[1:] for row in rows(page)[2:]] == [
        ["clerk同志", Person.objects.latest("id").name, "公民身份号码", "核对合同"],
        ["head同志", "李示例", "公民身份号码", "核对工资"],
        ["clerk同志", "张示例", "公民身份号码", "核对档案"],
    ]
    own = PersonalDataReading.objects.latest("id")
    assert (own.reader, own.subject_name, own.field, own.purpose) == (user, region.name, "个人信息查阅记录", "监督检查")
    assert "个人信息查阅" in [item.label for item in items_for(user)]


def test_it_is_filtered_by_person_reader_and_day(inspector: User) -> None:
    client = signed_in(inspector)

    def told(query: str) -> str:
        return words(client.get(f"/readings/?{query}"))

    assert "核对档案" in told("person=张")
    assert "核对工资" not in told("person=张")
    assert "核对工资" in told("reader=head")
    assert "核对档案" not in told("reader=head")
    assert "核对档案" in told(f"since={TODAY}&until={TODAY}")
    assert "核对档案" not in told("until=2020-01-01")
    assert "日期不能晚于今天。" in told("since=2190-01-01")
    assert "截止日期不能早于起始日期。" in told("since=2026-03-02&until=2026-03-01")
    assert PersonalDataReading.objects.filter(purpose="监督检查；被查阅人：张").exists()


@pytest.mark.parametrize("who", ["clerk", "head", "committee", "department", "unit_clerk"])
def test_others_do_not_find_it(who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    before = PersonalDataReading.objects.count()
    assert signed_in(user).get("/readings/").status_code == 404
    assert signed_in(user).get("/exports/readings/").status_code == 404
    assert sent(user, "readings/", method="get").status_code == 404
    assert "个人信息查阅" not in [item.label for item in items_for(user)]
    assert PersonalDataReading.objects.count() == before


def test_another_region_sees_nothing_of_it(stranger: Unit) -> None:
    user = make_user("far", "inspector", region=stranger.region)
    said = words(signed_in(user).get("/readings/"))
    assert "核对档案" not in said
    assert [one["field"] for one in got(user, "readings/")["results"]] == ["个人信息查阅记录"] * 2


def test_the_api_tells_the_same(inspector: User) -> None:
    found = got(inspector, "readings/", person="李")["results"]
    assert [(one["reader_name"], one["purpose"]) for one in found] == [("head同志", "核对工资")]
    assert sent(inspector, "readings/?since=2190-01-01", method="get").status_code == 400
    assert PersonalDataReading.objects.latest("id").reader == inspector


def test_the_log_is_taken_as_a_sheet_on_record(inspector: User, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    head, _, taken = table_of(content(signed_in(inspector).get("/exports/readings/?reader=clerk")))
    assert [row[2] for row in taken][-1] == "张示例"
    assert "查阅人：clerk" in str(head)
    assert ExportRun.objects.get().actor == inspector


def test_the_page_costs_the_same_for_many(inspector: User, read: list[Person], clerk: User) -> None:
    client = signed_in(inspector)
    before = queries_of(client, ["/readings/"])
    for number in range(20):
        unmasking.read_id_number(read[0], actor=clerk, purpose=f"核对{number}")
    after = queries_of(client, ["/readings/"])
    assert after["/readings/"] <= before["/readings/"] <= 20
