"""Leadership posts on screen and by API: lights, the pre-check before the appointment, taking and leaving office."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaType
from staffing import encryption, enrolment, leadership
from staffing.appointing import Terms
from staffing.models import Person, Tenure
from tests.api import V1, api_of
from tests.cast import make_unit
from tests.pages import links, queries_of, rows, signed_in, words
from tests.people import new_person
from tests.refusals import untouched
from tests.staffing.test_enrolment import Give
from units.models import Region, Unit


@pytest.fixture
def teachers(
    school: Unit, post_type: QuotaType, chief: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> list[Person]:
    """Three people of a school with one leadership post; two of them have the same name."""
    vacancies(school, post_type, 3)
    vacancies(school, chief, 1)
    people = [new_person("张示例"), new_person("李示例"), new_person("李示例")]
    return [p.person for p in enrolment.register(unit=school, quota_type=post_type, people=people, **basis)]


def filled(chief: QuotaType, paper: Document, **changes: Any) -> dict[str, Any]:
    plain = {
        "person": "张示例", "quota_type": chief.pk, "title": "校长", "started_on": "2026-03-01", "takes_post": "on",
        "document": paper.number, "reason": "干部任免",
    }  # fmt: skip
    return {name: value for name, value in {**plain, **changes}.items() if value != ""}


def test_the_pre_check_comes_first_and_changes_nothing(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, clerk: User
) -> None:
    client, address = signed_in(clerk), f"/leadership/{school.number}/appoint/"
    assert "有空缺" in words(client.get(address))
    with untouched():
        page = client.post(address, filled(chief, paper, check="1"))
    assert "可以任职" in words(page)
    done = client.post(address, filled(chief, paper, appoint="1", key="a-key"))
    assert (done.status_code, done["Location"]) == (302, f"/leadership/{school.number}/")
    client.post(address, filled(chief, paper, appoint="1", key="a-key"))
    tenure = Tenure.objects.get()
    assert (tenure.person, tenure.title) == (teachers[0], "校长")
    with untouched():
        full = client.post(address, filled(chief, paper, check="1", person=number_of(teachers[1])))
    assert "没有空缺，须先免后任（一出一进）" in words(full)
    assert "不能任职" in words(full)


def number_of(person: Person) -> str:
    return encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person": ""}, "请填写姓名或公民身份号码"),
        ({"person": "无此人"}, "在您的管辖范围内没有这个人"),
        ({"person": "李示例"}, "有多人同名，请填写公民身份号码"),
        ({"person": "11010519491231002"}, "公民身份号码应为18位"),
        ({"document": "不存在〔2026〕1号"}, "没有找到文号"),
        ({"started_on": "2026-13-01"}, "请输入日期"),
        ({"started_on": "2019-03-01"}, "日期不能早于单位设立日期"),
        ({"level": "132"}, "超出规格；高配须填写批准文件和截止日期"),
        ({"takes_post": ""}, "只有兼任可以不占职数"),
        ({"quota_type": "999999"}, "没有这个领导职数类型"),
        ({"exception": "999999"}, "没有这项有效的超职数例外"),
    ],
)
def test_a_wrong_appointment_is_answered_beside_the_field(
    changes: dict[str, str], sentence: str, school: Unit, chief: QuotaType, teachers: list[Person], paper: Document,
    clerk: User,
) -> None:  # fmt: skip
    client = signed_in(clerk)
    with untouched():
        page = client.post(f"/leadership/{school.number}/appoint/", filled(chief, paper, appoint="1", **changes))
    assert page.status_code in (200, 422)
    assert sentence in words(page)


def test_the_register_shows_each_flag_apart(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, basis: dict[str, Any], clerk: User
) -> None:
    until = workdays.today() + dt.timedelta(days=100)
    high = Terms("校长", 132, above_rank_document=paper, above_rank_until=until)
    leadership.appoint(unit=school, quota_type=chief, person=teachers[0], terms=high, **basis)
    beside = Terms("书记", is_concurrent=True, takes_post=False)
    leadership.appoint(unit=school, quota_type=chief, person=teachers[1], terms=beside, **basis)
    found = {row[0]: row[1:7] for row in rows(signed_in(clerk).get(f"/leadership/{school.number}/"))[1:]}
    assert found["张示例"] == ["校长", "县处级副职", "是", "是", "否", f"是 {paper.number}，到 {until}"]
    assert found["李示例"] == ["书记", "乡科级正职", "是", "否", "是", "否"]


def test_an_expired_high_match_is_red(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, basis: dict[str, Any], clerk: User
) -> None:
    high = Terms("校长", 132, above_rank_document=paper, above_rank_until=workdays.today())
    leadership.appoint(unit=school, quota_type=chief, person=teachers[0], terms=high, **basis)
    Tenure.objects.update(above_rank_until=dt.date(2026, 3, 5))
    assert "高配已到期" in words(signed_in(clerk).get(f"/leadership/{school.number}/"))
    assert school.name in words(signed_in(clerk).get("/leadership/?light=red"))


def test_the_board_sums_by_level_and_shows_lights(
    school: Unit, education: Unit, chief: QuotaType, teachers: list[Person], vacancies: Give, basis: dict[str, Any],
    clerk: User, unit_clerk: User, outsider: User,
) -> None:  # fmt: skip
    vacancies(education, chief, 2)
    leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)
    page = signed_in(clerk).get("/leadership/")
    level = next(row for row in rows(page) if row[0] == "乡科级正职")
    assert level == ["乡科级正职", "3", "1", "0", "2", "0", "1", "1", "0"]
    assert school.name not in words(signed_in(clerk).get("/leadership/?light=green"))
    assert school.name in words(signed_in(clerk).get("/leadership/?light=yellow"))
    own = next(row for row in rows(signed_in(unit_clerk).get("/leadership/")) if row[0] == "乡科级正职")
    assert own == ["乡科级正职", "1", "1", "0", "0", "0", "0", "1", "0"]
    assert "没有领导职数" in words(signed_in(outsider).get("/leadership/"))
    for query in ("light=x", "region=000000"):
        assert "筛选条件有误" in words(signed_in(clerk).get(f"/leadership/?{query}"))


def test_the_board_costs_the_same_for_one_and_for_many_units(
    region: Region, chief: QuotaType, teachers: list[Person], vacancies: Give, clerk: User
) -> None:
    client = signed_in(clerk)
    one = queries_of(client, ["/leadership/"])["/leadership/"]
    for n in range(22):
        vacancies(make_unit(region, f"澜川市第{n}局"), chief, 1)
    assert queries_of(client, ["/leadership/"])["/leadership/"] == one <= 12
    [following] = {link for link in links(client.get("/leadership/")) if "after=" in link}
    assert len(boards_of(client.get(f"/leadership/{following}"))) == 3


def boards_of(page: Any) -> list[str]:
    """The units that the board lists."""
    return [row[0] for row in rows(page) if "澜川市第" in row[0]]


def test_leaving_office_frees_the_post(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, basis: dict[str, Any], clerk: User
) -> None:
    tenure = leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)
    client, address = signed_in(clerk), f"/leadership/tenures/{tenure.pk}/relieve/"
    assert "空出1名" in words(client.get(address))
    with untouched():
        wrong = client.post(address, {"ended_on": "2026-02-01", "document": paper.number, "reason": "免职"})
    assert "免职日期不能早于任职日期2026-03-01" in words(wrong)
    done = client.post(address, {"ended_on": "2026-04-01", "document": paper.number, "reason": "免职"})
    assert done.status_code == 302
    tenure.refresh_from_db()
    assert (tenure.ended_on, tenure.end_document) == (dt.date(2026, 4, 1), paper)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200), ("head", 200), ("director", 200), ("committee", 403), ("inspector", 403), ("department", 403),
        ("unit_clerk", 403), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_may_appoint_and_relieve(
    who: str, status: int, school: Unit, chief: QuotaType, teachers: list[Person], basis: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    tenure = leadership.appoint(unit=school, quota_type=chief, person=teachers[0], **basis)
    client = signed_in(request.getfixturevalue(who))
    for address in (f"/leadership/{school.number}/appoint/", f"/leadership/tenures/{tenure.pk}/relieve/"):
        assert client.get(address).status_code == status
    assert client.get(f"/leadership/{school.number}/").status_code == (404 if status == 404 else 200)


def test_the_api_checks_appoints_and_relieves(
    school: Unit, chief: QuotaType, teachers: list[Person], paper: Document, clerk: User, unit_clerk: User,
    outsider: User,
) -> None:  # fmt: skip
    body = {
        "unit": school.number, "person": teachers[0].pk, "quota_type": chief.code, "title": "校长",
        "started_on": "2026-03-01", "document": paper.pk, "reason": "任职",
    }  # fmt: skip
    with untouched():
        checked = api_of(clerk).post(f"{V1}/tenures/precheck/", body).json()
        high = api_of(clerk).post(f"{V1}/tenures/precheck/", {**body, "level": 132}).json()
        assert api_of(unit_clerk).post(f"{V1}/tenures/", body).status_code == 403
        assert api_of(outsider).post(f"{V1}/tenures/", body).status_code == 404
        assert api_of(clerk).post(f"{V1}/tenures/", {**body, "quota_type": "full_funded"}).status_code == 400
    assert checked == {"passes": True, "findings": []}
    assert [finding["rule"] for finding in high["findings"]] == ["R10"]
    made = api_of(clerk).post(f"{V1}/tenures/", body, headers={"Idempotency-Key": "k1"})
    again = api_of(clerk).post(f"{V1}/tenures/", body, headers={"Idempotency-Key": "k1"})
    assert (made.status_code, again["Idempotent-Replayed"], again.json()) == (201, "true", made.json())
    [posts] = api_of(clerk).get(f"{V1}/leadership/", {"unit": school.number}).json()
    assert (posts["light"], posts["leaders"][0]["name"], posts["leaders"][0]["takes_post"]) == (
        "yellow",
        "张示例",
        True,
    )
    left = {"ended_on": "2026-04-01", "document": paper.pk, "reason": "免职"}
    done = api_of(clerk).post(f"{V1}/tenures/{made.json()['id']}/leave/", left)
    assert (done.status_code, done.json()["ended_on"]) == (200, "2026-04-01")
    assert api_of(outsider).get(f"{V1}/leadership/", {"unit": school.number}).status_code == 404
