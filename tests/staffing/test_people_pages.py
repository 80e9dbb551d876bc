"""The register on screen: whom the roster lists, how it pages and searches, and what a person's page shows to whom."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import PersonalDataReading, User
from quotas.models import QuotaType
from staffing import encryption, enrolment, leadership, leaving, roster, walking
from staffing.models import Person, Posting
from tests.cast import make_unit, make_user
from tests.pages import links, queries_of, rows, signed_in, words
from tests.people import id_number, new_person
from tests.staffing.test_enrolment import Give
from units.models import Region, Unit


def names(response: Any) -> list[str]:
    return [row[0] for row in rows(response)[1:]]


@pytest.fixture
def staffed(
    school: Unit, post_type: QuotaType, vacancies: Give, basis: dict[str, Any], departure: dict[str, Any]
) -> list[Posting]:
    """A school of 60 people with a doctor among them, and one who left."""
    vacancies(school, post_type, 61)
    people = [new_person(f"王{n:03d}", title="教师", facts={"education": "21"}) for n in range(59)]
    people += [new_person("张示例", facts={"education": "11"}), new_person("赵离任")]
    postings = enrolment.register(unit=school, quota_type=post_type, people=people, **basis)
    leaving.release(posting=postings[-1], **departure)
    return postings


@pytest.fixture
def district_staff(
    district: Region, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]
) -> tuple[Unit, User, list[Posting]]:
    """Three people of a school of the district, registered by the district's clerk."""
    unit, keeper = (
        make_unit(district, "望湖区第一小学", category="institution"),
        make_user("district", "clerk", region=district),
    )
    vacancies(unit, post_type, 3)
    people = [new_person(name) for name in ("张三", "张小四", "李五")]
    return unit, keeper, enrolment.register(unit=unit, quota_type=post_type, people=people, **basis | {"actor": keeper})


@pytest.fixture
def strangers(stranger: Unit, outsider: User, post_type: QuotaType, vacancies: Give, basis: dict[str, Any]) -> Posting:
    """Somebody of another city."""
    vacancies(stranger, post_type, 1)
    people = [new_person("张外地")]
    [posting] = enrolment.register(unit=stranger, quota_type=post_type, people=people, **basis | {"actor": outsider})
    return posting


def test_the_roster_walks_through_the_units_and_back(
    staffed: list[Posting], district_staff: Any, strangers: Posting, clerk: User
) -> None:
    client = signed_in(clerk)
    first = client.get("/people/")
    assert names(first) == [f"王{n:03d}" for n in range(50)]
    [following] = {link for link in links(first) if "after=" in link}
    second = client.get(f"/people/{following}")
    assert names(second) == [*(f"王{n:03d}" for n in range(50, 59)), "张示例", "张三", "张小四", "李五"]
    assert not {link for link in links(second) if "after=" in link}
    [back] = {link for link in links(second) if "before=" in link}
    assert names(client.get(f"/people/{back}")) == names(first)


def test_the_roster_is_narrowed_by_what_is_known(
    staffed: list[Posting], district_staff: Any, school: Unit, district: Region, clerk: User
) -> None:
    client = signed_in(clerk)

    def found(**query: str) -> list[str]:
        return names(client.get("/people/", query))

    assert found(education="1") == ["张示例"]
    assert found(region=district.code) == ["张三", "张小四", "李五"]
    assert found(region=district.code, q="李") == ["李五"]
    assert found(unit=district_staff[0].number, type="institution") == ["张三", "张小四", "李五"]
    assert found(unit=school.number, state="left") == ["赵离任"]
    assert found(type="admin") == []
    assert found(entry_way="talent") == []
    assert found(unit=district_staff[0].number, retirement_category="male60") == [
        p.person.name for p in district_staff[2] if p.person.sex == "1"
    ]


def test_a_search_finds_names_and_initials_by_their_start(
    staffed: list[Posting], district_staff: Any, strangers: Posting, clerk: User, department: User
) -> None:
    def found(user: User, text: str) -> list[str]:
        return sorted(names(signed_in(user).get("/people/", {"q": text})))

    assert found(clerk, "张小") == ["张小四"]
    assert found(clerk, "张") == ["张三", "张小四", "张示例"]
    assert found(clerk, "zs") == ["张三", "张示例"]
    assert found(clerk, "ZXS") == ["张小四"]
    assert found(clerk, "%三") == []
    assert found(clerk, "张_") == []
    assert found(clerk, "张外") == []
    assert found(department, "张示") == ["张示例"]
    assert found(department, "张小") == []


