"""A batch on its pages: filled in row by row, announced, filed, checked and stored with one button each."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals.models import Case, State
from quotas.models import QuotaType
from staffing import noticing
from staffing.models import Candidate, EnrolmentBatch, Posting, Slot
from tests.cast import make_user
from tests.pages import links, queries_of, rows, signed_in, words
from tests.people import new_person
from tests.staffing.batches import announced, checked, drafted, filed, row
from tests.staffing.conftest import Give
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    vacancies(school, post_type, 4)
    return give_slots(school, post_type, 4)


def typed(school: Unit, *people: dict[str, str]) -> dict[str, str]:
    """What the browser sends for a batch of these people."""
    head = {"applicant": school.number, "title": "教师入编", "reason": "公开招聘。", "unit": school.number,
            "people-TOTAL_FORMS": str(len(people)), "people-INITIAL_FORMS": "0"}  # fmt: skip
    rows = {f"people-{n}-{name}": value for n, one in enumerate(people) for name, value in one.items()}
    return {**head, **rows}


def one(slot: Slot, name: str, changes: dict[str, str] | None = None) -> dict[str, str]:
    person = new_person(name)
    male = int(person.id_number[16]) % 2 == 1
    facts = {"ethnicity": "01", "political_status": "13", "education": "21", "post_category": "technical",
             "retirement_category": "male60" if male else "female55"}  # fmt: skip
    return {"slot": str(slot.pk), "name": name, "id_number": person.id_number, "title": "教师", **facts,
            **(changes or {})}  # fmt: skip


def test_a_unit_fills_in_a_batch_and_announces_it(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    client = signed_in(unit_clerk)
    assert slots[0].number in client.get("/cases/new/enrolment/").content.decode()
    done = client.post("/cases/new/enrolment/", typed(school, one(slots[0], "张示例"), one(slots[1], "李示例")))
    assert done.status_code == 302, words(done)
    page = client.get(done["Location"])
    assert "尚未公示" in words(page)
    case = Case.objects.get(kind__code="enrolment")
    assert client.post(f"/cases/{case.number}/actions/announce/", {"key": "k"}).status_code == 302
    assert EnrolmentBatch.objects.get().published_on is not None
    edit = client.get(f"/cases/{case.number}/edit/").content.decode()
    for who in Candidate.objects.all():
        assert who.masked_id_number in edit
        assert who.id_number not in edit


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id_number": "123"}, "公民身份号码应为18位"),
        ({"name": ""}, "必填"),
        ({"slot": "999999999"}, "选择一个有效的选项"),
        ({"slot": "x"}, "选择一个有效的选项"),
        ({"name": "张 示例"}, "不含空格"),
        ({"education": "99"}, "选择一个有效的选项"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_answered_in_its_place(
    fields: dict[str, str], said: str, slots: list[Slot], school: Unit, unit_clerk: User
) -> None:
    answer = signed_in(unit_clerk).post("/cases/new/enrolment/", typed(school, one(slots[0], "张示例", fields)))
    assert (answer.status_code, Candidate.objects.count()) == (422, 0)
    assert said in words(answer)


def test_rows_are_added_dropped_and_the_unit_changed_without_scripts(
    slots: list[Slot], school: Unit, unit_clerk: User
) -> None:
    client, sent = signed_in(unit_clerk), typed(school, one(slots[0], "张示例"))
    assert "第2人" in words(client.post("/cases/new/enrolment/", sent | {"redraw": "add_line"}))
    assert "张示例" not in client.post("/cases/new/enrolment/", sent | {"redraw": "drop_line:0"}).content.decode()
    assert client.post("/cases/new/enrolment/", sent | {"redraw": "unit", "unit": "nothing"}).status_code == 200


def test_the_office_checks_and_another_stores(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, region: Region
) -> None:
    case = filed(school, unit_clerk, [row(slots[0], "张示例")])
    desk = signed_in(clerk)
    assert "审核通过" in words(desk.get(case.get_absolute_url()))
    assert desk.post(f"/cases/{case.number}/actions/receive/", {"opinion": "齐全。"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.CHECKED
    assert "签发入编通知单" not in words(desk.get(case.get_absolute_url()))
    head = signed_in(make_user("head", "head", region=region))
    assert head.post(f"/cases/{case.number}/actions/approve/", {"opinion": "同意入库。"}).status_code == 302
    assert Posting.objects.count() == 1
    stored = head.get(case.get_absolute_url())
    assert "澜编入〔" in words(stored)
    assert "审核时的办理结果" in words(stored)
    assert "没有变动" not in words(stored)


def test_the_office_returns_with_a_word_for_each(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User
) -> None:
    case = filed(school, unit_clerk, [row(slots[0], "张示例"), row(slots[1], "李示例")])
    address = f"/cases/{case.number}/actions/return/"
    assert signed_in(clerk).post(address, {"opinion": ""}).status_code == 422
    assert signed_in(clerk).post(address, {"opinion": "", "reason_2": "缺学位证"}).status_code == 302
    assert "缺学位证" in words(signed_in(unit_clerk).get(case.get_absolute_url()))


def test_further_facts_are_filled_in_person_by_person(
    slots: list[Slot], school: Unit, unit_clerk: User, outsider: User
) -> None:
    case = drafted(school, unit_clerk, [row(slots[0], "张示例")])
    address, client = f"/enrolments/{case.number}/people/1/", signed_in(unit_clerk)
    assert client.get(address).status_code == 200
    facts = {"ethnicity": "01", "political_status": "13", "education": "21", "post_category": "technical",
             "school": "示例师范大学", "work_started_on": "2026-07-01", "is_civil_servant": "0"}  # fmt: skip
    assert client.post(address, facts | {"rank_level": "9999"}).status_code == 422
    assert client.post(address, facts).status_code == 302
    assert Candidate.objects.get().facts["school"] == "示例师范大学"
    assert signed_in(outsider).get(address).status_code == 404
    assert client.get(f"/enrolments/{case.number}/people/9/").status_code == 404


def test_the_list_says_where_each_batch_stands_newest_first(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User
) -> None:
    over = announced(school, unit_clerk, [row(slots[0])])
    stored = checked(school, unit_clerk, clerk, [row(slots[1])])
    running = drafted(school, unit_clerk, [row(slots[2])])
    noticing.announce(running.pk, actor=unit_clerk)
    code = EnrolmentBatch.objects.get(case=running).code
    noticing.object_to(code, actor=acting.system_user(), text="请核实。", source="测试")
    answer = signed_in(clerk).get("/enrolments/")
    found = [(line[0].split()[0], line[-1]) for line in rows(answer)[1:]]
    assert found == [(running.number, "公示中 异议1件待答复"), (stored.number, "待入库"), (over.number, "待申报")]
    assert running.get_absolute_url() in links(answer)
    assert running.get_absolute_url() in links(signed_in(unit_clerk).get("/enrolments/"))


def test_the_list_shows_what_is_in_scope_at_one_price(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, outsider: User
) -> None:
    drafted(school, unit_clerk, [row(slots[0])])
    first = queries_of(signed_in(unit_clerk), ["/enrolments/"])
    checked(school, unit_clerk, clerk, [row(slots[1])])
    filed(school, unit_clerk, [row(slots[2])])
    assert queries_of(signed_in(unit_clerk), ["/enrolments/"]) == first
    for step, count in (("draft", 0), ("filed", 1), ("checked", 1), ("stored", 0)):
        said = words(signed_in(clerk).get(f"/enrolments/?step={step}"))
        assert said.count("人员入编") == count, step
    assert "没有符合条件的入编批次" in words(signed_in(outsider).get("/enrolments/"))
    assert signed_in(clerk).get("/enrolments/?step=x&after=abc").status_code == 200
    assert Client().get("/enrolments/").status_code == 302
