"""The four steps by API: drafted as a case, announced, filed, checked and stored once under a key."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from approvals import filing
from approvals.models import Case
from quotas.models import QuotaType
from staffing.models import Candidate, Posting, Slot
from tests.api import V1, api_of, sent
from tests.cast import make_user
from tests.staffing.batches import announced, checked, filed, long_ago, on, row
from tests.staffing.conftest import Give
from units.models import Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots(school: Unit, post_type: QuotaType, vacancies: Callable[..., None], give_slots: Give) -> list[Slot]:
    vacancies(school, post_type, 3)
    return give_slots(school, post_type, 3)


@pytest.fixture
def head(region: Region) -> User:
    return make_user("head", "head", region=region)


def body(school: Unit, *rows: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "enrolment", "applicant": school.number, "title": "入编", "reason": "公开招聘。",
        "subject": {"candidates": [{**one, "slot": one["slot"].number} for one in rows]},
    }  # fmt: skip


def test_a_batch_goes_its_way_by_api(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User
) -> None:
    with on(long_ago()):
        made = sent(unit_clerk, "cases/", body(school, row(slots[0], "张示例")))
        assert made.status_code == 201, made.content.decode()
        case = Case.objects.get(kind__code="enrolment")
        filing.attach(
            case.pk, actor=unit_clerk, paper=case.kind.required_papers[0],
            upload=SimpleUploadedFile("材料.pdf", b"%PDF-1.4"),
        )  # fmt: skip
        assert sent(unit_clerk, f"enrolments/{case.number}/announce/").status_code == 200
    assert sent(unit_clerk, f"cases/{case.number}/actions/file/").status_code == 200
    assert sent(clerk, f"enrolments/{case.number}/check/", {"opinion": "齐全。"}).status_code == 200
    answers = [sent(head, f"enrolments/{case.number}/admit/", {"opinion": "同意。"}, key="a1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert Posting.objects.count() == 1
    subject = api_of(unit_clerk).get(f"{V1}/cases/{case.number}/").json()["subject"]
    assert "*" in subject["candidates"][0]["id_number"]
    assert Candidate.objects.get().id_number not in str(subject)


def test_every_step_refuses_who_may_not_and_is_404_outside_the_scope(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User, head: User, outsider: User
) -> None:
    waiting = filed(school, unit_clerk, [row(slots[0])])
    ready = checked(school, unit_clerk, clerk, [row(slots[1])])
    before = list(Case.objects.values_list("state", flat=True)), Posting.objects.count()
    for case, step, user in (
        (waiting, "announce", clerk), (waiting, "check", unit_clerk), (waiting, "return", unit_clerk),
        (ready, "admit", clerk), (ready, "admit", unit_clerk),
    ):  # fmt: skip
        given = {"opinion": "同意。", "reasons": {"1": "缺材料"}}
        assert sent(user, f"enrolments/{case.number}/{step}/", given).status_code in (403, 422), step
        assert sent(outsider, f"enrolments/{case.number}/{step}/", given).status_code == 404
    assert (list(Case.objects.values_list("state", flat=True)), Posting.objects.count()) == before


def test_slots_of_others_are_not_known(slots: list[Slot], unit_clerk: User, school: Unit, outsider: User) -> None:
    wrong = sent(unit_clerk, "cases/", body(school, {**row(slots[0]), "slot": Slot(number="N209900001")}))
    assert wrong.status_code == 400
    assert "没有找到用编号N209900001" in wrong.content.decode()
    assert not Case.objects.filter(kind__code="enrolment").exists()


def test_a_batch_is_returned_by_api_with_reasons(
    slots: list[Slot], school: Unit, unit_clerk: User, clerk: User
) -> None:
    case = filed(school, unit_clerk, [row(slots[0], "张示例")])
    wrong = sent(clerk, f"enrolments/{case.number}/return/", {"reasons": {"x": "缺"}})
    assert wrong.status_code == 400
    done = sent(clerk, f"enrolments/{case.number}/return/", {"reasons": {"1": "缺学位证"}})
    assert done.status_code == 200
    assert Candidate.objects.get().return_reason == "缺学位证"


def test_the_list_costs_the_same_for_one_batch_and_for_three(
    slots: list[Slot], school: Unit, unit_clerk: User, django_assert_max_num_queries: Any
) -> None:
    announced(school, unit_clerk, [row(slots[0])])
    with django_assert_max_num_queries(6):
        assert len(api_of(unit_clerk).get(f"{V1}/enrolments/").json()["results"]) == 1
    for slot in slots[1:]:
        announced(school, unit_clerk, [row(slot)])
    with django_assert_max_num_queries(6):
        assert len(api_of(unit_clerk).get(f"{V1}/enrolments/").json()["results"]) == 3