def test_a_search_by_name_pages_in_the_order_of_names(
    staffed: list[Posting], district_staff: Any, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "SIZE", 20)
    regions = roster.regions_of(clerk)
    wanted = roster.Wanted(roster.reach_of(clerk, regions), walking.Conditions(), "王0")
    seen: list[str] = []
    cursors: dict[str, str] = {}
    for _ in range(3):
        found = roster.page_of(wanted, cursors, size=20).page
        seen += [row.name for row in found.rows]
        cursors = {"after": found.next}
    assert seen == [f"王{n:03d}" for n in range(59)]
    assert found.next == ""
    back = roster.page_of(wanted, {"before": found.previous}, size=20).page
    assert [row.name for row in back.rows] == seen[20:40]


@pytest.mark.parametrize("query", [{"education": "1"}, {"q": "张示"}])
def test_a_rare_search_stops_and_goes_on(
    query: dict[str, str], staffed: list[Posting], clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks for one among many is told how far the search went, and finds them further on."""
    monkeypatch.setattr(walking, "BOUND", 25)
    client, page, steps = signed_in(clerk), None, 0
    address = "/people/?" + "&".join(f"{name}={value}" for name, value in query.items())
    while steps < 5:
        steps += 1
        page = client.get(address)
        if "张示例" in names(page):
            break
        assert "已查看 25 人" in words(page)
        [address] = {f"/people/{link}" for link in links(page) if "after=" in link}
    assert steps == (3 if "education" in query else 1)


@pytest.mark.parametrize("cursor", ["x", "0", "9" * 30, "１", "-5", "99999999"])
def test_a_bad_cursor_is_the_first_page(cursor: str, staffed: list[Posting], clerk: User) -> None:
    for query in ({"after": cursor}, {"before": cursor}, {"after": cursor, "q": "王0"}):
        assert names(signed_in(clerk).get("/people/", query))[0] == "王000"


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 21},
        {"q": "110105194912310021"},
        {"region": "000000"},
        {"unit": "没有"},
        {"type": "x"},
        {"state": "x"},
    ],
)
def test_a_wrong_filter_is_answered_in_words(query: dict[str, str], staffed: list[Posting], clerk: User) -> None:
    page = signed_in(clerk).get("/people/", query)
    assert page.status_code == 200
    assert "筛选条件有误，没有查询" in words(page)


def test_everybody_sees_their_own_people_only(
    staffed: list[Posting], district_staff: Any, strangers: Posting, unit_clerk: User, department: User,
    inspector: User, outsider: User,
) -> None:  # fmt: skip
    _, keeper, _ = district_staff
    seen = {
        user.username: len(Posting.objects.filter(person__name__in=set(names(signed_in(user).get("/people/")))))
        for user in (unit_clerk, department, inspector, outsider, keeper, make_user("nobody"))
    }
    assert seen == {"unit_clerk": 50, "department": 50, "inspector": 50, "outsider": 1, "district": 3, "nobody": 0}


def test_a_page_costs_the_same_whatever_it_shows(
    staffed: list[Posting], district_staff: Any, strangers: Posting, clerk: User
) -> None:
    client = signed_in(clerk)
    last = staffed[40].pk
    unit = district_staff[0].number
    counts = queries_of(client, ["/people/", f"/people/?unit={unit}", f"/people/?after={last}"])
    assert max(counts.values()) <= 8
    few, many = f"/people/?unit={unit}", f"/people/?unit={staffed[0].unit.number}"
    assert len(set(queries_of(client, [few, many]).values())) == 1
    # A search that does not fill its page asks once more how far it looked.
    assert set(queries_of(client, ["/people/?q=张小", "/people/?q=王0"]).values()) == {7, 8}


def test_an_id_number_is_searched_by_post_and_found_in_scope_only(
    staffed: list[Posting], strangers: Posting, clerk: User, outsider: User
) -> None:
    text = id_number(777, born="19790615")
    person = Person.objects.get(pk=staffed[0].person_id)
    number = Person.of("甲", roster.IdNumber(text, person.birth_date, is_male=True))
    Person.objects.filter(pk=person.pk).update(
        id_number_cipher=number.id_number_cipher, id_number_index=number.id_number_index
    )
    found = signed_in(clerk).post("/people/search/", {"id_number": f" {text.lower()} "})
    assert (found.status_code, found["Location"]) == (302, f"/people/{person.pk}/")
    hidden = signed_in(outsider).post("/people/search/", {"id_number": text})
    assert hidden.status_code == 422
    assert "在您的管辖范围内没有这个公民身份号码" in words(hidden)
    assert text not in hidden.content.decode().replace(f'value="{text}"', "")
    assert signed_in(clerk).get("/people/search/").status_code == 405


@pytest.mark.parametrize("text", ["", "1", "11010519491231002Y", "110105194912310021", "x" * 99, "１１"])
def test_a_wrong_id_number_is_answered_beside_the_field(text: str, db: None, clerk: User) -> None:
    page = signed_in(clerk).post("/people/search/", {"id_number": text})
    assert page.status_code == 422
    assert "公民身份号码" in words(page)


def test_a_person_is_a_page_with_everything_but_the_number(
    staffed: list[Posting], chief: QuotaType, vacancies: Give, basis: dict[str, Any], clerk: User, school: Unit
) -> None:
    vacancies(school, chief, 1)
    leadership.appoint(unit=school, quota_type=chief, person=staffed[59].person, **basis)
    page = signed_in(clerk).get(f"/people/{staffed[59].person_id}/")
    text = words(page)
    for expected in (
        "张示例",
        "博士研究生毕业",
        "建账登记",
        "澜编〔2026〕1号",
        "乡科级正职",
        "在任",
        "00**************",
    ):
        assert expected in text
    [count] = queries_of(signed_in(clerk), [f"/people/{staffed[59].person_id}/"]).values()
    assert count <= 15


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200), ("head", 200), ("director", 200), ("committee", 200), ("inspector", 200), ("department", 200),
        ("unit_clerk", 200), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_may_open_a_person(
    who: str, status: int, staffed: list[Posting], request: pytest.FixtureRequest, client: Client
) -> None:
    user = request.getfixturevalue(who)
    assert signed_in(user).get(f"/people/{staffed[0].person_id}/").status_code == status
    assert client.get(f"/people/{staffed[0].person_id}/").status_code == 302


def test_who_works_elsewhere_now_shows_only_the_past_here(
    staffed: list[Posting], stranger: Unit, outsider: User, post_type: QuotaType, vacancies: Give,
    basis: dict[str, Any], clerk: User, departure: dict[str, Any],
) -> None:  # fmt: skip
    leaving.release(posting=staffed[59], **departure)
    person = Person.objects.get(pk=staffed[59].person_id)
    assert "博士研究生毕业" in words(signed_in(clerk).get(f"/people/{person.pk}/"))
    vacancies(stranger, post_type, 1)
    number = _number_of(person)
    given = new_person("张示例", facts={"phone": "13800000000"})._replace(id_number=number)
    later = {**basis, "actor": outsider, "started_on": departure["ended_on"]}
    enrolment.register(unit=stranger, quota_type=post_type, people=[given], **later)
    page = words(signed_in(clerk).get(f"/people/{person.pk}/"))
    assert "其他单位" in page
    assert "此人现由其他单位管理" in page
    for hidden in (stranger.name, "13800000000", "博士研究生毕业", "000000****"):
        assert hidden not in page
    assert "13800000000" in words(signed_in(outsider).get(f"/people/{person.pk}/"))


def _number_of(person: Person) -> str:
    return encryption.decrypt(bytes(person.id_number_cipher), bytes(person.id_number_index))


def test_the_full_number_is_shown_for_a_purpose_and_logged(
    staffed: list[Posting], clerk: User, inspector: User
) -> None:
    person = Person.objects.get(pk=staffed[0].person_id)
    number, address = _number_of(person), f"/people/{person.pk}/id-number/"
    assert number not in signed_in(clerk).get(f"/people/{person.pk}/").content.decode()
    page = signed_in(clerk).post(address, {"purpose": "核对工资统发名单"})
    assert number in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    reading = PersonalDataReading.objects.get()
    assert (reading.reader, reading.subject_id, reading.field, reading.purpose, reading.request_id) == (
        clerk, person.pk, "公民身份号码", "核对工资统发名单", page["X-Request-ID"],
    )  # fmt: skip
    told = signed_in(inspector).get(f"/people/{person.pk}/")
    assert "核对工资统发名单" in words(told)
    assert number not in told.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200), ("head", 200), ("director", 200), ("committee", 403), ("inspector", 403), ("department", 403),
        ("unit_clerk", 403), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_may_read_the_full_number(
    who: str, status: int, staffed: list[Posting], request: pytest.FixtureRequest
) -> None:
    person = Person.objects.get(pk=staffed[0].person_id)
    page = signed_in(request.getfixturevalue(who)).post(f"/people/{person.pk}/id-number/", {"purpose": "核对"})
    assert page.status_code == status
    assert (_number_of(person) in page.content.decode()) == (status == 200)
    assert PersonalDataReading.objects.count() == (status == 200)


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201])
def test_without_a_purpose_no_number_is_shown(purpose: str, staffed: list[Posting], clerk: User) -> None:
    person = Person.objects.get(pk=staffed[0].person_id)
    page = signed_in(clerk).post(f"/people/{person.pk}/id-number/", {"purpose": purpose})
    assert page.status_code == 422
    assert _number_of(person) not in page.content.decode()
    assert not PersonalDataReading.objects.exists()
