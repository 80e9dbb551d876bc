"""Data quality: what each rule finds, kept without duplicates, due and mended; scores; the pages and the API."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import workdays
from approvals.models import Document
from quotas.models import QuotaException, QuotaType
from staffing import checking, enrolment, quality, quality_board
from staffing.areas import find_area
from staffing.facts import NewPerson
from staffing.models import Aspect, Person, Posting, QualityFinding, QualityScore, Secondment
from staffing.quality_rules import rules
from tests.cast import make_division, make_unit
from tests.pages import queries_of, row, rows, signed_in, words
from tests.people import id_number
from tests.stories import Actors, engage, over_staff, set_parameter
from units.models import Region, Unit

TODAY = dt.date(2026, 3, 16)  # a Monday


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    def stand(day: dt.date) -> None:
        monkeypatch.setattr(workdays, "today", lambda: day)

    stand(TODAY)
    return stand


GOOD: dict[str, Any] = {
    "ethnicity": "01", "political_status": "13", "education": "21", "work_started_on": dt.date(2008, 7, 1),
    "post_category": "technical", "entry_way": "open_recruitment",
}  # fmt: skip


def somebody(serial: int, *, name: str = "", born: str = "19850615", title: str = "教师", **facts: Any) -> NewPerson:
    kept = {"retirement_category": "male60", **GOOD, **facts}
    return NewPerson(name or "示例甲", id_number(2 * serial + 1, born=born), title=title, facts=kept)


@pytest.fixture
def register(
    school: Unit, post_type: QuotaType, vacancies: Callable[..., None], basis: dict[str, Any]
) -> Callable[..., list[Posting]]:
    """Registers people in the school, which has its credit code and its duties on record."""
    with acting.by(acting.system_user(), reason="补录"):
        Unit.objects.filter(pk=school.pk).update(uscc="12330200MB0000027G", main_duties="教书育人。")

    def register(*people: NewPerson) -> list[Posting]:
        vacancies(school, post_type, len(people))
        return enrolment.register(unit=school, quota_type=post_type, people=people, **basis)

    return register


def told(unit: Unit) -> dict[str, list[str]]:
    """What is open in a unit, by rule."""
    found: dict[str, list[str]] = {}
    for finding in QualityFinding.objects.open().filter(unit=unit).order_by("rule", "id"):
        found.setdefault(finding.rule, []).append(finding.words)
    return found


FAULTS = [
    ("Q01", {"born": "19651115", "work_started_on": dt.date(1985, 7, 1)}, "示例甲法定退休月为2026-02，仍在编。"),
    ("Q03", {"work_started_on": dt.date(2001, 6, 14)}, "示例甲参加工作时间2001-06-14不满16周岁（出生1985-06）。"),
    (
        "Q04",
        {"entered_unit_on": dt.date(2008, 6, 30)},
        "示例甲进入本单位时间2008-06-30早于参加工作时间2008-07-01。",
    ),
    (
        "Q04",
        {"political_status": "01", "party_joined_on": dt.date(2003, 6, 14)},
        "示例甲加入党派时间2003-06-14不满18周岁。",
    ),
    ("Q05", {"retirement_category": ""}, "示例甲未填退休类别，无法预测退休时间。"),
    ("Q06", {"ethnicity": "", "work_started_on": None}, "示例甲未填民族、参加工作时间。"),
    ("Q07", {"title": "", "post_category": ""}, "示例甲未填职务（岗位）、岗位类别。"),
    ("Q12", {"name": "示例A"}, "姓名“示例A”含非汉字字符。"),
    ("Q14", {"title": "--"}, "示例甲职务（岗位）写作“--”，应填规范名称。"),
]


@pytest.mark.parametrize(("code", "facts", "sentence"), FAULTS)
def test_a_rule_finds_what_it_is_for_and_nothing_else(
    code: str, facts: dict[str, Any], sentence: str, register: Callable[..., list[Posting]], school: Unit
) -> None:
    register(somebody(1), somebody(2, **facts))
    checking.check_all(TODAY)
    assert told(school) == {code: [sentence]}


def test_good_data_are_good(register: Callable[..., list[Posting]], school: Unit) -> None:
    register(somebody(1), somebody(2, name="买买提·示例"), somebody(3, born="19660401"))
    checking.check_all(TODAY)
    assert told(school) == {}
    assert QualityScore.objects.get(unit=school).total == Decimal("100.0")


def test_what_is_about_units_contracts_and_secondments(
    register: Callable[..., list[Posting]], school: Unit, education: Unit, post_type: QuotaType, actors: Actors,
    paper: Document,
) -> None:  # fmt: skip
    one, two = register(somebody(1), somebody(2))
    make_division(school)
    [engaged] = engage(school, 1, actors, paper)
    with acting.by(actors.clerk, reason="测试"):
        type(engaged).objects.filter(pk=engaged.pk).update(ends_on=TODAY)
        Unit.objects.filter(pk=school.pk).update(main_duties="")
        Posting.objects.filter(pk=two.pk).update(staff_class="chief")
        Secondment.objects.create(
            person=one.person, posting=one, host=education, starts_on=dt.date(2026, 3, 1), ends_on=TODAY, document=paper
        )
    over_staff(school, post_type, 1, actors, paper)
    with acting.by(actors.clerk, reason="测试"):
        QuotaException.objects.update(starts_on=dt.date(2026, 1, 1), ends_on=TODAY)
        Person.objects.update(retirement_category="", ethnicity="")
    later = TODAY + dt.timedelta(days=1)
    checking.check_all(later)
    found = told(school)
    assert found["Q08"] == ["机构未填主要职责。"]
    assert found["Q09"] == [f"{engaged.person.name}编外合同已于2026-03-16到期，未续签也未终止。"]
    assert found["Q10"] == ["示例甲借调已于2026-03-16期满，未延长也未结束。"]
    assert found["Q11"] == ["事业编制（全额拨款）超编1名，批准的期限已到。"]
    assert len(found["Q13"]) == 2
    assert {f.rule: f.owner for f in QualityFinding.objects.filter(rule__in=["Q08", "Q09", "Q11"])} == {
        "Q08": "bureau", "Q09": "unit", "Q11": "bureau",
    }  # fmt: skip


def test_people_of_an_abolished_division_are_found(register: Callable[..., list[Posting]], school: Unit) -> None:
    gone = make_division(school, "教务处")
    make_division(school)
    register(somebody(1)._replace(division=gone))
    with acting.by(acting.system_user(), reason="撤销"):
        type(gone).objects.filter(pk=gone.pk).update(abolished_on=dt.date(2026, 3, 10))
    checking.check_all(TODAY)
    assert told(school) == {"Q02": ["示例甲所在“教务处”已于2026-03-10撤销。"]}


def test_findings_are_kept_once_and_mended_when_they_are_gone(
    register: Callable[..., list[Posting]], school: Unit, calendar: Callable[[dt.date], None]
) -> None:
    [one] = register(somebody(1, ethnicity="", retirement_category=""))
    outcome = checking.check_all(TODAY)
    mine = QualityFinding.objects.filter(unit=school)
    assert {(f.rule, f.found_on, f.due_on) for f in mine} == {
        ("Q05", TODAY, dt.date(2026, 3, 23)), ("Q06", TODAY, dt.date(2026, 3, 23)),
    }  # fmt: skip
    assert outcome.note.startswith("新发现")
    again = checking.check_all(TODAY)
    assert (again.done, mine.count()) == (0, 2)
    assert "新发现0项" in again.note
    with acting.by(acting.system_user(), reason="补录"):
        Person.objects.filter(pk=one.person_id).update(retirement_category="male60", education="")
    tomorrow = TODAY + dt.timedelta(days=1)
    assert checking.check_all(tomorrow).done == 1
    assert told(school) == {"Q06": ["示例甲未填民族、学历。"]}
    assert mine.get(rule="Q05").mended_on == tomorrow
    with acting.by(acting.system_user(), reason="清空"):
        Person.objects.filter(pk=one.person_id).update(retirement_category="")
    checking.check_all(tomorrow)
    assert mine.filter(rule="Q05").count() == 2


def test_an_office_sets_terms_and_weights_from_a_day_on(
    register: Callable[..., list[Posting]], school: Unit, region: Region
) -> None:
    register(somebody(1, ethnicity=""))
    day = dt.date(2026, 3, 1)
    set_parameter("Q00", "unit_days", 3, region=region, starts_on=day)
    set_parameter("Q00", "weight_completeness", 60, region=region, starts_on=day)
    checking.check_all(TODAY)
    assert QualityFinding.objects.get(unit=school).due_on == dt.date(2026, 3, 19)
    # One of four things that are looked at in the only person and the unit is missing: (80 × 100 + 60 × 75) ÷ 140.
    score = QualityScore.objects.get(unit=school)
    assert (score.completeness, score.truth, score.total) == (Decimal("75.0"), Decimal(100), Decimal("89.3"))


def test_the_score_is_the_share_of_what_is_in_order(register: Callable[..., list[Posting]], school: Unit) -> None:
    register(*(somebody(n) for n in range(1, 10)), somebody(10, name="示例Z", retirement_category="", ethnicity=""))
    checking.check_all(TODAY)
    score = QualityScore.objects.get(unit=school)
    # Completeness: 2 of 10 × 3 + 1, conformity: 1 of 10 × 3.
    assert (score.people_count, score.open_count) == (10, 3)
    assert (score.completeness, score.conformity) == (Decimal("93.5"), Decimal("96.7"))
    assert score.total == Decimal("98.0")


def test_who_mends_may_look_again(
    register: Callable[..., list[Posting]], school: Unit, education: Unit, unit_clerk: User, department: User,
    clerk: User, outsider: User, inspector: User,
) -> None:  # fmt: skip
    [one] = register(somebody(1, ethnicity=""))
    checking.check_all(TODAY)
    others = list(QualityFinding.objects.exclude(unit=school).order_by("pk").values())
    with acting.by(unit_clerk, reason="补录"):
        Person.objects.filter(pk=one.person_id).update(ethnicity="01")
    assert checking.check_unit(actor=unit_clerk, unit=school) == (0, 0, 1)
    assert checking.check_unit(actor=department, unit=school) == (0, 0, 0)
    assert checking.check_unit(actor=clerk, unit=school) == (0, 0, 0)
    assert QualityScore.objects.get(unit=school).total == Decimal(100)
    assert list(QualityFinding.objects.exclude(unit=school).order_by("pk").values()) == others
    for user in (outsider, inspector):
        with pytest.raises(PermissionDenied):
            checking.check_unit(actor=user, unit=school)
    address = f"/units/{school.number}/quality/recheck/"
    assert signed_in(unit_clerk).post(address).status_code == 302
    assert signed_in(inspector).post(address).status_code == 403
    assert signed_in(outsider).post(address).status_code == 404


def test_the_board_shows_the_worst_first(
    register: Callable[..., list[Posting]], school: Unit, education: Unit, clerk: User
) -> None:
    register(somebody(1, ethnicity="", retirement_category="", name="示例A"))
    checking.check_all(TODAY)
    page = signed_in(clerk).get("/quality/")
    totals = [Decimal(cells[1]) for cells in rows(page)[1:] if cells]
    assert totals == sorted(totals)
    assert row(page, school.name)[:2] == ["83.3", "100.0"]
    assert row(page, school.name)[7] == "3"
    said = words(page)
    assert "待整改 4 项" in said
    assert "得分 = 100 ×（1 − 问题数 ÷ 检查项数）" in said
    alone = quality_board.board(find_area(clerk, {"unit": school.number}), TODAY)
    assert (alone.units, alone.open, alone.overdue, sum(n for _, n in alone.bands)) == (1, 3, 0, 1)


def test_the_list_of_what_to_mend(
    register: Callable[..., list[Posting]], school: Unit, clerk: User, calendar: Callable[[dt.date], None]
) -> None:
    register(somebody(1, ethnicity="", name="示例A"))
    checking.check_all(TODAY)
    client, query = signed_in(clerk), {"unit": school.number}
    page = client.get("/quality/findings/", query)
    assert row(page, "示例A未填民族。") == [
        school.name, "人员基本信息 Q06", "完整", "单位", "2026-03-16", "2026-03-23", "剩5个工作日",
    ]  # fmt: skip
    only = client.get("/quality/findings/", {**query, "aspect": "conformity"})
    assert [cells[0] for cells in rows(only)[1:]] == ["姓名“示例A”含非汉字字符。"]
    assert "没有要整改的数据" in words(client.get("/quality/findings/", {**query, "state": "overdue"}))
    calendar(dt.date(2026, 3, 25))
    assert "已超期2个工作日" in words(client.get("/quality/findings/", {**query, "state": "overdue"}))
    assert "没有要整改的数据" in words(client.get("/quality/findings/", {**query, "state": "mended"}))
    assert "没有要整改的数据" in words(client.get("/quality/findings/", {**query, "owner": "bureau"}))
    assert "要整改的数据" in words(client.get(f"/units/{school.number}/?tab=quality"))


@pytest.mark.parametrize("query", ["state=x", "aspect=x", "owner=x", "unit=无"])
def test_a_wrong_filter_is_answered_in_words(query: str, school: Unit, clerk: User) -> None:
    page = signed_in(clerk).get(f"/quality/findings/?{query}")
    assert (page.status_code, "筛选条件有误" in words(page)) == (200, True)


@pytest.mark.parametrize(
    "cursor", ["x", "2026-13-01~1", "2026-03-01~x", "~", "9~9", "1.1.1~1", "９~1", "5~" + "9" * 30]
)
def test_a_wrong_cursor_leads_to_the_first_page(cursor: str, school: Unit, clerk: User) -> None:
    checking.check_all(TODAY)
    client = signed_in(clerk)
    for address in ("/quality/", "/quality/findings/"):
        assert client.get(address, {"after": cursor}).status_code == 200


def test_long_lists_are_read_in_pages(register: Callable[..., list[Posting]], school: Unit, clerk: User) -> None:
    register(*(somebody(n, ethnicity="") for n in range(60)))
    checking.check_all(TODAY)
    area = find_area(clerk, {"unit": school.number, "level": "own"})
    found = quality_board.findings(area, on=TODAY)
    first = quality_board.page_of(found, "")
    second = quality_board.page_of(found, first.next)
    assert (len(first.rows), len(second.rows), second.next) == (50, 10, "")
    assert len({row.pk for row in [*first.rows, *second.rows]}) == 60


def test_strangers_see_nothing(register: Callable[..., list[Posting]], school: Unit, outsider: User) -> None:
    register(somebody(1, ethnicity=""))
    checking.check_all(TODAY)
    client = signed_in(outsider)
    for address in ("/quality/", "/quality/findings/", "/api/v1/quality/scores/", "/api/v1/quality/findings/"):
        assert client.get(f"{address}?region=990100").status_code == 404
        assert "澜川" not in client.get(address).content.decode()
        assert Client().get(address).status_code in (302, 401)


def test_the_api_tells_the_same(register: Callable[..., list[Posting]], school: Unit, unit_clerk: User) -> None:
    register(somebody(1, ethnicity=""))
    checking.check_all(TODAY)
    client = signed_in(unit_clerk)
    [score] = client.get("/api/v1/quality/scores/").json()["units"]
    assert (score["unit"], score["total"], score["completeness"]) == (school.number, "95.0", "75.0")
    [finding] = client.get("/api/v1/quality/findings/").json()["results"]
    assert (finding["words"], finding["title"], finding["due_on"]) == ("示例甲未填民族。", "人员基本信息", "2026-03-23")
    assert client.get("/api/v1/quality/findings/", {"aspect": "x"}).status_code == 400


def test_pages_and_the_check_cost_the_same_at_any_size(
    register: Callable[..., list[Posting]], school: Unit, region: Region, clerk: User, django_assert_num_queries: Any
) -> None:
    register(somebody(1, ethnicity=""))
    checking.check_all(TODAY)
    urls = ["/quality/", "/quality/findings/", f"/units/{school.number}/?tab=quality", "/api/v1/quality/scores/",
            "/api/v1/quality/findings/"]  # fmt: skip
    few = queries_of(signed_in(clerk), urls)
    for number in range(20):
        make_unit(region, f"澜川市第{number + 2}中学", category="institution")
    register(*(somebody(n, ethnicity="", name="示例Z") for n in range(10, 40)))
    # One for each rule, one for the scores, one for the parameters; each in a savepoint of two.
    with django_assert_num_queries(3 * (len(rules()) + 1) + 1):
        checking.check_all(TODAY)
    assert queries_of(signed_in(clerk), urls) == few


def test_every_file_is_a_rule_of_its_own_with_a_vector() -> None:
    files = {path.stem for path in Path(quality.__path__[0]).glob("q*.py")}
    assert {rule.find.__module__.rsplit(".", 1)[1] for rule in rules()} == files
    assert all(name.startswith(f"{rule.code.lower()}_") for rule in rules() for name in files
               if name == rule.find.__module__.rsplit(".", 1)[1])  # fmt: skip
    assert {rule.aspect for rule in rules()} == set(Aspect)
    assert all(rule.title and rule.find.__doc__ for rule in rules())


ATTACKS = [
    ("update staffing_qualityfinding set found_on = found_on - 1", "a_quality_finding_is_fixed"),
    ("update staffing_qualityfinding set due_on = due_on + 9", "a_quality_finding_is_fixed"),
    ("update staffing_qualityfinding set subject = 'x'", "a_quality_finding_is_fixed"),
    ("update staffing_qualityfinding set mended_on = found_on - 1", "a_finding_is_mended_after_it_is_found"),
    ("delete from staffing_qualityfinding", "append_only"),
    ("truncate staffing_qualityfinding", "append_only"),
    (
        "insert into staffing_qualityfinding (rule, aspect, unit_id, subject, words, owner, found_on, due_on) "
        "select rule, aspect, unit_id, subject, words, owner, found_on, due_on from staffing_qualityfinding",
        "a_quality_finding_is_open_once",
    ),
    (
        "insert into staffing_qualityfinding (rule, aspect, unit_id, subject, words, owner, found_on, due_on) "
        "select rule, aspect, unit_id, 'x', words, owner, found_on, found_on - 1 from staffing_qualityfinding",
        "a_finding_is_due_after_it_is_found",
    ),
    ("update staffing_qualityscore set total = 101", "a_quality_score_is_between_0_and_100"),
    (
        "insert into approvals_ruleparameter (rule, name, value, starts_on, document_number, note) "
        "values ('Q00', 'unit_days', '0', '2026-01-01', 'x', '')",
        "a_parameter_of_data_quality_is_within_its_bounds",
    ),
    (
        "insert into approvals_ruleparameter (rule, name, value, starts_on, document_number, note) "
        "values ('Q00', 'weight_truth', '101', '2026-01-01', 'x', '')",
        "a_parameter_of_data_quality_is_within_its_bounds",
    ),
]


def test_no_sql_bends_findings_and_scores(register: Callable[..., list[Posting]], school: Unit) -> None:
    register(somebody(1, ethnicity=""))
    checking.check_all(TODAY)
    before = list(QualityFinding.objects.order_by("pk").values())
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    for statement, rule in ATTACKS:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert rule in getattr(getattr(refusal.value.__cause__, "diag", None), "constraint_name", ""), statement
    assert list(QualityFinding.objects.order_by("pk").values()) == before
    QualityFinding.objects.update(mended_on=TODAY)
    with pytest.raises(IntegrityError, match="a quality finding is fixed"), transaction.atomic():
        QualityFinding.objects.update(mended_on=None)
