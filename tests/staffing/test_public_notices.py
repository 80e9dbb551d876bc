"""Public notices (公示): open to everybody, without ID numbers, with objections that are met with sentences."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from accounts import acting
from accounts.models import User
from approvals import filing, workdays
from approvals.models import Case
from quotas.models import QuotaType
from staffing import noticing
from staffing.models import Candidate, Objection, Slot
from tests.pages import signed_in, words
from tests.staffing.batches import drafted, on, row
from tests.staffing.conftest import Give
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    vacancies(school, post_type, 3)
    return give_slots(school, post_type, 3)


@pytest.fixture
def case(slots: list[Slot], school: Unit, unit_clerk: User) -> Case:
    """A batch of two on notice since today."""
    publish(school)
    case = drafted(school, unit_clerk, [row(slots[0], "张示例"), row(slots[1], "李示例")])
    return noticing.announce(case.pk, actor=unit_clerk)


def publish(unit: Unit, secrecy: str = "public") -> None:
    with acting.by(acting.system_user(), reason="公开属性"):
        Unit.objects.filter(pk=unit.pk).update(secrecy=secrecy)


def address(case: Case) -> str:
    return Case.objects.get(pk=case.pk).enrolment_batch.public_url


def test_anybody_reads_who_is_to_be_enrolled_where(case: Case, school: Unit) -> None:
    assert school.name in words(Client().get("/notices/"))
    page = Client().get(address(case))
    said = words(page)
    for shown in ("张示例", "李示例", "教师", "公开招聘", school.name):
        assert shown in said
    for one in Candidate.objects.all():
        text = page.content.decode()
        assert one.id_number not in text
        assert one.masked_id_number not in text
    assert case.number not in said


def test_the_names_of_an_internal_unit_are_masked_and_a_secret_one_is_not_found(case: Case, school: Unit) -> None:
    publish(school, "internal")
    said = words(Client().get(address(case)))
    assert "张**" in said
    assert "张示例" not in said
    publish(school, "secret")
    assert Client().get(address(case)).status_code == 404
    assert school.name not in words(Client().get("/notices/"))
    assert Client().post(address(case), {"text": "异议"}).status_code == 404


def test_a_draft_is_no_notice(slots: list[Slot], school: Unit, unit_clerk: User) -> None:
    publish(school)
    draft = drafted(school, unit_clerk, [row(slots[2])])
    assert Client().get(address(draft)).status_code == 404
    assert Client().get("/notices/nothing/").status_code == 404


def test_somebody_objects_without_signing_in(case: Case) -> None:
    client = Client()
    answer = client.post(address(case), {"about": "2", "text": "学历存疑。", "sender_name": "王五"}, follow=True)
    assert "异议已收到" in words(answer)
    objection = Objection.objects.get()
    assert (objection.about, objection.text, objection.sender_name) == ("李示例", "学历存疑。", "王五")
    assert "127.0.0.1" not in objection.source
    assert objection.history.get().actor_name == "系统"
    assert "学历存疑" not in words(client.get(address(case)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "异议内容"),
        ({"text": "长" * 1001}, "1000"),
        ({"text": "异议", "about": "9"}, "选择一个有效的选项"),
        ({"text": "异议", "sender_name": "名" * 51}, "50"),
        ({"text": "异议", "sender_contact": "号" * 61}, "60"),
    ],
)  # fmt: skip
def test_a_wrong_objection_is_answered_beside_its_field(typed: dict[str, str], said: str, case: Case) -> None:
    answer = Client().post(address(case), typed)
    assert (answer.status_code, Objection.objects.count()) == (422, 0)
    assert said in words(answer)


def test_a_flood_from_one_place_is_stopped(case: Case) -> None:
    client = Client()
    for _ in range(5):
        assert client.post(address(case), {"text": "异议"}).status_code == 302
    answer = client.post(address(case), {"text": "异议"})
    assert (answer.status_code, Objection.objects.count()) == (429, 5)
    assert "提交过于频繁" in words(answer)


def test_after_its_last_day_a_notice_takes_no_objection(case: Case) -> None:
    with on(workdays.today() + dt.timedelta(days=30)):
        assert "公示已经结束" in words(Client().get(address(case)))
        answer = Client().post(address(case), {"text": "异议"})
        assert (answer.status_code, Objection.objects.count()) == (409, 0)
        assert "目前没有正在公示的入编名单" in words(Client().get("/notices/"))


def test_a_batch_taken_back_is_no_notice_any_more(case: Case, unit_clerk: User) -> None:
    filing.withdraw(case.pk, actor=unit_clerk)
    assert Client().get(address(case)).status_code == 404


def test_the_applicant_answers_on_the_case_and_others_do_not_see_it(
    case: Case, unit_clerk: User, outsider: User
) -> None:
    Client().post(address(case), {"text": "学历存疑。"})
    objection = Objection.objects.get()
    place = f"/enrolments/{case.number}/objections/{objection.pk}/"
    assert "学历存疑" in words(signed_in(unit_clerk).get(case.get_absolute_url()))
    refused = signed_in(unit_clerk).post(place, {"answer": "", "upheld": "0"})
    assert refused.status_code == 422
    assert "请填写答复" in words(refused)
    assert signed_in(outsider).post(place, {"answer": "无据", "upheld": "0"}).status_code == 404
    assert signed_in(unit_clerk).post(place, {"answer": "经核实符合。", "upheld": "0"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.is_upheld, objection.answer) == (False, "经核实符合。")
